"""Work on a draft by hand, and its end: publish or throw away. Nobody sees a draft before it is published."""

from typing import Any

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row, swap_state
from market.core.errors import NotFound
from market.core.i18n import N_
from market.meetings import queries
from market.meetings.errors import DraftAtWork, NoDraft, NothingToUndo, WouldClash
from market.meetings.events import MeetingPlaced, TimetableDropped, TimetablePublished
from market.meetings.models import Meeting, MeetingPlan, MeetingSlot, MeetingTable, Timetable, TimetableLine
from market.meetings.queries.days import Day
from market.meetings.queries.wishes import facts_of, pair
from market.meetings.rules.circles import may_meet
from market.meetings.rules.drafting import TAKEN, Placed, clash, host_first
from market.meetings.rules.fitting import AGREED, Facts, fit, why
from market.meetings.rules.states import STANDING, Source, State
from market.meetings.service.asking import due
from market.meetings.service.booking import seat, step
from market.meetings.service.planning import held_plan

MOST_HISTORY = 50
KEPT = ("slot_id", "table_id", "pinned", "dropped", "left_out")


def _draft(actor: Actor, roadshow_id: int) -> tuple[Timetable, MeetingPlan]:
    """The draft and the plan, both held."""
    if not actor.operator:
        raise NotFound
    plan = held_plan(roadshow_id)
    found = queries.current(roadshow_id)
    if found is None:
        raise NoDraft
    if found.state == "running":
        raise DraftAtWork
    lock_row(found)
    return found, plan


def _line(draft: Timetable, line_id: int) -> TimetableLine:
    found = next((line for line in draft.lines if line.id == line_id), None)
    if found is None or found.standing:
        raise NotFound
    return found


def _remember(draft: Timetable, line: TimetableLine, added: bool = False) -> None:
    """Keep what a line was before a change."""
    was: dict[str, Any] = {"line": line.id, "added": added, **{name: getattr(line, name) for name in KEPT}}
    draft.history = [*draft.history[-MOST_HISTORY + 1 :], was]


def move_line(actor: Actor, roadshow_id: int, line_id: int, slot_id: int, table_id: int | None = None) -> TimetableLine:
    """Put a line into a slot, at a table or at any free one, and pin it there. Raises WouldClash with the reason."""
    draft, plan = _draft(actor, roadshow_id)
    line, day = _line(draft, line_id), Day(roadshow_id)
    slot = day.slot(slot_id)
    if slot is None:
        raise NotFound
    for number in (line.host_id, line.guest_id):
        if number not in day.sides or slot.id not in day.sides[number].slots:
            raise WouldClash(N_("One of the two has not offered this time, or is on stage then."))
    table = _table(draft, day, line, slot, table_id)
    others = [_placed(day, one) for one in draft.lines if one is not line and one.slot_id]
    new = Placed(line.host_id, line.guest_id, day.position[slot.id], table.id)
    if sentence := clash(others, new, plan.rest_slots, plan.most_meetings):
        raise WouldClash(sentence)
    _remember(draft, line)
    line.slot_id, line.table_id, line.pinned, line.dropped, line.left_out = slot.id, table.id, True, False, ""
    db.session.flush()
    return line


def _placed(day: Day, line: TimetableLine) -> Placed:
    return Placed(line.host_id, line.guest_id, day.position[line.slot_id or 0], line.table_id or 0)


def _table(draft: Timetable, day: Day, line: TimetableLine, slot: MeetingSlot, wanted: int | None) -> MeetingTable:
    """The table asked for when it is in use in the slot, or the first free one."""
    taken = {one.table_id for one in draft.lines if one is not line and one.slot_id == slot.id}
    left = [table for table in day.tables_left(slot) if table.id not in taken]
    if wanted is None and line.table_id in {table.id for table in left}:
        wanted = line.table_id
    found = next((table for table in left if wanted in (None, table.id)), None)
    if found is None:
        everything = N_("No table is free at that time.")
        raise WouldClash(everything if wanted is None else N_("Others sit at this table at that time."))
    return found


def pin(actor: Actor, roadshow_id: int, line_id: int, on: bool) -> TimetableLine:
    """Fix a placed line, so that a new run leaves it there; or let it go again."""
    draft, _plan = _draft(actor, roadshow_id)
    line = _line(draft, line_id)
    if line.slot_id is None:
        raise NotFound
    _remember(draft, line)
    line.pinned = on
    db.session.flush()
    return line


def drop_line(actor: Actor, roadshow_id: int, line_id: int) -> TimetableLine:
    """Leave a pair out: a new run does not bring it back."""
    draft, _plan = _draft(actor, roadshow_id)
    line = _line(draft, line_id)
    _remember(draft, line)
    line.slot_id, line.table_id, line.pinned, line.dropped = None, None, False, True
    db.session.flush()
    return line


def add_line(actor: Actor, roadshow_id: int, one: int, two: int, slot_id: int | None = None) -> TimetableLine:
    """Bring two organisations together by hand; with a slot it is placed there at once."""
    draft, plan = _draft(actor, roadshow_id)
    day = Day(roadshow_id)
    first, second = day.sides.get(one), day.sides.get(two)
    if first is None or second is None or one == two:
        raise NotFound
    if not may_meet(plan.pairs, first.circle, second.circle):
        raise WouldClash(N_("By the rules you have set, these two do not meet."))
    if any(pair(line.host_id, line.guest_id) == pair(one, two) for line in draft.lines):
        raise WouldClash(N_("The draft already has these two. Move or restore that line."))
    known = facts_of(roadshow_id, {one, two}).get(pair(one, two), Facts())
    host, guest = host_first(one, two, {number: side.circle for number, side in day.sides.items()})
    standing = next(
        (m for m in queries.of_organisation(roadshow_id, one, STANDING) if two in (m.asker_id, m.asked_id)), None
    )
    line = TimetableLine(
        timetable_id=draft.id,
        meeting_id=standing.id if standing else None,
        host_id=host,
        guest_id=guest,
        fit=max(AGREED, fit(known)),
        why=[*why(known), {"fact": "organiser"}],
        by_hand=True,
        left_out="",
    )
    draft.lines.append(line)
    db.session.flush()
    _remember(draft, line, added=True)
    db.session.flush()
    return move_line(actor, roadshow_id, line.id, slot_id) if slot_id is not None else line


def undo(actor: Actor, roadshow_id: int) -> None:
    """Take the last change by hand back. Raises NothingToUndo."""
    draft, _plan = _draft(actor, roadshow_id)
    if not draft.history:
        raise NothingToUndo
    was = draft.history[-1]
    draft.history = draft.history[:-1]
    line = next((one for one in draft.lines if one.id == was["line"]), None)
    if line is None:
        raise NothingToUndo
    if was["added"]:
        draft.lines.remove(line)
    else:
        for name in KEPT:
            setattr(line, name, was[name])
    db.session.flush()


def discard(actor: Actor, roadshow_id: int) -> None:
    """Throw the draft away, or give up a run that is on; nobody ever saw it."""
    if not actor.operator:
        raise NotFound
    held_plan(roadshow_id)
    found = queries.current(roadshow_id)
    if found is None or not swap_state(found, ("running", "draft"), "dropped"):
        raise NoDraft
    outbox.emit(TimetableDropped(roadshow_id, found.id), actor)


def publish(actor: Actor, roadshow_id: int) -> tuple[int, int]:
    """Make meetings and invitations of the draft, inside a transaction: how many, and how many were taken meanwhile.

    What both sides agreed on is booked; everything else becomes an invitation that either side may decline.
    """
    draft, plan = _draft(actor, roadshow_id)
    day, done, taken = Day(roadshow_id), 0, 0
    for line in draft.lines:
        if line.standing or line.dropped or line.slot_id is None:
            continue
        if _become(actor, plan, day, line):
            done += 1
        else:
            line.left_out = TAKEN
            taken += 1
    if not swap_state(draft, ("draft",), "published", published_at=clock.now()):
        raise NoDraft
    outbox.emit(TimetablePublished(roadshow_id, draft.id), actor)
    return done, taken


def _become(actor: Actor, plan: MeetingPlan, day: Day, line: TimetableLine) -> bool:
    """Turn one line into a meeting with its seats; False when it is no longer possible."""
    slot = day.slot(line.slot_id)
    if slot is None or slot.starts_at <= clock.now():
        return False
    meeting = line.meeting
    if meeting is not None and meeting.state not in (State.ASKED, State.AGREED):
        return False
    people = {side: day.person(side, slot.id, _first(meeting, side)) for side in (line.host_id, line.guest_id)}
    table = next((one for one in day.tables_left(slot) if one.id == line.table_id), None)
    fits = all(day.free(side, slot) and not day.full(side) for side in people)
    if table is None or not fits or any(person is None for person in people.values()):
        return False
    if meeting is None:
        meeting = _invitation(line, standing=_between(day.roadshow_id, line))
        if meeting is None:
            return False
        line.meeting_id = meeting.id
    agreed = meeting.state == State.AGREED
    if agreed:
        step(meeting, "set_time", expires_at=None)
    elif meeting.state == State.ASKED:
        step(meeting, "invite", waits_for_id=None, proposed_slot_id=None)
    meeting.why = line.why
    meeting.expires_at = None if agreed else due(plan, day, slot.starts_at)
    seats = {side: person for side, person in people.items() if person is not None}
    seat(meeting, slot, table, seats)
    day.seat(meeting.id, slot.id, table.id, seats)
    outbox.emit(MeetingPlaced(meeting.id, meeting.roadshow_id, invited=not agreed), actor)
    return True


def _first(meeting: Meeting | None, side: int) -> int | None:
    """Who of a side asked or answered: that person comes first."""
    if meeting is None:
        return None
    return meeting.asker_user_id if side == meeting.asker_id else meeting.asked_user_id


def _between(roadshow_id: int, line: TimetableLine) -> bool:
    return any(
        line.guest_id in (meeting.asker_id, meeting.asked_id)
        for meeting in queries.of_organisation(roadshow_id, line.host_id, STANDING)
    )


def _invitation(line: TimetableLine, standing: bool) -> Meeting | None:
    """A new meeting for both to confirm; None when there is one between the two by now."""
    if standing:
        return None
    low, high = pair(line.host_id, line.guest_id)
    matched = any(reason.get("fact") == "match" for reason in line.why)
    made = Meeting(
        roadshow_id=line.timetable.roadshow_id,
        asker_id=line.guest_id,
        asked_id=line.host_id,
        low_id=low,
        high_id=high,
        state=State.INVITED,
        source=Source.MATCHED if matched and not line.by_hand else Source.ORGANISER,
        why=line.why,
    )
    db.session.add(made)
    db.session.flush()
    return made
