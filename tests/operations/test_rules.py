"""The work list: lights, filters, order."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.operations.rules import KINDS, WorkItem, arranged, counts

TODAY = date(2026, 11, 22)


def item(kind: str = "needs", due: int | None = 3, since: int = 2, **over: Any) -> WorkItem:
    values: dict[str, Any] = {
        "kind": kind,
        "matter": "Something",
        "subject": "XQ-1 foundry sand",
        "organisation": "Hengdi",
        "waits_for": "Operator",
        "since": TODAY - timedelta(days=since),
        "endpoint": "x",
        "due": None if due is None else TODAY + timedelta(days=due),
    }
    return WorkItem(**(values | over))


@pytest.mark.parametrize(
    ("due", "light"), [(-1, "bad"), (0, "warn"), (7, "warn"), (8, "info"), (30, "info"), (31, "ok"), (None, "ok")]
)
def test_the_light_follows_the_term(due: int | None, light: str) -> None:
    assert item(due=due).light(TODAY) == light


def test_what_stands_still_is_red_and_first() -> None:
    stuck = item("held", due=None, stuck=True)
    assert stuck.light(TODAY) == "bad"
    assert arranged([item(due=-40), stuck, item(due=None)], TODAY)[0] is stuck


def test_filters_narrow_together() -> None:
    items = [item(), item("vetting", due=-2), item(subject="XQ-2 bearings")]
    assert len(arranged(items, TODAY)) == 3
    assert [found.kind for found in arranged(items, TODAY, kind="vetting")] == ["vetting"]
    assert [found.subject for found in arranged(items, TODAY, words="BEARINGS hengdi")] == ["XQ-2 bearings"]
    assert [found.kind for found in arranged(items, TODAY, lamp="bad")] == ["vetting"]
    assert arranged(items, TODAY, kind="nonsense") == []


def test_the_longest_waiting_can_come_first() -> None:
    items = [item(since=1), item(since=9), item(since=4)]
    assert [found.age(TODAY) for found in arranged(items, TODAY, sort="age")] == [9, 4, 1]


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.none() | st.integers(-50, 400)), max_size=30))
def test_nothing_is_lost_or_doubled(found: list[tuple[str, int | None]]) -> None:
    items = [item(kind, due) for kind, due in found]
    assert sum(counts(items).values()) == len(items)
    shown = arranged(items, TODAY)
    assert sorted(map(id, shown)) == sorted(map(id, items))
    dues = [one.due for one in shown if one.due]
    assert dues == sorted(dues)
    assert sum(len(arranged(items, TODAY, lamp=lamp)) for lamp in ("bad", "warn", "info", "ok")) == len(items)
