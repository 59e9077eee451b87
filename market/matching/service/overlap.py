"""How much two texts share, counted in rare words: the cheap first sieve before anything is compared in full."""

from collections.abc import Iterable

from market.search.index.scoring import labels
from market.search.index.shelves import Library

FEWEST = 2
RARE = 2.0
"""Rarity from which a word says something: it stands in fewer than about one of seven documents."""
FEW_DOCUMENTS = 200
"""Below so many documents rarity tells nothing yet, and every word counts."""


class Wording:
    """The telling words of one text with their rarity."""

    def __init__(self, source: Library, text: str) -> None:
        least = RARE if source.count >= FEW_DOCUMENTS else 0.0
        found = {
            word: min((source.rarity(term) for term in terms), default=0.0) for word, terms in labels([text]).items()
        }
        self.words = {word: rarity for word, rarity in found.items() if rarity >= least and not word.isdecimal()}


def overlaps(wording: Wording, texts: Iterable[tuple[int, str]], limit: int) -> list[tuple[int, float, list[str]]]:
    """Number, score (1 for the best) and shared words of the texts that share two telling words or more, best first."""
    found = []
    for number, text in texts:
        shared = [word for word in labels([text]) if word in wording.words]
        if len(shared) >= FEWEST:
            shared.sort(key=lambda word: (-wording.words[word], word))
            found.append((sum(wording.words[word] for word in shared), number, shared))
    found.sort(key=lambda item: (-item[0], item[1]))
    best = found[0][0] if found else 1.0
    return [(number, round(score / best, 4), shared) for score, number, shared in found[:limit]]
