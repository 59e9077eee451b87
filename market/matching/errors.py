"""Why an answer is refused."""

from market.core.errors import Conflict, Forbidden, Invalid, Refusal
from market.core.i18n import N_


class ReasonMissing(Invalid):
    """A decline without a reason from the list."""

    sentence = N_("Choose the reason why it does not fit.")


class AnsweredMeanwhile(Conflict):
    """A colleague answered between reading and answering."""

    sentence = N_("A colleague has answered this proposal in the meantime. Reload the page to see the answer.")


class NoLongerOpen(Refusal):
    """The need has left the board, or the offer has ended."""

    sentence = N_("This need or offer is no longer open, so it cannot be answered any more.")


class NotVetted(Forbidden):
    """Only a vetted organisation answers: an answer can open the other side's contact."""

    sentence = N_("Your organisation is not vetted at present, so it cannot answer proposals.")


class NotIndexedYet(RuntimeError):
    """The listing is not in the search index yet: the worker tries again a little later."""
