"""Why a deed about roadshows is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NotThisMoveNow(Refusal):
    """The state, or what the move needs, does not allow it."""

    sentence = N_("This is not possible while the roadshow stands like this. Reload its page to see what is next.")


class PlanUnfinished(Refusal):
    """A plan sent to the bureau lacks something."""

    sentence = N_("The plan is not finished: open it, fill in what is marked, and send it again.")
    status = 422


class DayIsPast(Refusal):
    """A plan whose day has gone by."""

    sentence = N_("The day of this roadshow is past. Change its date first.")


class TooEarly(Refusal):
    """A roadshow opened days before its beginning."""

    sentence = N_("This roadshow begins on %(begins)s (Beijing time); it can be opened from %(first)s.")


class NotTheBureau(Refusal):
    """An operator approves nothing itself while there is a bureau that can."""

    sentence = N_("The bureau decides on this plan; the operator may do so only where no bureau takes part.")
    status = 403


class PlanClosed(Refusal):
    """The plan cannot be changed in this state."""

    sentence = N_("The plan cannot be changed now. Take it back from the bureau first, or plan another roadshow.")
