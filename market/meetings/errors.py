"""Why a deed about meetings is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class NoMeetings(Refusal):
    """The organiser has set no meetings, or closed asking."""

    sentence = N_("Meetings cannot be asked for now. The organiser opens them, or sets the times himself.")


class NotTakingPart(Refusal):
    """Somebody who is not registered and confirmed, or has offered no time."""

    sentence = N_("Offer your times first: only then can others meet you.")


class MayNotAsk(Refusal):
    """The matrix does not let this circle ask that one, or the other side does not take part."""

    sentence = N_("Your organisation cannot ask this one for a meeting at this roadshow.")
    status = 422


class TooManyOpen(Refusal):
    """The cap on open requests is reached."""

    sentence = N_(
        "You have %(most)s requests without an answer, which is the limit. Cancel one, or wait for the answers."
    )


class AlreadyBetween(Refusal):
    """There is a standing request or meeting of the two."""

    sentence = N_("There is already a request or a meeting between the two of you. Open it to go on.")


class NotNow(Refusal):
    """The meeting has moved on: this move is not open any more."""

    sentence = N_("This meeting has changed in the meantime. Reload the page and look at it again.")


class SlotTaken(Refusal):
    """One of the two, or every table, is taken in this slot by now, or rest and limits forbid it."""

    sentence = N_("This time is no longer free for both sides. Choose another one.")


class NoOtherSlot(Refusal):
    """A meeting collides with a talk, and there is no other place for it."""

    sentence = N_(
        "There is no other time in which both sides are free and a table is left. Ask the two to offer more times, add "
        "a session, or move the talk."
    )


class TableTaken(Refusal):
    """Somebody sits at this table in this slot."""

    sentence = N_("This table is taken in this slot. Choose another table or time.")


class MeetingsFull(Refusal):
    """One side has as many meetings as allowed."""

    sentence = N_("One side already has %(most)s meetings, which is the limit the organiser has set.")


class SessionsOverlap(Refusal):
    """Two sessions of one roadshow at the same time."""

    sentence = N_("This session overlaps with another one, or has no room for a single slot.")
    status = 422


class SessionInUse(Refusal):
    """A session with booked meetings or a draft that uses it."""

    sentence = N_("Meetings are booked or planned in this session. Move or cancel them first.")


class NoDraft(Refusal):
    """There is no draft to work on."""

    sentence = N_("There is no draft of the timetable. Let one be worked out first.")


class DraftAtWork(Refusal):
    """A timetable is being worked out just now."""

    sentence = N_("A timetable is being worked out just now. Wait until it is there.")


class WouldClash(Refusal):
    """A change by hand that would put a table, an organisation or a person in two places."""

    sentence = N_("Somebody would be in two places at once.")
    status = 422


class NothingToUndo(Refusal):
    """No change by hand is left to take back."""

    sentence = N_("There is no change to take back.")
