"""Text becomes terms: nothing Chinese is missed, Latin is folded and stemmed, numbers and classes have one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.search.index.words import END, ends, pairs, runs, stem, terms, word_terms, words
from market.search.rules.symbols import ipc_levels, ipc_symbol, number_keys, plain

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)


def test_chinese_by_words_and_by_pairs() -> None:
    found = terms("压力控制方法")
    assert {"压力", "力控", "控制", "制方", "方法"} <= set(found)
    assert {"#压力", "#控制", "#方法"} <= set(found)


def test_full_width_and_case_are_folded() -> None:
    assert terms("ＡＢＣ１２") == terms("abc12")
    assert plain("Ｂ２２Ｄ　１８／０４") == "b22d 18/04"


def test_latin_words_are_stemmed_and_others_left() -> None:
    assert stem("waters") == stem("water")
    assert stem("treating") == stem("treated")
    assert stem("pm2.5") == "pm2.5"


def test_decimals_stay_together() -> None:
    assert "3.5" in terms("3.5mm 3.5") or "3.5mm" in terms("3.5mm 3.5")
    assert [run for run, _ in runs("2.5 和 7.")] == ["2.5", "和", "7"]


@given(CHINESE)
def test_every_pair_of_a_text_is_a_term(text: str) -> None:
    held = set(terms(text))
    folded = plain(text)
    assert all(folded[i : i + 2] in held for i in range(len(folded) - 1))


@given(CHINESE)
def test_every_character_begins_a_term(text: str) -> None:
    held = set(terms(text)) | set(ends(text))
    assert all(any(term.startswith(char) for term in held) for char in plain(text))


@given(st.text(max_size=200))
def test_any_text_gives_terms_and_words(text: str) -> None:
    for word in words(text):
        assert word_terms(word) or not any(c.isalnum() for c in word)
    assert all(terms(text))


def test_single_character() -> None:
    assert pairs("泵") == ["泵"]
    assert ends("水泵") == ["泵" + END]


@pytest.mark.parametrize(
    "written",
    ["ZL201710601862.3", "201710601862", "2017106018623", "CN201710601862.3", "ＺＬ２０１７１０６０１８６２.３",
     "zl 2017 1060 1862.3", "CN201710601862"],
)  # fmt: skip
def test_a_number_is_one_however_written(written: str) -> None:
    assert "201710601862" in number_keys(written)


@pytest.mark.parametrize("written", ["3.5", "2017", "abc", "12345678901234567", "", "铸造"])
def test_what_is_no_number(written: str) -> None:
    assert number_keys(written) == frozenset()


def test_old_and_publication_numbers() -> None:
    assert number_keys("85102475") == {"85102475"}
    assert "85102475" in number_keys("CN85102475.1")
    assert number_keys("CN107376980A") == {"107376980", "10737698"}


@pytest.mark.parametrize(
    ("written", "symbol"),
    [("B01J 37/08", "B01J37/08"), ("b01j37/08", "B01J37/08"), ("B01J0037080000", "B01J37/08"), ("B01J", "B01J"),
     ("Ｂ０１Ｊ　３７", "B01J37"), ("B01J 037/08", "B01J37/08"), ("Z99X", ""), ("B1J", ""), ("hello", "")],
)  # fmt: skip
def test_classes_in_any_form(written: str, symbol: str) -> None:
    assert ipc_symbol(written) == symbol


def test_levels_of_a_class() -> None:
    assert ipc_levels("B01J 37/08") == ("B", "B01", "B01J", "B01J37", "B01J37/08")
    assert ipc_levels("nonsense") == ()
