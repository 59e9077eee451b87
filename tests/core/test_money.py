"""Money is exact, of one currency, and rounds half up in one place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money, WrongMoney

minors = st.integers(-(10**12), 10**12)


@given(minors, minors)
def test_adding_and_taking_away_again_changes_nothing(a: int, b: int) -> None:
    assert Money(a) + Money(b) - Money(b) == Money(a)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(sum))
def test_shares_add_up_exactly(total: int, weights: list[int]) -> None:
    shares = Money(total).split(weights)
    assert sum(share.minor for share in shares) == total
    assert all(share.minor >= 0 for share in shares)


@given(st.integers(0, 10**13))
def test_what_is_shown_can_be_read_again(minor: int) -> None:
    money = Money(minor)
    assert Money.parse(money.format("zh")) == money


@pytest.mark.parametrize(
    ("minor", "chinese", "english"),
    [(3_000_000, "30,000 元", "CNY 30,000"), (3_000_050, "30,000.50 元", "CNY 30,000.50"), (0, "0 元", "CNY 0")],
)
def test_prices_are_read_without_empty_decimals(minor: int, chinese: str, english: str) -> None:
    assert (Money(minor).short("zh"), Money(minor).short("en")) == (chinese, english)


def test_two_currencies_do_not_mix() -> None:
    with pytest.raises(WrongMoney):
        Money(1, "CNY") + Money(1, "USD")
    with pytest.raises(WrongMoney):
        assert Money(1, "CNY") < Money(1, "USD")


@pytest.mark.parametrize(
    ("rate", "minor"), [("0.5", 1), ("0.015", 15), ("0.0149", 15), ("0.0145", 15), ("0.01449", 14)]
)
def test_parts_round_half_up(rate: str, minor: int) -> None:
    base = 1 if rate == "0.5" else 1000
    assert Money(base).part(Decimal(rate)).minor == minor


@pytest.mark.parametrize(
    ("text", "minor"), [("3,000.50", 300050), ("３０００", 300000), ("¥12", 1200), ("0.1元", 10), (" 7 ", 700)]
)
def test_what_people_type_is_read(text: str, minor: int) -> None:
    assert Money.parse(text).minor == minor


@pytest.mark.parametrize("text", ["", "12,34", "1.005", "1e5", "NaN", "－", "12 34", "9" * 30, "٣"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(WrongMoney):
        Money.parse(text)


def test_floats_never_become_money() -> None:
    with pytest.raises(WrongMoney):
        Money(1.5)  # type: ignore[arg-type]
