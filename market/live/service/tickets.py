"""The sealed word with which a viewer's page asks for news: who he is and until when, readable without the database.

A thousand pages ask every few seconds; looking up each session and registration would cost more than the news. The
word opens the board alone, on which nothing is said about anybody; it runs out soon, and a new one is only given to a
signed-in person who is still let in.
"""

from dataclasses import dataclass

from market.core import clock, seals
from market.core.errors import NotFound
from market.live.errors import PlaceLost

PURPOSE = "live"
LASTS = 20 * 60
"""Seconds."""


@dataclass(frozen=True)
class Viewer:
    """Who asks: a person at a roadshow, and whether he counts as a viewer."""

    roadshow_id: int
    user_id: int
    counted: bool


def issue(viewer: Viewer) -> str:
    """The word for a viewer's page."""
    until = int(clock.now().timestamp()) + LASTS
    half = f"{viewer.roadshow_id}.{viewer.user_id}.{int(viewer.counted)}.{until}"
    return seals.sealed(PURPOSE, half)


def read(word: str, roadshow_id: int) -> Viewer:
    """Who asks with this word; raises PlaceLost when it was not made here, is for elsewhere or has run out."""
    try:
        number, user_id, counted, until = seals.opened(PURPOSE, word).split(".")
    except NotFound:
        raise PlaceLost from None
    if int(number) != roadshow_id or int(until) < clock.now().timestamp():
        raise PlaceLost
    return Viewer(roadshow_id, int(user_id), counted == "1")
