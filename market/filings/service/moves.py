"""Changing the state of a filing or an invoice: compare and swap, so that of two who try at once one does it."""

from collections.abc import Collection
from typing import Any

from market.core.db import swap_state
from market.filings.errors import TooLate
from market.filings.models import Filing, Invoice


def take(row: Filing | Invoice, old: Collection[str], new: str, **values: Any) -> None:
    """Move a row to another state, inside a transaction; TooLate when it has left the states it may come from."""
    if not swap_state(row, old, new, **values):
        raise TooLate
