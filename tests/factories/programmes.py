"""Drafts of programmes for tests, made through the services."""

from datetime import timedelta

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.roadshows.models import Roadshow
from market.schedule import queries, service
from market.schedule.models import ScheduleItem, ScheduleRelease
from tests.factories import pitches, roadshows


def drafted(count: int = 3, state: str = "announced") -> tuple[Actor, Roadshow]:
    """An operator and an event with so many pitches laid out by the template."""
    operator = roadshows.operator()
    starts = (clock.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    show = roadshows.roadshow(operator, state=state, starts_at=starts)
    for _ in range(count):
        pitches.pitch(show)
    with transaction():
        service.fill(operator, show.id)
    return operator, show


def version(show: Roadshow) -> int:
    """The version of the draft as an editor sees it now."""
    held = queries.draft(show.id)
    return held.version if held else 0


def released(operator: Actor, show: Roadshow, note: str = "") -> ScheduleRelease:
    """The draft as it stands, released."""
    with transaction():
        return service.release(operator, show.id, version(show), note)


def pitch_items(show: Roadshow) -> list[ScheduleItem]:
    """The items of the draft that are pitches, by time."""
    return [row for row in queries.draft_items(show.id) if row.pitch_id is not None]
