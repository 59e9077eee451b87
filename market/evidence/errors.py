"""Why an evidence file is not given."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NotYet(Refusal):
    """Who the firm is has not been told to this side yet."""

    sentence = N_("The evidence file of this deal is made once both sides know each other.")
