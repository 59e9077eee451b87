"""Making, changing and releasing a programme; two editors at once; who is told."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from market.accounts.models import User
from market.core import clock, outbox
from market.core.actor import NOBODY
from market.core.db import db, forget, transaction
from market.core.errors import NotFound, Refusal
from market.guests.models import RegistrationInterest
from market.notifications.models import Mail, Notification
from market.roadshows.models import Roadshow
from market.schedule import queries, service
from market.schedule.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    ItemGone,
    NotAnnounced,
    NotEditable,
    NotEmpty,
    NothingNew,
    NotReleasable,
    RoomInUse,
    RunsInto,
    SameName,
)
from market.schedule.models import RehearsalCheck, ScheduleItem, ScheduleRelease
from market.schedule.rules.items import Kind, Wanted, WantedRoom, hour
from tests.factories import accounts, guests, pitches, roadshows
from tests.factories import programmes as make


def times(show: Roadshow) -> list[tuple[str, str]]:
    forget()
    return [(row.kind, hour(row.starts_at)) for row in queries.draft_items(show.id)]


def item(show: Roadshow, kind: str) -> ScheduleItem:
    forget()
    return next(row for row in queries.draft_items(show.id) if row.kind == kind)


def wanted(row: ScheduleItem, **over: Any) -> Wanted:
    """What an editor sends who changes only this."""
    now = row.item
    values: dict[str, Any] = {
        "kind": Kind(row.kind),
        "minutes": row.minutes,
        "answer_minutes": row.answer_minutes,
        "title": now.title,
        "title_en": now.title_en,
        "speaker": now.speaker,
        "backup": row.stand_in,
        "fixed_at": row.starts_at if row.fixed else None,
    }
    return Wanted(**(values | over))


def test_the_template_makes_a_draft_once(app: Flask) -> None:
    operator, show = make.drafted()
    assert [kind for kind, _ in times(show)] == [
        "sign_in", "opening", "policy", "pitch", "pitch", "pitch", "comment", "signing", "meetings", "closing",
    ]  # fmt: skip
    assert [row.pitch_id for row in make.pitch_items(show)] == [row.id for row in _selected(show)]
    assert queries.findings(show) == []
    with pytest.raises(NotEmpty), transaction():
        service.fill(operator, show.id)


def _selected(show: Roadshow) -> list[Any]:
    return sorted((row.pitch for row in make.pitch_items(show) if row.pitch), key=lambda pitch: pitch.position or 0)


def test_pitches_share_the_rooms_when_asked(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    for _ in range(5):
        pitches.pitch(show)
    with transaction():
        service.add_room(operator, show.id, WantedRoom("一号厅"))
        service.add_room(operator, show.id, WantedRoom("二号厅"))
        service.fill(operator, show.id, spread=True)
    assert [row.room.name for row in make.pitch_items(show)].count("二号厅") == 2
    assert queries.findings(show) == []


def test_only_the_operator_makes_programmes(app: Flask) -> None:
    operator, show = make.drafted()
    for actor in (
        NOBODY,
        replace(operator, vetted=False),
        accounts.actor("firm"),
        accounts.actor("university"),
        accounts.actor("authority"),
    ):
        with pytest.raises(NotFound), transaction():
            service.fill(actor, show.id)
        with pytest.raises(NotFound), transaction():
            service.release(actor, show.id, 1)
    with pytest.raises(NotFound), transaction():
        service.fill(operator, 987654)


def test_a_longer_pitch_moves_everything_behind_it(app: Flask) -> None:
    operator, show = make.drafted()
    before, row = times(show), make.pitch_items(show)[0]
    with transaction():
        service.stretch(operator, show.id, row.id, row.version, row.minutes + 5)
    after = times(show)
    assert after[:4] == before[:4]
    assert after[4][1] == hour(queries.draft_items(show.id)[3].starts_at + timedelta(minutes=17))


def test_a_fixed_start_is_not_run_into_and_nothing_is_changed_then(app: Flask) -> None:
    operator, show = make.drafted()
    comment = item(show, "comment")
    with transaction():
        service.edit(operator, show.id, comment.id, comment.version, wanted(comment, fixed_at=comment.starts_at))
    before, row = times(show), make.pitch_items(show)[1]
    with pytest.raises(RunsInto) as refusal, transaction():
        service.stretch(operator, show.id, row.id, row.version, row.minutes + 3)
    assert "3 " in str(refusal.value)
    assert times(show) == before
    with transaction():
        found = make.pitch_items(show)[1]
        service.stretch(operator, show.id, found.id, found.version, found.minutes - 3)
    assert dict(times(show))["comment"] == dict(before)["comment"]


def test_a_start_fixed_by_hand_may_clash_and_is_then_warned_of(app: Flask) -> None:
    operator, show = make.drafted()
    signing = item(show, "signing")
    with transaction():
        early = signing.starts_at - timedelta(minutes=5)
        service.edit(operator, show.id, signing.id, signing.version, wanted(signing, fixed_at=early))
    assert [clash.code for clash in queries.findings(show)] == ["room"]
    with pytest.raises(NotReleasable), transaction():
        service.release(operator, show.id, make.version(show))


def test_items_change_places_and_rooms_and_go(app: Flask) -> None:
    operator, show = make.drafted()
    first, second, third = make.pitch_items(show)
    with transaction():
        service.step(operator, show.id, second.id, second.version, -1)
    assert [row.id for row in make.pitch_items(show)] == [second.id, first.id, third.id]
    with transaction():
        service.swap(operator, show.id, make.version(show), first.id, third.id)
    assert [row.id for row in make.pitch_items(show)] == [second.id, third.id, first.id]
    with transaction():
        hall = service.add_room(operator, show.id, WantedRoom("二号厅"))
        service.to_room(operator, show.id, third.id, third.version, hall.id)
    assert {row.id: row.room.name for row in make.pitch_items(show)}[third.id] == "二号厅"
    with pytest.raises(RoomInUse), transaction():
        service.drop_room(operator, show.id, queries.rooms(show.id)[1].id)
    gone = make.pitch_items(show)[0]
    with transaction():
        service.remove(operator, show.id, gone.id, gone.version)
    assert [pitch.id for pitch in queries.unscheduled(show.id)] == [gone.pitch_id]
    assert "missing" in [clash.code for clash in queries.findings(show)]
    with transaction():
        assert service.add_missing(operator, show.id, queries.rooms(show.id)[0].id) == 1
    with pytest.raises(AlreadyThere), transaction():
        service.add_pitch(operator, show.id, queries.rooms(show.id)[0].id, gone.pitch_id or 0)
    with pytest.raises(SameName), transaction():
        service.add_room(operator, show.id, WantedRoom("二号厅"))


def test_what_a_pitch_says_itself_follows_the_pitch(app: Flask) -> None:
    operator, show = make.drafted(1)
    row = make.pitch_items(show)[0]
    with transaction():
        service.edit(operator, show.id, row.id, row.version, wanted(row, responsible="小李"))
        pitch = queries.draft_item(show.id, row.id).pitch
        if pitch is not None:
            pitch.speaker = "刘淑贞"
    assert make.pitch_items(show)[0].item.speaker == "刘淑贞"
    row = make.pitch_items(show)[0]
    with transaction():
        service.edit(operator, show.id, row.id, row.version, wanted(row, speaker="徐明"))
    assert make.pitch_items(show)[0].item.speaker == "徐明"


def test_the_whole_draft_moves_with_the_event(app: Flask) -> None:
    operator, show = make.drafted()
    with transaction():
        found = db.session.get_one(Roadshow, show.id)
        found.starts_at, found.ends_at = show.starts_at + timedelta(days=7), show.ends_at + timedelta(days=7)
    assert {clash.code for clash in queries.findings(show)} == {"outside"}
    with transaction():
        service.move_all(operator, show.id, make.version(show))
    assert queries.findings(show) == []


def test_versions_are_numbered_and_say_what_changed(app: Flask) -> None:
    operator, show = make.drafted()
    first = make.released(operator, show)
    assert (first.number, {tuple(change.what) for change in queries.changes_of(first)}) == (1, {("added",)})
    with pytest.raises(NothingNew), transaction():
        service.release(operator, show.id, make.version(show))
    row = make.pitch_items(show)[0]
    with transaction():
        service.edit(operator, show.id, row.id, row.version, wanted(row, speaker="徐明"))
    second = make.released(operator, show, "讲者调整")
    assert second.number == 2
    assert [(change.item.speaker, change.what) for change in queries.changes_of(second)] == [("徐明", ("speaker",))]
    assert queries.items(queries.version(show.id, 1))[3].speaker == "孟庆元"
    assert [one.number for one in queries.versions(show.id)] == [2, 1]
    newest = queries.released(show.id)
    assert newest is not None
    assert queries.items(newest)[3].key == queries.items(queries.version(show.id, 1))[3].key


def test_a_pitch_put_on_again_keeps_its_key_and_no_key_is_given_twice(app: Flask) -> None:
    operator, show = make.drafted()
    make.released(operator, show)
    last = make.pitch_items(show)[-1]
    key, pitch_id, room_id = last.key, last.pitch_id or 0, last.room_id
    with transaction():
        service.remove(operator, show.id, last.id, last.version)
        other = service.add(operator, show.id, room_id, Wanted(Kind.OTHER, 5, title="合影")).key
        again = service.add_pitch(operator, show.id, room_id, pitch_id).key
    assert again == key
    assert other not in {item.key for item in queries.items(queries.released(show.id))}


def test_a_programme_is_released_only_for_an_announced_event(app: Flask) -> None:
    operator, show = make.drafted(state="approved")
    with pytest.raises(NotAnnounced), transaction():
        service.release(operator, show.id, make.version(show))
    with transaction():
        db.session.get_one(Roadshow, show.id).state = "held"
    with pytest.raises(NotEditable), transaction():
        service.clear(operator, show.id, make.version(show))


def test_a_second_editor_is_told_who_was_faster(app: Flask) -> None:
    operator, show = make.drafted()
    row = make.pitch_items(show)[0]
    seen, draft_seen = row.version, make.version(show)
    with transaction():
        service.stretch(operator, show.id, row.id, seen, 20)
    with pytest.raises(ChangedMeanwhile) as refusal, transaction():
        service.edit(operator, show.id, row.id, seen, wanted(row, speaker="徐明"))
    assert db.session.get_one(User, operator.user_id).name in str(refusal.value)
    assert make.pitch_items(show)[0].minutes == 20
    for act in (service.clear, service.release, service.move_all):
        with pytest.raises(ChangedMeanwhile), transaction():
            act(operator, show.id, draft_seen)
    row = make.pitch_items(show)[0]
    with transaction():
        service.remove(operator, show.id, row.id, row.version)
    with pytest.raises(ItemGone), transaction():
        service.edit(operator, show.id, row.id, seen, Wanted(Kind.PITCH, 12))


def race(in_thread: Callable[..., Any], *acts: Callable[[], Any]) -> list[str]:
    """The acts at the same time; what came of each: "done" or the name of the refusal."""
    start, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        start.wait()
        try:
            with transaction():
                act()
            results.append("done")
        except Refusal as refusal:
            results.append(type(refusal).__name__)

    threads = [threading.Thread(target=in_thread(lambda act=act: run(act))) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    forget()
    return sorted(results)


def test_two_editors_of_one_item_at_once(app: Flask, in_thread: Callable[..., Any]) -> None:
    operator, show = make.drafted()
    show_id = show.id
    for _ in range(5):
        row = make.pitch_items(show)[0]
        number, seen, minutes = row.id, row.version, row.minutes
        forget()
        outcome = race(
            in_thread,
            lambda n=number, s=seen, m=minutes: service.stretch(operator, show_id, n, s, m + 1),
            lambda n=number, s=seen, m=minutes: service.stretch(operator, show_id, n, s, m + 2),
        )
        assert outcome in (["ChangedMeanwhile", "done"], ["Conflict", "done"])
        assert make.pitch_items(show)[0].minutes in (minutes + 1, minutes + 2)
        assert queries.findings(show) == []


def test_two_editors_of_different_items_lose_nothing(app: Flask, in_thread: Callable[..., Any]) -> None:
    operator, show = make.drafted(4)
    rows = queries.draft_items(show.id)
    room_id, show_id = rows[0].room_id, show.id
    forget()
    adds = [
        (lambda name=f"插播{number}": service.add(operator, show_id, room_id, Wanted(Kind.OTHER, 5, title=name)))
        for number in range(4)
    ]
    assert race(in_thread, *adds) == ["done"] * 4
    found = queries.draft_items(show.id)
    assert {row.title for row in found} >= {f"插播{number}" for number in range(4)}
    assert len({row.key for row in found}) == len(found) == len(rows) + 4
    assert "room" not in [clash.code for clash in queries.findings(show)]


def test_two_releases_at_once_make_one_version(app: Flask, in_thread: Callable[..., Any]) -> None:
    operator, show = make.drafted()
    seen, show_id = make.version(show), show.id
    forget()
    outcome = race(in_thread, *[lambda: service.release(operator, show_id, seen)] * 3)
    assert outcome == ["NothingNew", "NothingNew", "done"]
    assert list(db.session.scalars(select(ScheduleRelease.number))) == [1]


def test_without_the_check_both_editors_would_be_told_that_it_is_done(
    app: Flask, in_thread: Callable[..., Any]
) -> None:
    """The negative control: what the version check holds against."""
    _operator, show = make.drafted()
    number = make.pitch_items(show)[0].id
    forget()

    def careless(minutes: int) -> None:
        statement = update(ScheduleItem).where(ScheduleItem.id == number).values(minutes=minutes)
        db.session.execute(statement.execution_options(synchronize_session=False))

    assert race(in_thread, lambda: careless(20), lambda: careless(30)) == ["done", "done"]
    assert make.pitch_items(show)[0].minutes in (20, 30)


def notes(person: int | None) -> list[Notification]:
    forget()
    statement = select(Notification).where(Notification.user_id == person, Notification.key.startswith("schedule."))
    return list(db.session.scalars(statement.order_by(Notification.id)))


def test_only_those_concerned_are_told_and_only_of_what_is_theirs(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    speaker, _ = pitches.pitch(show)
    other, second = pitches.pitch(show)
    fan, registration = guests.registration(show)
    idle, _ = guests.registration(show)
    title, second_id, registration_id = second.title, second.id, registration.id
    with transaction() as session:
        session.add(RegistrationInterest(registration_id=registration_id, pitch_id=second_id))
    with transaction():
        service.fill(operator, show.id)
    make.released(operator, show)
    show_id = show.id
    outbox.drain()
    show = db.session.get_one(Roadshow, show_id)
    assert [len(notes(actor.user_id)) for actor in (speaker, other, fan, idle)] == [1, 1, 1, 0]
    assert title in str(notes(fan.user_id)[0].values["lines"])
    row = make.pitch_items(show)[1]
    with transaction():
        service.edit(operator, show.id, row.id, row.version, wanted(row, speaker="徐明"))
    make.released(operator, show)
    outbox.drain()
    assert [len(notes(actor.user_id)) for actor in (speaker, other, fan, idle)] == [1, 2, 2, 0]
    told = notes(other.user_id)[1]
    assert told.key == "schedule.changed"
    assert "徐明" in str(told.values["summary"])
    mails = [mail for mail in db.session.scalars(select(Mail)) if mail.key == "schedule.changed"]
    assert {mail.user_id for mail in mails} == {other.user_id, fan.user_id}


def test_ticks_of_the_rehearsal_are_kept_once(app: Flask) -> None:
    operator, show = make.drafted(1)
    pitch_id = make.pitch_items(show)[0].pitch_id or 0
    for done, count in ((True, 1), (True, 1), (False, 0), (False, 0)):
        with transaction():
            service.tick(operator, show.id, pitch_id, "slides", done)
        forget()
        assert len(list(db.session.scalars(select(RehearsalCheck)))) == count
    for wrong in ((pitch_id, "music"), (987654, "slides")):
        with pytest.raises(NotFound), transaction():
            service.tick(operator, show.id, *wrong, True)
    assert clock.now() < show.starts_at


def test_the_organiser_hears_once_two_days_before_that_pitches_are_not_ready(app: Flask) -> None:
    operator, show = make.drafted(2)
    ready, _late = make.pitch_items(show)
    show_id, user_id, starts = show.id, operator.user_id, show.starts_at
    with transaction():
        for what in ("slides", "speaker", "backup"):
            service.tick(operator, show_id, ready.pitch_id or 0, what, True)
    service.remind_due()
    outbox.drain()
    assert notes(user_id) == []
    for hours in (47, 46):
        with clock.as_of(starts - timedelta(hours=hours)):
            service.remind_due()
            outbox.drain()
        assert [(note.key, note.values["missing"]) for note in notes(user_id)] == [("schedule.rehearsal", 1)]
    assert queries.draft(show_id) is not None


def test_whoever_judges_and_speaks_is_found(app: Flask) -> None:
    _operator, show = make.drafted(1)
    expert = accounts.user(accounts.organisation("firm"), name="孟庆元")
    guests.registration(show, expert.actor, role="expert")
    assert [clash.code for clash in queries.findings(show)] == ["expert"]
