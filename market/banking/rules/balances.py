"""Whether the balances of a statement hang together, from row to row and from statement to statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from market.banking.rules.entries import Entry
from market.core.money import Money


@dataclass(frozen=True)
class Continuity:
    """What stood on the account before and after; `breaks` are the lines where the balance does not follow."""

    opening: Money | None
    closing: Money | None
    breaks: tuple[int, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the format tells balances at all."""
        return self.opening is not None and self.closing is not None


def signed(entry: Entry) -> Money:
    """The change of the balance."""
    return entry.money if entry.incoming else -entry.money


def by_rows(entries: Sequence[Entry]) -> Continuity:
    """From the balance of each row; files may begin with the newest row."""
    rows = [entry for entry in entries if entry.balance is not None]
    if not rows or len(rows) != len(entries):
        return Continuity(None, None)
    turned = list(reversed(rows))
    if len(_breaks(turned)) < len(_breaks(rows)) or (len(rows) > 1 and rows[0].booked_on > rows[-1].booked_on):
        rows = turned
    first, last = rows[0], rows[-1]
    opening = first.balance - signed(first) if first.balance is not None else None
    return Continuity(opening, last.balance, _breaks(rows))


def _breaks(rows: Sequence[Entry]) -> tuple[int, ...]:
    """Lines whose balance is not the one before changed by the row."""
    return tuple(
        row.line
        for before, row in pairwise(rows)
        if before.balance is not None and row.balance is not None and before.balance + signed(row) != row.balance
    )


def by_ends(entries: Sequence[Entry], opening: Money, closing: Money) -> Continuity:
    """From the balances that a file states at its ends; a break at line 0 means that the rows do not lead there."""
    total = sum((signed(entry) for entry in entries), Money.zero(opening.currency))
    return Continuity(opening, closing, () if opening + total == closing else (0,))
