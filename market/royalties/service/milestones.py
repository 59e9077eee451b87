"""Milestones, and income of a deal that is paid later: reported by one side, confirmed by the other, then due."""

from datetime import date, timedelta

from market.core import clock
from market.core.actor import Actor
from market.core.calendar import next_working_day
from market.core.db import db, lock_row
from market.core.errors import Invalid
from market.core.files import StoredFile
from market.core.i18n import N_
from market.core.outbox import emit
from market.royalties import queries
from market.royalties.errors import NotPossibleNow, ReasonNeeded
from market.royalties.events import MilestoneConfirmed, MilestoneDoubted, MilestoneReported
from market.royalties.models import Obligation
from market.royalties.service import sides
from market.royalties.service.schedules import ask


def reach(actor: Actor, obligation_id: int, on: date, note: str, evidence: StoredFile | None = None) -> Obligation:
    """The licensee reports that a milestone, or its first income, is reached. Raises Invalid for an impossible day."""
    found = _waiting(actor, obligation_id, "licensee")
    if found.reached_on is not None:
        raise NotPossibleNow
    if on > clock.today():
        raise Invalid(fields={"on": N_("This day is still to come.")})
    if on < found.schedule.effective_on:
        raise Invalid(fields={"on": N_("This day lies before the deal took effect.")})
    if evidence is not None:
        db.session.add(evidence)
        db.session.flush()
        found.evidence_id = evidence.id
    found.reached_on, found.reached_note, found.doubt = on, note.strip(), ""
    db.session.flush()
    emit(MilestoneReported(found.schedule_id, found.schedule.subject, found.id), actor)
    return found


def confirm(actor: Actor, obligation_id: int) -> Obligation:
    """The licensor agrees that it is reached: the amount falls due, not before its first possible day (R27)."""
    found = _waiting(actor, obligation_id, "licensor")
    if found.reached_on is None:
        raise NotPossibleNow
    due_on = clock.today() + timedelta(days=found.schedule.fee.due_days)
    found.due_on = next_working_day(max(due_on, found.not_before or due_on))
    found.confirmed_at, found.confirmed_by = clock.now(), actor.user_id
    ask(found)
    emit(MilestoneConfirmed(found.schedule_id, found.schedule.subject, found.id), actor)
    return found


def doubt(actor: Actor, obligation_id: int, reason: str) -> Obligation:
    """The licensor does not agree and says why; the licensee may report again."""
    found = _waiting(actor, obligation_id, "licensor")
    if found.reached_on is None:
        raise NotPossibleNow
    if not reason.strip():
        raise ReasonNeeded
    found.reached_on, found.doubt = None, reason.strip()
    db.session.flush()
    emit(MilestoneDoubted(found.schedule_id, found.schedule.subject, found.id), actor)
    return found


def _waiting(actor: Actor, obligation_id: int, side: str) -> Obligation:
    """A line that waits for an event, held by its row, for one of that side who may act."""
    found = queries.obligation_for(actor, obligation_id)
    sides.refuse_unless(actor, found.schedule, side)
    lock_row(found.schedule)
    lock_row(found)
    sides.refuse_frozen(found)
    if not found.awaits_event or found.state != "planned":
        raise NotPossibleNow
    return found
