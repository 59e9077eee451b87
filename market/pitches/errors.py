"""Why something about pitches is refused."""

from market.core.errors import Conflict, Forbidden, NotFound, Refusal
from market.core.i18n import N_


class CallNotOpen(Conflict):
    """Nobody can apply to this roadshow now."""

    sentence = N_("This call takes no applications at the moment. Look for another open call.")


class NotTaken(Conflict):
    """The call asks for something else."""

    sentence = N_("This call does not ask for that. Look for another open call.")


class AppliedAlready(Conflict):
    """There is a standing application about the same listing or need."""

    sentence = N_("It is applied for at this roadshow already: see My pitches.")


class NotVetted(Forbidden):
    """The organisation has not been vetted."""

    sentence = N_("Your organisation has not been vetted yet. You can prepare the application and hand it in then.")


class NotYourPart(Forbidden):
    """The person's role does not include applications."""

    sentence = N_("Your role does not allow this. Ask the owner of your organisation's account.")


class WrongMove(Conflict):
    """The state or its guard does not allow the move."""

    sentence = N_("This is not possible now: the application stands at %(state)s.")


class Stopped(Conflict):
    """A check that stops a selection has failed."""

    sentence = N_("%(title)s cannot be selected: %(check)s")


class DecidedMeanwhile(Conflict):
    """Somebody else decided or changed it since the page was read."""

    sentence = N_("%(title)s was changed or decided by somebody else in the meantime. Look at it again.")


class FilesClosed(Conflict):
    """Material can no longer be changed."""

    sentence = N_("The time for slides and material is over. Call the organiser if something must change.")


class TooManyFiles(Conflict):
    """More files than a pitch may have."""

    sentence = N_("A pitch has at most %(most)s files. Remove one first.")


class CriteriaFixed(Conflict):
    """Experts have scored already."""

    sentence = N_("Experts have given scores already; the criteria can no longer be changed.")


class LinkOver(NotFound):
    """An expert's link that is no longer open."""

    sentence = N_("This review is closed: the decision is taken or the link was ended. Thank you for your help.")
    status = 410


class InvitedAlready(Conflict):
    """The same address is invited already."""

    sentence = N_("Somebody with this mail address is invited already.")


class NothingToDraw(Conflict):
    """A draw needs at least two selected pitches."""

    sentence = N_("Select at least two pitches first; then there is something to draw.")


class DrawOpen(Conflict):
    """The order cannot change while a draw is announced."""

    sentence = N_("A draw is announced. Hold it or call it off first.")


class DrawTooEarly(Conflict):
    """The draw was announced for later."""

    sentence = N_("The draw is announced for %(when)s. It cannot be held before.")


class DrawOver(Conflict):
    """The draw was held or called off already."""

    sentence = N_("This draw was held or called off already.")


class BegunAlready(Refusal):
    """The programme cannot change any more."""

    sentence = N_("The roadshow has begun; the order can no longer be changed here.")
