"""References that survive typing, capital words, portions."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from market.core.actor import Actor
from market.core.money import Money
from market.payments import rules
from market.payments.rules.words import DIGITS

NUMBERS = st.integers(1, 999_999)
YEARS = st.integers(2000, 2099)


@given(YEARS, NUMBERS)
def test_a_reference_is_found_however_it_is_written(year: int, number: int) -> None:
    reference = rules.reference_text(year, number)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in reference)
    for text in (
        reference,
        reference.lower(),
        rules.spaced(reference),
        f"专利许可费{wide}。",
        f"ref: {'-'.join(reference)} / 2026",
        reference.replace("0", "O").replace("1", "l"),
        f"3000.00 {reference}",
    ):
        assert reference in rules.references_in(text), text


@given(YEARS, NUMBERS, st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(year: int, number: int, place: int, by: int) -> None:
    good = rules.reference_text(year, number)
    wrong = str((int(good[place]) + by) % 10)
    assert rules.references_in(good[:place] + wrong + good[place + 1 :]) == []


@given(YEARS, NUMBERS, st.integers(2, 10))
def test_two_exchanged_digits_are_noticed(year: int, number: int, place: int) -> None:
    good = rules.reference_text(year, number)
    assume(good[place] != good[place + 1])
    swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    assert rules.references_in(swapped) == []


@given(st.text(max_size=300))
@example("FK" * 100)
@example("FK1" * 100)
def test_any_text_gives_an_answer(text: str) -> None:
    assert all(reference.startswith("FK") for reference in rules.references_in(text))


def test_references_of_a_year_differ() -> None:
    assert len({rules.reference_text(2026, number) for number in range(1, 5000)}) == 4999


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角整"),
        ("0.12", "壹角贰分"),
        ("1", "壹元整"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("101", "壹佰零壹元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("30000", "叁万元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("1000000", "壹佰万元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000100010", "壹拾亿零壹拾万零壹拾元整"),
    ],
)
def test_amounts_in_capital_words(amount: str, words: str) -> None:
    assert rules.capital_words(Money.of(amount)) == words


def read_back(words: str) -> int:
    """The fen that capital words say, read by another rule than they were written."""
    digit = {sign: value for value, sign in enumerate(DIGITS)}
    place = {"拾": 10, "佰": 100, "仟": 1000}
    total = section = current = 0
    for sign in words.removesuffix("整"):
        if sign in digit:
            current = digit[sign]
        elif sign in place:
            section, current = section + current * place[sign], 0
        elif sign in "万亿":
            scale = 10_000 if sign == "万" else 10**8
            section, current = section + current, 0
            total = (total + section) * scale if sign == "亿" else total + section * scale
            section = 0
        elif sign == "元":
            total, section, current = (total + section + current) * 100, 0, 0
        else:
            total, current = total + current * (10 if sign == "角" else 1), 0
    return total


@given(st.integers(1, 10**14 - 1))
@example(10_000_00)
@example(100_010_000_00)
def test_capital_words_say_the_amount(minor: int) -> None:
    words = rules.capital_words(Money(minor))
    assert read_back(words) == minor
    assert "零零" not in words


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_portions_add_up_and_never_pay_more_than_is_open(received: int, left: int) -> None:
    parts = rules.portions(Money(received), Money(left))
    assert parts.applied + parts.surplus == Money(received)
    assert Money.zero() <= parts.applied <= Money(left)
    assert not parts.surplus or parts.applied == Money(left)


def test_another_currency_is_all_surplus() -> None:
    parts = rules.portions(Money(5, "USD"), Money(5))
    assert (parts.applied, parts.surplus) == (Money(0, "USD"), Money(5, "USD"))


def test_the_bank_key_forgives_typing_but_keeps_payees_apart() -> None:
    assert rules.bank_key(1, " ab １2 ") == rules.bank_key(1, "AB12") != rules.bank_key(2, "AB12")


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (Actor(1, 5, "university", "owner", True), True),
        (Actor(1, 5, "university", "finance", True), True),
        (Actor(1, 5, "university", "manager", True), False),
        (Actor(1, 6, "university", "owner", True), False),
        (Actor(1, 9, "operator", "member", True), True),
        (Actor(1, 9, "operator", "owner", False), False),
        (Actor(), False),
    ],
)
def test_who_books(actor: Actor, may: bool) -> None:
    assert rules.may_book(actor, 5) is may


def test_cards_carry_only_so_much() -> None:
    assert rules.card_fits(Money(99_999_999))
    assert not rules.card_fits(Money(100_000_000))
    assert not rules.card_fits(Money(0))
    assert rules.card_fits(Money(5, "USD"))


@pytest.mark.parametrize(
    ("minor", "points", "fee"),
    [(10_000, 125, 125), (10_040, 125, 126), (40, 125, 1), (39, 125, 0), (5, 0, 0), (7, 10_000, 7)],
)
def test_the_houses_fee_is_rounded_half_up(minor: int, points: int, fee: int) -> None:
    assert rules.platform_fee(Money(minor), points) == Money(fee)


@given(st.text(st.characters(exclude_characters="#"), max_size=30), st.integers(1, 9999))
def test_a_key_and_its_turn_are_told_apart(key: str, turn: int) -> None:
    assert rules.split_key(rules.turn_key(key, turn)) == (key, turn)
