"""What changed between two versions, and since when an item stands as it does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from market.schedule.rules.changes import Change, What, applied, changes, last_changed
from market.schedule.rules.items import Item, Kind

START = datetime(2026, 12, 10, 6, 0, tzinfo=UTC)


@st.composite
def items(draw: st.DrawFn, key: int) -> Item:
    """Any item; those with an even key are pitches."""
    return Item(
        key=key,
        room=draw(st.sampled_from(("一号厅", "二号厅"))),
        starts_at=START + timedelta(minutes=draw(st.integers(0, 300))),
        minutes=draw(st.integers(1, 60)),
        kind=Kind.PITCH if key % 2 == 0 else Kind.OTHER,
        title=draw(st.sampled_from(("甲", "乙", "丙"))),
        speaker=draw(st.sampled_from(("", "孟庆元", "刘淑贞"))),
        pitch_id=key * 10 if key % 2 == 0 else None,
    )


@st.composite
def programmes(draw: st.DrawFn) -> list[Item]:
    """A programme with keys of its own."""
    return [draw(items(key)) for key in sorted(draw(st.sets(st.integers(1, 12), max_size=8)))]


@given(programmes())
def test_a_version_against_itself_has_no_changes(version: list[Item]) -> None:
    assert changes(version, version) == []


@given(programmes(), programmes())
def test_changes_applied_to_the_old_version_make_the_new_one(old: list[Item], new: list[Item]) -> None:
    found = changes(old, new)
    assert applied(old, found) == applied(new, [])
    assert [Change.read(change.to_plain()) for change in found] == found


@given(programmes(), programmes())
def test_each_item_is_listed_once_at_most(old: list[Item], new: list[Item]) -> None:
    listed = [change.item.identity for change in changes(old, new)]
    assert len(listed) == len(set(listed))


def one(**over: object) -> Item:
    values = {"key": 1, "room": "一号厅", "starts_at": START, "minutes": 12, "kind": Kind.PITCH, "title": "甲"}
    return Item(**(values | over))  # type: ignore[arg-type]


def test_each_kind_of_change_is_named() -> None:
    before = one(speaker="孟庆元")
    cases = {
        What.MOVED: replace(before, starts_at=START + timedelta(minutes=5)),
        What.RETITLED: replace(before, title="乙"),
        What.SPEAKER: replace(before, speaker="刘淑贞"),
        What.LENGTH: replace(before, minutes=15),
        What.DETAIL: replace(before, kind=Kind.OTHER),
    }
    for what, after in cases.items():
        assert [change.what for change in changes([before], [after])] == [(what,)]
    assert [change.what for change in changes([before], [])] == [(What.DROPPED,)]
    assert [change.what for change in changes([], [before])] == [(What.ADDED,)]
    both = replace(before, room="二号厅", speaker="刘淑贞")
    assert changes([before], [both])[0].what == (What.MOVED, What.SPEAKER)


def test_a_pitch_taken_off_and_put_on_again_is_the_same_item() -> None:
    before, again = one(key=3, pitch_id=7), one(key=9, pitch_id=7)
    assert changes([before], [again])[0].what == (What.DETAIL,)


def test_the_newest_change_since_the_first_version_counts() -> None:
    first, moved, later = one(), one(minutes=15), one(minutes=15, title="乙")
    history = [
        (1, changes([], [first])),
        (2, changes([first], [moved])),
        (3, changes([moved], [later, one(key=2, title="丙")])),
    ]
    found = last_changed(list(reversed(history)))
    assert found[("item", 1)][0] == 3
    assert found[("item", 1)][1].what == (What.RETITLED,)
    assert found[("item", 2)][1].what == (What.ADDED,)
    assert last_changed(history[:1]) == {}


def test_an_item_is_read_as_it_was_written_whatever_fields_were_added_since() -> None:
    item = one(title_en="A", pitch_id=4, answer_minutes=4)
    assert Item.read(item.to_plain()) == item
    assert Item.read({**item.to_plain(), "colour": "red"}) == item
    old = {key: item.to_plain()[key] for key in ("key", "room", "starts_at", "minutes", "kind", "title")}
    assert Item.read(old).speaker == ""
