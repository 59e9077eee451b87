"""Reading questions: prefixes in both languages, phrases, minus; and whatever else is typed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.search.rules.asking import LONGEST, MOST_PIECES, PREFIXES, Field, Piece, as_ipc, read


def texts(line: str) -> list[str]:
    return [piece.text for piece in read(line).pieces]


def test_words_are_separate_pieces() -> None:
    assert texts("铸造 缩松  压力") == ["铸造", "缩松", "压力"]


def test_phrases_in_any_quotes() -> None:
    for line in ('"低压 铸造"', "“低压 铸造”", "「低压 铸造」", '"低压 铸造'):
        assert read(line).pieces == (Piece("低压 铸造", phrase=True),)


OWNERS = ("owner:山东大学", "申请人:山东大学", "权利人：山东大学", "OWNER: 山东大学", 'owner:"山东大学"')


@pytest.mark.parametrize("line", OWNERS)
def test_prefixes_in_both_languages(line: str) -> None:
    assert read(line).pieces == (Piece("山东大学", Field.OWNER),)


def test_every_prefix_is_read() -> None:
    for name, field in PREFIXES.items():
        assert read(f"{name}:x1").pieces[0].field is field


def test_minus_excludes() -> None:
    asked = read("铸造 -铝 －锌 -ipc:C22C")
    assert [p.text for p in asked.wanted] == ["铸造"]
    assert [(p.text, p.field) for p in asked.unwanted] == [("铝", Field.ANY), ("锌", Field.ANY), ("C22C", Field.IPC)]


def test_a_class_with_a_space_is_one_piece() -> None:
    assert texts("催化剂 B01J 37/08") == ["催化剂", "B01J37/08"]
    assert read("ipc: B01J 37/08").pieces == (Piece("B01J37/08", Field.IPC),)
    assert as_ipc("B01J37/08") == "B01J37/08"


def test_a_colon_inside_a_word_is_no_prefix() -> None:
    assert read("http://example.com").pieces[0].field is Field.ANY
    assert texts("3:1") == ["3:1"]


def test_a_long_text_excludes_nothing() -> None:
    line = " ".join(f"word{n}" for n in range(MOST_PIECES + 5)) + " -other type:x"
    asked = read(line)
    assert asked.long
    assert not asked.unwanted
    assert len(asked.pieces) == 1


def test_too_long_is_cut_and_said() -> None:
    asked = read("铸 " * LONGEST)
    assert asked.shortened
    assert sum(len(p.text) for p in asked.pieces) <= LONGEST


def test_nothing_to_say() -> None:
    for line in ("", "   ", '""', "- - -", "!!!", "*", "()", "\x00\x01"):
        assert not read(line)


@given(st.text(max_size=600))
def test_anything_is_read(line: str) -> None:
    asked = read(line)
    assert len(asked.pieces) <= MOST_PIECES
    assert all(any(c.isalnum() for c in p.text) for p in asked.pieces)
    assert read(line) == asked


SIGNS = ('"', "-", ":", "owner", "ipc:", "(", ")", "*", "?", "AND", "NOT", "~9", "[a TO z]", "铸造", " ", "A")


@given(st.lists(st.sampled_from(SIGNS), max_size=200))
def test_any_heap_of_signs_is_read_quickly(parts: list[str]) -> None:
    begun = time.process_time()
    read("".join(parts))
    assert time.process_time() - begun < 0.2
