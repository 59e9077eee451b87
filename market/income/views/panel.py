"""What the page of a deal shows of its income: to the licensor's keepers and the operator only."""

from market.core.panels import Panel
from market.core.web import current_actor
from market.income.queries import matters, splits
from market.income.rules.states import NAMES, TONES, keeps
from market.licensing.models import LicenceRequest


def deal_panel(request: LicenceRequest) -> Panel | None:
    """The receipts that wait and the splits of a licence; nothing for the licensee and before the licence."""
    actor = current_actor()
    if request.licence is None or not (actor.operator or keeps(actor, request.licensor_id)):
        return None
    key = f"licence:{request.licence.id}"
    waiting = matters.waiting(request.licensor_id, matters.subjects_of(request.licence))
    found = splits.of_matters(actor, [key])
    if not waiting and not found:
        return None
    values = {
        "waiting": waiting,
        "splits": [(split, splits.sums_of(split)) for split in found],
        "keeps": keeps(actor, request.licensor_id),
        "STATES": NAMES,
        "TONES": TONES,
    }
    return Panel("income", "income/panel.html", values)
