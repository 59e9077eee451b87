"""Who is registered: one's own, the organiser's list, the waiting line, figures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation, User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.guests.models import Registration, RegistrationPlace, RegistrationTerms
from market.guests.rules.applications import ways
from market.guests.rules.states import SEATED, STANDING, State, Way
from market.guests.rules.terms import Terms
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING


def of_person(actor: Actor, roadshow_id: int) -> Registration | None:
    """A person's own registration."""
    return of_user(actor.user_id, roadshow_id)


def of_user(user_id: int | None, roadshow_id: int) -> Registration | None:
    """The registration of one person at one roadshow."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.roadshow_id == roadshow_id, Registration.user_id == user_id)
        .options(joinedload(Registration.organisation))
    )


def of_roadshow(roadshow_id: int, states: Collection[str] = (State.CONFIRMED,)) -> list[Registration]:
    """The registrations of a roadshow in these states, oldest first."""
    statement = select(Registration).where(Registration.roadshow_id == roadshow_id, Registration.state.in_(states))
    people = (joinedload(Registration.user), joinedload(Registration.organisation))
    return list(db.session.scalars(statement.options(*people).order_by(Registration.id)))


def let_in(actor: Actor, roadshow: Roadshow) -> bool:
    """Whether links, live page and materials for registered people are open to this person."""
    if actor.operator:
        return True
    own = of_person(actor, roadshow.id)
    return own is not None and own.admitted


def mine(actor: Actor) -> Select[Any]:
    """A person's registrations, the latest roadshow first."""
    return (
        select(Registration)
        .join(Roadshow)
        .where(Registration.user_id == actor.user_id)
        .options(joinedload(Registration.roadshow))
        .order_by(Roadshow.starts_at.desc(), Registration.id.desc())
    )


def same_hours(user_id: int | None, shows: Iterable[Roadshow]) -> dict[int, list[Roadshow]]:
    """For each of these roadshows the others that run at the same hours and for which the person stands registered."""
    statement = (
        select(Roadshow)
        .join(Registration, Registration.roadshow_id == Roadshow.id)
        .where(Registration.user_id == user_id, Registration.state.in_(STANDING), Roadshow.state.in_(COMING))
        .order_by(Roadshow.starts_at, Roadshow.id)
    )
    there = list(db.session.scalars(statement))
    return {show.id: [one for one in there if one.id != show.id and clock.together(one, show)] for show in shows}


def get(actor: Actor, registration_id: int) -> Registration:
    """One registration, for the person it is of and for the organiser; raises NotFound."""
    found = db.session.get(Registration, registration_id)
    if found is None or not (actor.operator or (actor.user_id is not None and found.user_id == actor.user_id)):
        raise NotFound
    return found


def by_nonce(nonce: str) -> Registration | None:
    """The registration whose offer a secret address opens."""
    return db.session.scalar(select(Registration).where(Registration.nonce == nonce))


def terms_of(roadshow_id: int) -> Terms:
    """How people register for a roadshow."""
    found = db.session.get(RegistrationTerms, roadshow_id)
    return found.terms if found else Terms()


def ways_of(roadshow: Roadshow) -> list[Way]:
    """The ways to take part in a roadshow."""
    return ways(roadshow.capacity, terms_of(roadshow.id).online)


@dataclass(frozen=True)
class Left:
    """How full one way is. `seats` and `free` None: no limit; `waiting`: how many stand in line."""

    way: str
    seats: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Places that somebody who comes now would get."""
        if self.seats is None:
            return None
        return 0 if self.waiting else max(0, self.seats - self.taken)


def left(roadshow: Roadshow) -> list[Left]:
    """How full each way of a roadshow is, from its plan and the counters."""
    taken: dict[str, int] = dict(
        db.session.execute(
            select(RegistrationPlace.way, RegistrationPlace.taken).where(RegistrationPlace.roadshow_id == roadshow.id)
        ).all()
    )
    seats = {Way.SITE: roadshow.capacity, Way.ONLINE: roadshow.online_capacity or None}
    return [Left(way, seats[way], taken.get(way, 0), len(line(roadshow.id, way))) for way in ways_of(roadshow)]


def line(roadshow_id: int, way: str) -> list[int]:
    """The ids of those who wait for a place of one way, first in line first."""
    statement = select(Registration.id).where(
        Registration.roadshow_id == roadshow_id, Registration.way == way, Registration.state == State.WAITING
    )
    return list(db.session.scalars(statement.order_by(Registration.waiting_since, Registration.id)))


def position(found: Registration) -> int:
    """Where somebody stands in line, from 1; 0 for who does not wait."""
    if found.state != State.WAITING:
        return 0
    return 1 + line(found.roadshow_id, found.way).index(found.id)


def standing_of(roadshow_id: int, organisation_id: int | None) -> int:
    """How many people of an organisation are registered."""
    statement = select(func.count()).where(
        Registration.roadshow_id == roadshow_id,
        Registration.organisation_id == organisation_id,
        Registration.state.in_(STANDING),
    )
    return int(db.session.scalar(statement) or 0)


@dataclass(frozen=True)
class Filter:
    """What the organiser's list is narrowed to; empty texts narrow nothing."""

    text: str = ""
    state: str = ""
    way: str = ""
    role: str = ""
    here: str = ""


def listed(roadshow_id: int, wanted: Filter = Filter()) -> Select[Any]:
    """The organiser's list, those who wait for a word first, then in the order they came."""
    statement = (
        select(Registration)
        .join(User, User.id == Registration.user_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.roadshow_id == roadshow_id, _narrowed(wanted))
        .options(
            joinedload(Registration.user),
            joinedload(Registration.organisation),
            selectinload(Registration.interests),
        )
    )
    return statement.order_by(Registration.state != State.APPLIED, Registration.id)


def _narrowed(wanted: Filter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [Registration.id.is_not(None)]
    if wanted.text:
        like = [
            column.contains(wanted.text, autoescape=True)
            for column in (User.name, User.email, Organisation.name, Organisation.name_en)
        ]
        conditions.append(or_(*like))
    for column, value in (
        (Registration.state, wanted.state),
        (Registration.way, wanted.way),
        (Registration.role, wanted.role),
    ):
        if value:
            conditions.append(column == value)
    if wanted.here:
        came = Registration.checked_in_at.is_not(None)
        conditions.append(came if wanted.here == "yes" else ~came)
    return and_(*conditions)


@dataclass(frozen=True)
class Figures:
    """Counts of one roadshow: by state, and of those with a confirmed place by way and role; who came, how.

    `organisations` and `firms` count distinct ones with somebody confirmed, `firms_came` those of whom somebody came.
    """

    states: dict[str, int]
    ways: dict[str, int]
    roles: dict[str, int]
    came_site: int
    came_online: int
    organisations: int
    firms: int
    firms_came: int

    @property
    def came(self) -> int:
        """People who came, on site or online."""
        return self.came_site + self.came_online

    @property
    def standing(self) -> int:
        """People registered and not gone."""
        return sum(self.states.get(state, 0) for state in STANDING)

    @property
    def confirmed(self) -> int:
        """People with a place."""
        return self.states.get(State.CONFIRMED, 0)


def figures(roadshow_id: int) -> Figures:
    """The counts of a roadshow's registrations and of its attendance."""
    here = Registration.roadshow_id == roadshow_id
    sure = and_(here, Registration.state == State.CONFIRMED)
    came = and_(here, Registration.checked_in_at.is_not(None))
    how = _counted(Registration.checked_in_how, came)
    return Figures(
        states=_counted(Registration.state, here),
        ways=_counted(Registration.way, sure),
        roles=_counted(Registration.role, sure),
        came_site=how.get(Way.SITE, 0),
        came_online=how.get(Way.ONLINE, 0),
        organisations=_bodies(sure),
        firms=_bodies(and_(sure, Organisation.kind == "firm")),
        firms_came=_bodies(and_(came, Organisation.kind == "firm")),
    )


def _counted(column: Any, condition: ColumnElement[bool]) -> dict[str, int]:
    rows = db.session.execute(select(column, func.count()).where(condition).group_by(column)).all()
    return {str(key): int(count) for key, count in rows}


def _bodies(condition: ColumnElement[bool]) -> int:
    statement = select(func.count(Registration.organisation_id.distinct())).join(Organisation).where(condition)
    return int(db.session.scalar(statement) or 0)


def seated(roadshow_id: int, way: str) -> int:
    """How many registrations take a place of one way; the counter must say the same."""
    statement = select(func.count()).where(
        Registration.roadshow_id == roadshow_id, Registration.way == way, Registration.state.in_(SEATED)
    )
    return int(db.session.scalar(statement) or 0)
