"""Why a deed about a programme is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the draft since this page was loaded."""

    sentence = N_(
        "%(name)s changed this at %(time)s, after you opened the page. Nothing of theirs is lost: look at the draft as "
        "it is now, then make your change again."
    )


class ItemGone(Refusal):
    """Somebody else took the item off."""

    sentence = N_("This item was taken off the draft by %(name)s at %(time)s.")


class NotEditable(Refusal):
    """The event is over or called off."""

    sentence = N_("The event is over or called off: its programme stays as it is.")


class NotEmpty(Refusal):
    """The template fills an empty draft only."""

    sentence = N_("The draft already has items. Take them all off first, or add the missing pitches to it.")


class RunsInto(Refusal):
    """What moves along would run into a fixed start."""

    sentence = N_(
        "This would run %(minutes)s minutes into “%(one)s”, whose start at %(time)s is fixed. Make something before it "
        "shorter, or let its start move."
    )


class RoomInUse(Refusal):
    """A room with items cannot be taken away."""

    sentence = N_("There are items in this room. Move them to another room first.")


class SameName(Refusal):
    """Two rooms of one event need two names."""

    sentence = N_("Another room of this event has that name already.")
    status = 422


class NotReleasable(Refusal):
    """Something blocks the release."""

    sentence = N_("The programme cannot be released yet: %(what)s")
    status = 422


class NotAnnounced(Refusal):
    """There is no public page for a programme to stand on."""

    sentence = N_("Announce the event first; then the programme can be released.")


class NothingNew(Refusal):
    """The newest version says the same."""

    sentence = N_("The draft is the same as version %(number)s, which is released already. Change something first.")


class AlreadyThere(Refusal):
    """A pitch stands once on a programme."""

    sentence = N_("This pitch is on the programme already.")
