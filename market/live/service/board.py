"""The board that all viewers read: held by whoever changes anything, made anew from what is stored, tagged.

A host's deed makes it at once. Votes and the like only mark it stale, and the first reader after a second makes it, so
that a thousand votes in a moment cost one board.
"""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from market.core import clock
from market.core.db import Base, db, lock_row
from market.live.models import LiveBoard
from market.live.service.snapshot import snapshot
from market.roadshows.models import Roadshow

RENEW_AFTER = timedelta(seconds=1)


def put_if_new(model: type[Base], **values: Any) -> bool:
    """Store a row unless one with its key is there; whether it was new. Two at once: one of them is."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    key = model.__mapper__.primary_key[0]
    statement = insert(model).values(**values).on_conflict_do_nothing().returning(key)
    return db.session.execute(statement).first() is not None


def hold(roadshow_id: int) -> LiveBoard:
    """The board of a roadshow, made on first use, held until the transaction ends."""
    now = clock.now()
    put_if_new(LiveBoard, roadshow_id=roadshow_id, made_at=now)
    board = db.session.get_one(LiveBoard, roadshow_id)
    lock_row(board)
    return board


def publish(board: LiveBoard) -> None:
    """Make the board anew from everything stored so far."""
    db.session.flush()
    roadshow = db.session.get_one(Roadshow, board.roadshow_id)
    board.revision += 1
    board.body = json.dumps(snapshot(roadshow, board), ensure_ascii=False, separators=(",", ":"))
    board.digest = sha256(board.body.encode()).hexdigest()[:32]
    board.stale, board.made_at = False, clock.now()
    db.session.flush()


def touch(roadshow_id: int) -> None:
    """Mark the board stale; the next reader makes it."""
    put_if_new(LiveBoard, roadshow_id=roadshow_id, made_at=clock.now())
    db.session.execute(
        update(LiveBoard)
        .where(LiveBoard.roadshow_id == roadshow_id)
        .values(stale=True)
        .execution_options(synchronize_session=False)
    )


def due(stale: bool, made_at: Any) -> bool:
    """Whether a reader should make the board anew."""
    return bool(stale) and clock.now() - made_at >= RENEW_AFTER


def renew(roadshow_id: int) -> bool:
    """Make a stale board anew; of many readers at once one does it, the others read what there is."""
    now = clock.now()
    claimed = db.session.execute(
        update(LiveBoard)
        .where(LiveBoard.roadshow_id == roadshow_id, LiveBoard.stale, LiveBoard.made_at <= now - RENEW_AFTER)
        .values(made_at=now)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    publish(hold(roadshow_id))
    return True


def show_at_once(roadshow_id: int) -> None:
    """Make the board anew without waiting: somebody is about to look at a whole page for what was just done."""
    publish(hold(roadshow_id))


def ensure(roadshow_id: int) -> LiveBoard:
    """The board, made when it was never made before."""
    board = hold(roadshow_id)
    if not board.digest:
        publish(board)
    return board
