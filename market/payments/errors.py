"""Why a deed about money is refused. Facts from outside are never refused: they are booked and marked."""

from market.core.errors import Refusal
from market.core.i18n import N_


class AskedDifferently(Refusal):
    """The same subject and position were asked for before, with other terms."""

    sentence = N_("This amount was asked for before with other terms.")


class BookedElsewhere(Refusal):
    """The bank reference is already booked, for another amount due or with another amount."""

    sentence = N_(
        "This bank reference is already booked as receipt %(number)s. "
        "If one transfer pays several amounts, add /1, /2 to the reference."
    )


class NotYoursToBook(Refusal):
    """Only the finance role or the owner of the body that is paid, or the operator, books."""

    sentence = N_("Only the owner or the finance role of the university, or the operator, may book money.")
    status = 403


class NothingOpen(Refusal):
    """There is nothing left to pay."""

    sentence = N_("Nothing is open here: it is paid in full or was cancelled.")


class TooMuchForCard(Refusal):
    """The amount is above what one card payment can carry."""

    sentence = N_(
        "This amount is too large for one card payment: at most 999,999.99 goes at once. "
        "Please pay it in parts, or by bank transfer."
    )
    status = 422


class NoCardDoor(Refusal):
    """This installation takes no card payments."""

    sentence = N_("Card payment is not available here. Please pay by bank transfer.")
    status = 404


class NoSurplus(Refusal):
    """The receipt has no surplus that is still to be given back."""

    sentence = N_("Nothing is left to give back for this receipt.")


class OperatorOnly(Refusal):
    """Only the operator marks a surplus as given back."""

    sentence = N_("Only the operator may do this.")
    status = 403


class BadSignature(Refusal):
    """A callback that does not come from the payment door."""

    sentence = N_("The signature of this message does not fit.")
    status = 400


class Frozen(Refusal):
    """The amount is not asked for at present."""

    sentence = N_("This amount is on hold and cannot be paid now: %(reason)s")


class ReasonNeeded(Refusal):
    """A deed that must be explained."""

    sentence = N_("Enter the reason.")
    status = 422


class OnlyBankReceipts(Refusal):
    """A card payment cannot be a slip of the pen."""

    sentence = N_("Only a bank receipt that was booked by hand can be taken back. Refund a card payment instead.")


class MoneyMovedOn(Refusal):
    """Money of the receipt has gone back or on."""

    sentence = N_("Money of this receipt has already been given back or passed on. It cannot be taken back any more.")


class SettledAlready(Refusal):
    """The amount was paid in full by this receipt, and others may have relied on it."""

    sentence = N_(
        "This receipt paid the amount in full, and a licence may have been granted for it. "
        "Only the operator can take it back. Please call the operator."
    )
    status = 403


class WrongPart(Refusal):
    """A part to be paid by card is more than is open, or nothing."""

    sentence = N_("Enter a part between 0.01 and what is open.")
    status = 422


class WrongMethod(Refusal):
    """A way to pay that this installation does not offer."""

    sentence = N_("This way of payment is not offered here.")
    status = 422


class DoorUnreachable(Refusal):
    """The card service does not answer; nothing is known of the outcome."""

    sentence = N_("The card service does not answer just now. Nothing is lost: we keep asking. Please look later.")
    status = 503


class DoorRefused(Refusal):
    """The card service has refused, and nothing was done there."""

    sentence = N_("The card service has refused this: %(problem)s")
    status = 502


class NotYoursToRefund(Refusal):
    """Only the finance role or the owner of the body that was paid, or the operator, sends money back."""

    sentence = N_("Only the owner or the finance role of the university, or the operator, may send money back.")
    status = 403


class TooMuchToRefund(Refusal):
    """More than is left of the receipt."""

    sentence = N_("At most %(left)s of this receipt can still go back.")
    status = 422


class Contested(Refusal):
    """The payer's bank is deciding about the payment."""

    sentence = N_("The payer contests this payment at the card's bank. Wait for the decision before money goes back.")


class BeingPaidOut(Refusal):
    """The money stands on a list for the bank."""

    sentence = N_(
        "This money is just being passed on to the university. Wait until that is done, or take it off the bank list."
    )


class NotNow(Refusal):
    """The row is not in a state for this."""

    sentence = N_("This has been done or decided meanwhile. Look at the list again.")
