"""Changing a state: compare and swap, so that of two who try at once one does it and the other is told."""

from typing import Any

from market.core.db import swap_state
from market.licensing.errors import NotPossibleNow
from market.licensing.models import Licence, LicenceRequest


def take(row: LicenceRequest | Licence, old: str, new: str, **values: Any) -> None:
    """Move a row from one state to another, inside a transaction; NotPossibleNow when it has left that state."""
    if not swap_state(row, (old,), new, **values):
        raise NotPossibleNow
