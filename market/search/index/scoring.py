"""BM25 over one field in which title, texts and names carry their weights (BM25F with one length).

Work is counted in postings and bounded: the rarest terms are added first and the commonest left out when the
allowance is used up, so that no text whatever takes longer than a fraction of a second.
"""

import heapq
import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from market.search.index.shelves import Library
from market.search.index.words import EMPTY_WORDS, runs, segments, stem, terms
from market.search.rules.symbols import plain

ALLOWANCE = 1_500_000
"""Postings looked at for one question (a million takes about a tenth of a second)."""
MOST_TERMS = 600


@dataclass(frozen=True, slots=True)
class Recipe:
    """The constants of one way to rank: `k1` and `b` of BM25, `word` what a Chinese word weighs beside its bigrams."""

    k1: float = 1.2
    b: float = 0.75
    word: float = 0.5


ASKED = Recipe()
"""For what a reader types: few words, each meant."""
DESCRIBED = Recipe(k1=2.0, b=0.75, word=1.0)
"""For long descriptions: a term's repetition says more."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Points of every document (0 = nothing in common) and the terms that gave them, with their multipliers."""

    points: list[float]
    multipliers: dict[str, float]

    def best(self, allowed: Container[int], limit: int) -> list[int]:
        """The numbers of the best documents, best first; equal points in order of number."""
        found = ((p, -n) for n, p in enumerate(self.points) if p > 0 and n in allowed)
        return [-n for _, n in heapq.nlargest(limit, found)]


def score(library: Library, wanted: Mapping[str, float], recipe: Recipe) -> Scores:
    """Points for the weighted terms."""
    multipliers: dict[str, float] = {}
    points = [0.0] * len(library.rows)
    norms = library.norms(recipe.k1, recipe.b)
    known = ((library.frequency(term), term) for term in wanted)
    left = ALLOWANCE
    for count, term in sorted((n, t) for n, t in known if n)[:MOST_TERMS]:
        left -= count
        if left < 0:
            break
        weight = wanted[term] * (recipe.word if term[0] == "#" else 1.0)
        multipliers[term] = weight * library.rarity(term) * (recipe.k1 + 1)
        _add(library, term, multipliers[term], norms, points)
    return Scores(points, multipliers)


def _add(library: Library, term: str, by: float, norms: Sequence[float], points: list[float]) -> None:
    for start, (numbers, weights) in library.postings(term):
        for number, weight in zip(numbers, weights, strict=True):
            number += start
            points[number] += by * weight / (weight + norms[number])


def described(text: str, weight: float = 1.0) -> dict[str, float]:
    """The weighted terms of a free text: repetition counts by its logarithm, words of grammar not at all."""
    return {
        term: weight * (1 + math.log(count))
        for term, count in Counter(terms(text)).items()
        if term.removeprefix("#") not in EMPTY_WORDS
    }


def labels(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each word of the texts a reader would name as a reason, with its terms."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for run, chinese in runs(plain(text)):
            for word in segments(run) if chinese else [run]:
                if word in EMPTY_WORDS or word in found or (chinese and len(word) < 2):
                    continue
                found[word] = ("#" + word,) if chinese else (stem(word),)
    return found


def shares(
    library: Library, scores: Scores, chosen: Sequence[int], named: Mapping[str, tuple[str, ...]]
) -> dict[int, list[tuple[str, float]]]:
    """For each chosen document the named words it holds, each with the points it brought, most first."""
    wanted = set(chosen)
    result: dict[int, list[tuple[str, float]]] = {number: [] for number in chosen}
    for word, needed in named.items():
        by = sum(scores.multipliers.get(term, 0.0) for term in needed)
        if by <= 0:
            continue
        for number in wanted & library.holding_all(needed):
            result[number].append((word, by))
    for found in result.values():
        found.sort(key=lambda pair: (-pair[1], pair[0]))
    return result
