"""An organisation's own patents, for choosing what to declare."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import selectinload

from market.core.actor import Actor
from market.core.db import db
from market.patents.models import Owner, Patent

MOST_SHOWN = 50


def own_patents(actor: Actor, words: str = "") -> Select[Patent]:
    """The organisation's patents that fit every word (title, number, keywords), those in force first."""
    statement = (
        select(Patent)
        .where(_of(actor), Patent.secret.is_(False))
        .order_by(case((Patent.status == "in_force", 0), else_=1), Patent.application_number.desc())
        .options(selectinload(Patent.owners))
    )
    for word in words.split()[:8]:
        pattern = f"%{_escaped(word.upper().removeprefix('ZL') if word[:2].upper() == 'ZL' else word)}%"
        statement = statement.where(
            or_(
                Patent.title.ilike(pattern, escape="\\"),
                Patent.application_number.ilike(pattern, escape="\\"),
                Patent.keywords.ilike(pattern, escape="\\"),
            )
        )
    return statement


def chosen_patents(actor: Actor, ids: Sequence[int]) -> list[Patent]:
    """Those of the given patents that are the organisation's own, by number."""
    if not ids:
        return []
    statement = select(Patent).where(_of(actor), Patent.id.in_(ids)).options(selectinload(Patent.owners))
    return list(db.session.scalars(statement.order_by(Patent.application_number)))


def _of(actor: Actor) -> ColumnElement[bool]:
    return Patent.id.in_(select(Owner.patent_id).where(Owner.organisation_id == (actor.organisation_id or 0)))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
