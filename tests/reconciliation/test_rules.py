"""How differences live, and that each kind has its words."""

import string

from hypothesis import given
from hypothesis import strategies as st

from market.core.money import Money
from market.reconciliation.rules import KINDS, MOVES, SENTENCES, Finding, State, may_move, seen_again

FOUND = Finding("state", "state:1", facts={"open": "1"}, money=Money(100))


def test_an_explanation_holds_as_long_as_the_difference_is_the_same() -> None:
    assert seen_again("explained", FOUND, FOUND) is State.EXPLAINED
    assert (
        seen_again("explained", FOUND, Finding("state", "state:1", facts={"open": "2"}, money=Money(100))) is State.OPEN
    )
    assert (
        seen_again("explained", FOUND, Finding("state", "state:1", facts={"open": "1"}, money=Money(99))) is State.OPEN
    )
    assert seen_again("gone", FOUND, FOUND) is State.OPEN
    assert seen_again("open", FOUND, FOUND) is State.OPEN


@given(st.sampled_from(State), st.sampled_from(State))
def test_only_declared_moves(before: State, after: State) -> None:
    assert may_move(before, after) == (after in MOVES[before])
    assert not may_move(before, before)


def test_every_kind_and_sentence_can_be_said() -> None:
    assert set(KINDS) <= set(SENTENCES) | {"door"}
    for sentence in SENTENCES.values():
        assert "%(" in sentence
        assert not [name for _text, name, _spec, _conv in string.Formatter().parse(sentence) if name]
