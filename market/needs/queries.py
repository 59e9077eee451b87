"""Reading needs. The public reads `Shown`, which has no place for anything confidential."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import selectinload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.needs.models import Need, NeedDocument
from market.needs.rules.states import ON_BOARD

SEARCHED = (Need.title, Need.background, Need.problem, Need.indicators, Need.industry_text)
MOST_WORDS = 12
SORTS = ("newest", "ending", "budget")
GROUPS = ("industry", "region", "cooperation", "budget")
BUDGETS = ("small", "middle", "large", "open")
_MIDDLE, _LARGE = 50 * 10**6, 200 * 10**6
"""Half a million and two million yuan, in fen."""


@dataclass(frozen=True)
class Shown:
    """A need as the public sees it."""

    id: int
    reference: str
    state: str
    title: str
    firm: str
    industry: str
    industry_text: str
    background: str
    problem: str
    indicators: str
    present_state: str
    tried: str
    budget_text: str
    budget: tuple[Money | None, Money | None]
    cooperation: tuple[str, ...]
    cooperation_text: str
    deadline: date | None
    ip_wish: str
    region: str
    region_text: str
    valid_until: date | None
    validity_text: str
    published_at: datetime | None
    documents: tuple[tuple[int, str, int], ...]
    """Public files: id, name, size in bytes."""


@dataclass(frozen=True)
class Asked:
    """What a reader of the board asks for."""

    words: str = ""
    industry: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    cooperation: tuple[str, ...] = ()
    budget: tuple[str, ...] = ()
    sort: str = "newest"


def shown(need: Need) -> Shown:
    """The public side of a need."""
    same = {name: getattr(need, name) for name in Shown.__dataclass_fields__ if hasattr(Need, name)}
    same["cooperation"] = tuple(need.cooperation)
    same["documents"] = tuple(
        (document.id, document.file.filename, document.file.size)
        for document in need.documents
        if not document.confidential
    )
    return Shown(**same)


def on_board(need_id: int) -> Need:
    """A need the public may see; NotFound for any other."""
    need = db.session.get(Need, need_id)
    if need is None or need.state not in ON_BOARD:
        raise NotFound
    return need


def own(actor: Actor, need_id: int) -> Need:
    """A need of the actor's own organisation; NotFound for any other."""
    need = db.session.get(Need, need_id)
    if need is None or not actor.of(need.organisation_id):
        raise NotFound
    return need


def editable(actor: Actor, need_id: int) -> Need:
    """A need whose text this actor may change: the firm its own, the operator any that was handed in."""
    return for_review(actor, need_id) if actor.operator else own(actor, need_id)


def for_review(actor: Actor, need_id: int) -> Need:
    """Any need that was handed in, for the operator; a draft is the firm's own affair."""
    need = db.session.get(Need, need_id)
    if not actor.operator or need is None or (need.state == "draft" and need.submitted_at is None):
        raise NotFound
    return need


def by_id(need_id: int | None) -> Need | None:
    """A need by its number, for the operator's pages."""
    return db.session.get(Need, need_id) if need_id else None


def may_read_private(actor: Actor, need: Need) -> bool:
    """Whether the confidential parts are this reader's to see."""
    return actor.operator or actor.of(need.organisation_id)


def document(actor: Actor, need_id: int, document_id: int) -> NeedDocument:
    """A file of a need this reader may open; NotFound for any other."""
    found = db.session.get(NeedDocument, document_id)
    if found is None or found.need_id != need_id:
        raise NotFound
    if may_read_private(actor, found.need):
        return found
    if found.confidential or found.need.state not in ON_BOARD or actor.user_id is None:
        raise NotFound
    return found


def mine(actor: Actor) -> Select[Need]:
    """The needs of the actor's organisation, the newest first."""
    return (
        select(Need)
        .where(Need.organisation_id == actor.organisation_id)
        .options(selectinload(Need.documents))
        .order_by(Need.updated_at.desc(), Need.id.desc())
    )


def board(asked: Asked) -> Select[Need]:
    """The public needs that fit what is asked, in the order asked for."""
    order: dict[str, Sequence[Any]] = {
        "newest": (Need.published_at.desc(),),
        "ending": (Need.valid_until.is_(None), Need.valid_until),
        "budget": (func.coalesce(Need.budget_max_minor, Need.budget_min_minor, 0).desc(),),
    }
    return (
        select(Need)
        .where(*conditions(asked).values())
        .options(selectinload(Need.organisation), selectinload(Need.documents))
        .order_by(*order.get(asked.sort, order["newest"]), Need.id.desc())
    )


def conditions(asked: Asked) -> dict[str, ColumnElement[bool]]:
    """What is asked as conditions by filter group; "" holds those that belong to no group."""
    found: dict[str, ColumnElement[bool]] = {"": and_(Need.state.in_(ON_BOARD), *_words(asked.words))}
    if asked.industry:
        found["industry"] = func.substr(Need.industry, 1, 1).in_(asked.industry)
    if asked.region:
        found["region"] = func.substr(Need.region, 1, 4).in_(asked.region)
    if asked.cooperation:
        found["cooperation"] = or_(*(_cooperates(form) for form in asked.cooperation))
    if asked.budget:
        found["budget"] = or_(*(_budget(band) for band in asked.budget))
    return found


def _words(words: str) -> list[ColumnElement[bool]]:
    """Every word must occur somewhere in the public texts."""
    return [
        or_(*(column.ilike(f"%{_escaped(word)}%", escape="\\") for column in SEARCHED))
        for word in words[:200].split()[:MOST_WORDS]
    ]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _cooperates(form: str) -> ColumnElement[bool]:
    return cast(Need.cooperation, String).like(f'%"{_escaped(form)}"%', escape="\\")


def _budget(band: str) -> ColumnElement[bool]:
    """Bands of the upper bound: up to half a million yuan, up to two million, above; "open" is no figure at all."""
    top = func.coalesce(Need.budget_max_minor, Need.budget_min_minor)
    return {
        "small": and_(top > 0, top <= _MIDDLE),
        "middle": and_(top > _MIDDLE, top <= _LARGE),
        "large": top > _LARGE,
        "open": or_(top.is_(None), top == 0),
    }[band]


def counts(asked: Asked, forms: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """For each filter group its values with counts that ignore the group's own choice, the largest first."""
    found = conditions(asked)
    others = {group: [c for name, c in found.items() if name != group] for group in GROUPS}
    result = {
        "industry": _grouped(func.substr(Need.industry, 1, 1), others["industry"]),
        "region": _grouped(func.substr(Need.region, 1, 4), others["region"]),
    }
    for group, values, condition in (
        ("cooperation", forms, _cooperates),
        ("budget", BUDGETS, _budget),
    ):
        numbers = [
            (value, int(db.session.scalar(select(func.count(Need.id)).where(condition(value), *others[group])) or 0))
            for value in values
        ]
        result[group] = numbers
    return result


def _grouped(key: Any, where: Sequence[ColumnElement[bool]]) -> list[tuple[str, int]]:
    rows = db.session.execute(select(key, func.count(Need.id)).where(*where).group_by(key)).all()
    return sorted(((str(k), int(n)) for k, n in rows if k), key=lambda pair: (-pair[1], pair[0]))


TABS = ("waiting", "odd", "published", "returned", "ended")


def triage(tab: str, words: str = "") -> Select[Need]:
    """The operator's list: what waits for review (oldest first), what looks odd, what is on the board ..."""
    return (
        select(Need)
        .where(_tab(tab), *_words(words))
        .options(selectinload(Need.organisation), selectinload(Need.documents))
        .order_by(Need.submitted_at if tab in ("waiting", "odd") else Need.updated_at.desc(), Need.id)
    )


def _tab(tab: str) -> ColumnElement[bool]:
    odd = cast(Need.flags, String).notin_(("[]", "null"))
    return {
        "waiting": Need.state == "submitted",
        "odd": and_(Need.state.in_(("submitted", *ON_BOARD)), odd),
        "published": Need.state.in_(ON_BOARD),
        "returned": Need.state == "returned",
        "ended": Need.state.in_(("solved", "closed", "expired")),
    }[tab]


def tab_counts() -> dict[str, int]:
    """How many needs stand in each tab of the operator's list."""
    return {tab: int(db.session.scalar(select(func.count(Need.id)).where(_tab(tab))) or 0) for tab in TABS}


def over() -> list[int]:
    """Ids of public needs whose last day has passed."""
    return list(
        db.session.scalars(
            select(Need.id).where(Need.state.in_(ON_BOARD), Need.valid_until < clock.today()).order_by(Need.id)
        )
    )
