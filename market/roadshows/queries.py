"""Who sees which roadshows, and finding one; lists for the public, the desk and the bureau."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from market.accounts.models import Membership, Organisation, User
from market.accounts.rules.vetting import State as Vetting
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.roadshows.models import Roadshow, RoadshowSeries
from market.roadshows.rules.states import COMING, PUBLIC, State

FOR_THE_BUREAU = frozenset({State.SUBMITTED, State.RETURNED, State.APPROVED})
AWAITING = frozenset({State.SUBMITTED})


def announced() -> ColumnElement[bool]:
    """What everybody may see; one called off before it was announced is not among them."""
    return and_(Roadshow.state.in_(PUBLIC), or_(Roadshow.state != State.CANCELLED, Roadshow.announced_at.is_not(None)))


def visible(actor: Actor) -> ColumnElement[bool]:
    """Announced ones for everybody; all of them for the operator; what awaits or has its approval for the bureau."""
    if actor.operator:
        return true()
    if actor.kind == "authority" and actor.vetted:
        return or_(announced(), Roadshow.state.in_(FOR_THE_BUREAU))
    return announced()


def get(actor: Actor, roadshow_id: int) -> Roadshow:
    """One that this person may see; raises NotFound."""
    found = db.session.scalar(select(Roadshow).where(Roadshow.id == roadshow_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def run_by(actor: Actor, roadshow_id: int) -> Roadshow:
    """One on the desk of a vetted operator; raises NotFound for everybody else."""
    if not actor.operator:
        raise NotFound
    return get(actor, roadshow_id)


def by_state(actor: Actor, states: Collection[str]) -> list[Roadshow]:
    """The visible ones in these states, the next day first."""
    statement = select(Roadshow).where(visible(actor), Roadshow.state.in_(states))
    return list(db.session.scalars(statement.order_by(Roadshow.starts_at, Roadshow.id)))


def coming(kind: str = "", chain: str = "", series_id: int | None = None) -> Select[Roadshow]:
    """What is announced and not over, the next one first; one called off stays until its day."""
    ahead = or_(Roadshow.state.in_(COMING), and_(Roadshow.state == State.CANCELLED, Roadshow.ends_at > clock.now()))
    return _public(kind, chain, series_id).where(ahead).order_by(Roadshow.starts_at, Roadshow.id)


def past(kind: str = "", chain: str = "", series_id: int | None = None) -> Select[Roadshow]:
    """What was held, the last one first."""
    held = _public(kind, chain, series_id).where(Roadshow.state == State.HELD)
    return held.order_by(Roadshow.starts_at.desc(), Roadshow.id.desc())


def _public(kind: str, chain: str, series_id: int | None) -> Select[Roadshow]:
    statement = select(Roadshow).where(announced()).options(selectinload(Roadshow.bodies))
    if kind:
        statement = statement.where(Roadshow.kind == kind)
    if chain:
        statement = statement.where(Roadshow.chain == chain)
    return statement if series_id is None else statement.where(Roadshow.series_id == series_id)


def everything_public() -> list[Roadshow]:
    """Every roadshow the public may see, for the site map."""
    return list(db.session.scalars(select(Roadshow).where(announced()).order_by(Roadshow.id.desc()).limit(50_000)))


def next_one() -> Roadshow | None:
    """The next announced roadshow, or the one going on."""
    statement = select(Roadshow).where(Roadshow.state.in_(COMING), Roadshow.ends_at > clock.now())
    return db.session.scalar(statement.order_by(Roadshow.starts_at, Roadshow.id).limit(1))


def chains(everything: bool = False) -> list[str]:
    """The industry chains there are roadshows about, in public or (`everything`) at all."""
    statement = select(Roadshow.chain).where(Roadshow.chain != "", true() if everything else announced())
    return list(db.session.scalars(statement.distinct().order_by(Roadshow.chain)))


def all_series() -> list[RoadshowSeries]:
    """Every series, the newest first."""
    return list(db.session.scalars(select(RoadshowSeries).order_by(RoadshowSeries.id.desc())))


def series(series_id: int) -> RoadshowSeries:
    """One series; raises NotFound."""
    found = db.session.get(RoadshowSeries, series_id)
    if found is None:
        raise NotFound
    return found


def series_titled(title: str) -> RoadshowSeries | None:
    """The series with exactly this title."""
    return db.session.scalar(select(RoadshowSeries).where(RoadshowSeries.title == title))


def held_in_series() -> Mapping[int, int]:
    """How many announced or held roadshows each series has."""
    statement = select(Roadshow.series_id, func.count()).where(announced(), Roadshow.series_id.is_not(None))
    rows = db.session.execute(statement.group_by(Roadshow.series_id)).all()
    return {number: count for number, count in rows if number is not None}


def board(actor: Actor, states: Collection[str], series_id: int | None, text: str) -> Select[Roadshow]:
    """The desk's list: what this person may see, narrowed; what comes next stands first."""
    statement = select(Roadshow).where(visible(actor)).options(selectinload(Roadshow.series))
    if states:
        statement = statement.where(Roadshow.state.in_(states))
    if series_id is not None:
        statement = statement.where(Roadshow.series_id == series_id)
    if text:
        like = f"%{text.replace('%', '').replace('_', '')}%"
        words = (Roadshow.title, Roadshow.title_en, Roadshow.chain, Roadshow.reference)
        statement = statement.where(or_(*(column.ilike(like) for column in words)))
    return statement.order_by(Roadshow.starts_at.desc(), Roadshow.id.desc())


def counts(actor: Actor) -> Mapping[str, int]:
    """How many of them stand in each state."""
    statement = select(Roadshow.state, func.count()).where(visible(actor)).group_by(Roadshow.state)
    return {state: count for state, count in db.session.execute(statement).all()}  # noqa: C416 - rows are no pairs


def bureau_people() -> list[User]:
    """Everybody of the vetted authorities."""
    statement = select(User).join(Membership).join(Organisation)
    own = (Organisation.kind == "authority", Organisation.state == Vetting.APPROVED, User.disabled_at.is_(None))
    return list(db.session.scalars(statement.where(*own).order_by(User.id)))


def bureau_takes_part() -> bool:
    """Whether there is a vetted authority with a person who can decide on plans."""
    return bool(bureau_people())
