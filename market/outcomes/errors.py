"""Why a deed after a roadshow is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NotHeldYet(Refusal):
    """The roadshow is still to come."""

    sentence = N_("This is possible once the roadshow has been held.")


class AlreadyAnswered(Refusal):
    """The link or the person has answered before."""

    sentence = N_("You have answered already. Thank you. Answers are anonymous, so they cannot be changed.")


class SurveyClosed(Refusal):
    """The last day for answers is over."""

    sentence = N_("The survey is closed. Please tell the operator directly what you want to say.")


class SurveySent(Refusal):
    """The questions were sent: changing them would mix two surveys."""

    sentence = N_("The survey was sent already; its questions stay as they are.")


class NothingAnswered(Refusal):
    """An empty answer."""

    sentence = N_("Answer at least one question before you send it.")
    status = 422


class DraftThere(Refusal):
    """Only one version is drafted at a time."""

    sentence = N_("A version is being drafted already. Issue it first.")


class NothingToIssue(Refusal):
    """There is no draft, or somebody else has issued it."""

    sentence = N_("There is no draft to issue, or it was issued in the meantime. Reload the page.")
