"""Why a deed about registrations is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NoOrganisation(Refusal):
    """Only people of an organisation register."""

    sentence = N_("You register for an organisation. Register yours first, or ask a colleague to invite you to it.")
    status = 403


class Barred(Refusal):
    """The organisation is suspended or was not admitted to the market."""

    sentence = N_("Your organisation cannot take part at present: its account is suspended or was declined.")
    status = 403


class RegistrationClosed(Refusal):
    """Registration has not begun or is over."""

    sentence = N_("Registration for this roadshow is not open now. Its page says when it is.")


class OrganisationFull(Refusal):
    """As many people of the organisation are registered as may come."""

    sentence = N_(
        "%(count)s people of your organisation are registered already, which is as many as may come. One of them can "
        "cancel, or ask the organiser."
    )


class WayFull(Refusal):
    """Who has a place does not lose it for a way without one."""

    sentence = N_("There is no free place that way. You keep the place you have.")


class OfferOver(Refusal):
    """The offered place was taken, turned down or ran out."""

    sentence = N_("This offer is over. The page of your registration says where you stand now.")


class NotRegisteredNow(Refusal):
    """There is no registration that this could be done with."""

    sentence = N_("You are not registered for this roadshow now.")


class TooLate(Refusal):
    """The roadshow is over or was called off."""

    sentence = N_("This roadshow is over or was called off; registrations cannot be changed any more.")


class UnknownCode(Refusal):
    """A code that belongs to no registration."""

    sentence = N_("No registration has this code. Look at it again, or look for the name.")
    status = 404


class OtherRoadshow(Refusal):
    """A code of another event."""

    sentence = N_("This is a ticket of another roadshow: %(title)s, %(day)s.")


class NotAdmitted(Refusal):
    """No place: not to be let in as it stands."""

    sentence = N_("%(name)s has no place: %(state)s.")


class SuspendedGuest(Refusal):
    """A place, but the organisation is suspended since."""

    sentence = N_("%(name)s has a place, but the account of the organisation is suspended. Ask the organiser.")


class NoPlaceLeft(Refusal):
    """Nobody more fits in."""

    sentence = N_("Every place is taken. Nobody more can be let in.")


class NothingChosen(Refusal):
    """A deed for many, and none was chosen."""

    sentence = N_("Choose at least one person first.")
    status = 422


class ReasonNeeded(Refusal):
    """A refusal without a reason."""

    sentence = N_("Say why; the people concerned will read it.")
    status = 422
