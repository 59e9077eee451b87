"""Planning, approval, announcement, changes and copies of roadshows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.clock import SHANGHAI
from market.core.db import db, transaction
from market.core.errors import Conflict, Invalid, NotFound, Refusal
from market.core.money import Money
from market.core.outbox import EventRow
from market.guests import queries as guests
from market.guests import service as registering
from market.guests.rules.terms import Terms as GuestTerms
from market.meetings import queries as meetings
from market.meetings import service as talks
from market.meetings.rules.planning import Rules, SessionTimes, TableFacts
from market.notifications.models import Mail, Notification
from market.pitches import queries as pitches
from market.pitches import service as calls
from market.pitches.rules.review import Criterion
from market.pitches.rules.terms import Terms
from market.roadshows import queries, service
from market.roadshows.errors import DayIsPast, NotTheBureau, NotThisMoveNow, PlanClosed, PlanUnfinished, TooEarly
from market.roadshows.models import Roadshow
from market.roadshows.rules.plans import Body, Plan
from market.roadshows.rules.series import Series
from market.schedule import queries as schedule
from market.schedule import service as programme
from market.schedule.rules.items import WantedRoom
from tests.factories import accounts, roadshows

NOW = datetime(2026, 8, 1, 2, 0, tzinfo=UTC)
START = datetime(2026, 10, 20, 14, 0, tzinfo=SHANGHAI)
PLAN = Plan(
    title="铸造与轻量化专场",
    title_en="Casting and light weight",
    summary="八项开放许可专利。",
    chain="汽车零部件",
    starts_at=START,
    ends_at=START + timedelta(hours=4),
    place="会展中心 3 号厅",
    stream_url="https://live.example.org/room/1",
    capacity=80,
    target_pitches=8,
    target_firms=60,
    target_amount=Money.of(2_000_000),
    budget=Money.of(30_000),
    bodies=(Body("host", "市知识产权局"), Body("organiser", "知识产权运营中心", "IP operation centre")),
)
Move = Callable[[Actor, int], Roadshow]


def begun(by: Actor, plan: Plan = PLAN) -> int:
    with transaction():
        return service.begin(by, plan).id


def do(move: Move, by: Actor, number: int) -> Roadshow:
    with transaction():
        move(by, number)
    return now(number)


def now(number: int) -> Roadshow:
    db.session.rollback()
    return db.session.get_one(Roadshow, number)


def said(name: str) -> int:
    db.session.rollback()
    return db.session.query(EventRow).filter_by(name=f"roadshows.{name}").count()


def through(by: Actor, bureau: Actor, number: int) -> None:
    """From the plan to the announcement."""
    do(service.submit, by, number)
    do(service.approve, bureau, number)
    do(service.announce, by, number)


@pytest.fixture
def early(app: Flask) -> None:
    with time_machine.travel(NOW, tick=False):
        yield  # type: ignore[misc]


@pytest.mark.usefixtures("early")
class TestLife:
    def test_from_plan_to_the_day(self) -> None:
        by, bureau = roadshows.operator(), accounts.actor("authority")
        number = begun(by)
        assert now(number).reference == f"RS-2026-{number:04d}"
        through(by, bureau, number)
        assert now(number).announced_at is not None
        assert now(number).decided_by == bureau.user_id
        with time_machine.travel(START - timedelta(hours=3, minutes=1), tick=False):
            with pytest.raises(TooEarly, match="2026-10-20 11:00"):
                do(service.open_, by, number)
            assert now(number).state == "announced"
        with time_machine.travel(START - timedelta(hours=3), tick=False):
            assert do(service.open_, by, number).state == "live"
        assert do(service.close, by, number).state == "held"
        assert (said("RoadshowAnnounced"), said("RoadshowOpened"), said("RoadshowHeld")) == (1, 1, 1)

    def test_days_left_empty_are_counted_back_from_its_day(self) -> None:
        found = now(begun(roadshows.operator()))
        shown = {
            name: getattr(found, name).astimezone(SHANGHAI).strftime("%m-%d %H:%M")
            for name in ("call_opens_at", "call_closes_at", "register_opens_at", "register_closes_at", "files_due_at")
        }
        assert shown == {
            "call_opens_at": "09-05 09:00",
            "call_closes_at": "09-30 18:00",
            "register_opens_at": "10-06 09:00",
            "register_closes_at": "10-19 18:00",
            "files_due_at": "10-18 20:00",
        }

    def test_the_bureau_returns_with_a_reason(self) -> None:
        by, bureau = roadshows.operator(), accounts.actor("authority")
        number = begun(by)
        do(service.submit, by, number)
        with pytest.raises(Invalid), transaction():
            service.return_(bureau, number, " ")
        with transaction():
            service.return_(bureau, number, "预算过高")
        assert (now(number).state, now(number).decision) == ("returned", "预算过高")
        do(service.submit, by, number)
        assert now(number).decision == ""

    def test_an_operator_approves_nothing_itself_beside_a_bureau(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        do(service.submit, by, number)
        bureau = accounts.actor("authority")
        with pytest.raises(NotTheBureau), transaction():
            service.approve(by, number)
        assert do(service.approve, bureau, number).state == "approved"

    def test_without_a_bureau_the_operator_decides(self) -> None:
        by = roadshows.operator()
        accounts.actor("authority", state="pending")
        number = begun(by)
        do(service.submit, by, number)
        assert do(service.approve, by, number).decided_by == by.user_id

    def test_an_unfinished_plan_is_not_sent(self) -> None:
        by = roadshows.operator()
        number = begun(by, replace(PLAN, chain="", bodies=()))
        with pytest.raises(PlanUnfinished), transaction():
            service.submit(by, number)
        assert now(number).state == "draft"

    def test_a_past_day_is_neither_sent_nor_announced(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        past = time_machine.travel(START + timedelta(days=1), tick=False)
        with past, pytest.raises(DayIsPast), transaction():
            service.submit(by, number)

    def test_moves_that_the_table_does_not_know_are_refused(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        for move in (service.take_back, service.approve, service.announce, service.open_, service.close):
            with pytest.raises(NotThisMoveNow), transaction():
                move(by, number)
        assert now(number).state == "draft"

    @pytest.mark.parametrize("kind", ["firm", "university", "service"])
    def test_others_move_nothing(self, kind: str) -> None:
        found = roadshows.roadshow()
        for move in (service.submit, service.approve, service.open_, service.close):
            with pytest.raises(NotFound), transaction():
                move(accounts.actor(kind), found.id)
        with pytest.raises(NotFound), transaction():
            service.begin(accounts.actor(kind), PLAN)


@pytest.mark.usefixtures("early")
class TestChange:
    def announced(self) -> tuple[Actor, Actor, int]:
        by, bureau = roadshows.operator(), accounts.actor("authority")
        number = begun(by)
        through(by, bureau, number)
        return by, bureau, number

    def test_another_time_after_the_announcement_is_a_move(self) -> None:
        by, bureau, number = self.announced()
        later = replace(now(number).plan, starts_at=START + timedelta(hours=1), ends_at=START + timedelta(hours=5))
        with transaction():
            assert service.change(by, number, later) == ["starts_at", "ends_at"]
        assert (now(number).calendar_sequence, now(number).state, said("RoadshowMoved")) == (1, "announced", 1)
        outbox.drain()
        told = db.session.query(Notification).filter_by(key="roadshows.moved").one()
        assert told.user_id == bureau.user_id
        assert (told.values["when"], told.values["was"]) == ("2026-10-20 15:00", "2026-10-20 14:00 会展中心 3 号厅")

    def test_another_word_is_no_move(self) -> None:
        by, _bureau, number = self.announced()
        with transaction():
            service.change(by, number, replace(now(number).plan, summary="九项专利。"))
        assert (now(number).calendar_sequence, said("RoadshowMoved"), said("RoadshowChanged")) == (0, 0, 1)
        with transaction():
            assert service.change(by, number, now(number).plan) == []
        assert said("RoadshowChanged") == 1

    def test_what_was_approved_stays(self) -> None:
        by, _bureau, number = self.announced()
        wanted = replace(now(number).plan, budget=Money.of(90_000), target_firms=5, kind="banks", capacity=90)
        with transaction():
            assert service.change(by, number, wanted) == ["capacity"]
        found = now(number)
        assert (found.budget, found.target_firms, found.kind) == (Money.of(30_000), 60, "patents")

    def test_a_plan_before_the_bureau_is_closed(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        do(service.submit, by, number)
        with pytest.raises(PlanClosed), transaction():
            service.change(by, number, PLAN)
        do(service.take_back, by, number)
        with transaction():
            service.change(by, number, replace(PLAN, title="另一题"))
        assert now(number).title == "另一题"

    def test_bodies_known_here_are_linked_by_name(self) -> None:
        by, known = roadshows.operator(), accounts.organisation("university")
        number = begun(by, replace(PLAN, bodies=(Body("host", known.name), Body("supporter", "某某商会"))))
        assert [(body.part, body.organisation_id) for body in now(number).bodies] == [
            ("host", known.id),
            ("supporter", None),
        ]
        assert now(number).bodies[0].name_en == known.name_en

    def test_what_is_taken_back_is_not_taken_back_twice(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        do(service.submit, by, number)
        do(service.take_back, by, number)
        with pytest.raises((NotThisMoveNow, Conflict)), transaction():
            service.take_back(by, number)

    def test_wrong_entries_are_named_by_field(self) -> None:
        with pytest.raises(Invalid) as refused, transaction():
            service.begin(
                roadshows.operator(), replace(PLAN, title="", ends_at=START, stream_url="http://x.example.org")
            )
        assert set(refused.value.fields) == {"title", "ends_at", "stream_url"}


@pytest.mark.usefixtures("early")
class TestCancel:
    def test_a_called_off_one_tells_why_and_updates_calendars(self) -> None:
        by, bureau = roadshows.operator(), accounts.actor("authority")
        number = begun(by)
        through(by, bureau, number)
        with transaction():
            service.cancel(by, number, "场地停电")
        outbox.drain()
        found = now(number)
        assert (found.state, found.decision, found.calendar_sequence) == ("cancelled", "场地停电", 1)
        assert {row.user_id for row in db.session.query(Notification).filter_by(key="roadshows.cancelled")} == {
            bureau.user_id
        }
        assert found.public

    def test_a_draft_called_off_was_never_public(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        with transaction():
            service.cancel(by, number, "改期")
        assert not now(number).public
        for reader in (accounts.actor("firm"), Actor()):
            with pytest.raises(NotFound):
                queries.get(reader, number)
        assert queries.get(by, number).state == "cancelled"

    def test_nobody_calls_off_what_goes_on(self) -> None:
        found = roadshows.roadshow(state="live")
        with pytest.raises(Refusal), transaction():
            service.cancel(roadshows.operator(), found.id, "no")
        assert now(found.id).state == "live"


def furnished(by: Actor, number: int) -> None:
    """Terms of every room above, set for one roadshow."""
    terms = Terms(("listing",), "已公告的专利", "", "高校", "Universities", (Criterion("own1", "样机", 40),), 10, 5)
    hall = SessionTimes("下午", START + timedelta(hours=2), START + timedelta(hours=3), 20, 5)
    with transaction():
        calls.set_terms(by, number, terms)
        registering.set_terms(by, number, GuestTerms(True, 3, 12, False, (48,)))
        programme.add_room(by, number, WantedRoom("一号厅", "Hall 1", "https://live.example.org/1"))
        programme.add_room(by, number, WantedRoom("二号厅"))
        talks.set_rules(by, number, Rules(("firm:university",), most_open=2, rest_slots=1))
        session = talks.add_session(by, number, hall).id
        talks.add_tables(by, number, 2, "洽谈区")
        second = meetings.tables(number)[1]
        talks.set_table(by, number, second.id, TableFacts(2, room="洽谈区", session_id=session))


@pytest.mark.usefixtures("early")
class TestCopies:
    def test_a_copy_shifts_every_day_and_brings_no_people(self) -> None:
        by, bureau = roadshows.operator(), accounts.actor("authority")
        number = begun(by, replace(PLAN, replay_url="https://replay.example.org/1"))
        through(by, bureau, number)
        later = datetime(2027, 3, 9, 9, 30, tzinfo=SHANGHAI)
        with transaction():
            copy = service.clone(by, number, later).id
        old, new = now(number), now(copy)
        assert (new.state, new.copied_from_id, new.replay_url) == ("draft", number, "")
        assert new.starts_at == later
        assert new.ends_at - new.starts_at == old.ends_at - old.starts_at
        for name in ("call_opens_at", "call_closes_at", "register_opens_at", "register_closes_at", "files_due_at"):
            assert getattr(new, name) - new.starts_at == getattr(old, name) - old.starts_at
        assert [body.name for body in new.bodies] == [body.name for body in now(number).bodies]
        assert (new.target_firms, new.budget, new.announced_at) == (60, Money.of(30_000), None)
        assert new.calendar_sequence == 0

    def test_a_copy_takes_over_the_terms_of_the_rooms_above(self) -> None:
        by = roadshows.operator()
        number = begun(by)
        furnished(by, number)
        with transaction():
            copy = service.clone(by, number, START + timedelta(days=210)).id
        row = pitches.row_of(copy)
        assert row is not None
        assert (row.takes, row.asked, row.who_en, row.minutes) == (["listing"], "已公告的专利", "Universities", 10)
        assert [criterion["name"] for criterion in row.criteria] == ["样机"]
        assert guests.terms_of(copy) == GuestTerms(True, 3, 12, False, (48,))
        rooms = [(room.name, room.name_en, room.stream_url, room.position) for room in schedule.rooms(copy)]
        assert rooms == [("一号厅", "Hall 1", "https://live.example.org/1", 1), ("二号厅", "", "", 2)]
        plan = meetings.plan_of(copy)
        assert plan is not None
        assert (plan.pairs, plan.most_open, plan.rest_slots) == (["firm:university"], 2, 1)
        assert [slot.starts_at for slot in meetings.slots(copy)] == [
            slot.starts_at + timedelta(days=210) for slot in meetings.slots(number)
        ]
        tables, session = meetings.tables(copy), meetings.sessions(copy)[0]
        assert [(table.number, table.room, table.session_id) for table in tables] == [
            (1, "洽谈区", None),
            (2, "洽谈区", session.id),
        ]

    def test_a_copy_of_one_without_terms_of_its_own_has_none(self) -> None:
        by = roadshows.operator()
        with transaction():
            copy = service.clone(by, begun(by), START + timedelta(days=210)).id
        assert pitches.row_of(copy) is None
        assert guests.terms_of(copy) == GuestTerms()
        assert (schedule.rooms(copy), meetings.plan_of(copy), meetings.tables(copy)) == ([], None, [])

    def test_a_copy_lies_ahead(self) -> None:
        by = roadshows.operator()
        with pytest.raises(Invalid), transaction():
            service.clone(by, begun(by), clock.now() - timedelta(days=1))

    def test_a_series_has_its_own_title(self) -> None:
        by = roadshows.operator()
        with transaction():
            first = service.keep_series(by, Series("路演季", "Season")).id
        with pytest.raises(Invalid), transaction():
            service.keep_series(by, Series("路演季"))
        with transaction():
            service.keep_series(by, Series("路演季", "The season"), first)
        assert queries.series(first).title_en == "The season"


@pytest.mark.usefixtures("early")
def test_bureau_and_operator_are_told_by_mail() -> None:
    by, bureau = roadshows.operator(), accounts.actor("authority")
    number = begun(by)
    do(service.submit, by, number)
    outbox.drain()
    with transaction():
        service.return_(bureau, number, "请补充预算说明")
    outbox.drain()
    do(service.submit, by, number)
    do(service.approve, bureau, number)
    outbox.drain()
    mails = {(row.key, row.user_id) for row in db.session.query(Mail)}
    assert mails == {
        ("roadshows.submitted", bureau.user_id),
        ("roadshows.returned", by.user_id),
        ("roadshows.approved", by.user_id),
    }
