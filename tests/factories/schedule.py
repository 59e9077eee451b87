"""Released programmes for tests."""

from datetime import timedelta
from typing import Any

from market.core.actor import Actor
from market.core.db import transaction
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.schedule.models import ScheduleRelease, ScheduleRoom


def release(by: Actor, of: Roadshow, pitches: list[Pitch], room: str = "一号厅", number: int = 1) -> ScheduleRelease:
    """A version in one room: an opening of ten minutes, then each pitch with eight minutes and four for questions."""
    start = of.starts_at
    rows: list[dict[str, Any]] = [
        {"key": 1, "room": room, "starts_at": start.isoformat(), "minutes": 10, "kind": "opening", "title": "致辞"}
    ]
    for place, pitch in enumerate(pitches):
        begins = start + timedelta(minutes=10 + 12 * place)
        rows.append(
            {
                "key": 2 + place,
                "room": room,
                "starts_at": begins.isoformat(),
                "minutes": 12,
                "answer_minutes": 4,
                "kind": "pitch",
                "title": pitch.title,
                "title_en": pitch.title_en,
                "speaker": pitch.speaker,
                "pitch_id": pitch.id,
            }
        )
    found = ScheduleRelease(roadshow_id=of.id, number=number, items=rows, released_by=by.user_id)
    with transaction() as session:
        session.add(ScheduleRoom(roadshow_id=of.id, name=room))
        session.add(found)
    return found
