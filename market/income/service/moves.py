"""Moving a split from state to state by compare-and-swap: of two who try, one wins."""

from typing import Any

from market.core.db import swap_state
from market.income.errors import NotThisSplitNow
from market.income.models import Split
from market.income.rules.states import MOVES, State


def take(split: Split, old: State, new: State, **values: Any) -> None:
    """Move a split that is in `old`, with its other columns; raises NotThisSplitNow when somebody was faster."""
    if new not in MOVES[old]:
        raise NotThisSplitNow
    if not swap_state(split, (old,), new, Split.version == split.version, **values):
        raise NotThisSplitNow
