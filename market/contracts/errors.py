"""Why deeds around contracts are refused."""

from market.core.errors import Invalid, Refusal
from market.core.i18n import N_


class NoContractNow(Refusal):
    """The deal is not at the point where a contract is made."""

    sentence = N_("There is nothing to put in writing yet: the two sides must agree first.")


class NotSignable(Refusal):
    """Consents or the public notice are still missing."""

    sentence = N_(
        "The text can be drawn up and agreed to, but not signed yet: consents or the public notice of the deal are "
        "still missing. See the page of the deal."
    )


class NoTemplate(Refusal):
    """The operator keeps no template in force."""

    sentence = N_("The operator has no template in force for this kind of contract. Ask the operator.")


class NothingDrawn(Refusal):
    """There is no text yet."""

    sentence = N_("There is no text yet. Draw it up first.")


class Superseded(Refusal):
    """The text named is not the one that counts."""

    sentence = N_(
        "The text has changed since you opened it: version %(number)s counts now. Nothing was signed. Read it again."
    )


class NotReady(Refusal):
    """The contract is not in the state this needs."""

    sentence = N_("This is not possible in the contract's present state. Reload the page.")


class OwnText(Refusal):
    """A side that drew up a text has agreed to it already."""

    sentence = N_("Your side has drawn up this text; the other side must agree to it.")


class AlreadySigned(Refusal):
    """This side has signed this text already."""

    sentence = N_("Your organisation has already signed this text.")


class Blocked(Refusal):
    """Something in terms or text stands against it."""

    status = 422
    sentence = N_("%(reason)s")


class NothingToAdd(Refusal):
    """The terms of an open licence are the same for all."""

    sentence = N_("An open licence is the same for everybody who takes it (Patent Law, Art. 51): nothing can be added.")


class OnlySigners(Refusal):
    """Contracts are signed by owners and managers."""

    status = 403
    sentence = N_("Contracts are drawn up and signed by account owners and managers of a vetted organisation.")


class BadTemplate(Invalid):
    """A template that may not be used."""

    sentence = N_("The template cannot be used as it is. Please correct the marked entries.")


class TemplateFixed(Refusal):
    """Only drafts are changed."""

    sentence = N_("Only a draft can be changed. Make a new version instead.")
