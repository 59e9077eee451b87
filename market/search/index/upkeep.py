"""Keeping index and database the same: only jobs and commands come here, never a web request.

Nobody keeps a list of what changed. Each event only says that something did; then the versions in the database are
compared with those in the index, and what differs is renewed. So a lost event, a crash and an old backup all heal by
the same way, and a bulk import costs one job.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from market.core.db import forget as fresh_reading
from market.core.events import Event
from market.core.settings import settings
from market.search import queries
from market.search.index.shelves import forget, library
from market.search.index.store import IndexUnavailable, Progress, Store

log = logging.getLogger(__name__)

_BATCH = 500
_REBUILD_ABOVE = 1000
_REBUILD_SHARE = 0.3
_DELETED_SHARE = 0.3


@dataclass(frozen=True)
class Drift:
    """How index and database differ. `opens` says whether there is an index at all, `fallen_back` whether it is an
    older generation that answers because the one in use is damaged."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    documents: int = 0
    opens: bool = True
    fallen_back: bool = False
    wanted: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def none(self) -> bool:
        """Index and database say the same."""
        return self.opens and not (self.fallen_back or self.missing or self.extra or self.stale or self.doubled)


def drift() -> Drift:
    """Compare index and database now."""
    fresh_reading()
    wanted = queries.versions()
    try:
        source = library(settings().index)
    except IndexUnavailable:
        return Drift(missing=tuple(wanted), opens=False, wanted=wanted)
    held: dict[str, str] = {}
    doubled = []
    for number in source.live:
        row = source.rows[number]
        if row.key in held:
            doubled.append(row.key)
        held[row.key] = row.version
    return Drift(
        missing=tuple(key for key in wanted if key not in held),
        extra=tuple(key for key in held if key not in wanted),
        stale=tuple(key for key, version in wanted.items() if held.get(key, version) != version),
        doubled=tuple(doubled),
        documents=len(held),
        fallen_back=source.name != Store(settings().index).current(),
        wanted=wanted,
    )


def refresh(keys: Iterable[str] = ()) -> int:
    """Bring the index to what the database says, and renew these keys whatever their version; returns how many."""
    store = Store(settings().index)
    with store.lock():
        found = drift()
        changed = {*found.missing, *found.stale, *found.doubled, *(set(keys) & found.wanted.keys())}
        if found.none and not changed:
            return 0
        if _better_rebuilt(found, len(changed)):
            return _rebuild(store, found.wanted)
        gone = [*found.extra]
        order = sorted(changed)
        for start in range(0, max(1, len(order)), _BATCH):
            batch = {key: found.wanted[key] for key in order[start : start + _BATCH]}
            store.update(queries.documents(batch), gone=[*gone, *batch])
            gone = []
        return len(changed) + len(found.extra)


def _better_rebuilt(found: Drift, changed: int) -> bool:
    if found.fallen_back or not found.opens:
        return True
    source = library(settings().index)
    worn = len(source.deleted) > _REBUILD_ABOVE and len(source.deleted) > _DELETED_SHARE * len(source.rows)
    return worn or (changed > _REBUILD_ABOVE and changed > _REBUILD_SHARE * len(found.wanted))


def _rebuild(store: Store, wanted: dict[str, str], progress: Progress | None = None) -> int:
    count = store.rebuild(queries.documents(wanted), len(wanted), progress)
    forget(store.root)
    return count


def reindex(progress: Progress | None = None) -> dict[str, Any]:
    """Build the index anew beside the old one and switch to it; searches go on meanwhile."""
    store = Store(settings().index)
    with store.lock():
        fresh_reading()
        count = _rebuild(store, queries.versions(), progress)
    return {"documents": count, "bytes": store.size()}


def health() -> dict[str, Any]:
    """For `doctor`: whether the index opens and how far it is from the database."""
    forget(settings().index)
    found = drift()
    return {
        "ok": found.none,
        "opens": found.opens,
        "fallen_back": found.fallen_back,
        "documents": found.documents,
        "missing": len(found.missing),
        "extra": len(found.extra),
        "stale": len(found.stale),
        "doubled": len(found.doubled),
        "megabytes": round(Store(settings().index).size() / 2**20, 1),
    }


# -- reactions


def hear(events: Sequence[Event]) -> None:
    """Something findable has changed: renew it. Takes all waiting events at once; repeats harmlessly."""
    keys = {key for event in events for key in _keys(event)}
    count = refresh(keys)
    log.info("index refreshed", extra={"documents": count, "events": len(events)})


def _keys(event: Event) -> Iterable[str]:
    """The documents an event names; others are found by their versions."""
    kind, _, number = event.subject().partition(":")
    if kind in ("listing", "patent") and number:
        yield f"{kind}:{number}"


def check() -> None:
    """By the clock: find and mend whatever no event told of."""
    count = refresh()
    if count:
        log.warning("index had drifted", extra={"documents": count})
