"""Reading columns and rows of every bank, sameness, balances, matching, transfers: values in, values out."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.banking.rules import columns as heads
from market.banking.rules.balances import by_ends, by_rows
from market.banking.rules.columns import PRESETS, find_header, problems, read_row, recognise
from market.banking.rules.entries import BadCell, Entry, amount, day, telling_reference
from market.banking.rules.matching import Due, Movement, Part, propose, state_of
from market.banking.rules.sameness import checksum, marked, same_transfer
from market.banking.rules.texts import like_firm, same_firm, same_number
from market.banking.rules.transfers import Transfer, found_on
from market.core.money import Money
from market.payments.rules import reference_text

TODAY = date(2026, 11, 22)
DAY = date(2026, 11, 20)


def read(head: list[str], *rows: list[object]) -> list[Entry | None]:
    """Rows as read under a head."""
    _preset, found = recognise(head)
    return [read_row(line, row, found, "CNY", TODAY) for line, row in enumerate(rows, start=2)]


IN = Entry(2, DAY, True, Money.of(3000), Money.of(13000), "山东测试有限公司", "3700123456", "许可费 FK26", "LS001")
OUT = Entry(3, DAY, False, Money.of("12.50"), Money.of("12987.50"), "某银行", "", "手续费", "LS002")
BANKS: dict[str, tuple[list[object], list[object]]] = {
    "icbc": (
        [
            "123",
            "3700123456",
            "2026-11-20 10:00:00",
            "贷",
            "",
            "3,000.00",
            "许可费 FK26",
            "",
            "山东测试有限公司",
            "13,000.00",
            "",
            "LS001",
        ],
        ["123", "", "2026-11-20 10:01:00", "借", "12.50", "", "手续费", "", "某银行", "12,987.50", "", "LS002"],
    ),
    "ccb": (
        [
            "123",
            "20261120 10:00:00",
            "",
            "3000.00",
            "13000.00",
            "人民币元",
            "山东测试有限公司",
            "3700123456",
            "许可费 FK26",
            "",
            "LS001",
        ],
        ["123", "20261120 10:01:00", "12.50", "0.00", "12987.50", "人民币", "某银行", "", "手续费", "", "LS002"],
    ),
    "abc": (
        [
            "2026-11-20 10:00:00",
            "3,000.00",
            "",
            "13,000.00",
            "3700123456",
            "山东测试有限公司",
            "",
            "许可费 FK26",
            "LS001",
        ],
        ["2026-11-20 10:01:00", "", "12.50", "12,987.50", "", "某银行", "", "手续费", "LS002"],
    ),
    "boc": (
        [
            "来账",
            "3700123456",
            "山东测试有限公司",
            "123",
            "某大学",
            "20261120",
            "CNY",
            "3,000.00",
            "13,000.00",
            "LS001",
            "许可费 FK26",
            "",
            "",
        ],
        ["往账", "123", "某大学", "", "某银行", "20261120", "CNY", "-12.50", "12,987.50", "LS002", "手续费", "", ""],
    ),
    "bocom": (
        ["2026/11/20", "许可费 FK26", "贷", "3000", "13000", "3700123456", "山东测试有限公司", "LS001", "CNY"],
        ["2026/11/20", "手续费", "借", "12.5", "12987.5", "", "某银行", "LS002", "CNY"],
    ),
    "cmb": (
        ["20261120", "", "3,000.00", "13,000.00", "许可费 FK26", "LS001", "", "", "山东测试有限公司", "3700123456"],
        ["20261120", "12.50", "", "12,987.50", "手续费", "LS002", "", "", "某银行", ""],
    ),
    "psbc": (
        [
            "2026年11月20日",
            "收入",
            "３,０００.００",
            "13,000.00",
            "山东测试有限公司",
            "3700123456",
            "许可费 FK26",
            "",
            "LS001",
        ],
        ["2026年11月20日", "支出", "12.50", "12,987.50", "某银行", "", "手续费", "", "LS002"],
    ),
    "qilu": (
        [DAY, None, 3000.0, 13000.0, "山东测试有限公司", "3700123456", "许可费 FK26", None, "LS001"],
        [DAY, 12.5, None, 12987.5, "某银行", None, "手续费", None, "LS002"],
    ),
}


@pytest.mark.parametrize("bank", sorted(PRESETS))
def test_each_bank_s_statement_is_read_the_same(bank: str) -> None:
    head = list(PRESETS[bank].heads.values())
    assert recognise(head)[0] == bank
    assert not problems(recognise(head)[1])
    assert read(head, *BANKS[bank]) == [IN, OUT]


def test_the_header_is_found_below_what_stands_before_it() -> None:
    head = ["交易日期", "收入", "支出", "余额"]
    rows = [["账户明细"], ["户名：某大学", "", "账号：123"], [], head, ["2026-11-20", "1", "", "2"]]
    assert find_header(rows) == 3
    assert find_header([["a", "b"], ["2026-11-20", "3"]]) is None


HEAD = ["日期", "金额", "借贷标志", "对方户名"]


@pytest.mark.parametrize(
    ("row", "minor"),
    [
        (["2026-11-20", "10", "贷", ""], 1000),
        (["2026-11-20", "10", "借", ""], -1000),
        (["2026-11-20", "-10", "借", ""], -1000),
        (["2026-11-20", "-10", "贷", ""], -1000),
        (["2026-11-20", "-10", "", ""], -1000),
        (["2026-11-20", "+10.10", "", ""], 1010),
        (["2026-11-20", "(10)", "", ""], -1000),
        (["2026-11-20", "¥1,234.50", "收", ""], 123450),
        (["2026-11-20", "1234.500", "C", ""], 123450),
    ],
)
def test_one_column_for_both_sides(row: list[object], minor: int) -> None:
    found = read(HEAD, row)[0]
    assert found is not None
    assert found.money.minor * (1 if found.incoming else -1) == minor


@pytest.mark.parametrize(
    "row", [[], ["", "", "", ""], ["合计", "300.00", "", ""], ["", "", "", "打印时间 2026"], ["备注", "", "", ""]]
)
def test_rows_that_are_none_are_left_out(row: list[object]) -> None:
    assert read(HEAD, row) == [None]


@pytest.mark.parametrize(
    "row",
    [
        ["2026-11-20", "abc", "", ""],
        ["2026-11-20", "1.234,56", "", ""],
        ["2026-11-20", "0.001", "", ""],
        ["2026-11-20", "1e9", "", ""],
        ["2026-11-20", "", "", "x"],
        ["2026-13-20", "1", "", ""],
        ["2031-01-01", "1", "", ""],
        ["1999-01-01", "1", "", ""],
        ["x", "12.00", "", ""],
        ["2026-11-20", "1", "？", ""],
        ["2026-11-20", float("inf"), "", ""],
        ["2026-11-20", "9" * 30, "", ""],
        ["2026-11-20", True, "", ""],
    ],
)
def test_doubtful_rows_are_refused_with_a_sentence(row: list[object]) -> None:
    with pytest.raises(BadCell) as refusal:
        read(HEAD, row)
    assert refusal.value.sentence


def test_both_sides_and_foreign_money_are_refused() -> None:
    for row in (["2026-11-20", "1", "2", "CNY"], ["2026-11-20", "1", "", "USD"]):
        with pytest.raises(BadCell):
            read(["交易日期", "收入", "支出", "币种"], row)


@given(st.integers(-(10**13), 10**13).filter(bool), st.sampled_from(["{:.2f}", "{:,.2f}", "{:.3f}"]))
def test_amounts_are_read_as_written(minor: int, form: str) -> None:
    assert amount(form.format(Decimal(minor) / 100), "CNY") == Money(minor)


FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S")


@given(st.dates(date(2000, 1, 1), TODAY))
def test_days_are_read_in_every_way_banks_write_them(on: date) -> None:
    for form in FORMS:
        assert day(f"{on:{form}}", TODAY) == on
    assert day(int(f"{on:%Y%m%d}"), TODAY) == on
    assert day(float(f"{on:%Y%m%d}"), TODAY) == on


@given(st.text(max_size=40))
def test_no_text_breaks_a_cell(text: str) -> None:
    for reader in (lambda: day(text, TODAY), lambda: amount(text, "CNY"), lambda: recognise([text, text])):
        with suppress(BadCell):
            reader()


def test_fillers_are_no_transaction_numbers() -> None:
    assert [telling_reference(text) for text in ("000000", "NONREF", "0001")] == ["", "", "0001"]


def entry(**over: object) -> Entry:
    values: dict[str, object] = {"line": 1, "booked_on": DAY, "incoming": True, "money": Money.of(100)}
    return Entry(**{**values, **over})  # type: ignore[arg-type]


def test_equal_rows_stay_two_and_come_back_as_the_same_two() -> None:
    rows = [entry(), entry(line=2), entry(name="X")]
    first, again = marked(rows), marked([entry(line=9), entry(name="X", line=1), entry(line=4)])
    assert {(one.checksum, one.ordinal) for one in first} == {(one.checksum, one.ordinal) for one in again}
    assert len({(one.checksum, one.ordinal) for one in first}) == 3
    assert checksum(entry(name="Ａ 公司")) == checksum(entry(name="A公司"))
    assert checksum(entry()) != checksum(entry(incoming=False))


@pytest.mark.parametrize(
    ("one", "other", "alike", "same"),
    [
        (entry(reference="A1"), entry(reference="a 1", text="x"), True, True),
        (entry(text="x"), entry(text="y"), True, False),
        (entry(text="x"), entry(text="y"), False, True),
        (entry(name="甲公司有限公司"), entry(name="乙公司有限公司"), False, False),
        (entry(name="山东测试有限公司"), entry(name="山东测试有限责任公司济南分"), False, True),
        (entry(balance=Money(1)), entry(balance=Money(2)), False, False),
        (entry(), entry(money=Money.of(101)), False, False),
        (entry(), entry(booked_on=DAY - timedelta(days=1)), False, False),
        (entry(reference="A1"), entry(reference="B1"), True, False),
        (entry(text=reference_text(2026, 1)), entry(text=reference_text(2026, 2)), False, False),
    ],
)
def test_when_rows_of_two_files_are_one_movement(one: Entry, other: Entry, alike: bool, same: bool) -> None:
    assert same_transfer(one, other, alike) is same


def test_balances_follow_in_either_order() -> None:
    rows = [entry(line=n, money=Money(100), balance=Money(1000 + 100 * n)) for n in range(1, 5)]
    for order in (rows, rows[::-1]):
        found = by_rows(order)
        assert (found.opening, found.closing, found.breaks) == (Money(1000), Money(1400), ())
    assert by_rows([rows[0], rows[2], rows[3]]).breaks == (3,)
    assert not by_rows([entry()]).known
    assert by_ends(rows, Money(1000), Money(1400)).breaks == ()
    assert by_ends(rows, Money(1000), Money(1500)).breaks == (0,)


def due(number: int, left: str, name: str = "山东测试有限公司", debtor: int = 1, on: date | None = DAY) -> Due:
    return Due(number, f"FK{number}", debtor, (name, ""), Money.of(left), on)


def moved(money: str, name: str = "山东测试有限责任公司", *references: str) -> Movement:
    return Movement(Money.of(money), name, references)


def parts(row: Movement, *dues: Due) -> tuple[bool, list[tuple[int, str]]]:
    found = propose(row, dues)
    return found.sure, [(each.due.id, str(each.money.major)) for each in found.candidates]


def test_the_reference_decides_first() -> None:
    assert parts(moved("100", "谁", "FK1"), due(1, "100"), due(2, "100")) == (True, [(1, "100.00")])
    assert parts(moved("60", "谁", "FK1"), due(1, "100")) == (True, [(1, "60.00")])
    assert parts(moved("120", "谁", "FK1"), due(1, "100")) == (True, [(1, "120.00")])
    assert parts(moved("120", "谁", "FK1"), due(1, "100"), due(2, "20")) == (False, [(1, "120.00")])
    assert parts(moved("100", "谁", "FK1"), due(1, "0")) == (False, [(1, "100.00")])


def test_several_references_in_one_remark() -> None:
    dues = (due(1, "100"), due(2, "50"))
    assert parts(moved("150", "谁", "FK1", "FK2"), *dues) == (True, [(1, "100.00"), (2, "50.00")])
    assert parts(moved("130", "谁", "FK1", "FK2"), *dues) == (False, [(1, "100.00"), (2, "30.00")])


def test_amount_and_name_decide_only_when_one_fits() -> None:
    assert parts(moved("100"), due(1, "100"), due(2, "90")) == (True, [(1, "100.00"), (2, "100.00")])
    assert parts(moved("100"), due(1, "100"), due(2, "100", debtor=2)) == (False, [(1, "100.00"), (2, "100.00")])
    assert parts(moved("100", "别人"), due(1, "100")) == (False, [(1, "100.00")])
    assert parts(moved("55", "别人"), due(1, "100")) == (False, [])
    assert parts(moved("100"), Due(1, "FK1", 1, ("山东测试有限公司",), Money.of("100", "USD"), DAY)) == (False, [])


@given(st.integers(1, 500), st.lists(st.integers(0, 300), min_size=1, max_size=4))
def test_parts_never_exceed_the_row(minor: int, open_minor: list[int]) -> None:
    dues = [Due(n, f"FK{n}", n, ("x",), Money(left), None) for n, left in enumerate(open_minor)]
    found = propose(Movement(Money(minor), "", tuple(each.reference for each in dues)), dues)
    assert sum(each.money.minor for each in found.candidates) == minor
    assert all(each.money.minor >= 0 for each in found.candidates)


def test_states_follow_from_parts() -> None:
    nothing = Money(0)
    full, under = Part(Money(100), nothing, nothing), Part(Money(100), nothing, Money(5))
    assert state_of(Money(100), []) == "unmatched"
    assert state_of(Money(100), [full]) == "matched"
    assert state_of(Money(200), [full]) == "partial"
    assert state_of(Money(100), [under]) == "partial"
    assert state_of(Money(100), [Part(Money(100), Money(1), nothing)]) == "over"


@pytest.mark.parametrize(
    ("one", "other", "same", "like"),
    [
        ("山东测试有限公司", "山东测试有限责任公司", True, True),
        ("山东测试有限公司", "山东测试股份有限公司", False, False),
        ("Ａｃｍｅ Co., Ltd.", "ACME Company Limited", True, True),
        ("山东测试（淄博）有限公司", "山东测试(淄博) 有限公司", True, True),
        ("山东测试有限公司", "山东测试有限公司济南分公司", False, True),
        ("", "", False, False),
        ("甲", "甲乙公司", False, False),
    ],
)
def test_names_of_firms(one: str, other: str, same: bool, like: bool) -> None:
    for first, second in permutations((one, other)):
        assert same_firm(first, second) is same
        assert like_firm(first, second) is like


def test_account_numbers_with_and_without_branch() -> None:
    assert same_number("1602 0233-1920", "0531160202331920")
    assert not same_number("1920", "160202331920")


def test_a_debit_is_found_by_remark_then_by_account() -> None:
    one = Transfer(1, "甲公司", "6222020000000001", Money(100), "ZF-2026-0001-001 FK1")
    two = Transfer(2, "乙公司", "6222020000000002", Money(100), "ZF-2026-0001-002 FK2")
    assert found_on("", "", "退款 ZF20260001-002 FK2", Money(100), [one, two]) == 2
    assert found_on("", "6222020000000001", "", Money(100), [one, two]) == 1
    assert found_on("甲公司", "", "", Money(100), [one, two]) is None
    assert found_on("", "6222020000000001", "", Money(101), [one, two]) is None
    assert found_on("", "", "", Money(100), [one, one]) is None


def test_every_field_has_a_name_and_every_preset_knows_its_fields() -> None:
    assert heads.ALIASES.keys() == heads.FIELDS.keys()
    assert all(preset.heads.keys() <= heads.FIELDS.keys() for preset in PRESETS.values())
