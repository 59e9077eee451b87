"""Asking for a meeting, and every answer: accept with a slot, agree without one, another time, decline, cancel."""

from datetime import datetime, timedelta

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.guests import queries as guests
from market.meetings import queries
from market.meetings.errors import (
    AlreadyBetween,
    MayNotAsk,
    NoMeetings,
    NotTakingPart,
    SlotTaken,
    TooManyOpen,
)
from market.meetings.events import (
    MeetingAgreed,
    MeetingArranged,
    MeetingAsked,
    MeetingCancelled,
    MeetingDeclined,
    MeetingTimeProposed,
)
from market.meetings.models import Meeting, MeetingPlan
from market.meetings.queries.days import Day
from market.meetings.queries.wishes import pair
from market.meetings.rules.circles import may_ask
from market.meetings.rules.planning import LONGEST_REASON, SHORTEST_REASON
from market.meetings.rules.states import DECLINE_NAMES, STANDING, Decline
from market.meetings.service.booking import book, by_whom, held, step, touch_entries, unseat
from market.meetings.service.planning import held_plan
from market.pitches import queries as pitches


def ask(actor: Actor, roadshow_id: int, asked_id: int, reason: str, pitch_id: int | None = None) -> Meeting:
    """Ask another organisation for a meeting, with a reason, inside a transaction.

    Raises NoMeetings, NotTakingPart, MayNotAsk, AlreadyBetween, TooManyOpen, Invalid. All of an organisation's people
    count together; of a pair at most one request stands.
    """
    own = guests.of_person(actor, roadshow_id)
    if own is None or not own.admitted or not actor.vetted:
        raise NotTakingPart
    plan = held_plan(roadshow_id)
    if not plan.open:
        raise NoMeetings
    day = Day(roadshow_id)
    _let(plan, day, own.organisation_id, asked_id)
    if pitch_id is not None and pitch_id not in {pitch.id for pitch in pitches.of_roadshow(roadshow_id)}:
        raise NotFound
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid(fields={"reason": N_("Say in at least 10 characters why you want to meet.")})
    low, high = pair(own.organisation_id, asked_id)
    _nothing_between(roadshow_id, low, high)
    if queries.open_requests(roadshow_id, own.organisation_id) >= plan.most_open:
        raise TooManyOpen(most=plan.most_open)
    now = clock.now()
    meeting = Meeting(
        roadshow_id=roadshow_id,
        asker_id=own.organisation_id,
        asked_id=asked_id,
        low_id=low,
        high_id=high,
        asker_user_id=actor.user_id,
        pitch_id=pitch_id,
        reason=reason.strip(),
        asker_yes_at=now,
        waits_for_id=asked_id,
        expires_at=due(plan, day),
    )
    db.session.add(meeting)
    db.session.flush()
    outbox.emit(MeetingAsked(meeting.id, roadshow_id, own.organisation_id), actor)
    return meeting


def _let(plan: MeetingPlan, day: Day, asker_id: int, asked_id: int) -> None:
    """Whether both take part and the rules let the one ask the other."""
    mine, theirs = day.sides.get(asker_id), day.sides.get(asked_id)
    if mine is None or not mine.slots:
        raise NotTakingPart
    if theirs is None or asked_id == asker_id or not may_ask(plan.pairs, mine.circle, theirs.circle):
        raise MayNotAsk


def _nothing_between(roadshow_id: int, low: int, high: int) -> None:
    standing = select(Meeting.id).where(
        Meeting.roadshow_id == roadshow_id,
        Meeting.low_id == low,
        Meeting.high_id == high,
        Meeting.state.in_(STANDING),
    )
    if db.session.scalar(standing) is not None:
        raise AlreadyBetween


def due(plan: MeetingPlan, day: Day, slot_starts: datetime | None = None) -> datetime:
    """Until when an answer is waited for: the hours of the plan, but not beyond the slot or the last slot."""
    last = slot_starts or max((slot.starts_at for slot in day.slots), default=None)
    until = clock.now() + timedelta(hours=plan.answer_hours)
    return min(until, last) if last is not None else until


def accept(actor: Actor, meeting_id: int, slot_id: int) -> Meeting:
    """Accept with a slot out of mutual availability; a proposed time is accepted as it is. Inside a transaction."""
    meeting = held(actor, meeting_id, "accept")
    if meeting.proposed_slot_id is not None and slot_id != meeting.proposed_slot_id:
        raise SlotTaken
    _say_yes(actor, meeting)
    book(meeting, slot_id)
    step(meeting, "accept", waits_for_id=None, proposed_slot_id=None, expires_at=None)
    outbox.emit(MeetingArranged(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting


def agree(actor: Actor, meeting_id: int) -> Meeting:
    """Accept without a time: the organiser's timetable sets it. Inside a transaction."""
    meeting = held(actor, meeting_id, "agree")
    _say_yes(actor, meeting)
    step(meeting, "agree", waits_for_id=None, proposed_slot_id=None, expires_at=None)
    outbox.emit(MeetingAgreed(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting


def _say_yes(actor: Actor, meeting: Meeting) -> None:
    """Note the consent of the side that acts, and who of it comes."""
    now = clock.now()
    if actor.of(meeting.asker_id):
        meeting.asker_yes_at = meeting.asker_yes_at or now
        meeting.asker_user_id = meeting.asker_user_id or actor.user_id
    else:
        meeting.asked_yes_at = meeting.asked_yes_at or now
        meeting.asked_user_id = meeting.asked_user_id or actor.user_id
    db.session.flush()


def propose(actor: Actor, meeting_id: int, slot_id: int) -> Meeting:
    """Answer with another time, which the other side then accepts, changes or declines. Inside a transaction."""
    meeting = held(actor, meeting_id, "propose")
    plan, day = held_plan(meeting.roadshow_id), Day(meeting.roadshow_id)
    slot = next((one for one in day.mutual(meeting.asker_id, meeting.asked_id) if one.id == slot_id), None)
    if slot is None:
        raise SlotTaken
    _say_yes(actor, meeting)
    own = by_whom(actor, meeting)
    step(
        meeting,
        "propose",
        proposed_slot_id=slot_id,
        proposed_by=own,
        waits_for_id=meeting.other(own).id,
        expires_at=due(plan, day, slot.starts_at),
    )
    outbox.emit(MeetingTimeProposed(meeting.id, meeting.roadshow_id, own), actor)
    return meeting


def confirm(actor: Actor, meeting_id: int) -> Meeting:
    """Say yes to what the organiser proposes; the second yes fixes it. Inside a transaction."""
    meeting = held(actor, meeting_id, "confirm")
    _say_yes(actor, meeting)
    if meeting.asker_yes_at and meeting.asked_yes_at:
        step(meeting, "confirm", expires_at=None)
        touch_entries(meeting)
        outbox.emit(MeetingArranged(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting


def decline(actor: Actor, meeting_id: int, code: str, note: str = "") -> Meeting:
    """Say no, with a reason, inside a transaction; a kept table is free again."""
    meeting = held(actor, meeting_id, "decline")
    if code not in DECLINE_NAMES:
        raise Invalid(fields={"code": N_("Choose a reason.")})
    if code == Decline.OTHER and not note.strip():
        raise Invalid(fields={"note": N_("Say in a few words why.")})
    own = by_whom(actor, meeting)
    unseat(meeting)
    step(meeting, "decline", ended_by=own, end_code=code, end_note=note.strip(), waits_for_id=None, expires_at=None)
    outbox.emit(MeetingDeclined(meeting.id, meeting.roadshow_id, own), actor)
    return meeting


def cancel(actor: Actor, meeting_id: int, note: str = "") -> Meeting:
    """Call a meeting or a request off, inside a transaction: either side, or the organiser."""
    meeting = held(actor, meeting_id, "cancel")
    own = by_whom(actor, meeting)
    unseat(meeting)
    values = {"ended_by": own or None, "end_note": note.strip(), "waits_for_id": None, "expires_at": None}
    step(meeting, "cancel", **values)
    outbox.emit(MeetingCancelled(meeting.id, meeting.roadshow_id, own), actor)
    return meeting
