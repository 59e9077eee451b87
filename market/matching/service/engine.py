"""Finding what is nearest to a free text: the search door's comparison, asked twice.

The first answer tells which classes the text probably belongs to; the second brings documents of those classes a
little forward. Nothing must match and no pair is ever compared by itself, so the work does not grow with the number
of needs times offers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from market.matching.rules.classes import likely_classes
from market.search.index.comparing import Ranked, compare
from market.search.index.rows import Row
from market.search.index.shelves import Library

Texts = Sequence[tuple[float, str]]
LOOKED_AT = 30
"""How many of the nearest documents tell the likely classes."""


@dataclass(frozen=True)
class Nearest:
    """The nearest documents, best first, and the classes that were inferred."""

    hits: list[Ranked]
    classes: tuple[str, ...]


def nearest(source: Library, texts: Texts, limit: int, only: Callable[[Row], bool] | None = None) -> Nearest:
    """The documents nearest to the weighted texts; [] when they share nothing."""
    first = compare(source, texts, only=only, limit=max(limit, LOOKED_AT))
    classes = likely_classes((hit.row.levels, hit.points) for hit in first[:LOOKED_AT])
    if not classes:
        return Nearest(first[:limit], ())
    return Nearest(compare(source, texts, ipc=classes, only=only, limit=limit), classes)
