"""Who watches: signs of life are gathered in this process and written down together, never one for each request."""

import threading
import time
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from market.accounts.models import Membership
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.guests import service as guests
from market.live import queries
from market.live.models import LiveAttendance
from market.live.rules.presence import WRITTEN_EVERY, watched
from market.live.service import board as boards

Signs = Mapping[int, Mapping[int, datetime]]
"""By roadshow and person: when last heard of."""


class Gathering:
    """The signs of life that this process has heard and not yet written down."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.heard: dict[int, dict[int, datetime]] = {}
        self.written = time.monotonic()

    def hear(self, roadshow_id: int, user_id: int) -> None:
        """Somebody's page asked for news."""
        with self.lock:
            self.heard.setdefault(roadshow_id, {})[user_id] = clock.now()

    def take_due(self) -> Signs:
        """All signs, once every while, to one caller who writes them down; nothing to everybody else."""
        with self.lock:
            if not self.heard or time.monotonic() - self.written < WRITTEN_EVERY:
                return {}
            return self._taken()

    def take_all(self) -> Signs:
        """All signs now."""
        with self.lock:
            return self._taken()

    def _taken(self) -> Signs:
        taken, self.heard, self.written = self.heard, {}, time.monotonic()
        return taken


def come(actor: Actor, roadshow_id: int) -> None:
    """Note that a person opened the live page; the hosts are not counted."""
    if actor.user_id is not None and not actor.operator:
        guests.mark_present(actor, roadshow_id)
        write_down({roadshow_id: {actor.user_id: clock.now()}})


def write_down(signs: Signs) -> None:
    """Write signs of life into the attendance, and how many watch now and did at most onto the board."""
    for roadshow_id, heard in sorted(signs.items()):
        _attend(roadshow_id, heard)
        board = boards.hold(roadshow_id)
        db.session.flush()
        watching = queries.present(roadshow_id)
        if watching != board.viewers:
            board.viewers, board.peak = watching, max(board.peak, watching)
            board.stale = True


def _attend(roadshow_id: int, heard: Mapping[int, datetime]) -> None:
    people = list(heard)
    known = {
        row.user_id: row
        for row in db.session.scalars(
            select(LiveAttendance).where(
                LiveAttendance.roadshow_id == roadshow_id, LiveAttendance.user_id.in_(people)
            )
        )
    }
    bodies = dict(
        db.session.execute(
            select(Membership.user_id, Membership.organisation_id).where(Membership.user_id.in_(people))
        ).all()
    )
    for user_id in sorted(people):
        at, row = heard[user_id], known.get(user_id)
        if row is not None:
            row.seconds += round(watched(row.seen_at, at).total_seconds())
            row.seen_at = max(row.seen_at, at)
        else:
            values = {"organisation_id": bodies.get(user_id), "entered_at": at, "seen_at": at, "seconds": 0}
            boards.put_if_new(LiveAttendance, roadshow_id=roadshow_id, user_id=user_id, **values)
