"""Letting the automatic timetable be worked out: the question from what is stored, the answer as a draft."""

import time
from dataclasses import dataclass, field
from typing import Any

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, forget, lock_row, swap_state, transaction
from market.core.errors import NotFound
from market.meetings import queries
from market.meetings.errors import DraftAtWork
from market.meetings.events import TimetableAsked, TimetableReady
from market.meetings.models import Meeting, Timetable, TimetableLine
from market.meetings.queries.days import Day
from market.meetings.queries.wishes import Pair, facts_of, pair
from market.meetings.rules.circles import may_meet
from market.meetings.rules.drafting import Options, figures, host_first, seating
from market.meetings.rules.fitting import AGREED, Facts, fit, why
from market.meetings.rules.states import STANDING, State
from market.meetings.rules.timetable import Arranged, Party, Question, Wish, arrange
from market.meetings.service.planning import held_plan

ORGANISER = [{"fact": "organiser"}]


def ask_timetable(actor: Actor, roadshow_id: int, options: Options) -> Timetable:
    """Let a timetable be worked out by the worker, inside a transaction; a draft that is there hands over its pins.

    Raises DraftAtWork while one is being worked out.
    """
    if not actor.operator:
        raise NotFound
    held_plan(roadshow_id)
    before = queries.current(roadshow_id)
    if before is not None and before.state == "running":
        raise DraftAtWork
    stored = options.stored()
    if before is not None:
        swap_state(before, ("draft",), "dropped")
        stored["previous"] = before.id
    made = Timetable(roadshow_id=roadshow_id, options=stored, created_by=actor.user_id or 0)
    db.session.add(made)
    db.session.flush()
    outbox.emit(TimetableAsked(roadshow_id, made.id), actor)
    return made


def arrange_asked(event: TimetableAsked) -> None:
    """The worker's part: read, reckon without holding anything, store the draft."""
    forget()
    found = queries.timetable(event.timetable_id)
    if found.state != "running":
        return
    draft = draft_from(event.roadshow_id, Options.read(found.options), found.options.get("previous"))
    forget()
    draft.work_out(found_seconds(event.timetable_id))
    with transaction() as session:
        row = session.get_one(Timetable, event.timetable_id)
        lock_row(row)
        if not swap_state(row, ("running",), "draft", figures=draft.figures):
            return
        for line in draft.lines:
            session.add(TimetableLine(timetable_id=row.id, **line))
        session.flush()
        outbox.emit(TimetableReady(event.roadshow_id, row.id))


def found_seconds(timetable_id: int) -> float:
    """How long a run may try."""
    seconds = Options.read(queries.timetable(timetable_id).options).seconds
    forget()
    return float(seconds)


@dataclass
class Draft:
    """A timetable being made: its lines as plain values, the question they pose, and in the end their places."""

    question: Question
    lines: list[dict[str, Any]]
    slot_ids: list[int]
    free: dict[int, list[int]]
    figures: dict[str, Any] = field(default_factory=dict)

    def work_out(self, seconds: float) -> Arranged:
        """Arrange, give tables, say why the others have no place."""
        started = time.monotonic()
        answer = arrange(self.question, seconds)
        rows = dict(enumerate(self.lines))
        fresh = [
            (number, position, rows[number]["host_id"])
            for number, position in answer.slots.items()
            if number not in self.question.fixed
        ]
        tables = seating(fresh, self.free)
        for number, position, _host in fresh:
            rows[number]["slot_id"], rows[number]["table_id"] = self.slot_ids[position], tables[number]
        for number, reason in answer.left_out.items():
            rows[number]["left_out"] = str(reason)
        sides = [(rows[number]["host_id"], rows[number]["guest_id"]) for number in answer.slots]
        wanting = [number for wish in self.question.wishes for number in (wish.host, wish.guest)]
        self.figures = figures(answer, sides, wanting, time.monotonic() - started)
        return answer


def draft_from(roadshow_id: int, options: Options, previous: int | None = None) -> Draft:
    """The question a roadshow's wishes pose now; booked meetings and the previous draft's pins stay where they are."""
    day = Day(roadshow_id)
    if day.plan is None:
        raise NotFound
    lines = _lines(day, options, previous)
    now = clock.now()
    coming = [slot for slot in day.slots if slot.starts_at > now]
    parties = {
        number: Party(
            number,
            frozenset(day.position[slot.id] for slot in coming if slot.id in side.slots),
            day.plan.most_meetings,
            frozenset(day.position[slot.id] for slot in coming if slot.id in side.away),
        )
        for number, side in day.sides.items()
    }
    for line in lines:
        for number in (line["host_id"], line["guest_id"]):
            parties.setdefault(number, Party(number, frozenset(), 0))
    open_lines = [(number, line) for number, line in enumerate(lines) if not line["dropped"]]
    wishes = [Wish(number, line["host_id"], line["guest_id"], line["fit"]) for number, line in open_lines]
    fixed = {number: day.position[line["slot_id"]] for number, line in open_lines if line["slot_id"]}
    free, kept = {}, {(line["slot_id"], line["table_id"]) for line in lines if line["slot_id"]}
    for slot in day.slots:
        left = [table.id for table in day.tables_left(slot) if (slot.id, table.id) not in kept]
        free[day.position[slot.id]] = left
    counts = [len(free[position]) + sum(at == position for at in fixed.values()) for position in range(len(day.slots))]
    question = Question(parties, wishes, counts, fixed, day.plan.rest_slots)
    return Draft(question, lines, [slot.id for slot in day.slots], free)


def _lines(day: Day, options: Options, previous: int | None) -> list[dict[str, Any]]:
    """Every wish: meetings that stand, what the previous draft's hand did, and what matching proposes."""
    facts = facts_of(day.roadshow_id, day.sides.keys())
    lines: dict[Pair, dict[str, Any]] = {}
    ended: set[Pair] = set()
    for meeting in queries.of_roadshow(day.roadshow_id):
        key = (meeting.low_id, meeting.high_id)
        if meeting.state in STANDING:
            if meeting.state != State.ASKED or options.with_open:
                lines[key] = _of_meeting(day, meeting, facts.get(key, Facts()))
        elif meeting.state != State.EXPIRED:
            ended.add(key)
    blocked = {(one.low_id, one.high_id) for one in queries.of_roadshow(day.roadshow_id, STANDING)}
    if options.with_matches:
        for key, known in facts.items():
            if key not in lines and key not in blocked and key not in ended and _worth(day, key, known, options):
                lines[key] = _line(day, key, known)
    for line in queries.timetable(previous).lines if previous else ():
        _carry_over(day, lines, line, blocked)
    return [lines[key] for key in sorted(lines)]


def _worth(day: Day, key: Pair, known: Facts, options: Options) -> bool:
    """Whether the organiser would propose this pair: both take part, their circles may meet, enough speaks for it."""
    one, two = (day.sides.get(number) for number in key)
    if one is None or two is None or day.plan is None or not may_meet(day.plan.pairs, one.circle, two.circle):
        return False
    return known.match * 100 >= options.threshold or known.intent or known.interest


def _line(day: Day, key: Pair, known: Facts, **over: Any) -> dict[str, Any]:
    host, guest = host_first(*key, {number: side.circle for number, side in day.sides.items()})
    values: dict[str, Any] = {
        "host_id": host,
        "guest_id": guest,
        "meeting_id": None,
        "fit": fit(known),
        "why": why(known),
        "slot_id": None,
        "table_id": None,
        "pinned": False,
        "standing": False,
        "dropped": False,
        "by_hand": False,
    }
    return values | over


def _of_meeting(day: Day, meeting: Meeting, known: Facts) -> dict[str, Any]:
    booking = meeting.booking
    if booking is None:
        return _line(day, (meeting.low_id, meeting.high_id), known, meeting_id=meeting.id)
    place = {"slot_id": booking.slot_id, "table_id": booking.table_id, "standing": True, "pinned": True}
    return _line(day, (meeting.low_id, meeting.high_id), known, meeting_id=meeting.id, **place)


def _carry_over(day: Day, lines: dict[Pair, dict[str, Any]], line: TimetableLine, blocked: set[Pair]) -> None:
    """What the operator did to the previous draft stays: pins where they can, what was dropped, what was added."""
    key = pair(line.host_id, line.guest_id)
    if line.standing or (lines.get(key) or {}).get("standing"):
        return
    if key not in lines:
        if not line.by_hand or key in blocked:
            return
        lines[key] = _line(day, key, Facts(), fit=AGREED, why=ORGANISER, by_hand=True)
    found = lines[key]
    if line.by_hand:
        found["by_hand"], found["fit"], found["why"] = True, line.fit, line.why
    found["dropped"] = line.dropped
    slot = day.slot(line.slot_id)
    if line.pinned and not line.dropped and slot is not None and line.table_id is not None:
        free = {table.id for table in day.tables_left(slot)}
        if line.table_id in free and day.free(line.host_id, slot) and day.free(line.guest_id, slot):
            found["slot_id"], found["table_id"], found["pinned"] = slot.id, line.table_id, True
