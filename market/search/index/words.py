"""How text becomes terms: Chinese by words and covered by character bigrams, Latin lower-cased and stemmed.

Terms of both kinds live in one field. A bigram or stem is the term itself; a Chinese word carries a leading `#`,
so that a document that holds the very word gains over one that holds its characters by chance. The last character
of a run stands once more with `END`: so all terms that begin with a character are all documents that hold it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import rjieba
from whoosh.lang import porter2

from market.search.rules.symbols import plain

_porter: Callable[[str], str] = porter2.stem
_SCRIPT = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_SCRIPT}]+)|((?:[^\W_{_SCRIPT}]|(?<=\d)\.(?=\d))+)")
_LONGEST_TERM = 40
END = "$"

# Words that carry grammar, not matter: they need not match, and they do not rank.
_EMPTY_WORDS = """
    的 了 和 与 及 或 在 是 为 对 以 于 由 从 将 把 被 使 其 该 所 等 之 而 并 且 也 都 就 不 有 中 上 下 一 一种
    用于 以及 以便 从而 进而 并且 而且 或者 因此 因而 由于 通过 根据 关于 对于 为了 以下 其中 之间 及其 这种 这个 该种
    以上 可以 能够 我们 希望 需要 想要 寻求 寻找 如何 怎么 怎样 什么 是否 没有 不能 目前 现有 已有 存在 问题 解决
    提供 公开 涉及 属于 所述 包括 具有 具体 进行 实现 采用 本发明 本实用新型 实用新型 发明 技术领域 技术方案
    a an and are as at be by for from has have in is it its of on or that the this to was we were which with
    our i need want how method thereof therefor said
"""
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())


def runs(text: str) -> list[tuple[str, bool]]:
    """The runs of one script in folded text, each with whether it is Chinese (or Japanese, Korean)."""
    return [(m.group(), m.group(1) is not None) for m in _RUNS.finditer(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one lower-case Latin word; anything with digits or other letters stays as it is."""
    word = word[:_LONGEST_TERM]
    return _porter(word) if word.isascii() and word.isalpha() and len(word) > 2 else word


def pairs(run: str) -> list[str]:
    """The bigrams that cover a Chinese run; a single character stands for itself."""
    return [run] if len(run) < 2 else [run[i : i + 2] for i in range(len(run) - 1)]


def segments(run: str) -> list[str]:
    """A Chinese run cut into words by the dictionary."""
    return list(rjieba.cut(run))


def terms(text: str) -> list[str]:
    """Every term of a text, in order, with repetition; what is indexed and what ranks."""
    found: list[str] = []
    for run, chinese in runs(plain(text)):
        if chinese:
            found += pairs(run)
            found += ["#" + word for word in segments(run) if len(word) > 1]
        else:
            found.append(stem(run))
    return found


def ends(text: str) -> list[str]:
    """The last character of each Chinese run, marked as such; indexed beside the terms, never ranked."""
    return [run[-1] + END for run, chinese in runs(plain(text)) if chinese and len(run) > 1]


def words(text: str) -> list[str]:
    """The words of a question as a reader sees them, folded, empty words included."""
    found: list[str] = []
    for run, chinese in runs(plain(text)):
        found += segments(run) if chinese else [run]
    return found


def word_terms(word: str) -> tuple[str, ...]:
    """The terms a document must hold to hold this one word: all bigrams of a Chinese word, the stem of a Latin one."""
    found: list[str] = []
    for run, chinese in runs(word):
        found += pairs(run) if chinese else [stem(run)]
    return tuple(found)
