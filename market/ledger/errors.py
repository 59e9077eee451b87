"""Why the book refuses an entry (mistakes of the calling code, told without details), or a paper."""

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


class TooLongForPaper(Refusal):
    """A PDF of that many lines would take minutes."""

    sentence = N_("The statement has more than %(lines)s lines. Choose a shorter period or export a spreadsheet.")
    status = 422
