"""Whatever is typed gets an answer within its share of time."""

import time
from pathlib import Path

import pytest

from market.search.index.answering import answer
from market.search.index.comparing import compare
from market.search.index.shelves import Library
from market.search.index.suggesting import suggest
from market.search.rules.asking import read
from tests.factories.search import build, document, documents

HOSTILE = {
    "stars": "*a*",
    "all": "*",
    "question mark": "?*",
    "prefixes": "a* b* c* d* e*",
    "one letter": "a*",
    "range": "[a TO z]",
    "number range": "id:[1 TO 99999999]",
    "fuzzy": " ".join(f"word{n}~2" for n in range(20)),
    "fuzzy 9": "casting~9",
    "regex": 'r".*"',
    "regex 2": "/(a+)+$/",
    "or": " OR ".join(f"w{n}" for n in range(20_000)),
    "and": " ".join(f"w{n}" for n in range(25_000)),
    "or common": " OR ".join(["水泵", "叶轮", "装置"] * 700),
    "long token": "a" * 1_000_000,
    "long chinese": "铸" * 1_000_000,
    "parentheses": "(" * 5_000,
    "balanced": "(" * 5_000 + "a" + ")" * 5_000,
    "not": "NOT " * 300,
    "trailing not": "铸造 NOT",
    "nots": "NOT(" * 300,
    "minus": "-" * 3_000,
    "minus word": "-铸造",
    "only minus": "-铸造 -水泵 -a",
    "quotes": '"' * 3_000,
    "open quote": '"铸造',
    "quoted stars": '"* * *"',
    "slop": '"a b"~99999999',
    "boost": "a^1e308",
    "boost 2": "铸造^^^^",
    "colons": ":" * 1_000,
    "field": "nosuchfield:a",
    "fields": "owner:" * 500,
    "empty field": "owner:",
    "ipc": "ipc:" + "A" * 5_000,
    "nul": "\x00铸造\x00",
    "surrogates": "\ud800铸造",
    "marks": "e\u0301" * 2_000 + "\u0301" * 2_000,
    "expanding": "\ufdfa" * 4_000,
    "right to left": "\u202e铸造\u202c",
    "emoji": "👨‍👩‍👧‍👦" * 500,
    "sql": "'; drop table patent; --",
    "html": "<script>alert(1)</script>",
    "template": "{{7*7}} ${7*7}",
    "digits": "9" * 4_000,
    "single": "的",
    "spaces": " " * 100_000 + "铸造",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Library:
    many = [document(100 + n, f"第{n}种水泵叶轮装置", "本发明的装置" * 40 + f" word{n} w{n}") for n in range(1500)]
    return build(tmp_path_factory.mktemp("hostile"), [*documents(), *many])


@pytest.mark.parametrize("name", HOSTILE)
def test_every_question_is_answered_in_time(source: Library, name: str) -> None:
    begun = time.process_time()
    found = answer(source, read(HOSTILE[name]), {})
    found.hits(0, 20)
    assert time.process_time() - begun < 1.0
    assert found.total <= source.count


@pytest.mark.parametrize("name", HOSTILE)
def test_every_text_is_compared_in_time(source: Library, name: str) -> None:
    begun = time.process_time()
    compare(source, [(1, HOSTILE[name])], limit=10)
    assert time.process_time() - begun < 1.5


@pytest.mark.parametrize("name", HOSTILE)
def test_every_beginning_is_completed_in_time(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    root = _small(tmp_path_factory)
    begun = time.process_time()
    assert len(suggest(root, HOSTILE[name])) <= 8
    assert time.process_time() - begun < 0.5


_ROOTS: list[Path] = []


def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not _ROOTS:
        _ROOTS.append(tmp_path_factory.mktemp("small"))
        build(_ROOTS[0])
    return _ROOTS[0]
