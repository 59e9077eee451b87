"""Calls for pitches: which are open, and what each asks for."""

from collections.abc import Collection

from sqlalchemy import or_, select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.listings.models import Listing
from market.listings.rules.states import State as ListingState
from market.needs.models import Need
from market.needs.rules.states import ON_BOARD
from market.pitches.models import PitchCall
from market.pitches.rules.checks import Subject
from market.pitches.rules.review import Criterion
from market.pitches.rules.terms import Terms, usual
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING


def row_of(roadshow_id: int) -> PitchCall | None:
    """The stored terms of a roadshow's call, if it says something of its own."""
    return db.session.scalar(select(PitchCall).where(PitchCall.roadshow_id == roadshow_id))


def terms(roadshow: Roadshow) -> Terms:
    """What the call of a roadshow asks for: its own terms, else the usual ones of its kind."""
    row, common = row_of(roadshow.id), usual(roadshow.kind)
    if row is None:
        return common
    return Terms(
        takes=tuple(row.takes),
        asked=row.asked,
        asked_en=row.asked_en,
        who=row.who,
        who_en=row.who_en,
        criteria=tuple(Criterion.read(plain) for plain in row.criteria) or common.criteria,
        minutes=row.minutes,
        answer_minutes=row.answer_minutes,
    )


def open_calls(subject: str = "") -> list[Roadshow]:
    """The roadshows that take applications now, the one that closes first first; only those that ask for `subject`."""
    now = clock.now()
    statement = select(Roadshow).where(
        Roadshow.state.in_(COMING),
        Roadshow.starts_at > now,
        Roadshow.call_opens_at <= now,
        or_(Roadshow.call_closes_at.is_(None), Roadshow.call_closes_at >= now),
    )
    order = (Roadshow.call_closes_at.is_(None), Roadshow.call_closes_at, Roadshow.id)
    found = list(db.session.scalars(statement.order_by(*order)))
    return [one for one in found if not subject or subject in terms(one).takes]


MOST_CANDIDATES = 200


def candidates(actor: Actor, takes: Collection[str]) -> list[tuple[Subject, Listing | Need]]:
    """What the actor's organisation could apply with: its announced listings and published needs, as far as asked."""
    own = actor.organisation_id or 0
    found: list[tuple[Subject, Listing | Need]] = []
    if Subject.LISTING in takes:
        listed = select(Listing).where(Listing.organisation_id == own, Listing.state == ListingState.ANNOUNCED)
        rows = db.session.scalars(
            listed.order_by(Listing.announced_at.desc(), Listing.id.desc()).limit(MOST_CANDIDATES)
        )
        found += [(Subject.LISTING, row) for row in rows]
    if Subject.NEED in takes:
        posted = select(Need).where(Need.organisation_id == own, Need.state.in_(ON_BOARD))
        needs = db.session.scalars(posted.order_by(Need.published_at.desc(), Need.id.desc()).limit(MOST_CANDIDATES))
        found += [(Subject.NEED, row) for row in needs]
    return found
