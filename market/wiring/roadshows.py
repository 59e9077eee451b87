"""What the board of roadshows counts of the rooms above it: asked by name, one statement each for a whole page."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select

from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import State as Guest
from market.intents.models import Intent
from market.intents.rules.states import Stage
from market.pitches.models import Pitch
from market.pitches.rules.states import State as Chosen


def counts(roadshow_ids: Collection[int]) -> dict[int, Mapping[str, int]]:
    """By roadshow: selected pitches, registered people, and intents that were not withdrawn."""
    found: dict[int, dict[str, int]] = {number: {} for number in roadshow_ids}
    asked: tuple[tuple[str, Any, Any], ...] = (
        ("pitches", Pitch, Pitch.state == Chosen.SELECTED),
        ("guests", Registration, Registration.state == Guest.CONFIRMED),
        ("intents", Intent, Intent.stage != Stage.WITHDRAWN),
    )
    for name, model, wanted in asked:
        statement = select(model.roadshow_id, func.count()).where(model.roadshow_id.in_(found), wanted)
        for number, count in db.session.execute(statement.group_by(model.roadshow_id)).all():
            found[number][name] = count
    return dict(found)
