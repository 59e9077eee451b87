"""Completions for what is being typed: words by how often they occur, owners, titles and numbers."""

from collections import Counter
from pathlib import Path

from market.search.index.shelves import Library, library
from market.search.index.words import EMPTY_WORDS, words
from market.search.rules.symbols import plain

MOST = 8
_LONGEST = 60


def suggest(root: Path, typed: str, limit: int = MOST) -> list[str]:
    """Whole questions that begin with what was typed, likeliest first; raises IndexUnavailable."""
    text = plain(typed[:_LONGEST]).lstrip()
    if not any(c.isalnum() for c in text):
        return []
    source = library(root)
    head, space, last = text.rpartition(" ")
    before = head + space
    found: list[str] = []
    if sum(c.isdigit() for c in text) > 3:
        found += _numbers(source, "".join(c for c in text if c.isdigit()))[:limit]
    if last:
        found += [before + word for word in _words(source, last)[: limit // 2]]
        found += [before + name for name in _owners(source, last)[:3]]
    found += _titles(source, text)[:3]
    return [s for s in dict.fromkeys(found) if s != text][:limit]


def _words(source: Library, start: str) -> list[str]:
    """Words of titles that begin so, the commonest first; then what most often follows in titles."""
    counts: Counter[str] = Counter()
    for _, shelf in source.shelves:
        for word, count in shelf.title_words().items():
            if len(word) > 1 and word.startswith(start) and word not in EMPTY_WORDS:
                counts[word] += count
    found = [word for word, _ in counts.most_common(MOST)]
    return found if len(found) >= MOST // 2 or start.isascii() else found + _continued(source, start)


def _continued(source: Library, start: str) -> list[str]:
    """The text with the word that follows it in titles, the commonest first."""
    counts: Counter[str] = Counter()
    for number in source.visible:
        title = plain(source.rows[number].title)
        place = title.find(start)
        if place >= 0:
            after = next(iter(words(title[place + len(start) : place + len(start) + 8])), "")
            counts[start + after] += 1
    return [text for text, _ in counts.most_common(MOST)]


def _owners(source: Library, part: str) -> list[str]:
    if len(part) < 2:
        return []
    counts = Counter(name for n in source.visible for name in source.rows[n].owners if part in plain(name))
    return [name for name, _ in counts.most_common(3)]


def _titles(source: Library, part: str) -> list[str]:
    if len(part) < 3:
        return []
    found = {source.rows[n].title for n in source.visible if part in plain(source.rows[n].title)}
    return sorted(found, key=lambda title: (len(title), title))


def _numbers(source: Library, digits: str) -> list[str]:
    if len(digits) < 6:
        return []
    found = {max(row.numbers, key=len) for row in source.rows if any(n.startswith(digits) for n in row.numbers)}
    return sorted(found)
