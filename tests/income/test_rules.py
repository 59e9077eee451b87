"""The arithmetic of splits, the floors of the law, and what stands in the way of an approval."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.income.rules import policy as policies
from market.income.rules.policy import Policy, findings, floor, usable
from market.income.rules.shares import WHOLE, Cost, Party, Question, divide, equal_weights, percent, sums
from market.income.rules.states import Bar, Standing, bars_to_approval, notice_needed, notice_until
from market.income.rules.wishes import Owned, Sharer, Situation, Wishes, problems

SHANDONG = Policy(region="370302")
ME = Party("我校", WHOLE)


def question(received: int = 3_000_000, **over: object) -> Question:
    values = {
        "received": Money(received),
        "costs": (),
        "owners": (ME,),
        "own": 0,
        "inventors": (Party("甲", 5_000, 1), Party("乙", 3_000, 2), Party("丙", 2_000, 3)),
        "college": "机械学院",
        "policy": SHANDONG,
    } | over
    return Question(**values)  # type: ignore[arg-type]


def amounts(asked: Question) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for line in divide(asked):
        found.setdefault(line.kind, []).append(line.money.minor)
    return found


def test_thirty_thousand_yuan_by_the_policy_of_shandong() -> None:
    assert amounts(question()) == {
        "inventor": [1_050_000, 630_000, 420_000],
        "college": [300_000],
        "office": [300_000],
        "university": [300_000],
    }


def test_costs_come_first_and_the_net_is_what_is_left() -> None:
    asked = question(costs=(Cost(7, "tax", Money(180_000)), Cost(8, "agency", Money(20_000))))
    lines = divide(asked)
    assert [line.money.minor for line in lines if line.kind == "cost"] == [180_000, 20_000]
    assert sums(asked.received, lines).net == Money(2_800_000)
    assert amounts(asked)["inventor"] == [980_000, 588_000, 392_000]


def test_costs_above_the_receipt_leave_nothing_to_share() -> None:
    assert amounts(question(1_000, costs=(Cost(1, "tax", Money(5_000)),))) == {"cost": [1_000]}


@pytest.mark.rule("R23")
def test_co_owners_share_before_the_inventors() -> None:
    owners = (Party("我校", 6_000), Party("某公司", 4_000))
    asked = question(owners=owners)
    assert amounts(asked)["co_owner"] == [1_200_000]
    assert sums(asked.received, divide(asked)).net == Money(1_800_000)
    assert amounts(asked)["inventor"] == [630_000, 378_000, 252_000]


def test_the_rest_of_cutting_off_goes_to_a_named_line() -> None:
    three = (Party("甲", 3_334, 1), Party("乙", 3_333, 2), Party("丙", 3_333, 3))
    lines = divide(question(100, inventors=three))
    team = [line for line in lines if line.kind == "inventor"]
    assert sum(line.money.minor for line in team) == 70
    assert [line.money.minor for line in team] == [24, 23, 23]
    assert [line.rounding for line in team] == [1, 0, 0]


def test_the_smallest_amount_is_given_once() -> None:
    assert sum(line.money.minor for line in divide(question(1))) == 1


WEIGHTS = st.integers(1, 8).map(lambda count: tuple(Party(f"n{i}", w, i) for i, w in enumerate(equal_weights(count))))
RATES = st.tuples(*(st.integers(0, 3_333) for _ in range(3))).map(lambda it: tuple(Decimal(n) / WHOLE for n in it))


@given(
    received=st.integers(1, 10**13),
    costs=st.lists(st.integers(1, 10**12), max_size=4),
    owners=WEIGHTS,
    inventors=WEIGHTS,
    rates=RATES,
    own=st.integers(0, 7),
    currency=st.sampled_from(["CNY", "USD", "HKD"]),
    college=st.sampled_from(["", "学院"]),
)
def test_every_split_adds_up_to_what_came_in(
    received: int, costs: list[int], owners: tuple[Party, ...], inventors: tuple[Party, ...],
    rates: tuple[Decimal, ...], own: int, currency: str, college: str,
) -> None:  # fmt: skip
    asked = Question(
        Money(received, currency),
        tuple(Cost(number, "tax", Money(minor, currency)) for number, minor in enumerate(costs)),
        owners,
        own % len(owners),
        inventors,
        college,
        Policy(region="370000", inventors=rates[0], college=rates[1], office=rates[2]),
    )
    lines = divide(asked)
    assert sum(line.money.minor for line in lines) == received
    assert all(line.money.minor > 0 for line in lines)
    stations = sums(asked.received, lines)
    assert stations.net.minor >= 0
    team = sum(line.money.minor for line in lines if line.kind == "inventor")
    assert abs(Decimal(team) - rates[0] * stations.net.minor) <= Decimal("0.5")


@given(st.integers(1, 40))
def test_equal_parts_make_the_whole(count: int) -> None:
    parts = equal_weights(count)
    assert sum(parts) == WHOLE
    assert max(parts) - min(parts) < count


def test_percentages_are_read_as_people_write_them() -> None:
    assert [percent(weight) for weight in (5_000, 3_333, 10_000, 5)] == ["50", "33.33", "100", "0.05"]


@pytest.mark.rule("R21")
@pytest.mark.parametrize(
    ("region", "established", "rules", "rate", "tones"),
    [
        ("370302", "government", "", "0.70", []),
        ("370302", "government", "学校办法〔2024〕8号", "0.69", ["bad"]),
        ("110108", "government", "", "0.50", []),
        ("110108", "government", "学校办法", "0.49", ["bad"]),
        ("370302", "other", "", "0.50", []),
        ("370302", "other", "", "0.49", ["bad"]),
        ("370302", "other", "与发明人的协议", "0.30", ["warn"]),
    ],
)
def test_the_floor_of_the_inventors_share(
    region: str, established: str, rules: str, rate: str, tones: list[str]
) -> None:
    asked = Policy(region=region, established=established, house_rules=rules, inventors=Decimal(rate))
    assert [found.tone for found in findings(asked)] == tones
    assert usable(asked) == ("bad" not in tones)


@pytest.mark.rule("R21")
def test_shandong_is_stricter_only_for_what_government_established() -> None:
    assert floor("371002", "government") == Decimal("0.70")
    assert floor("371002", "other") == floor("440100", "government") == Decimal("0.50")


def test_shares_of_more_than_the_whole_are_no_policy() -> None:
    assert not usable(Policy(region="370302", inventors=Decimal("0.85"), college=Decimal("0.10")))


def test_a_policy_survives_its_storage() -> None:
    for policy in (SHANDONG, policies.usual("110108")):
        assert Policy.read(policy.to_plain()) == policy
        assert usable(policy)


def standing(**over: object) -> Standing:
    values = {
        "state": "draft", "notice_needed": False, "notice_result": "", "pledged": False, "pledge_answer": "",
        "drafted_by_self": False, "others_could_approve": True,
    } | over  # fmt: skip
    return Standing(**values)  # type: ignore[arg-type]


@pytest.mark.rule("R22")
def test_leaders_who_share_are_noted_first() -> None:
    assert notice_needed("leader", leaders=1)
    assert not notice_needed("leader", leaders=0)
    assert notice_needed("always", leaders=0)
    assert bars_to_approval(standing(notice_needed=True)) == [Bar.NOTICE]
    assert bars_to_approval(standing(notice_needed=True, state="noticed", notice_result="upheld")) == [Bar.NOTICE]
    assert not bars_to_approval(standing(notice_needed=True, state="noticed", notice_result="none"))


@pytest.mark.rule("R06")
def test_the_pledgees_right_is_answered_before_approval() -> None:
    assert bars_to_approval(standing(pledged=True)) == [Bar.PLEDGE]
    assert not bars_to_approval(standing(pledged=True, pledge_answer="deposited"))


def test_two_pairs_of_eyes_where_there_are_two() -> None:
    assert bars_to_approval(standing(drafted_by_self=True)) == [Bar.FOUR_EYES]
    assert not bars_to_approval(standing(drafted_by_self=True, others_could_approve=False))
    assert bars_to_approval(standing(state="approved")) == [Bar.STATE]


def test_the_first_day_of_a_notice_counts() -> None:
    assert notice_until(date(2026, 11, 1), 15) == date(2026, 11, 15)


def wishes(**over: object) -> Wishes:
    values = {
        "owners": (Owned("我校", 5_000, True), Owned("某公司", 5_000)),
        "inventors": (Sharer("甲", 6_000), Sharer("乙", 4_000)),
    } | over
    return Wishes(**values)  # type: ignore[arg-type]


@pytest.mark.rule("R23")
def test_unequal_parts_of_owners_need_an_agreement() -> None:
    situation = Situation(("我校", "某公司"))
    assert not problems(wishes(), situation)
    unequal = (Owned("我校", 9_000, True), Owned("某公司", 1_000))
    assert "owners" in problems(wishes(owners=unequal), situation)
    assert not problems(wishes(owners=unequal, agreement="共有协议 2023-05-01"), situation)
    assert "owners" in problems(wishes(owners=(Owned("我校", 10_000, True),)), situation)


@pytest.mark.parametrize(
    "inventors",
    [(), (Sharer("甲", 9_999),), (Sharer("甲", 5_000), Sharer("甲", 5_000)), (Sharer("甲", 10_000), Sharer("乙", 0))],
)
def test_inventors_percentages_make_the_whole(inventors: tuple[Sharer, ...]) -> None:
    assert "inventors" in problems(wishes(inventors=inventors), Situation(("我校", "某公司")))


def test_wishes_survive_their_storage() -> None:
    assert Wishes.read(wishes().to_plain()) == wishes()
