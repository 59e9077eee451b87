"""Moving a split from state to state by compare-and-swap: of two who try, one wins."""

from typing import Any

from sqlalchemy import update

from market.core.db import db
from market.income.errors import NotThisSplitNow
from market.income.models import Split
from market.income.rules.states import MOVES, State


def take(split: Split, old: State, new: State, **values: Any) -> None:
    """Move a split that is in `old`, with its other columns; raises NotThisSplitNow when somebody was faster."""
    if new not in MOVES[old]:
        raise NotThisSplitNow
    db.session.flush()
    moved = db.session.execute(
        update(Split)
        .where(Split.id == split.id, Split.state == old, Split.version == split.version)
        .values(state=new, version=Split.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise NotThisSplitNow
    db.session.refresh(split)
