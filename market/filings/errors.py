"""Why a filing, a registration or a request for an invoice is refused."""

from market.core.errors import Conflict, Forbidden, Invalid
from market.core.i18n import N_


class OnlySigners(Forbidden):
    """Filing binds the organisation."""

    sentence = N_("Only the owner or a manager of your organisation's account may do this.")


class TakenAlready(Conflict):
    """Somebody has taken it on himself to file."""

    sentence = N_("%(who)s is filing already. Only one side files; ask it to give up if you want to file yourself.")


class NotToBeFiled(Conflict):
    """The licence is in no state for this filing."""

    sentence = N_("This cannot be filed in the present state of the licence. Reload the page to see where it stands.")


class NotTheFiler(Forbidden):
    """The other side files."""

    sentence = N_("The other side files. Only it, or the operator, may do this.")


class TooLate(Conflict):
    """The filing has left the state it was seen in."""

    sentence = N_("This step is no longer possible in the present state. Reload the page to see where it stands.")


class FilingNotRight(Invalid):
    """A day, number or ground cannot be right; `fields` says which."""


class OnlyTheSeller(Forbidden):
    """A technology contract is registered by who sells the technology."""

    sentence = N_("Technology contracts are registered by the seller: the licensor, or the operator for it.")


class RegisteredAlready(Conflict):
    """Once per contract."""

    sentence = N_("This contract is registered already. A contract is registered once; put the entry right instead.")


class RegistrationNotRight(Invalid):
    """An amount, number or day cannot be right; `fields` says which."""


class InvoiceNotRight(Invalid):
    """Something about the request or the invoice cannot be right; `fields` says which."""


class TooMuchInvoiced(Invalid):
    """The amount is above what was paid and is not invoiced yet."""

    def __init__(self, room: str) -> None:
        sentence = N_("At most %(room)s can be invoiced: what was paid, less what is invoiced already.")
        super().__init__(fields={"amount": sentence}, room=room)


class NoSpecialInvoice(Invalid):
    """Who claims the exemption issues no special invoices; who does not claim it issues none marked exempt."""

    def __init__(self, exempt: bool) -> None:
        if exempt:
            sentence = N_(
                "The licensor claims the VAT exemption for technology transfer, so it issues ordinary invoices marked "
                "exempt only; no special invoice is possible."
            )
        else:
            sentence = N_("The licensor does not claim the VAT exemption: choose an ordinary or a special invoice.")
        super().__init__(fields={"kind": sentence})


class NotYourInvoice(Forbidden):
    """Only the payer asks, only the licensor issues."""

    sentence = N_("Only the owner, a manager or the finance role of the side concerned may do this.")
