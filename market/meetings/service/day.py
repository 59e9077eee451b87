"""On the day: who did not come, and what each side takes home."""

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.meetings.events import MeetingMissed, MeetingResultNoted
from market.meetings.models import Meeting, MeetingResult
from market.meetings.rules.states import OUTCOME_NAMES, Outcome
from market.meetings.service.booking import by_whom, held, step


def note_result(actor: Actor, meeting_id: int, outcome: str, note: str = "") -> MeetingResult:
    """One side's result of a meeting, inside a transaction; noting again replaces it. No interest needs a reason."""
    meeting = held(actor, meeting_id, "note_result")
    if outcome not in OUTCOME_NAMES:
        raise Invalid(fields={"outcome": N_("Choose what came of it.")})
    if outcome == Outcome.NONE and not note.strip():
        raise Invalid(fields={"note": N_("Say in a few words why; it helps the next proposal.")})
    own = by_whom(actor, meeting)
    found = db.session.scalar(
        select(MeetingResult).where(MeetingResult.meeting_id == meeting_id, MeetingResult.organisation_id == own)
    )
    if found is None:
        found = MeetingResult(meeting_id=meeting_id, organisation_id=own, noted_by=actor.user_id or 0)
        db.session.add(found)
    found.outcome, found.note, found.noted_by, found.noted_at = outcome, note.strip(), actor.user_id or 0, clock.now()
    db.session.flush()
    step(meeting, "note_result")
    outbox.emit(MeetingResultNoted(meeting.id, meeting.roadshow_id, own, outcome), actor)
    return found


def miss(actor: Actor, meeting_id: int, organisation_id: int) -> Meeting:
    """Note that a side did not come, inside a transaction: the side that waited, or the organiser."""
    meeting = held(actor, meeting_id, "miss")
    if organisation_id not in (meeting.asker_id, meeting.asked_id) or actor.of(organisation_id):
        raise NotFound
    step(meeting, "miss", missed_by=organisation_id)
    outbox.emit(MeetingMissed(meeting.id, meeting.roadshow_id, by_whom(actor, meeting)), actor)
    return meeting


def unmiss(actor: Actor, meeting_id: int) -> Meeting:
    """The organiser takes an absence back: they came after all. Inside a transaction."""
    meeting = held(actor, meeting_id, "unmiss")
    step(meeting, "unmiss", missed_by=None)
    outbox.emit(MeetingMissed(meeting.id, meeting.roadshow_id, 0, came=True), actor)
    return meeting
