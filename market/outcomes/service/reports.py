"""Drafting a version of the report, the operator's words in it, and issuing it for good."""

from sqlalchemy import func, select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row, swap_state
from market.outcomes import queries
from market.outcomes.errors import DraftThere, NothingToIssue
from market.outcomes.events import PressEdited, ReportDrafted, ReportIssued
from market.outcomes.models import RoadshowReport
from market.outcomes.rules.report import Words, snapshot
from market.outcomes.rules.versions import Occasion, snapshot_hash
from market.outcomes.service.materials import after_row, operated
from market.roadshows.models import Roadshow


def draft(actor: Actor, roadshow_id: int) -> RoadshowReport:
    """Begin a further version, inside a transaction: whichever is due, else one between. Raises DraftThere."""
    roadshow = operated(actor, roadshow_id)
    lock_row(roadshow)
    if queries.draft_of(roadshow.id) is not None:
        raise DraftThere
    taken = {it.occasion for it in queries.versions(roadshow.id)}
    occasion = Occasion.OTHER if Occasion.FIRST in taken else Occasion.FIRST
    return drafted(roadshow, occasion)


def drafted(roadshow: Roadshow, occasion: str) -> RoadshowReport:
    """A new draft of the next number, inside a transaction that holds the roadshow."""
    last = select(func.max(RoadshowReport.number)).where(RoadshowReport.roadshow_id == roadshow.id)
    number = int(db.session.scalar(last) or 0) + 1
    row = RoadshowReport(roadshow_id=roadshow.id, number=number, occasion=str(occasion))
    db.session.add(row)
    db.session.flush()
    outbox.emit(ReportDrafted(roadshow.id, number, str(occasion)))
    return row


def edit_words(actor: Actor, roadshow_id: int, words: Words) -> None:
    """Keep the words for the press and the remark on the version being drafted, inside a transaction."""
    roadshow = operated(actor, roadshow_id)
    after = after_row(roadshow)
    after.press, after.press_en, after.photos_url = words.press, words.press_en, words.photos_url
    row = queries.draft_of(roadshow.id)
    if row is not None:
        row.note, row.note_en = words.note, words.note_en
    outbox.emit(PressEdited(roadshow.id), actor)


def issue(actor: Actor, roadshow_id: int) -> RoadshowReport:
    """Freeze the draft as it stands now and tell the bureau, inside a transaction. Raises NothingToIssue."""
    roadshow = operated(actor, roadshow_id)
    lock_row(roadshow)
    row = queries.draft_of(roadshow.id)
    if row is None:
        raise NothingToIssue
    now = clock.now()
    made = snapshot(row.number, row.occasion, queries.making(row, actor.name, now))
    sealed = snapshot_hash(made)
    values = {"snapshot": made, "snapshot_hash": sealed, "issued_by": actor.user_id, "issued_at": now}
    if not swap_state(row, ["draft"], "issued", **values):
        raise NothingToIssue
    outbox.emit(ReportIssued(roadshow.id, row.number, row.occasion, sealed), actor)
    return row
