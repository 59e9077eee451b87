"""Why a deed about intents is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NotForThisPitch(Refusal):
    """Only a pitch on the programme of an announced roadshow takes intents."""

    sentence = N_("This pitch is not on the programme of a roadshow at present, so no intent can be declared.")


class OwnPitch(Refusal):
    """One does not declare an intent on what one shows oneself."""

    sentence = N_("This is your own organisation's pitch. Its intents are on your list of intents.")


class NotYourKind(Refusal):
    """Firms want patents; universities and service bodies answer needs."""

    sentence = N_("On a patent firms declare intents; on a need universities and service bodies do.")
    status = 403


class NotVetted(Refusal):
    """Only vetted organisations are passed on to others."""

    sentence = N_(
        "Your organisation is not vetted at present. Intents are declared and followed up by vetted organisations."
    )
    status = 403


class NotRegistered(Refusal):
    """Before and during the roadshow intents come from those who take part."""

    sentence = N_("Until the roadshow is over, intents come from those registered. Please register first.")
    status = 403


class NotAGuest(Refusal):
    """The operator enters intents for people who are registered, and only for their own organisation."""

    sentence = N_("Choose a person whose registration is confirmed. Register the firm first if it is not on the list.")
    status = 422


class EntryOver(Refusal):
    """Paper forms are entered while people still remember."""

    sentence = N_(
        "The last day to enter intents for others was %(day)s. The firm can still declare the intent on the pitch."
    )


class AlreadyDeclared(Refusal):
    """One intent per organisation, pitch and kind; what a firm said itself is never written over."""

    sentence = N_("This organisation has this intent on the pitch already: %(reference)s. It is not counted twice.")


class NothingToConfirm(Refusal):
    """It was not entered by the operator, or it was confirmed, or it was taken back."""

    sentence = N_("There is nothing to confirm. Reload the page to see where the intent stands.")


class RunsHere(Refusal):
    """What is concluded on this service is recorded by itself, never by word of mouth beside it."""

    sentence = N_("A request or deal of this intent runs on this service; its contract is recorded there by itself.")


class ReportedAlready(Refusal):
    """One contract counts once, however many intents led to it."""

    sentence = N_("The contract with this number is reported with intent %(reference)s already; it counts once.")


class NotThisMoveNow(Refusal):
    """The stage does not allow it, or it has moved on."""

    sentence = N_("This step is not possible in the present stage. Reload the page to see where the intent stands.")


class NotAnOwner(Refusal):
    """Owners are people of the operator or of the side that pitched."""

    sentence = N_("Choose a person of the operator or of the organisation that pitched.")
    status = 422
