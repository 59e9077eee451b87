"""Figures, funnel, targets, versions, survey: pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.outcomes.rules import survey, versions
from market.outcomes.rules.definitions import DEFINITIONS
from market.outcomes.rules.facts import ORDER, Body, Elsewhere, Facts, Measured, Shown, Wanted, reached
from market.outcomes.rules.figures import (
    ADDITIVE,
    HEADLINES,
    PUBLIC,
    TARGETS,
    added,
    amounts,
    narrowed,
    reckon,
    verdict,
)
from market.outcomes.rules.funnel import STEPS, WITHIN, bars, funnel
from market.outcomes.rules.report import Head, Making, Past, Words, intact, read, snapshot
from market.outcomes.rules.survey import Kind, Question, Result

STAGES = ("intent", "talk", "visit", "signed", "recorded", "paid", "closed", "withdrawn")
KINDS = ("licence", "purchase", "joint", "know_more")
PITCHES = tuple(
    Shown(number, f"PT-{number}", f"项目 {number}", "", 90 + number, "甲大学", "", "need" if number == 3 else "patent")
    for number in (1, 2, 3)
)


def wanted(number: int, **over: object) -> Wanted:
    values = {
        "id": number,
        "reference": f"IN-{number}",
        "pitch_id": 1,
        "body_id": number,
        "body": f"企业 {number}",
        "body_en": "",
        "kind": "licence",
        "stage": "intent",
        "reached": "intent",
        "declared_on": "2026-11-20",
    }
    return Wanted(**(values | over))  # type: ignore[arg-type]


@st.composite
def intents(draw: st.DrawFn) -> tuple[Wanted, ...]:
    """Intents in any stage; contracts belong to signed ones, and one firm's intents may share one."""
    found = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        stage, body = draw(st.sampled_from(STAGES)), draw(st.integers(1, 5))
        low = draw(st.none() | st.integers(0, 10**9))
        over: dict[str, object] = {
            "pitch_id": draw(st.integers(1, 3)),
            "body_id": body,
            "kind": draw(st.sampled_from(KINDS)),
            "stage": stage,
            "reached": reached(stage, draw(st.lists(st.sampled_from(STAGES), max_size=3))),
            "low": low,
            "high": draw(st.none() | st.integers(low or 0, 10**9 + (low or 0))),
        }
        if stage in ("signed", "recorded", "paid") and draw(st.booleans()):
            over |= {"contract": f"LC-{body}-{draw(st.integers(1, 2))}", "amount": 700 * body, "received": 100 * body}
            over |= {"recorded_on": draw(st.sampled_from(("", "2026-12-01")))}
            over |= {"currency": draw(st.sampled_from(("CNY", "USD"))), "received_more": (("HKD", 10 * body),)}
        elif stage in ("signed", "recorded") and draw(st.booleans()):
            currency, terms = draw(st.sampled_from((("CNY", ""), ("USD", "3%"))))
            over["elsewhere"] = Elsewhere("transfer", "2026-11-25", 300 * number, currency, terms)
        found.append(wanted(number, **over))
    return tuple(found)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """A roadshow with organisations that came or not."""
    bodies = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        registered = draw(st.integers(0, 4))
        present = draw(st.integers(0, registered))
        kind = draw(st.sampled_from(("firm", "university", "operator", "authority", "service")))
        online = draw(st.integers(0, present))
        bodies.append(Body(number, f"单位 {number}", "", kind, draw(st.booleans()), registered, present, online))
    return Facts(True, tuple(bodies), PITCHES, draw(intents()), Measured(viewers=draw(st.none() | st.integers(0, 99))))


@given(facts())
def test_the_pitches_add_up_to_the_whole(found: Facts) -> None:
    whole, parts = reckon(found), [reckon(found.of_pitch(it.id)) for it in found.pitches]
    assert whole["signed"] == len({it.contract for it in found.standing if it.contract})
    for key in (*ADDITIVE, *(it for it in whole if ":" in it)):
        assert sum(part.get(key) or 0 for part in parts) == whole[key], key


@given(facts())
def test_kinds_make_up_the_intents_and_parts_never_exceed_the_whole(found: Facts) -> None:
    figures = reckon(found)
    assert sum(figures[f"intents_{kind}"] or 0 for kind in KINDS) == figures["intents"]
    for part, whole in (
        ("pitches_patents", "pitches"),
        ("people_online", "people"),
        ("people", "registered"),
        ("firms", "bodies"),
        ("talks", "intents"),
        ("recorded", "signed"),
        ("intent_bodies", "intents"),
        ("closed", "intents"),
    ):
        assert (figures[part] or 0) <= (figures[whole] or 0), part
    low, high = figures["intents_low"], figures["intents_high"]
    assert (low is None) == (high is None)
    assert low is None or high is None or low <= high


@given(facts())
def test_the_funnel_never_widens_within_a_step(found: Facts) -> None:
    steps = {it.key: it for it in funnel(found)}
    assert list(steps) == list(STEPS)
    for inner, outer in WITHIN.items():
        assert steps[inner].count <= steps[outer].count
        share = steps[inner].share
        assert share is None or 0 <= share <= 100
    drawn = bars(list(steps.values()))
    assert all((bar.width > 0) == (bar.count > 0) and bar.width <= 300 for bar in drawn)


@given(facts())
def test_the_rows_behind_a_figure_are_those_it_counts(found: Facts) -> None:
    figures = reckon(found)
    for key in (
        "pitches",
        "pitches_needs",
        "firms",
        "bodies",
        "invited",
        "intents",
        "intents_joint",
        "talks",
        "closed",
        "signed_outside",
    ):
        rows = getattr(narrowed(found, key), DEFINITIONS[key].rows)
        assert len(rows) == figures[key], key


@given(facts())
def test_a_snapshot_reads_back_and_its_hash_holds(found: Facts) -> None:
    head = Head("RS-1", "题", "", "patents", "", "", "", "2026-11-20T06:00:00+00:00", "2026-11-20T10:00:00+00:00", "", "", "运营方", (("host", "市局", ""),))  # fmt: skip  # noqa: E501
    past = [Past("RS-0", "前", "", "2026-01-02", {"intents": 3, "viewers": None})]
    results = [Result(Question("useful", Kind.SCALE), 3, {"5": 3})]
    made = Making(datetime(2026, 11, 23, tzinfo=UTC), "王", head, found, {"intents": 9}, past, results, Words("说明"))
    plain = snapshot(1, "first", made)
    sealed = versions.snapshot_hash(plain)
    back = read(plain, sealed)
    assert (back.facts, back.figures, back.head, list(back.past)) == (found, reckon(found), head, past)
    assert (back.survey, back.words, back.issued) == (tuple(results), Words("说明"), True)
    assert intact(plain, sealed)
    assert not intact(plain | {"number": 2}, sealed)


def test_amounts_take_what_is_stated_and_nothing_else() -> None:
    rows = (wanted(1, low=100, high=300), wanted(2, high=50), wanted(3, low=70), wanted(4))
    figures = reckon(Facts(True, (), PITCHES, rows))
    assert (figures["intents_low"], figures["intents_high"]) == (170, 420)
    figures = reckon(Facts(True, (), PITCHES, rows[3:]))
    assert (figures["intents_low"], figures["intents_high"]) == (None, None)


def test_every_currency_stands_by_itself_and_withdrawn_intents_stay_out() -> None:
    rows = (
        wanted(1, stage="signed", contract="LC-1", amount=100),
        wanted(2, stage="signed", contract="LC-2", amount=900, currency="USD"),
        wanted(3, stage="withdrawn", contract="LC-3", amount=5),
        wanted(4, stage="signed"),
    )
    figures = reckon(Facts(True, (), PITCHES, rows))
    assert (figures["contracted"], figures["signed"], figures["intents"]) == (100, 2, 3)
    assert amounts("contracted", figures) == [Money(100), Money(900, "USD")]
    assert (figures["signed_outside"], amounts("contracted_outside", figures)) == (1, [Money(0)])
    assert amounts("contracted", reckon(Facts(True, (), PITCHES, rows[1:2]))) == [Money(900, "USD")]
    assert amounts("contracted", {"contracted": None}) == []
    assert amounts("contracted", added([figures, figures])) == [Money(200), Money(1800, "USD")]


def test_what_was_signed_outside_is_never_part_of_what_is_on_record_here() -> None:
    told = Elsewhere("licence", "2026-11-25", 700)
    rows = (
        wanted(1, stage="signed", contract="LC-1", amount=100),
        wanted(2, stage="signed", elsewhere=told),
        wanted(3, stage="recorded", elsewhere=replace(told, amount=0, terms="3%")),
        wanted(4, stage="withdrawn", elsewhere=told),
    )
    facts_ = Facts(True, (), PITCHES, rows)
    figures = reckon(facts_)
    assert (figures["signed"], figures["contracted"]) == (1, 100)
    assert (figures["signed_outside"], figures["contracted_outside"]) == (2, 700)
    assert [it.id for it in narrowed(facts_, "signed").intents] == [1]
    assert [it.id for it in narrowed(facts_, "contracted_outside").intents] == [2, 3]


@pytest.mark.parametrize(
    ("stage", "log", "far"),
    [
        ("intent", [], "intent"),
        ("closed", ["intent", "talk"], "talk"),
        ("withdrawn", [], "intent"),
        ("visit", ["talk"], "visit"),
        ("talk", ["talk", "signed"], "talk"),
        ("paid", [], "paid"),
    ],
)
def test_how_far_an_intent_came(stage: str, log: list[str], far: str) -> None:
    assert reached(stage, log) == far
    assert far in ORDER


def test_pitching_bodies_and_hosts_are_not_in_the_funnel() -> None:
    bodies = tuple(
        Body(number, "", "", kind, True, 1, 1)
        for number, kind in ((91, "university"), (7, "operator"), (8, "authority"), (9, "firm"))
    )
    steps = {it.key: it.count for it in funnel(Facts(True, bodies, PITCHES))}
    assert (steps["invited"], steps["present"]) == (1, 1)


def test_every_figure_says_what_it_counts() -> None:
    assert all(it.name and it.unit and it.meaning and it.source for it in DEFINITIONS.values())
    assert {*HEADLINES, *PUBLIC, *TARGETS, *ADDITIVE} <= set(DEFINITIONS)
    assert {it.rows for it in DEFINITIONS.values()} == {"", "bodies", "pitches", "intents"}


@pytest.mark.parametrize(
    ("value", "target", "judged"), [(3, 3, "met"), (2, 3, "behind"), (None, 3, "unmeasured"), (2, 0, "untold")]
)
def test_against_a_target(value: int | None, target: int, judged: str) -> None:
    assert verdict(value, target) == judged


def test_unmeasured_is_never_made_up_in_sums() -> None:
    sums = added([{"viewers": None, "intents": 2, "useful": 40}, {"viewers": None, "intents": 3, "peak": 9}])
    assert (sums["viewers"], sums["intents"], sums["useful"], sums["peak"]) == (None, 5, None, None)
    assert added([{"viewers": 4}, {"viewers": None}])["viewers"] == 4


HELD = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "drafted", "occasion"),
    [
        (date(2026, 11, 22), (), ""),
        (date(2026, 11, 23), (), "first"),
        (date(2026, 11, 23), ("first",), ""),
        (date(2027, 2, 17), ("first",), ""),
        (date(2027, 2, 18), ("first",), "ninety"),
        (date(2027, 2, 18), (), "ninety"),
        (date(2027, 6, 1), ("first", "ninety"), ""),
    ],
)
def test_reports_are_due_after_three_and_ninety_days(today: date, drafted: tuple[str, ...], occasion: str) -> None:
    assert versions.due(HELD, today, drafted) == occasion


def test_what_is_due_next() -> None:
    assert versions.next_due(HELD, date(2026, 11, 21), ()) == ("first", date(2026, 11, 23))
    assert versions.next_due(HELD, date(2026, 12, 1), {"first"}) == ("ninety", date(2027, 2, 18))
    assert versions.next_due(HELD, date(2027, 3, 1), ()) == ("ninety", date(2027, 2, 18))
    assert versions.next_due(HELD, date(2027, 3, 1), {"first", "ninety"}) is None


def test_what_changed_since_an_earlier_version() -> None:
    before = Facts(True, (), PITCHES, (wanted(1), wanted(2)))
    now = replace(before, intents=(replace(before.intents[0], stage="talk", reached="talk"), wanted(2), wanted(3)))
    assert [it.key for it in versions.changed_figures(reckon(before), reckon(now))] == [
        "intents",
        "intents_licence",
        "intent_bodies",
        "talks",
    ]
    paid = replace(
        before, intents=(replace(before.intents[0], contract="LC-1", received_more=(("USD", 5),)), wanted(2))
    )
    assert "received" in [it.key for it in versions.changed_figures(reckon(before), reckon(paid))]
    assert [(it.intent.id, it.before) for it in versions.progressed(before, now)] == [(1, "intent"), (3, "")]


def test_the_usual_questions() -> None:
    questions = survey.usual()
    assert survey.problems(questions) == {}
    assert survey.problems([])
    assert survey.problems([Question("own0", Kind.TEXT, "", "Only English")])
    assert survey.read([it.to_plain() for it in questions]) == questions


@given(st.dictionaries(st.sampled_from([*survey.USUAL, "x"]), st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=5) | st.lists(st.integers(0, 4), max_size=4)))  # fmt: skip  # noqa: E501
def test_only_answers_of_the_right_kind_are_kept(given_: dict[str, object]) -> None:
    kept = survey.accepted(survey.usual(), given_, {1, 2})
    assert "x" not in kept
    assert set(kept) <= set(given_)
    assert "useful" not in kept or kept["useful"] in (1, 2, 3, 4, 5)
    assert set(kept.get("pitches", [])) <= {1, 2}
    assert survey.accepted(survey.usual(), kept, {1, 2}) == kept


def test_results() -> None:
    answers = [{"useful": 5, "pitches": [1, 2], "met": True}, {"useful": 4, "pitches": [2]}, {"words": "好"}]
    by_key = {it.question.key: it for it in survey.results(survey.usual(), answers)}
    assert (by_key["useful"].mean, by_key["useful"].answered) == (4.5, 2)
    assert by_key["pitches"].counts == {"1": 1, "2": 2}
    assert by_key["met"].counts == {"yes": 1, "no": 0}
    assert list(by_key["words"].texts) == ["好"]
    assert (survey.rate(3, 8), survey.rate(0, 0)) == (37.5, None)


def test_reminders_of_the_survey() -> None:
    assert not survey.reminds(HELD, date(2026, 11, 23), False)
    assert survey.reminds(HELD, date(2026, 11, 24), False)
    assert not survey.reminds(HELD, date(2026, 11, 24), True)
    assert not survey.reminds(HELD, date(2026, 12, 12), False)
