"""Why a deed about effects is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NotThisYear(Refusal):
    """The licence was not in force in that year, or the year is still to come."""

    sentence = N_("The licence was not in force in that year.")
    status = 422


class NotThisReportNow(Refusal):
    """The report is decided or replaced by now."""

    sentence = N_("This report was decided or corrected in the meantime. Reload the page.")


class NothingToPublish(Refusal):
    """A ranking without a line."""

    sentence = N_("There is nothing to publish for this year.")
