"""Marking found words in a text: every piece is escaped on its own, no markup is ever taken from the text."""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from market.search.index.words import stem
from market.search.rules.symbols import plain

SNIPPET = 160
"""Widths of a Latin letter; a Chinese character counts two."""
_LATIN = re.compile(r"[^\W_]+")
_MARK = Markup("<mark>{}</mark>")
_MOST_WORDS = 40


def marked(text: str, words: Sequence[str]) -> Markup:
    """The text with the words marked."""
    return _assembled(text, spans(text, words))


def snippet(text: str, words: Sequence[str], width: int = SNIPPET) -> Markup:
    """The part of a text that holds most of the words, with them marked; its beginning when it holds none."""
    text = " ".join(text.split())
    length = width if text[:width].isascii() else width // 2
    found = spans(text, words)
    start = _best_start(found, length, len(text))
    stop = min(len(text), start + length)
    inside = [(max(a, start) - start, min(b, stop) - start) for a, b in found if a < stop and b > start]
    before, after = ("…" if start else ""), ("…" if stop < len(text) else "")
    return Markup(before) + _assembled(text[start:stop], inside) + Markup(after)


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text, whatever their form of writing: sorted, never overlapping."""
    folded, origin = _folded(text)
    wanted = [plain(word) for word in words if word][:_MOST_WORDS]
    stems = {stem(word) for word in wanted if word.isascii()}
    found = [(m.start(), m.end()) for m in _LATIN.finditer(folded) if m.group().isascii() and stem(m.group()) in stems]
    for word in wanted:
        if not (word.isascii() and word.isalpha()):
            found += [(m.start(), m.end()) for m in re.finditer(re.escape(word), folded)]
    return _merged(sorted((origin[a], origin[b - 1] + 1) for a, b in found))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in folded form, and for each of its characters the place it came from."""
    parts, origin = [], []
    for place, char in enumerate(text):
        form = plain(char)
        parts.append(form)
        origin += [place] * len(form)
    return "".join(parts), origin


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, stop in found:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


def _best_start(found: list[tuple[int, int]], length: int, total: int) -> int:
    """Where the window with most marked characters begins, a little before its first word."""
    if total <= length or not found:
        return 0
    lead = length // 6
    best, most = 0, -1
    for start, _ in found:
        begin = max(0, min(start - lead, total - length))
        held = sum(b - a for a, b in found if a >= begin and b <= begin + length)
        if held > most:
            best, most = begin, held
    return best


def _assembled(text: str, found: Iterable[tuple[int, int]]) -> Markup:
    result, last = Markup(), 0
    for start, stop in found:
        result += Markup.escape(text[last:start]) + _MARK.format(text[start:stop])
        last = stop
    return result + Markup.escape(text[last:])
