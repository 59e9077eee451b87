"""What balances, on any amounts."""

from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.ledger import rules
from market.ledger.rules import Line

AMOUNTS = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6)


@given(AMOUNTS)
def test_lines_balance_exactly_when_they_sum_to_zero(amounts: list[int]) -> None:
    lines = [Line("bank", 1, Money(amount)) for amount in amounts]
    assert rules.balanced(lines) == (len(lines) >= 2 and sum(amounts) == 0)
    closed = [*lines, Line("receivable", 2, Money(-sum(amounts)))]
    assert rules.balanced(closed)
    assert rules.balanced(rules.mirrored(closed))


@given(AMOUNTS)
def test_each_currency_balances_for_itself(amounts: list[int]) -> None:
    yuan = [Line("bank", 1, Money(amount)) for amount in amounts]
    dollars = [Line("bank", 1, Money(-amount, "USD")) for amount in amounts]
    assert rules.balanced(yuan + dollars) == (sum(amounts) == 0)


@given(st.integers(0, 10**14), st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any))
def test_a_split_loses_nothing(minor: int, weights: list[int]) -> None:
    parts = Money(minor).split(weights)
    assert sum(part.minor for part in parts) == minor
    lines = [Line("bank", 1, Money(minor)), *(Line("payable", n, -part) for n, part in enumerate(parts))]
    assert rules.balanced(lines)


def test_codes_say_what_for_and_whose() -> None:
    assert Line("receivable", 7, Money(1)).code == "receivable:7:CNY"
    assert rules.account_code("bank", None, "USD") == "bank:USD"
    assert rules.purpose_of("card_clearing:7:CNY") == "card_clearing"
