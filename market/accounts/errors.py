"""Why accounts refuse something."""

from market.core.errors import Conflict, Forbidden, Refusal
from market.core.i18n import N_


class NotVetted(Forbidden):
    """Only vetted organisations do this."""

    sentence = N_("Your organisation has not been vetted yet. You can do this as soon as it has been.")


class WrongState(Conflict):
    """The decision does not go with the state the organisation is in now."""

    sentence = N_("This decision is no longer possible: the organisation's state has changed. Reload the page.")


class OwnOrganisation(Refusal):
    """Nobody vets himself."""

    sentence = N_("You cannot decide on your own organisation. Another operator must do it.")


class LastOwner(Refusal):
    """An organisation without an owner could never be managed again."""

    sentence = N_("This is the last owner. Make somebody else an owner first.")


class AlreadyMember(Refusal):
    """A person belongs to one organisation at a time."""

    sentence = N_("You already belong to an organisation. Leave it first, then open this invitation again.")


class InvitedMemberAlready(Refusal):
    """The invited address belongs to a member of this very organisation."""

    sentence = N_("This person is already a member of your organisation.")


class LinkNotValid(Refusal):
    """A mailed link was changed, used, withdrawn, or has run out: which of them is not told."""

    sentence = N_("This link is not valid (any more). It may have been used or have run out. Ask for a new one.")
    status = 410


class NotForYou(Refusal):
    """The invitation was sent to somebody else's address."""

    sentence = N_("This invitation was sent to another email address. Sign in with that address to accept it.")
    status = 403


class NotYourBankAccount(Refusal):
    """Only the owner and the finance role of an organisation keep its bank accounts."""

    sentence = N_("Only the owner and the finance role of the organisation may enter or close bank accounts.")
    status = 403


class AccountKept(Refusal):
    """The same account is already entered."""

    sentence = N_("This bank account is already entered.")
