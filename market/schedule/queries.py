"""The programme as released."""

from datetime import datetime

from sqlalchemy import select

from market.core.db import db
from market.schedule.models import ScheduleRelease
from market.schedule.rules.items import Item, Kind


def released(roadshow_id: int) -> ScheduleRelease | None:
    """The newest released version."""
    statement = select(ScheduleRelease).where(ScheduleRelease.roadshow_id == roadshow_id)
    return db.session.scalar(statement.order_by(ScheduleRelease.number.desc()).limit(1))


def items(release: ScheduleRelease | None) -> list[Item]:
    """Its items by room and time; none without a release."""
    found = [
        Item(**{**row, "starts_at": datetime.fromisoformat(row["starts_at"]), "kind": Kind(row["kind"])})
        for row in (release.items if release is not None else [])
    ]
    return sorted(found, key=lambda item: (item.starts_at, item.room, item.key))
