"""The table of states, the plan and its days, the phases, the calendar entry: without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from market.core.clock import SHANGHAI
from market.core.process import may, open_moves
from market.roadshows.forms import bodies_in
from market.roadshows.rules import calendar, copies, phases, plans
from market.roadshows.rules.plans import Body, Plan
from market.roadshows.rules.processes import MOVES, PROCESS, Situation, Who
from market.roadshows.rules.states import COMING, PUBLIC, State

START = datetime(2026, 10, 20, 14, 0, tzinfo=SHANGHAI)
NOW = datetime(2026, 8, 1, 2, 0, tzinfo=UTC)
PLAN = Plan(
    title="铸造专场",
    summary="八项专利。",
    chain="汽车零部件",
    starts_at=START,
    ends_at=START + timedelta(hours=4),
    place="3 号厅",
    capacity=80,
    target_pitches=8,
    target_firms=60,
    bodies=(Body("host", "市知识产权局"),),
)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SITUATIONS = st.builds(
    Situation, who=st.sampled_from([*Who, ""]), finished=st.booleans(), to_come=st.booleans(), bureau=st.booleans()
)


class TestTable:
    def test_the_table_is_whole(self) -> None:
        assert PROCESS.problems() == []
        assert set(PROCESS.ends) == {State.HELD, State.CANCELLED}

    @pytest.mark.parametrize(
        ("name", "state", "it", "allowed"),
        [
            ("submit", "draft", Situation("operator"), True),
            ("submit", "draft", Situation("operator", finished=False), False),
            ("submit", "draft", Situation("operator", to_come=False), False),
            ("submit", "draft", Situation("bureau"), False),
            ("submit", "announced", Situation("operator"), False),
            ("approve", "submitted", Situation("bureau"), True),
            ("approve", "submitted", Situation("operator"), False),
            ("approve", "submitted", Situation("operator", bureau=False), True),
            ("approve", "draft", Situation("bureau"), False),
            ("return", "submitted", Situation("bureau"), True),
            ("announce", "approved", Situation("operator"), True),
            ("announce", "approved", Situation("operator", to_come=False), False),
            ("announce", "draft", Situation("operator"), False),
            ("open", "announced", Situation("operator", to_come=False), True),
            ("open", "announced", Situation("operator", near=False), False),
            ("open", "held", Situation("operator"), False),
            ("close", "live", Situation("operator"), True),
            ("cancel", "live", Situation("operator"), False),
            ("cancel", "announced", Situation("operator", to_come=False), True),
            ("cancel", "announced", Situation("bureau"), False),
        ],
    )
    def test_who_may_do_what_when(self, name: str, state: str, it: Situation, allowed: bool) -> None:
        assert may(MOVES, name, state, it.who, it) is allowed

    @given(st.lists(st.tuples(st.integers(0, 20), SITUATIONS), max_size=30))
    def test_any_walk_keeps_the_promises(self, steps: list[tuple[int, Situation]]) -> None:
        state, approved, past = str(State.DRAFT), False, []
        for pick, it in steps:
            names = open_moves(MOVES, state, it.who, it)
            if not names:
                continue
            name = names[pick % len(names)]
            assert it.who in (Who.OPERATOR, Who.BUREAU)
            if name == "approve":
                assert it.who == Who.BUREAU or not it.bureau
                approved = True
            if name in ("return", "take_back"):
                assert not approved or state == State.SUBMITTED
            past.append(state)
            state = str(MOVES[name].to)
            if state in COMING or state == State.HELD:
                assert approved
            assert past[-1] not in (State.HELD, State.CANCELLED)
        if state == State.HELD:
            assert past[-2:] == [State.ANNOUNCED, State.LIVE]

    def test_only_announced_ones_are_public(self) -> None:
        assert {State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED} == set(State) - PUBLIC


class TestPlans:
    @given(INSTANTS, INSTANTS, st.sampled_from(["patents", "needs", "banks", "training"]))
    def test_days_counted_back_are_always_sound(self, start: datetime, now: datetime, kind: str) -> None:
        start = start.replace(second=0, microsecond=0)
        plan = plans.with_defaults(replace(PLAN, kind=kind, starts_at=start, ends_at=start + timedelta(hours=3)), now)
        if start - timedelta(hours=2) > now:
            assert plans.problems(plan) == {}
        assert plan.register_opens_at is not None
        assert (plan.call_opens_at is None) is (kind == "training")
        for name in ("call_opens_at", "call_closes_at", "files_due_at", "register_opens_at", "register_closes_at"):
            day = getattr(plan, name)
            assert day is None or day < start

    def test_days_given_stay(self) -> None:
        day = START - timedelta(days=3)
        assert plans.with_defaults(replace(PLAN, call_closes_at=day), NOW).call_closes_at == day

    @given(INSTANTS)
    def test_a_copy_keeps_every_distance(self, start: datetime) -> None:
        plan = plans.with_defaults(replace(PLAN, replay_url="https://a.example.org/1"), NOW)
        copy = plans.shifted(plan, start)
        assert (copy.starts_at, copy.replay_url, copy.bodies) == (start, "", plan.bodies)
        for name in ("ends_at", "call_opens_at", "register_closes_at", "files_due_at"):
            assert getattr(copy, name) - start == getattr(plan, name) - START

    @pytest.mark.parametrize(
        ("over", "field"),
        [
            ({"title": ""}, "title"),
            ({"starts_at": None}, "starts_at"),
            ({"ends_at": START}, "ends_at"),
            ({"ends_at": START + timedelta(days=8)}, "ends_at"),
            (
                {"call_opens_at": START - timedelta(days=2), "call_closes_at": START - timedelta(days=3)},
                "call_closes_at",
            ),
            ({"files_due_at": START + timedelta(minutes=1)}, "files_due_at"),
            ({"register_closes_at": START + timedelta(hours=5)}, "register_closes_at"),
            ({"meeting_url": "http://a.example.org"}, "meeting_url"),
            ({"bodies": (Body("host", "甲"), Body("host", "甲"))}, "host"),
            ({"bodies": (Body("supporter", "甲" * 121),)}, "supporter"),
        ],
    )
    def test_what_is_wrong_is_named(self, over: dict[str, object], field: str) -> None:
        assert plans.problems(PLAN) == {}
        assert list(plans.problems(replace(PLAN, **over))) == [field]  # type: ignore[arg-type]

    def test_the_same_body_may_take_two_parts(self) -> None:
        assert plans.problems(replace(PLAN, bodies=(Body("host", "甲"), Body("organiser", "甲")))) == {}

    @pytest.mark.parametrize(
        ("over", "field"),
        [
            ({"summary": ""}, "summary"),
            ({"chain": ""}, "chain"),
            ({"place": ""}, "place"),
            ({"capacity": 0}, "capacity"),
            ({"bodies": ()}, "host"),
            ({"target_pitches": 0}, "target_pitches"),
            ({"target_firms": 0}, "target_firms"),
        ],
    )
    def test_what_the_bureau_needs(self, over: dict[str, object], field: str) -> None:
        assert plans.missing(PLAN) == {}
        assert list(plans.missing(replace(PLAN, **over))) == [field]  # type: ignore[arg-type]

    def test_training_needs_no_pitches(self) -> None:
        assert plans.missing(replace(PLAN, kind="training", target_pitches=0)) == {}

    def test_what_each_state_leaves_open(self) -> None:
        assert plans.open_fields("draft") == plans.EVERYTHING
        assert "budget" not in plans.open_fields("announced")
        assert "starts_at" in plans.open_fields("announced")
        assert "starts_at" not in plans.open_fields("live")
        assert "replay_url" in plans.open_fields("held")
        assert plans.open_fields("submitted") == plans.open_fields("cancelled") == frozenset()

    def test_only_time_and_place_are_a_move(self) -> None:
        assert plans.moved(PLAN, replace(PLAN, address="会展路 1 号"))
        assert not plans.moved(PLAN, replace(PLAN, title="另一题", capacity=5, stream_url="https://a.example.org"))

    def test_bodies_are_written_one_to_a_line(self) -> None:
        assert bodies_in("host", " 甲局 | Bureau A \n\n乙会\uff5cClub B\n丙") == [
            Body("host", "甲局", "Bureau A"),
            Body("host", "乙会", "Club B"),
            Body("host", "丙", ""),
        ]


class TestPhases:
    def standing(self, state: str, now: datetime) -> dict[str, str]:
        plan = plans.with_defaults(PLAN, NOW)
        return {phase.key: phase.standing for phase in phases.phases(plan, state, now)}

    def test_their_order_and_days(self) -> None:
        found = phases.phases(plans.with_defaults(PLAN, NOW), "draft", NOW)
        assert [phase.key for phase in found] == [
            "plan", "collect", "select", "invite", "register", "book", "rehearse",
            "live", "close", "report", "follow_up", "second_report",
        ]  # fmt: skip
        days = {phase.key: (START.date() - phase.begins.astimezone(SHANGHAI).date()).days for phase in found}
        assert (days["collect"], days["select"], days["invite"], days["book"]) == (45, 20, 14, 7)
        assert (days["follow_up"], days["second_report"]) == (-7, -90)

    def test_training_has_no_call(self) -> None:
        found = phases.phases(replace(PLAN, kind="training"), "draft", NOW)
        assert not {"collect", "select"} & {phase.key for phase in found}

    def test_what_is_done_now_late_and_to_come(self) -> None:
        ten_before = START - timedelta(days=10)
        found = self.standing("announced", ten_before)
        assert (found["plan"], found["collect"], found["register"], found["live"]) == ("done", "done", "now", "todo")
        found = self.standing("draft", ten_before)
        assert (found["plan"], found["collect"], found["register"]) == ("late", "late", "late")
        assert self.standing("announced", START)["live"] == "late"
        assert self.standing("live", START + timedelta(hours=1))["live"] == "now"
        assert self.standing("live", START + timedelta(hours=5))["live"] == "late"
        found = self.standing("held", START + timedelta(days=30))
        assert (found["live"], found["close"], found["follow_up"], found["second_report"]) == (
            "done", "done", "now", "todo",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("state", "days", "endpoint", "late"),
        [
            ("draft", -60, "roadshows.manage", False),
            ("draft", -40, "roadshows.manage", True),
            ("submitted", -60, "roadshows.decide", False),
            ("returned", -60, "roadshows.plan", False),
            ("approved", -60, "roadshows.manage", False),
            ("announced", -40, "pitches.selection", False),
            ("announced", -10, "invitations.desk", False),
            ("announced", 0.01, "live.console", True),
            ("live", 0.01, "live.console", False),
            ("live", 1, "live.console", True),
            ("held", 1, "outcomes.materials", False),
            ("held", 2, "outcomes.report", False),
            ("held", 20, "intents.desk", False),
        ],
    )
    def test_the_one_thing_to_do_next(self, state: str, days: float, endpoint: str, late: bool) -> None:
        task = phases.next_task(plans.with_defaults(PLAN, NOW), state, START + timedelta(days=days))
        assert task is not None
        assert (task.endpoint, task.late) == (endpoint, late)

    def test_nothing_is_left_of_one_called_off_or_long_past(self) -> None:
        plan = plans.with_defaults(PLAN, NOW)
        assert phases.next_task(plan, "cancelled", START) is None
        assert phases.next_task(plan, "held", START + timedelta(days=400)) is None

    @given(INSTANTS, st.sampled_from([str(state) for state in State]))
    def test_every_moment_of_every_state_has_phases(self, now: datetime, state: str) -> None:
        found = phases.phases(plans.with_defaults(PLAN, NOW), state, now)
        assert all(phase.begins <= phase.ends for phase in found)
        if state == State.HELD:
            assert "late" not in {phase.standing for phase in found if phase.key in ("plan", "live")}


class TestCalendarEntry:
    @given(INSTANTS, st.integers(1, 6000))
    def test_right_to_the_minute_at_any_time(self, start: datetime, minutes: int) -> None:
        start = start.replace(second=0, microsecond=0)
        end = start + timedelta(minutes=minutes)
        made = calendar.calendar("x", [calendar.Entry("u@h", "题，目; a", start, end)], NOW)
        (event,) = Calendar.from_ical(made).walk("VEVENT")
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, end)
        assert event["DTSTART"].dt.utcoffset() == timedelta(hours=8)
        assert event["SUMMARY"] == "题，目; a"

    def test_a_call_off_keeps_the_uid_and_rings_no_bell(self) -> None:
        entry = calendar.Entry("u@h", "t", START, START + timedelta(hours=1), alarms=(24,), sequence=3, cancelled=True)
        (event,) = Calendar.from_ical(calendar.calendar("x", [entry], NOW)).walk("VEVENT")
        assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == ("u@h", "CANCELLED", 3)
        assert not event.walk("VALARM")


class TestCopies:
    def test_days_stand_beside_the_earlier_ones(self) -> None:
        before = plans.with_defaults(PLAN, NOW)
        copy = plans.shifted(before, datetime(2027, 3, 9, 14, 0, tzinfo=SHANGHAI))
        found = {day.name: day for day in copies.days(before, copy, datetime(2027, 2, 20, tzinfo=UTC))}
        assert (found["Begins at"].before, found["Begins at"].now) == (before.starts_at, copy.starts_at)
        assert [name for name, day in found.items() if day.past] == ["Call for pitches closes"]
        assert {name for name, day in found.items() if day.off} == {"Call for pitches opens", "Slides and videos due"}

    def test_what_is_another_thing_by_now_needs_no_look(self) -> None:
        copy = replace(PLAN, title="新材料专场", place="市图书馆", target_firms=40, bodies=())
        assert copies.to_look_at(PLAN, copy) == []
        assert len(copies.to_look_at(PLAN, replace(PLAN, stream_url="https://new.example.org"))) == 4
