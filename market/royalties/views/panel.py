"""The section of a deal's page about money: the schedule with what is due and paid, and what is frozen."""

from flask_babel import gettext as _

from market.core import clock
from market.core.panels import Coming, Panel
from market.core.web import current_actor
from market.licensing.models import LicenceRequest
from market.negotiation.models import Deal
from market.payments import queries as payments
from market.royalties import queries
from market.royalties.forms import ChoiceForm, DecisionForm
from market.royalties.models import Schedule
from market.royalties.rules.freezing import CHOICES, REASONS
from market.royalties.service import schedules, sides
from market.royalties.views import rows

TEMPLATE = "royalties/panel.html"


def deal_panel(request: LicenceRequest) -> Panel | None:
    """The money of a licence, or of the notice on the way to one."""
    licence = request.licence
    schedule = queries.schedule_of(f"licence:{licence.id}") if licence else None
    if schedule is not None:
        return panel_of(schedule)
    plan = schedules.plan_of(request)
    start = payments.receivable_for(f"request:{request.id}")
    table = rows.preview(plan, start, None)
    return Panel("money", TEMPLATE, {"schedule": None, "table": table, "plan": plan})


def negotiation_panel(deal: Deal) -> Panel | None:
    """The money of a transfer or a contribution as equity, once it is complete."""
    schedule = queries.schedule_of(deal.subject_key)
    return None if schedule is None else panel_of(schedule)


def panel_of(schedule: Schedule, whole: bool = False) -> Panel:
    """The money of any deal with a schedule, as its page shows it."""
    actor = current_actor()
    side = sides.side_of(actor, schedule)
    return Panel(
        "money",
        TEMPLATE,
        {
            "schedule": schedule,
            "table": rows.table_of(schedule, whole),
            "plan": schedule.fee,
            "side": side,
            "may_act": sides.may_act(actor, schedule, side),
            "pause": schedule.pause,
            "choice_form": ChoiceForm(formdata=None),
            "decision_form": DecisionForm(formdata=None),
            "CHOICES": CHOICES,
            "REASONS": REASONS,
        },
        coming=coming(schedule),
    )


def coming(schedule: Schedule) -> list[Coming]:
    """The next royalty report that is owed, for the progress of its deal."""
    lines = (line for line in queries.lines_of(schedule.id) if line.kind == "royalty" and line.state == "planned")
    line = next((line for line in lines if line.report_on is not None and not line.reports), None)
    if line is None or line.report_on is None:
        return []
    late = line.report_on < clock.today()
    return [Coming(_("Royalty report"), line.report_on, _("Overdue") if late else rows.label(line))]
