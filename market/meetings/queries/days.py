"""The meeting day of a roadshow as it stands: who is free in which slot, who sits where, which tables are left."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from market.core import clock
from market.meetings.models import MeetingPlan, MeetingSlot, MeetingTable
from market.meetings.queries.meetings import seats
from market.meetings.queries.parties import Side, sides
from market.meetings.queries.plans import plan_of, slots, tables
from market.meetings.rules.planning import Seated


class Day:
    """Read once, asked many times; `without` leaves one meeting out, as if it were not booked."""

    def __init__(self, roadshow_id: int, without: int | None = None) -> None:
        self.roadshow_id, self.without = roadshow_id, without
        self.slots = slots(roadshow_id)
        self.position = {slot.id: number for number, slot in enumerate(self.slots)}
        self.seated: defaultdict[int, dict[int, int]] = defaultdict(dict)
        """For each organisation the meeting it has in a slot."""
        self.people: dict[tuple[int, int], int] = {}
        """The meeting of a person in a slot, by slot and person."""
        self.taken: defaultdict[int, dict[int, int]] = defaultdict(dict)
        """For each slot the meeting at a table."""
        for booking, slot, held in seats(roadshow_id):
            if booking.meeting_id == without:
                continue
            people = {seat.organisation_id: seat.user_id for seat in held}
            self.seat(booking.meeting_id, slot.id, booking.table_id, people)

    def seat(self, meeting_id: int, slot_id: int, table_id: int, people: Mapping[int, int]) -> None:
        """Note a meeting at its table; `people` is who sits there for each organisation."""
        self.taken[slot_id][table_id] = meeting_id
        for organisation_id, user_id in people.items():
            self.seated[organisation_id][slot_id] = meeting_id
            self.people[slot_id, user_id] = meeting_id

    @cached_property
    def plan(self) -> MeetingPlan | None:
        """The rules."""
        return plan_of(self.roadshow_id)

    @cached_property
    def sides(self) -> dict[int, Side]:
        """Every organisation that takes part, by id."""
        return sides(self.roadshow_id)

    @cached_property
    def tables(self) -> list[MeetingTable]:
        """The tables in use."""
        return tables(self.roadshow_id)

    def slot(self, slot_id: int | None) -> MeetingSlot | None:
        """A slot of this day by its id."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def tables_left(self, slot: MeetingSlot) -> list[MeetingTable]:
        """The tables nobody sits at in a slot, by number."""
        taken = self.taken[slot.id]
        return [table for table in self.tables if table.id not in taken and table.session_id in (None, slot.session_id)]

    def full(self, organisation_id: int) -> bool:
        """Whether an organisation has all the meetings it may have."""
        return self.plan is not None and len(self.seated[organisation_id]) >= self.plan.most_meetings

    def person(self, organisation_id: int, slot_id: int, first: int | None = None) -> int | None:
        """Who of an organisation could sit in a slot, the one asked for first; None when nobody could."""
        side = self.sides.get(organisation_id)
        able = [
            user_id
            for user_id, offered in sorted(side.people.items() if side else ())
            if slot_id in offered and (slot_id, user_id) not in self.people
        ]
        return min(able, key=lambda user_id: user_id != first, default=None)

    def talking(self, organisation_id: int | None, user_id: int | None) -> list[MeetingSlot]:
        """The slots that a person offered and is on stage in, by time."""
        side = self.sides.get(organisation_id or 0)
        taken = side.talking.get(user_id or 0, frozenset()) if side else frozenset()
        return [slot for slot in self.slots if slot.id in taken]

    def free(self, organisation_id: int, slot: MeetingSlot) -> bool:
        """Whether an organisation could sit in a slot: not seated, rested, with somebody who is free."""
        own = Seated(frozenset(self.position[one] for one in self.seated[organisation_id]))
        rest = self.plan.rest_slots if self.plan else 0
        return own.rested(self.position[slot.id], rest) and self.person(organisation_id, slot.id) is not None

    def mutual(self, one: int, two: int) -> list[MeetingSlot]:
        """The slots still to come in which both sides are free and a table is left."""
        now = clock.now()
        return [
            slot
            for slot in self.slots
            if slot.starts_at > now and self.tables_left(slot) and self.free(one, slot) and self.free(two, slot)
        ]
