"""Why a deed in negotiation is refused."""

from market.core.errors import Conflict, Forbidden, Invalid, Refusal
from market.core.i18n import N_


class NotVetted(Forbidden):
    """Only vetted organisations negotiate."""

    sentence = N_("Your organisation has not been vetted yet. You can negotiate as soon as it has been.")


class MayNotSign(Forbidden):
    """Offers bind the organisation."""

    sentence = N_("This binds your organisation: its owner or a manager of its account must do it.")


class NotForYou(Forbidden):
    """Firms ask, owners answer."""

    sentence = N_("Firms ask here. Sign in with a firm's account to ask about a patent.")


class OwnPatent(Refusal):
    """Nobody negotiates with himself."""

    sentence = N_("These are your own organisation's patents.")


class NoOwnerHere(Conflict):
    """The owner has no vetted account here."""

    sentence = N_("The owner of this patent has no account on this market yet. Ask the operator to get in touch.")


class NotOneOwner(Invalid):
    """The patents of a deal belong to one owner."""

    def __init__(self) -> None:
        super().__init__(fields={"patents": N_("Choose patents that one and the same organisation owns.")})


class NeedNotOpen(Conflict):
    """Only a published need can be answered."""

    sentence = N_("This need is not open for answers at present.")


class AlreadyAnswered(Conflict):
    """One live answer per need and owner."""

    sentence = N_("This need has already been answered with patents of this owner: see the deal that is under way.")

    def __init__(self, deal_id: int) -> None:
        super().__init__()
        self.deal_id = deal_id


class NotPossibleNow(Conflict):
    """The table of states does not allow this move for this person now."""

    sentence = N_("This step is not possible in the present state. Reload the page to see where it stands.")


class OfferChanged(Conflict):
    """The offer that was looked at is not the one that stands."""

    sentence = N_(
        "This offer no longer stands: it was changed, taken back or answered in the meantime. Look at the present one "
        "before you decide."
    )


class OfferOver(Conflict):
    """Its day is over."""

    sentence = N_("This offer stood until %(day)s; it can no longer be accepted.")


class ReasonNeeded(Invalid):
    """The other side is told why."""

    def __init__(self) -> None:
        super().__init__(fields={"reason": N_("Say why; the other side will read it.")})


class TextNeeded(Invalid):
    """An empty message says nothing."""

    def __init__(self) -> None:
        super().__init__(fields={"text": N_("Write what you want to say.")})


class NotSameContract(Invalid):
    """Both sides must mean the same contract."""

    def __init__(self) -> None:
        super().__init__(
            fields={
                "number": N_("The other side entered another number or day. Compare with the contract.")
            }
        )


class StillMissing(Conflict):
    """Consents or the public notice stand against signing."""

    sentence = N_("The contract cannot be signed yet: consents or the public notice are not in order.")


class NoticeStillRuns(Conflict):
    """The result of a public notice is recorded when its time is over."""

    sentence = N_("The public notice runs until %(day)s; its result can be recorded afterwards (R20).")


class ResultMustTell(Invalid):
    """What came of the objections."""

    def __init__(self) -> None:
        super().__init__(
            fields={"result": N_("There are objections: say how they were examined and what came of them.")}
        )


class StepNotRight(Invalid):
    """Number or day of a step cannot be right; `fields` says which."""


class AlreadyPromised(Conflict):
    """Another agreement on the same patents stands against it."""

    sentence = N_("Another agreement on one of these patents is being concluded and stands against it: %(reference)s.")


class SideNotVetted(Conflict):
    """A side was suspended since the talks began."""

    sentence = N_("One of the two organisations is not admitted to this market at present. Ask the operator.")


class OtherOwnerNow(Conflict):
    """The owner of the deal does not own the patent any more."""

    sentence = N_("%(number)s no longer belongs to the owner named in this deal; its new owner must be asked.")
