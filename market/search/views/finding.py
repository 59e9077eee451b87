"""One answer for page, download and filters alike: from the index, or from the database while there is none."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from market.core import limits
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.outbox import emit
from market.core.settings import settings
from market.search import queries
from market.search.events import IndexLost
from market.search.forms import Asked
from market.search.index.answering import Answer, search
from market.search.index.store import IndexUnavailable
from market.search.rules.choices import Group

log = logging.getLogger(__name__)

REBUILD_PAUSE = 60


@dataclass(frozen=True)
class Found:
    """One thing found: its key, whether it only comes near, and which words it holds."""

    key: str
    near: bool = False
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """An answer: `exact` of the things come first. `simple` says that it came from the database alone."""

    asked: Asked
    things: Sequence[Found]
    exact: int
    words: tuple[str, ...] = ()
    counts: Mapping[Group, Mapping[str, int]] = field(default_factory=dict)
    seconds: float = 0.0
    simple: bool = False
    near_left_out: int = 0

    @property
    def total(self) -> int:
        """Hits and near matches together."""
        return len(self.things)

    @property
    def near(self) -> int:
        """Near matches alone."""
        return len(self.things) - self.exact


def find(asked: Asked) -> Finding:
    """Answer, whatever state the index is in."""
    try:
        return _from_index(asked, search(settings().index, asked.question, asked.choices, asked.sort))
    except IndexUnavailable as reason:
        log.warning("no index: %s", reason)
        ask_for_rebuild()
        return _from_database(asked)


def _from_index(asked: Asked, answer: Answer) -> Finding:
    hits = answer.hits(0, answer.exact if asked.exact else None)
    return Finding(
        asked,
        [Found(hit.row.key, hit.near, hit.matched) for hit in hits],
        answer.exact,
        answer.words,
        answer.counts,
        answer.seconds,
        near_left_out=answer.near if asked.exact else 0,
    )


def _from_database(asked: Asked) -> Finding:
    words = [word for piece in asked.question.wanted for word in piece.text.split()]
    keys = queries.plain_search(words)
    return Finding(asked, [Found(key) for key in keys], len(keys), tuple(words), simple=True)


def ask_for_rebuild() -> None:
    """Have the worker rebuild the index; asked at most once a minute, and never in the way of the answer."""
    with suppress(Refusal), transaction():
        limits.hit("search.rebuild", "index", 1, REBUILD_PAUSE)
        emit(IndexLost())
