"""The programme has moved and a meeting now meets a talk: the organiser lets another time be found for it."""

from market.core import outbox
from market.core.actor import Actor
from market.meetings import queries
from market.meetings.errors import NoOtherSlot, NotNow
from market.meetings.events import MeetingMoved
from market.meetings.models import Meeting, MeetingSlot
from market.meetings.queries.days import Day
from market.meetings.service.booking import by_whom, held, seat, step, unseat


def find_slot(actor: Actor, meeting_id: int) -> Meeting:
    """Move a meeting that collides with a talk to the nearest time, inside a transaction; the organiser's deed.

    The people who sit in it stay the same where that is possible; else a colleague comes, even at the same time. Their
    table stays the same when it is free. Raises NotNow when nothing collides any more, NoOtherSlot.
    """
    meeting = held(actor, meeting_id, "move")
    booking = meeting.booking
    if booking is None or all(one.meeting.id != meeting.id for one in queries.collisions(meeting.roadshow_id)):
        raise NotNow
    day, begins, table_id = Day(meeting.roadshow_id, without=meeting.id), booking.slot.starts_at, booking.table_id
    sitting = {one.organisation_id: one.user_id for one in booking.seats}

    def people(slot: MeetingSlot) -> dict[int, int]:
        able = {side: day.person(side, slot.id, first) for side, first in sitting.items()}
        return {side: person for side, person in able.items() if person is not None}

    def trouble(slot: MeetingSlot) -> tuple[int, float]:
        changed = sum(sitting[side] != person for side, person in people(slot).items())
        return changed, abs((slot.starts_at - begins).total_seconds())

    slot = min(day.mutual(*sitting), key=trouble, default=None)
    if slot is None:
        raise NoOtherSlot
    left = day.tables_left(slot)
    unseat(meeting)
    seat(meeting, slot, next((table for table in left if table.id == table_id), left[0]), people(slot))
    step(meeting, "move")
    outbox.emit(MeetingMoved(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting
