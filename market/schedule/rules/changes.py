"""What changed between two released versions of a programme, and since when an item stands as it does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from market.core.i18n import N_
from market.schedule.rules.items import Item


class What(StrEnum):
    """How an item differs from what it was."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    RETITLED = "retitled"
    SPEAKER = "speaker"
    LENGTH = "length"
    DETAIL = "detail"


WHAT_NAMES: Mapping[str, str] = {
    What.ADDED: N_("New on the programme"),
    What.DROPPED: N_("Taken off the programme"),
    What.MOVED: N_("Another time or room"),
    What.RETITLED: N_("Another title"),
    What.SPEAKER: N_("Another speaker"),
    What.LENGTH: N_("Other minutes"),
    What.DETAIL: N_("Details"),
}


@dataclass(frozen=True)
class Change:
    """What became of one item: `before` is empty for a new one, `after` for one taken off."""

    what: tuple[What, ...]
    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """The item as it is now, or as it was last."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change is about an item")
        return found

    def to_plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "what": [str(one) for one in self.what],
            "before": self.before.to_plain() if self.before else None,
            "after": self.after.to_plain() if self.after else None,
        }

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Change":
        """A change from its stored form."""
        before, after = row.get("before"), row.get("after")
        return cls(
            tuple(What(one) for one in row["what"]),
            Item.read(before) if before else None,
            Item.read(after) if after else None,
        )


def what_changed(before: Item, after: Item) -> tuple[What, ...]:
    """In which ways an item differs from what it was; nothing when it is the same."""
    ways = {
        What.MOVED: (before.starts_at, before.room) != (after.starts_at, after.room),
        What.RETITLED: (before.title, before.title_en) != (after.title, after.title_en),
        What.SPEAKER: (before.speaker, before.speaker_title) != (after.speaker, after.speaker_title),
        What.LENGTH: (before.minutes, before.answer_minutes) != (after.minutes, after.answer_minutes),
    }
    found = tuple(way for way, differs in ways.items() if differs)
    return found or ((What.DETAIL,) if before != after else ())


def changes(before: Iterable[Item], after: Iterable[Item]) -> list[Change]:
    """The change list between two versions, by time; an item is known by its pitch, others by their key."""
    old, new = by_identity(before), by_identity(after)
    found = [Change((What.DROPPED,), item, None) for known, item in old.items() if known not in new]
    for known, item in new.items():
        was = old.get(known)
        what = (What.ADDED,) if was is None else what_changed(was, item)
        if what:
            found.append(Change(what, was, item))
    return sorted(found, key=lambda change: (change.item.starts_at, change.item.room, change.item.key))


def applied(items: Iterable[Item], found: Iterable[Change]) -> list[Item]:
    """A version with a change list applied to it: the next version, by time and room."""
    result = by_identity(items)
    for change in found:
        if change.after is None:
            result.pop(change.item.identity, None)
        else:
            result[change.after.identity] = change.after
    return sorted(result.values(), key=lambda item: (item.starts_at, item.room, item.key))


def by_identity(items: Iterable[Item]) -> dict[tuple[str, int], Item]:
    """Items by what they are known by from release to release."""
    return {item.identity: item for item in items}


Version = tuple[int, Sequence[Change]]
"""A release's number and its changes."""


def last_changed(versions: Sequence[Version]) -> dict[tuple[str, int], tuple[int, Change]]:
    """For each item the newest change since the first release, with the number of the release that brought it.

    What has stood there since the first release is not in it; what was taken off is, with that change.
    """
    found: dict[tuple[str, int], tuple[int, Change]] = {}
    for number, listed in sorted(versions, key=lambda version: version[0])[1:]:
        for change in listed:
            if change.what != (What.DETAIL,):
                found[change.item.identity] = (number, change)
    return found
