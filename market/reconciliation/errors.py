"""Why a deed about a difference is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class OperatorOnly(Refusal):
    """Somebody else wanted to explain a difference."""

    sentence = N_("Only the operator explains differences.")
    status = 403


class NotOpen(Refusal):
    """The difference is gone, so that there is nothing to explain."""

    sentence = N_("This difference is gone. There is nothing to explain.")


class ReasonMissing(Refusal):
    """An explanation without words."""

    sentence = N_("Write down why the two sides differ.")
    status = 422
