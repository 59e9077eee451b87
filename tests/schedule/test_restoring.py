"""An older version as the draft again, and a draft that goes along when its roadshow moves to another day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from market.accounts.models import User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, forget, transaction
from market.core.errors import NotFound
from market.roadshows import service as roadshow_service
from market.roadshows.models import Roadshow
from market.schedule import queries, service
from market.schedule.errors import ChangedMeanwhile, NotEditable
from market.schedule.models import ScheduleItem
from market.schedule.rules import sequence
from market.schedule.rules.items import Item, Kind, Wanted
from market.schedule.rules.sequence import Slot
from tests.factories import accounts, pitches, roadshows
from tests.factories import programmes as make

DAY = datetime(2026, 12, 24, 1, 0, tzinfo=clock.UTC)


@given(some.lists(some.tuples(some.integers(0, 200), some.integers(1, 30), some.integers(1, 2)), max_size=8))
def test_what_is_held_stands_where_it_stood_when_it_is_laid_anew(rows: list[tuple[int, int, int]]) -> None:
    slots = [Slot(n, room, DAY + timedelta(minutes=at), long) for n, (at, long, room) in enumerate(rows)]
    held = sequence.held(slots)
    for room in (1, 2):
        own = sequence.ordered([replace(one, fixed=one.key in held) for one in slots if one.room == room])
        assert sequence.laid(own, sequence.begins(own, DAY)) == own
        loose = [replace(one, fixed=False) for one in own]
        if not held & {one.key for one in own}:
            assert sequence.laid(loose, sequence.begins(loose, DAY)) == loose


def items(show: Roadshow) -> list[Item]:
    """The draft as a release would have it now."""
    forget()
    return [row.item for row in queries.draft_items(show.id)]


def turned_over(operator: Actor, show: Roadshow) -> None:
    """A draft in which nearly everything is otherwise."""
    first, second, third = make.pitch_items(show)
    with transaction():
        service.stretch(operator, show.id, first.id, first.version, 25)
    second = make.pitch_items(show)[1]
    with transaction():
        service.remove(operator, show.id, second.id, second.version)
    with transaction():
        service.add(operator, show.id, third.room_id, Wanted(Kind.OTHER, 10, title="合影"))


def test_an_older_version_is_the_draft_again_and_its_release_says_what_changes(app: Flask) -> None:
    operator, show = make.drafted()
    first = queries.items(make.released(operator, show))
    responsible = make.pitch_items(show)[0]
    with transaction():
        db.session.get_one(ScheduleItem, responsible.id).responsible = "王主任"
    turned_over(operator, show)
    second = queries.items(make.released(operator, show))
    assert items(show) != first
    with transaction():
        assert service.restore(operator, show.id, 1, make.version(show)) == len(first)
    assert sorted(items(show), key=lambda one: one.key) == sorted(first, key=lambda one: one.key)
    assert make.pitch_items(show)[0].responsible == "王主任", "what no version holds stays"
    assert queries.items(queries.released(show.id)) == second, "nobody sees a draft"
    ways = {str(way) for change in queries.pending(show.id) for way in change.what}
    assert {"added", "dropped", "length"} <= ways
    third = make.released(operator, show, "回到原来的安排")
    assert (third.number, queries.items(third)) == (3, first)
    assert {change.what for change in queries.changes_of(third)} == {
        change.what for change in queries.changes_of(queries.version(show.id, 3))
    }
    with transaction():
        service.restore(operator, show.id, 2, make.version(show))
    assert sorted(items(show), key=lambda one: one.key) == sorted(second, key=lambda one: one.key)
    row = queries.draft_items(show.id)[0]
    with transaction():
        service.stretch(operator, show.id, row.id, row.version, row.minutes + 1)
    with transaction():
        added = service.add(operator, show.id, row.room_id, Wanted(Kind.OTHER, 5, title="茶叙"))
        assert added.key not in {item.key for item in [*first, *second]}, "a key is never given twice"


def test_rooms_that_are_gone_come_back_and_pitches_that_are_gone_are_named(app: Flask) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    name = queries.rooms(show.id)[0].name
    lost = make.pitch_items(show)[0].pitch_id
    with transaction():
        service.clear(operator, show.id, make.version(show))
        room = queries.rooms(show.id)[0].id
        service.drop_room(operator, show.id, room)
    with transaction():
        db.session.get_one(pitches.Pitch, lost).state = "withdrawn"
        service.restore(operator, show.id, 1, make.version(show))
    forget()
    assert [one.name for one in queries.rooms(show.id)] == [name]
    assert len(make.pitch_items(show)) == 3
    assert "withdrawn" in {clash.code for clash in queries.findings(show)}


def test_who_may_restore_what_and_when(app: Flask) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    seen = make.version(show)
    with pytest.raises(NotFound), transaction():
        service.restore(operator, show.id, 9, seen)
    with pytest.raises(NotFound), transaction():
        service.restore(accounts.actor("university"), show.id, 1, seen)
    turned_over(operator, show)
    with pytest.raises(ChangedMeanwhile), transaction():
        service.restore(operator, show.id, 1, seen)
    with transaction():
        db.session.get_one(Roadshow, show.id).state = "held"
    with pytest.raises(NotEditable), transaction():
        service.restore(operator, show.id, 1, make.version(show))


@pytest.mark.parametrize(
    ("language", "word"), [("zh", "以此版本恢复草稿"), ("en", "Make this version the draft again")]
)
def test_the_button_leads_to_the_change_list(app: Flask, language: str, word: str) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    desk = app.test_client()
    accounts.sign_in(desk, db.session.get_one(User, operator.user_id))
    address = f"/roadshows/{show.id}/schedule"
    assert word not in desk.get(f"{address}/versions/1?lang={language}").text, "the draft is just that"
    turned_over(operator, show)
    make.released(operator, show)
    for page in ("versions", "versions/1"):
        assert word in desk.get(f"{address}/{page}").text
    assert word not in desk.get(f"{address}/versions/2").text
    sent = desk.post(f"{address}/versions/1/restore", data={"seen": make.version(show)})
    assert sent.location == f"{address}/release"
    shown = desk.get(sent.location).text
    assert make.pitch_items(show)[1].item.name(language) in shown
    assert "25 →" in shown
    late = desk.post(f"{address}/versions/1/restore", data={"seen": 0}, follow_redirects=True)
    assert late.status_code == 200
    assert desk.post(f"{address}/versions/7/restore", data={"seen": 0}).status_code == 404


def moved(operator: Actor, show: Roadshow, by: timedelta) -> None:
    """The roadshow by so much, as the operator changes its plan."""
    forget()
    plan = db.session.get_one(Roadshow, show.id).plan
    assert plan.starts_at is not None
    assert plan.ends_at is not None
    with transaction():
        roadshow_service.change(
            operator, show.id, replace(plan, starts_at=plan.starts_at + by, ends_at=plan.ends_at + by)
        )
    forget()


def clock_times(show: Roadshow) -> list[tuple[int, str]]:
    """Each item with its time of day."""
    return [(item.key, f"{item.starts_at.astimezone(clock.SHANGHAI):%H:%M}") for item in items(show)]


@pytest.mark.parametrize("days", [7, 1])
def test_fixed_starts_go_along_to_the_new_day_at_the_same_clock_time(app: Flask, days: int) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    row = queries.draft_items(show.id)[-1]
    with transaction():
        found = db.session.get_one(ScheduleItem, row.id)
        found.fixed, found.starts_at = True, found.starts_at + timedelta(minutes=5)
    before, times = items(show), clock_times(show)
    version = make.version(show)
    moved(operator, show, timedelta(days=days))
    after = items(show)
    assert clock_times(show) == times
    assert [now.starts_at - was.starts_at for was, now in zip(before, after, strict=True)] == [
        timedelta(days=days)
    ] * len(after)
    assert "outside" not in {clash.code for clash in queries.findings(db.session.get_one(Roadshow, show.id))}
    assert make.version(show) > version, "who has the old draft open is told"
    assert queries.pending(show.id), "the released programme is moved by a release only"
    moved(operator, show, timedelta(minutes=30))
    assert items(show) == after, "another hour on the same day is left to the editor"


def test_a_plan_that_is_not_announced_takes_its_draft_along_too(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator, state="draft")
    pitches.pitch(show)
    with transaction():
        service.fill(operator, show.id)
    before = items(show)
    moved(operator, show, timedelta(days=14))
    assert [now.starts_at - was.starts_at for was, now in zip(before, items(show), strict=True)] == [
        timedelta(days=14)
    ] * len(before)


def test_a_version_from_before_the_move_comes_back_on_the_new_day(app: Flask) -> None:
    operator, show = make.drafted()
    first = queries.items(make.released(operator, show))
    moved(operator, show, timedelta(days=7))
    with transaction():
        service.restore(operator, show.id, 1, make.version(show))
    assert {item.starts_at for item in items(show)} == {item.starts_at + timedelta(days=7) for item in first}
