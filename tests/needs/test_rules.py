"""What texts about money, time and places say; states; completeness; what looks odd."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.accounts.rules.regions import english_name, read_region, region_name
from market.core.money import Money
from market.needs.rules import states
from market.needs.rules.budget import Budget, Kind, read_budget
from market.needs.rules.content import DETAILS, STEPS, Details, has_figures, percent, points, refusals, weighty
from market.needs.rules.oddities import first_like, fold_name, oddities
from market.needs.rules.states import MOVES, State, may
from market.needs.rules.validity import Validity, read_date, read_validity

WAN = 1_000_000
TODAY = date(2026, 11, 22)


def amount(low: int | None, high: int | None, currency: str = "CNY") -> Budget:
    """A budget between bounds in fen."""
    bounds = [None if bound is None else Money(bound, currency) for bound in (low, high)]
    return Budget(Kind.AMOUNT, *bounds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20-30万元", amount(20 * WAN, 30 * WAN)),
        ("3～8万元", amount(3 * WAN, 8 * WAN)),
        ("３０万元", amount(30 * WAN, 30 * WAN)),
        ("六十万元", amount(60 * WAN, 60 * WAN)),
        ("二十至三十五万", amount(20 * WAN, 35 * WAN)),
        ("15万以内", amount(None, 15 * WAN)),
        ("不超过 25 万元", amount(None, 25 * WAN)),
        ("40万元以下（含）", amount(None, 40 * WAN)),
        ("200万元以上", amount(200 * WAN, None)),
        ("至少80万", amount(80 * WAN, None)),
        ("预算约70万元左右", amount(70 * WAN, 70 * WAN)),
        ("8000-1万元", amount(800_000, WAN)),
        ("1,200,000元", amount(120 * WAN, 120 * WAN)),
        ("1.5亿元", amount(15_000 * WAN, 15_000 * WAN)),
        ("CNY 300,000", amount(30 * WAN, 30 * WAN)),
        ("USD 5,000", amount(500_000, 500_000, "USD")),
        ("5w-8w", amount(5 * WAN, 8 * WAN)),
        ("面议", Budget(Kind.NEGOTIABLE)),
        ("双方协商确定", Budget(Kind.NEGOTIABLE)),
        ("不限", Budget(Kind.OPEN)),
    ],
)
def test_budget_read(text: str, expected: Budget) -> None:
    assert read_budget(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未说明",
        "50",
        "视情况而定",
        "60万元/年",
        "30万元+2%",
        "100-50万元",
        "0元",
        "很多钱",
        "9" * 60 + "亿",
        "欧元5万",
    ],
)
def test_budget_that_is_not_understood_stays_unknown(text: str) -> None:
    assert read_budget(text) == Budget(Kind.UNKNOWN)


@given(st.text(max_size=200))
def test_any_text_gives_a_budget_in_order(text: str) -> None:
    budget = read_budget(text)
    if budget.minimum and budget.maximum:
        assert budget.minimum <= budget.maximum
    assert (budget.kind is Kind.AMOUNT) == bool(budget.minimum or budget.maximum)


@given(
    st.integers(1, 900_000),
    st.integers(0, 900_000),
    st.sampled_from(["-", "～", "—", "至", "到", " ~ "]),
    st.sampled_from([("万元", WAN), ("万", WAN), ("元", 100), ("千元", 100_000)]),
    st.sampled_from(["", "预算", "约", "人民币"]),
)
def test_a_written_range_is_read_back(low: int, more: int, dash: str, unit: tuple[str, int], before: str) -> None:
    word, factor = unit
    found = read_budget(f"{before}{low}{dash}{low + more}{word}")
    assert found == amount(low * factor, (low + more) * factor)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("长期", Validity(open=True)),
        ("已截止", Validity(over=True)),
        ("剩余30天", Validity(until=date(2026, 12, 22))),
        ("2周内", Validity(until=date(2026, 12, 6))),
        ("2027-03-15", Validity(until=date(2027, 3, 15))),
        ("2026年12月1日至2027年2月28日", Validity(until=date(2027, 2, 28))),
        ("截至2027年2月", Validity(until=date(2027, 2, 28))),
        ("3年实施期", Validity()),
        ("未注明", Validity()),
        ("2027-02-30", Validity()),
        ("", Validity()),
    ],
)
def test_validity_read(text: str, expected: Validity) -> None:
    assert read_validity(text, TODAY) == expected


@given(st.text(max_size=100))
def test_any_text_about_time_is_answered(text: str) -> None:
    read_validity(text, TODAY)
    read_date(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("泰安", "370900"),
        ("山东省泰安市岱岳区", "370900"),
        ("山东 淄博", "370300"),
        ("Tai'an", "370900"),
        ("山东", "370000"),
        ("江西省南昌市", "360000"),
        ("内蒙古自治区", "150000"),
        ("Sichuan", "510000"),
        ("370902", "370902"),
        ("湖南省泰安路", "430000"),
        ("某地", ""),
        ("999999", ""),
        ("", ""),
    ],
)
def test_region_read(text: str, code: str) -> None:
    assert read_region(text) == code


def test_region_names() -> None:
    assert region_name("370900")[0] == "山东 泰安"
    assert english_name("370900") == "Tai'An" or english_name("370900") == "Taian"
    assert region_name("") == ("", "")


def test_states_only_lead_to_states_and_ends_are_ends() -> None:
    assert set(MOVES) == set(State)
    assert all(who <= {"firm", "operator", "system"} for targets in MOVES.values() for who in targets.values())
    assert not MOVES[State.SOLVED]
    assert not MOVES[State.CLOSED]


@given(st.sampled_from(list(State)), st.sampled_from(list(State)), st.sampled_from(["firm", "operator", "system"]))
def test_only_the_operator_publishes_what_waits(state: State, target: State, who: str) -> None:
    if target is State.PUBLISHED and state is State.SUBMITTED:
        assert may(state, target, who) == (who == "operator")
    if state is State.DRAFT and target is not State.CLOSED:
        assert may(state, target, who) == (who == "firm" and target is State.SUBMITTED)


def test_every_end_has_its_state() -> None:
    assert {states.end_of(how) for how in states.HOW} == {State.SOLVED, State.CLOSED, State.EXPIRED}


def test_what_must_be_there_before_handing_in() -> None:
    found = refusals(Details(), TODAY)
    assert set(found) == {"title", "problem", "indicators", "contact_name", "contact_phone"}
    good = Details(
        title="降低铸件废品率", problem="铸件缩松严重，废品率高，客户多次投诉，急需解决办法。",
        indicators="废品率低于2%", contact_name="A", contact_phone="1",
    )  # fmt: skip
    assert not refusals(good, TODAY)
    late = Details(**{**vars(good), "deadline": TODAY - timedelta(days=1), "valid_until": date(2031, 1, 1)})
    assert set(refusals(late, TODAY)) == {"deadline", "valid_until"}


def test_completeness_grows_with_what_is_filled_in() -> None:
    assert percent(points(Details())) == 0
    assert percent(points(Details(indicators="强度≥80MPa"))) == 20
    assert not has_figures("（1）提高效率；（2）降低成本")
    assert has_figures("（1）提高效率30%")
    assert sum(point.weight for point in points(Details())) == 100


def test_every_detail_is_on_one_step_of_the_form() -> None:
    on_steps = [name for fields in STEPS.values() for name in fields]
    assert sorted(on_steps) == sorted([*DETAILS, "files"])


def test_only_weighty_changes_matter_to_matching() -> None:
    assert weighty(Details(), Details(problem="x"))
    assert not weighty(Details(), Details(contact_phone="1"))


def test_oddities() -> None:
    assert "finance" in oddities("智慧物流平台天使轮融资", "项目融资", "", "某公司", "企业", True)
    assert "offer" in oddities("一种勘探方法", "科技成果转化", "许可转让", "某大学", "高校", True)
    assert "agent" in oddities("某技术", "技术难题", "", "某某知识产权代理有限公司", "企业", True)
    assert oddities("降低能耗", "技术难题", "联合研发", "某铸造公司", "企业", True) == []


def test_a_repost_is_recognised_by_firm_and_title() -> None:
    assert fold_name("某科技公司（需求征集）") == fold_name("某科技公司")
    assert fold_name("某（天津）公司") != fold_name("某公司")
    earlier = [(1, "冷轧薄板表面缺陷在线检测"), (2, "高温轴承润滑脂配方研究与产业化")]
    assert first_like("高温轴承润滑脂配方的研究与产业化", earlier) == 2
    assert first_like("低温轴承密封结构", earlier) is None
