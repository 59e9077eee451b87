"""The rules of pitches: the process, applications, checks, disclosure by tier, scores and the draw."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.process import may, open_moves
from market.pitches.rules import application, checks, draw, review, terms
from market.pitches.rules.application import Application
from market.pitches.rules.checks import Facts, PatentStatus, Tone
from market.pitches.rules.processes import DECISIONS, MOVES, PROCESS, Situation, Who
from market.pitches.rules.review import CRITERIA, Criterion, Verdict
from market.pitches.rules.states import LIVE, STATE_NAMES, STATE_TONES, State, Tier
from market.pitches.rules.tiers import may_open

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
WHOLE = Application(title="低压铸造", summary="说" * 30, speaker="孟庆元", speaker_phone="0538-1234567")
REFERENCES = st.lists(st.from_regex(r"PT-2026-[0-9]{4}", fullmatch=True), min_size=1, max_size=12, unique=True)


class TestProcess:
    def test_the_table_is_whole(self) -> None:
        assert PROCESS.problems() == []
        assert set(STATE_NAMES) == set(STATE_TONES) == set(State)
        assert set(PROCESS.ends) == {State.DECLINED, State.WITHDRAWN}

    @given(st.lists(st.sampled_from([(name, who) for name in MOVES for who in Who]), max_size=30))
    def test_every_walk_stays_on_the_table(self, walk: list[tuple[str, Who]]) -> None:
        state = str(PROCESS.start)
        for name, who in walk:
            if may(MOVES, name, state, who, Situation()):
                state = MOVES[name].to
            assert state in STATE_NAMES
        if state not in LIVE:
            assert not any(open_moves(MOVES, state, who, Situation()) for who in Who)

    @pytest.mark.parametrize(
        ("name", "state", "who", "situation", "allowed"),
        [
            ("submit", State.DRAFT, Who.APPLICANT, Situation(), True),
            ("submit", State.DRAFT, Who.OPERATOR, Situation(), False),
            ("submit", State.DRAFT, Who.APPLICANT, Situation(call_open=False), False),
            ("submit", State.DRAFT, Who.APPLICANT, Situation(members=False), False),
            ("resubmit", State.RETURNED, Who.APPLICANT, Situation(call_open=False), True),
            ("resubmit", State.RETURNED, Who.APPLICANT, Situation(begun=True), False),
            ("select", State.SUBMITTED, Who.OPERATOR, Situation(), True),
            ("select", State.SUBMITTED, Who.APPLICANT, Situation(), False),
            ("select", State.SUBMITTED, Who.OPERATOR, Situation(blocked=True), False),
            ("select", State.RETURNED, Who.OPERATOR, Situation(), False),
            ("select", State.DECLINED, Who.OPERATOR, Situation(), False),
            ("decline", State.SELECTED, Who.OPERATOR, Situation(blocked=True), True),
            ("return", State.SELECTED, Who.OPERATOR, Situation(), False),
            ("withdraw", State.SELECTED, Who.APPLICANT, Situation(), True),
            ("withdraw", State.SELECTED, Who.APPLICANT, Situation(begun=True), False),
            ("withdraw", State.DECLINED, Who.APPLICANT, Situation(), False),
        ],
    )
    def test_who_may_do_what(self, name: str, state: State, who: Who, situation: Situation, allowed: bool) -> None:
        assert may(MOVES, name, state, who, situation) is allowed

    def test_every_decision_but_a_selection_brings_a_reason(self) -> None:
        assert {name for name in DECISIONS if MOVES[name].needs != "reason"} == {"select"}


class TestTiers:
    def test_the_table_of_disclosure(self) -> None:
        opened = {
            tier: {
                (registered, intent)
                for registered, intent in product((False, True), repeat=2)
                if may_open(tier, registered=registered, intent=intent, own=False, operator=False)
            }
            for tier in Tier
        }
        everybody = set(product((False, True), repeat=2))
        assert opened == {
            Tier.PUBLIC: everybody,
            Tier.REGISTERED: everybody - {(False, False)},
            Tier.INTENT: {(False, True), (True, True)},
            Tier.ORGANISER: set(),
        }

    @pytest.mark.parametrize("tier", [*Tier, "nonsense"])
    def test_owner_and_organiser_open_everything(self, tier: str) -> None:
        assert may_open(tier, registered=False, intent=False, own=True, operator=False)
        assert may_open(tier, registered=False, intent=False, own=False, operator=True)
        assert may_open(tier, registered=True, intent=True, own=False, operator=False) is (
            tier in ("public", "registered", "intent")
        )


class TestApplication:
    def test_a_whole_one_has_no_gaps(self) -> None:
        assert application.gaps(WHOLE) == {}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": " "}, "title"),
            ({"summary": "短"}, "summary"),
            ({"speaker": ""}, "speaker"),
            ({"speaker_phone": ""}, "speaker_phone"),
            ({"speaker_phone": "call me"}, "speaker_phone"),
            ({"video_url": "http://video.example.org/1"}, "video_url"),
            ({"video_url": "https://user:secret@video.example.org/"}, "video_url"),
            ({"video_url": "javascript:alert(1)"}, "video_url"),
            ({"video_url": "https://[broken"}, "video_url"),
            ({"video_url": "https://localhost/x"}, "video_url"),
            ({"minutes": 0}, "minutes"),
            ({"minutes": 41}, "minutes"),
            ({"answer_minutes": -1}, "answer_minutes"),
        ],
    )
    def test_each_gap_is_named_at_its_field(self, change: dict[str, object], field: str) -> None:
        assert set(application.gaps(replace(WHOLE, **change))) == {field}  # type: ignore[arg-type]

    def test_a_draft_needs_a_title_only(self) -> None:
        assert application.refusals(Application(title="x")) == {}
        assert set(application.refusals(Application())) == {"title"}

    @given(st.text(max_size=60))
    def test_no_text_breaks_the_look_at_an_address(self, text: str) -> None:
        assert application.is_https(text) in (True, False)
        assert not application.is_https(text) or text.lower().startswith("https://")

    def test_what_may_be_changed_when(self) -> None:
        due, begins = NOW + timedelta(days=1), NOW + timedelta(days=3)
        for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
            assert application.editable(state, NOW, due, begins) == application.FIELDS
        assert "title" not in application.editable(State.SELECTED, NOW, due, begins)
        assert "speaker" in application.editable(State.SELECTED, due, due, begins)
        late = due + timedelta(seconds=1)
        assert application.editable(State.SELECTED, late, due, begins) == ("speaker_phone", "backup_speaker")
        assert application.editable(State.DECLINED, NOW, due, begins) == ()
        assert application.editable(State.DRAFT, begins, due, begins) == ()
        assert application.takes_files(State.SELECTED, due, due, begins)
        assert not application.takes_files(State.SELECTED, late, due, begins)
        assert application.takes_files(State.SELECTED, late, None, begins)
        assert not application.takes_files(State.WITHDRAWN, NOW, due, begins)


GOOD = Facts(
    subject="listing",
    taken=("listing",),
    offered=True,
    patents=(PatentStatus("202010000001.5", "ok", "2026-08-01"),),
    quality=90,
    industry="C33",
    wanted_industry="C33",
    english=True,
)


class TestChecks:
    def test_a_good_one_passes_everything(self) -> None:
        found = checks.checks(GOOD)
        assert {check.tone for check in found} == {Tone.OK}
        assert {check.code for check in found} == {"call", "offered", "in_force", "licensable", "quality", "industry"}

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"taken": ("need",)}, "call"),
            ({"offered": False}, "offered"),
            ({"offered": False, "suspended": True}, "offered"),
            ({"patents": (PatentStatus("202010000001.5", "bad"),)}, "in_force"),
            ({"obstacle": "An exclusive licence runs."}, "licensable"),
            ({"subject": "need", "taken": ("need",), "offered": False}, "offered"),
            ({"subject": "need"}, "call"),
        ],
    )
    def test_what_stops_a_selection(self, change: dict[str, object], code: str) -> None:
        stops = checks.stopping(checks.checks(replace(GOOD, **change)))  # type: ignore[arg-type]
        assert [check.code for check in stops] == [code]
        assert all(check.text and check.advice for check in stops)

    @pytest.mark.parametrize(
        ("change", "code", "tone"),
        [
            ({"patents": (PatentStatus("202010000001.5", "unknown"),)}, "in_force", Tone.WARN),
            ({"quality": 84, "missing": ("Maturity",)}, "quality", Tone.INFO),
            ({"quality": 59}, "quality", Tone.WARN),
            ({"quality": 85}, "quality", Tone.OK),
            ({"industry": "C26"}, "industry", Tone.WARN),
            ({"industry": ""}, "industry", Tone.INFO),
            ({"industry": "C"}, "industry", Tone.OK),
            ({"industry": "C26", "chain": "汽车零部件", "words": "用于汽车零部件铸造"}, "industry", Tone.OK),
            ({"english": False}, "english", Tone.INFO),
            ({"selected": True}, "slides", Tone.WARN),
            ({"selected": True, "slides": True}, "slides", Tone.OK),
        ],
    )
    def test_what_only_advises(self, change: dict[str, object], code: str, tone: Tone) -> None:
        found = checks.checks(replace(GOOD, **change))  # type: ignore[arg-type]
        assert not checks.stopping(found)
        assert {check.tone for check in found if check.code == code} == {tone}

    def test_a_roadshow_without_theme_asks_for_no_industry(self) -> None:
        found = checks.checks(replace(GOOD, wanted_industry="", chain="", industry="C26"))
        assert "industry" not in {check.code for check in found}

    def test_what_each_kind_of_roadshow_takes(self) -> None:
        assert terms.usual("patents").takes == ("listing", "need")
        assert terms.usual("needs").takes == ("need",)
        assert terms.usual("training").takes == ()


class TestReview:
    def test_the_weighted_mean(self) -> None:
        criteria = (Criterion("a", "A", 3), Criterion("b", "B", 1))
        assert review.weighted({"a": 5, "b": 1}, criteria) == Decimal("4.00")
        assert review.weighted({"a": 4, "b": 5}, criteria) == Decimal("4.25")
        assert review.weighted({}, ()) == 0

    def test_abstentions_do_not_count(self) -> None:
        scores = [{one.key: points for one in CRITERIA} for points in (2, 5)]
        found = review.result([Verdict(scores[0]), Verdict({}, conflict=True), Verdict(scores[1])], CRITERIA)
        assert (found.mean, found.lowest, found.highest) == (Decimal("3.50"), Decimal("2.00"), Decimal("5.00"))
        assert (found.scored, found.abstained, found.spread) == (2, 1, Decimal("3.00"))
        nobody = review.result([Verdict({}, conflict=True)], CRITERIA)
        assert (nobody.mean, nobody.spread, nobody.abstained) == (None, None, 1)

    @given(st.lists(st.lists(st.integers(1, 5), min_size=5, max_size=5), min_size=1, max_size=9))
    def test_the_mean_lies_between_lowest_and_highest(self, points: list[list[int]]) -> None:
        keys = [one.key for one in CRITERIA]
        found = review.result([Verdict(dict(zip(keys, row, strict=True))) for row in points], CRITERIA)
        assert found.mean is not None
        assert found.lowest is not None
        assert found.highest is not None
        assert 1 <= found.lowest <= found.mean <= found.highest <= 5

    def test_every_criterion_needs_points_unless_one_abstains(self) -> None:
        full = {one.key: 3 for one in CRITERIA}
        assert review.problems(Verdict(full), CRITERIA) == {}
        assert set(review.problems(Verdict(full | {"fit": 6}), CRITERIA)) == {"score_fit"}
        assert len(review.problems(Verdict({}), CRITERIA)) == len(CRITERIA)
        assert review.problems(Verdict({}, conflict=True, conflict_reason="同单位"), CRITERIA) == {}
        assert set(review.problems(Verdict({}, conflict=True), CRITERIA)) == {"conflict_reason"}

    def test_a_link_lives_until_everything_is_decided(self) -> None:
        end = NOW + timedelta(days=1)
        assert review.link_open(False, NOW, end, [])
        assert review.link_open(False, NOW, end, ["draft", "submitted", "selected"])
        assert review.link_open(False, NOW, end, ["returned", "declined"])
        assert not review.link_open(False, NOW, end, ["selected", "declined", "withdrawn"])
        assert not review.link_open(True, NOW, end, ["submitted"])
        assert not review.link_open(False, end, end, ["submitted"])

    def test_criteria_of_ones_own(self) -> None:
        found = terms.named(["Maturity", "紧迫性"], [20, 60])
        assert [one.key for one in found] == ["maturity", "own2"]
        whole = terms.Terms(("need",), criteria=found)
        assert [whole.share(one) for one in found] == [25, 75]
        assert terms.problems(whole) == {}
        assert "criteria" in terms.problems(replace(whole, criteria=()))
        assert "criteria" in terms.problems(replace(whole, criteria=(found[0], found[0])))
        assert "criteria" in terms.problems(replace(whole, criteria=(Criterion("a", "A", 0),)))
        assert Criterion.read(found[1].to_plain()) == found[1]


def held(secret: str, references: list[str], salt: str) -> draw.Drawn:
    """A draw as it is published once it was held."""
    entries = draw.listed(references)
    seed = draw.seed_of(secret, entries, salt)
    return draw.Drawn(draw.commitment_of(secret), entries, secret, salt, seed, draw.order_of(seed, entries))


class TestDraw:
    def test_anybody_reckons_it_with_hashlib_alone(self) -> None:
        secret, references, salt = "ab" * 32, ["PT-2026-0003", "PT-2026-0001", "PT-2026-0002"], "3 8 1"
        found = held(secret, references, salt)

        def digest(text: str) -> str:
            return hashlib.sha256(text.encode("utf-8")).hexdigest()

        assert found.commitment == digest(secret)
        seed = digest(secret + "\n" + "PT-2026-0001,PT-2026-0002,PT-2026-0003" + "\n" + salt)
        assert found.seed == seed
        assert list(found.order) == sorted(references, key=lambda reference: digest(seed + "\n" + reference))
        assert draw.verify(found)

    @given(st.text(min_size=1), REFERENCES, st.text(max_size=20), st.randoms())
    def test_no_permutation_of_the_list_changes_the_order(
        self, secret: str, references: list[str], salt: str, random: object
    ) -> None:
        shuffled = list(references)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        assert held(secret, references, salt) == held(secret, [*shuffled, *shuffled], salt)
        assert sorted(held(secret, references, salt).order) == sorted(references)

    @given(st.text(min_size=1, max_size=64), REFERENCES, st.text(max_size=20))
    def test_a_held_draw_is_verified_and_its_recipe_prints_the_order(
        self, secret: str, references: list[str], salt: str
    ) -> None:
        hidden = secret.encode().hex()
        found = held(hidden, references, salt)
        assert draw.verify(found)
        printed: list[str] = []
        exec(draw.recipe(found), {"print": lambda *lines, **_more: printed.extend(lines)})
        assert printed == [found.seed, *found.order]

    @given(REFERENCES.filter(lambda found: len(found) > 1), st.integers(0, 6))
    def test_tampering_is_found(self, references: list[str], kind: int) -> None:
        found = held("ab" * 32, references, "3 8 1")
        forged = [
            replace(found, secret="ac" * 32),
            replace(found, salt="3 8 2"),
            replace(found, seed="0" * 64),
            replace(found, order=tuple(reversed(found.order))),
            replace(found, order=found.order[1:]),
            replace(found, entries=(*found.entries, "PT-2026-X")),
            replace(found, commitment="0" * 64),
        ][kind]
        assert not draw.verify(forged)

    def test_a_sealed_draw_is_not_yet_verified(self) -> None:
        assert not draw.verify(draw.Drawn("0" * 64, ("PT-2026-0001",)))

    def test_withdrawn_ones_leave_and_late_ones_come_last(self) -> None:
        assert draw.placed(["c", "a", "b"], ["a", "b", "x", "y"]) == ["a", "b", "x", "y"]
        assert draw.placed(["c", "a", "b"], ["b", "x", "c"]) == ["c", "b", "x"]
