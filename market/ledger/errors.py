"""Why the book refuses an entry. All of these are mistakes of the calling code, told without details."""

from market.core.errors import Refusal
from market.core.i18n import N_


class Unbalanced(Refusal):
    """The lines do not sum to zero, are fewer than two, or name an unknown purpose."""

    sentence = N_("The booking does not balance. Nothing was booked.")
    status = 500


class KeyTaken(Refusal):
    """The business fact is already in the book, with other lines."""

    sentence = N_("This was booked before with other amounts. Nothing was changed.")
    status = 409


class AlreadyReversed(Refusal):
    """The entry has been taken back before, for another reason."""

    sentence = N_("This booking has already been taken back.")
    status = 409
