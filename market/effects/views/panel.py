"""What the page of a deal shows of its effects: the reports of each year, and the licensee's next step."""

from market.core import clock
from market.core.panels import Panel
from market.core.web import current_actor
from market.effects import queries
from market.effects.rules import asking, reporting
from market.licensing.models import LicenceRequest


def deal_panel(request: LicenceRequest) -> Panel | None:
    """Both sides and the operator see the reports; the licensee may always report on the running year."""
    licence = request.licence
    if licence is None:
        return None
    questions = queries.of_licence(licence.id)
    open_years = asking.years_open(licence.effective_on, licence.ended_on, clock.today())
    mine = reporting.reports(current_actor(), licence.licensee_id)
    new_years = [year for year in open_years[-2:] if year not in {question.year for question in questions}]
    if not questions and not (mine and new_years):
        return None
    values = {
        "licence": licence,
        "questions": questions,
        "mine": mine,
        "new_years": new_years if mine else [],
        "STATES": reporting.NAMES,
        "TONES": reporting.TONES,
        "today": clock.today(),
    }
    return Panel("effects", "effects/panel.html", values)
