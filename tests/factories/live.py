"""Days for tests: a live roadshow with a released programme, people let in, and browsers signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from market.accounts.models import User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.live import service
from market.live.models import LiveQuestion
from market.pitches.models import Pitch
from market.roadshows.models import Roadshow
from market.schedule.rules.items import Item, Kind
from tests.factories import accounts, guests, pitches, roadshows, schedule

ROOM = "一号厅"


@dataclass
class Day:
    """A roadshow on its day: its host, its pitches in order, and a person of the first pitch's university."""

    host: Actor
    roadshow: Roadshow
    pitches: list[Pitch]
    university: Actor
    id: int


def day(count: int = 2, **over: Any) -> Day:
    """A live roadshow that began this minute, with an opening and so many pitches in one room."""
    host = roadshows.operator()
    roadshow = roadshows.roadshow(host, **({"state": "live", "starts_at": clock.now()} | over))
    made = [pitches.pitch(roadshow) for _number in range(count)]
    schedule.release(host, roadshow, [pitch for _actor, pitch in made], ROOM)
    return Day(host, roadshow, [pitch for _actor, pitch in made], made[0][0], roadshow.id)


def guest(of: Day, kind: str = "firm", **over: Any) -> Actor:
    """A confirmed guest."""
    return guests.registration(of.roadshow, accounts.actor(kind, **over))[0]


def person(actor: Actor) -> User:
    """The row of an actor's person."""
    return db.session.get_one(User, actor.user_id)


def begun(of: Day, steps: int = 1) -> int:
    """Press "next" so many times; returns the room's revision."""
    revision = 0
    for _step in range(steps):
        with transaction():
            revision = service.step_next(of.host, of.id, ROOM, revision).revision
    return revision


def question(of: Day, actor: Actor, text: str = "600 kg 的保温炉能不能用？") -> LiveQuestion:
    """A question somebody asked."""
    with transaction():
        found = service.ask(actor, of.id, text)
    assert found is not None
    return found


def items(count: int, start: datetime, minutes: int = 10, gap: int = 0) -> list[Item]:
    """Items one after another, with a gap of so many minutes between them."""
    return [
        Item(
            key=number + 1,
            room=ROOM,
            starts_at=start + timedelta(minutes=number * (minutes + gap)),
            minutes=minutes,
            kind=Kind.PITCH,
            title=f"Item {number + 1}",
        )
        for number in range(count)
    ]
