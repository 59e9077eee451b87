"""Which IPC classes a need belongs to: a need names none, so they are inferred from what is nearest to its wording."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

SUBCLASS_SHARE = 0.25
GROUP_SHARE = 0.2
MOST_SUBCLASSES = 2


class Near(StrEnum):
    """The deepest level two classifications share."""

    GROUP = "group"
    SUBCLASS = "subclass"
    CLASS = "class"
    SECTION = "section"
    NONE = "none"


def likely_classes(hits: Iterable[tuple[Sequence[str], float]]) -> tuple[str, ...]:
    """Subclasses (B22D) and main groups (B22D18) that hold a good part of the points of the nearest documents.

    `hits` are the levels of each document ("B", "B22", "B22D", "B22D18", "B22D18/04") with its points; the deepest
    come first in the answer, which is empty when the nearest documents lie all over the place.
    """
    subclasses: defaultdict[str, float] = defaultdict(float)
    groups: defaultdict[str, float] = defaultdict(float)
    total = 0.0
    for levels, points in hits:
        total += points
        for level in set(levels):
            if len(level) == 4:
                subclasses[level] += points
            elif len(level) > 4 and "/" not in level:
                groups[level] += points
    ordered = sorted(subclasses, key=lambda symbol: (-subclasses[symbol], symbol))
    chosen = [symbol for symbol in ordered if subclasses[symbol] >= SUBCLASS_SHARE * total][:MOST_SUBCLASSES]
    deeper = [
        group
        for group in sorted(groups, key=lambda symbol: (-groups[symbol], symbol))
        if group[:4] in chosen and groups[group] >= GROUP_SHARE * total
    ]
    return (*deeper, *chosen)


def nearness(levels: Iterable[str], likely: Sequence[str]) -> tuple[Near, str]:
    """The deepest level an offer shares with the likely classes, and the symbol shared there ("" for none)."""
    own = set(levels)
    for symbol in likely:
        if len(symbol) > 4 and symbol in own:
            return Near.GROUP, symbol
    for length, near in ((4, Near.SUBCLASS), (3, Near.CLASS), (1, Near.SECTION)):
        for symbol in likely:
            if symbol[:length] in own:
                return near, symbol[:length]
    return Near.NONE, ""


def written(symbol: str) -> str:
    """A symbol as people write it: "B22D 18/04"."""
    return f"{symbol[:4]} {symbol[4:]}" if len(symbol) > 4 else symbol
