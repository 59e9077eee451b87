"""Places: taken and given back one by one, and offered to the first in line. Every deed about them holds the counters.

Whoever acts first holds both counter rows of the roadshow (always in the same order), so that deeds about its places
happen one after another on both databases; the conditional update and the CHECK would refuse a place too many even if
somebody forgot to.
"""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from market.core import clock, outbox
from market.core.db import db, swap_state
from market.core.errors import Conflict
from market.guests import queries
from market.guests.events import PlaceAwaited, PlaceConfirmed, PlaceLost, PlaceOffered
from market.guests.models import Registration, RegistrationPlace
from market.guests.rules import terms as rules
from market.guests.rules.states import SEATED, State, Way
from market.roadshows.models import Roadshow

WAYS = (Way.ONLINE, Way.SITE)
"""In the order in which their counters are held."""


def hold(roadshow: Roadshow) -> None:
    """Hold the places of a roadshow until the transaction ends, bring them up to date, and read the plan afresh."""
    for way in WAYS:
        if db.session.get(RegistrationPlace, (roadshow.id, str(way))) is None:
            _make(roadshow.id, way)
    db.session.scalars(
        select(RegistrationPlace)
        .where(RegistrationPlace.roadshow_id == roadshow.id)
        .order_by(RegistrationPlace.way)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    db.session.refresh(roadshow)
    follow_plan(roadshow)


def follow_plan(roadshow: Roadshow) -> None:
    """Let the counters follow the plan's capacity; in a hall that became too small the last ones stay until they go."""
    for way, limit in ((Way.SITE, roadshow.capacity), (Way.ONLINE, roadshow.online_capacity or None)):
        row = counter(roadshow.id, way)
        row.seats = None if limit is None else max(limit, row.taken)
    db.session.flush()


def _make(roadshow_id: int, way: str) -> None:
    """The counter of one way, counted from the registrations where there is none yet."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    taken = queries.seated(roadshow_id, way)
    statement = insert(RegistrationPlace).values(roadshow_id=roadshow_id, way=way, taken=taken, seats=None)
    db.session.execute(
        statement.on_conflict_do_nothing(index_elements=[RegistrationPlace.roadshow_id, RegistrationPlace.way])
    )


def recount(roadshow_id: int) -> None:
    """Set the counters to what the registrations say: after rows came in past the deeds (an import, a test)."""
    for way in WAYS:
        row, taken = counter(roadshow_id, way), queries.seated(roadshow_id, way)
        row.seats = None if row.seats is None else max(row.seats, taken)
        row.taken = taken
    db.session.flush()


def counter(roadshow_id: int, way: str) -> RegistrationPlace:
    """The counter of one way, which `hold` has made."""
    return db.session.get_one(RegistrationPlace, (roadshow_id, str(way)))


def take(roadshow_id: int, way: str) -> bool:
    """Take one place if there is one."""
    place = RegistrationPlace
    return _moved(
        update(place)
        .where(place.roadshow_id == roadshow_id, place.way == way, place.seats.is_(None) | (place.taken < place.seats))
        .values(taken=place.taken + 1),
        roadshow_id,
        way,
    )


def give_back(roadshow_id: int, way: str) -> None:
    """Give one place back."""
    place = RegistrationPlace
    fits = (place.roadshow_id == roadshow_id, place.way == way, place.taken > 0)
    if not _moved(update(place).where(*fits).values(taken=place.taken - 1), roadshow_id, way):
        raise Conflict


def _moved(statement: object, roadshow_id: int, way: str) -> bool:
    prepared = statement.execution_options(synchronize_session=False)  # type: ignore[attr-defined]
    done = bool(db.session.execute(prepared).rowcount)  # type: ignore[attr-defined]
    db.session.refresh(counter(roadshow_id, way))
    return done


def leave(row: Registration, to: State, **values: object) -> bool:
    """Let a registration go into a state without a place; its place, if it had one, goes on to the next in line."""
    was = State(row.state)
    if not swap_state(row, [was], to, updated_at=clock.now(), offer_ends_at=None, **values):
        return False
    if was in SEATED:
        give_back(row.roadshow_id, row.way)
        settle(row.roadshow)
    return True


def place_or_line(row: Registration, was: State) -> None:
    """Confirm somebody who is admitted if a place is free and nobody waits for it; else put them in line."""
    waiting = [one for one in queries.line(row.roadshow_id, row.way) if one != row.id]
    free = counter(row.roadshow_id, row.way).free
    if (free is None or not waiting) and take(row.roadshow_id, row.way):
        confirm(row, was)
        return
    now = clock.now()
    if not swap_state(row, [was], State.WAITING, waiting_since=now, updated_at=now):
        raise Conflict
    outbox.emit(PlaceAwaited(row.id, row.roadshow_id))


def confirm(row: Registration, was: State) -> None:
    """The place that was just taken, or was kept by the offer, is theirs."""
    now = clock.now()
    values = {"confirmed_at": now, "updated_at": now, "offer_ends_at": None, "waiting_since": None}
    if not swap_state(row, [was], State.CONFIRMED, calendar_sequence=Registration.calendar_sequence + 1, **values):
        raise Conflict
    outbox.emit(PlaceConfirmed(row.id, row.roadshow_id))


def settle(roadshow: Roadshow) -> int:
    """Offer every free place to the first in line; returns how many were offered. Needs `hold`."""
    follow_plan(roadshow)
    if not roadshow.coming:
        return 0
    return sum(_serve(roadshow, way) for way in WAYS)


def _serve(roadshow: Roadshow, way: Way) -> int:
    served = 0
    for number in queries.line(roadshow.id, way):
        row = db.session.get_one(Registration, number)
        if counter(roadshow.id, way).free is None:
            if take(roadshow.id, way):
                confirm(row, State.WAITING)
        elif not _offer(roadshow, row):
            return served
        served += 1
    return served


def _offer(roadshow: Roadshow, row: Registration) -> bool:
    """Keep a free place for somebody in line; False when there is none, or when it is too late for offers."""
    now = clock.now()
    ends = rules.offer_ends(now, roadshow.starts_at, queries.terms_of(roadshow.id).offer_hours)
    if ends is None or not take(roadshow.id, row.way):
        return False
    if not swap_state(row, [State.WAITING], State.OFFERED, offer_ends_at=ends, updated_at=now):
        raise Conflict
    outbox.emit(PlaceOffered(row.id, roadshow.id, ends.isoformat()))
    return True


def expire(roadshow: Roadshow) -> int:
    """Take back the offers that have run out, and offer the places to the next; returns how many ran out."""
    now, lost = clock.now(), 0
    overdue = select(Registration).where(
        Registration.roadshow_id == roadshow.id, Registration.state == State.OFFERED, Registration.offer_ends_at <= now
    )
    for row in db.session.scalars(overdue.order_by(Registration.offer_ends_at, Registration.id)).all():
        if swap_state(row, [State.OFFERED], State.EXPIRED, Registration.offer_ends_at <= now, updated_at=now):
            give_back(roadshow.id, row.way)
            outbox.emit(PlaceLost(row.id, roadshow.id))
            lost += 1
    settle(roadshow)
    return lost
