"""Why a report, a milestone or a choice is refused."""

from market.core.errors import Conflict, Forbidden, Invalid
from market.core.i18n import N_


class NotYourSide(Forbidden):
    """Only the other side, or another role, may do this."""

    sentence = N_("Only the other side, or the owner, a manager or the finance person of it, may do this.")


class NotPossibleNow(Conflict):
    """The step does not fit the present state."""

    sentence = N_("This step is no longer possible in the present state. Reload the page to see where it stands.")


class PeriodNotOver(Conflict):
    """Sales are reported once the period is over."""

    sentence = N_("This period ends on %(day)s. Report your sales after that day.")


class EarlierFirst(Conflict):
    """Minimum, cap and steps count the earlier periods in."""

    sentence = N_("Verify the report for %(period)s first: this royalty depends on it.")


class ScheduleIsFrozen(Conflict):
    """R18: nothing goes on until both sides have chosen."""

    sentence = N_("This amount is frozen because a patent ended. First both sides must choose how to go on.")


class ReportNotRight(Invalid):
    """Figures that cannot be; `fields` says which."""


class ReasonNeeded(Invalid):
    """The other side must know why."""

    def __init__(self, field: str = "reason") -> None:
        super().__init__(fields={field: N_("Say why; the other side will read it.")})


class PlanNotAcceptable(Conflict):
    """The fee plan of a concluded deal cannot be put into a schedule."""

    sentence = N_("The fee cannot be put into a schedule: %(problem)s")
