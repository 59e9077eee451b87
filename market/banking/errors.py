"""Why a deed about bank statements, their rows and lists for the bank is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class UnreadableStatement(Refusal):
    """The file is broken, hostile, too large, or no bank statement; nothing is stored of it."""

    sentence = N_("The file could not be read as a bank statement. Nothing was imported.")
    status = 422


class NotYourAccount(Refusal):
    """Only the owner and the finance role of the body that holds the account handle its statements."""

    sentence = N_("Only the owner and the finance role of the organisation that holds the account may do this.")
    status = 403


class NotWaiting(Refusal):
    """The statement was imported or cancelled before."""

    sentence = N_("This statement has already been imported or cancelled.")


class NotReady(Refusal):
    """The file cannot be imported as it is read now."""

    sentence = N_("The file cannot be imported as it is read now. See what is marked below.")
    status = 422


class RowClosed(Refusal):
    """The row is ignored, a duplicate, or a debit: no money can be assigned from it."""

    sentence = N_("Nothing can be assigned from this row as it stands now.")


class MoreThanTheRow(Refusal):
    """The parts add up to more than is left of the row."""

    sentence = N_("Only %(rest)s of this row is left to assign.")


class NoParts(Refusal):
    """No part was entered."""

    sentence = N_("Enter at least one amount above zero.")
    status = 422


class AlreadyAssigned(Refusal):
    """A part of the row already pays this amount due."""

    sentence = N_("A part of this row already pays this amount due. Take that part back first.")


class OtherCurrency(Refusal):
    """The row and the part are in different currencies."""

    sentence = N_("The row and the part must be in the same currency.")
    status = 422


class StillAssigned(Refusal):
    """A row whose money is booked cannot be ignored."""

    sentence = N_("Money of this row is booked. Take the parts back before you ignore the row.")


class ReasonMissing(Refusal):
    """Ignoring a row or taking a part back needs a reason."""

    sentence = N_("Give a reason. It stays with the row.")
    status = 422


class BookedOtherwise(Refusal):
    """The receipt and the row do not speak of the same transfer."""

    sentence = N_("Receipt %(number)s does not fit this row, or belongs to another row.")


class NothingToList(Refusal):
    """No row was chosen for the list, or none can be paid."""

    sentence = N_("Choose at least one row whose bank account is known.")
    status = 422


class AlreadyListed(Refusal):
    """The amount stands in another open list."""

    sentence = N_("At least one of these amounts already stands in an open list. Reload the page.")


class ListClosed(Refusal):
    """The line is done or was removed."""

    sentence = N_("This line has already been done or removed.")


class AmountChanged(Refusal):
    """What is to be paid is no longer what the line says."""

    sentence = N_("The amount to pay has changed since the list was made. Remove this line and make a new list.")
