"""Draws of a roadshow."""

from sqlalchemy import select

from market.core.db import db
from market.core.errors import NotFound
from market.pitches.models import PitchDraw


def draws(roadshow_id: int) -> list[PitchDraw]:
    """Every draw that was announced, the first first: none is ever left out."""
    statement = select(PitchDraw).where(PitchDraw.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.order_by(PitchDraw.number)))


def open_draw(roadshow_id: int) -> PitchDraw | None:
    """The draw that is announced and not yet held."""
    return next((one for one in draws(roadshow_id) if one.open), None)


def draw(roadshow_id: int, draw_id: int) -> PitchDraw:
    """One draw of a roadshow; NotFound for that of another."""
    found = db.session.get(PitchDraw, draw_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    return found
