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


class NotThisMoveNow(Refusal):
    """The stage does not allow it, or it has moved on."""

    sentence = N_("This step is not possible in the present stage. Reload the page to see where the intent stands.")


class NotAnOwner(Refusal):
    """Owners are people of the operator or of the side that pitched."""

    sentence = N_("Choose a person of the operator or of the organisation that pitched.")
    status = 422
