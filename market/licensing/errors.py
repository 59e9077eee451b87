"""Why a notice, a payment's effect, a recordal or a decision is refused."""

from market.core.errors import Conflict, Forbidden, Invalid, Refusal
from market.core.i18n import N_


class NotATaker(Forbidden):
    """Universities, operators and authorities do not take licences here."""

    sentence = N_("Licences are taken by firms. Sign in with a firm's account to send a notice.")


class NotVetted(Forbidden):
    """Only a vetted organisation takes licences."""

    sentence = N_("Your organisation has not been vetted yet. You can send a notice as soon as it has been.")


class MayNotSign(Forbidden):
    """A notice binds the firm."""

    sentence = N_("A notice binds your firm: the owner or a manager of your firm's account must send it.")


class OwnPatent(Refusal):
    """Nobody takes a licence from himself."""

    sentence = N_("These are your own organisation's patents: you need no licence.")


class NotOnOffer(Conflict):
    """The declaration is not announced, suspended, withdrawn, or has ended."""

    sentence = N_("This open licence is not on offer at present. No notice was sent.")


class ObstacleFound(Conflict):
    """One of the rules R02-R06 stands against the licence now."""

    sentence = N_("This licence cannot be taken at present: %(reason)s No notice was sent.")


class TermOver(Conflict):
    """The licence would end before it begins."""

    sentence = N_("The term of this open licence ends on %(day)s: too late to take it.")


class AlreadyAsked(Conflict):
    """The firm has an open notice on this listing; `request_id` names it."""

    sentence = N_("Your firm has already sent a notice on this listing: %(reference)s.")

    def __init__(self, request_id: int, reference: str) -> None:
        super().__init__(reference=reference)
        self.request_id = request_id


class AlreadyLicensed(Conflict):
    """The firm holds this licence; `request_id` names its deal."""

    sentence = N_("Your firm already holds this licence: %(reference)s. There is no need to take it twice.")

    def __init__(self, request_id: int, reference: str) -> None:
        super().__init__(reference=reference)
        self.request_id = request_id


class NotPossibleNow(Conflict):
    """The table of states does not allow this move for this person now."""

    sentence = N_("This step is no longer possible in the present state. Reload the page to see where it stands.")


class MoneyHasCome(Conflict):
    """A notice with money on it cannot simply be cancelled."""

    sentence = N_("Part of the money has already come in, so this notice cannot be cancelled. Ask the operator.")


class StillInTheWay(Conflict):
    """The operator wants to grant, but a check still fails."""

    sentence = N_("The licence cannot be granted yet: %(reason)s")


class NotPaidInFull(Conflict):
    """The operator wants to grant, but the part due at the start is not paid in full."""

    sentence = N_("The licence cannot be granted yet: the part due at the start has not been paid in full.")


class ReasonNeeded(Invalid):
    """Both sides are told why."""

    def __init__(self) -> None:
        super().__init__(fields={"reason": N_("Say why; both sides will read it.")})


class RecordalNotRight(Invalid):
    """Number or date of the recordal cannot be right; `fields` says which."""


class AlreadyBarred(Conflict):
    """R03: a sole or exclusive licence in force leaves no room for another."""

    sentence = N_("A sole or exclusive licence is in force on one of these patents: no other can be given (R03).")


class DeclarationStands(Conflict):
    """R03: while an open declaration stands, no sole or exclusive licence (Patent Law Art. 51(3))."""

    sentence = N_(
        "An open licence is declared on one of these patents: a sole or exclusive licence cannot be given until it is "
        "withdrawn and no notice on it is open (Patent Law Article 51)."
    )


class LicenceStands(Conflict):
    """R03: a licence given before stands against a sole or exclusive one."""

    sentence = N_("Another licence is in force on one of these patents: a sole or exclusive licence cannot be given.")


class TermTooLong(Conflict):
    """R11: no licence beyond the patent (Civil Code Art. 865)."""

    sentence = N_("One of the patents ends on %(day)s: the licence cannot end later (Civil Code Article 865).")


class TermMissing(Conflict):
    """R25: a licence without an end would run without limit (SPC interpretation on technology contracts, Art. 28)."""

    sentence = N_("The agreement names no last day of the licence; without one it would run without limit (R25).")
