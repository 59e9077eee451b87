"""How well the product finds: a relevance set in BEIR layout, indexed and asked exactly as the product does.

corpus.jsonl {"_id", "title", "text"}    queries.jsonl {"_id", "text"}    qrels.tsv query-id, corpus-id, score
"""

import csv
import json
import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from market.search.index.answering import answer
from market.search.index.shelves import Library, forget, library
from market.search.index.store import Progress, Store
from market.search.rules.asking import read
from market.search.rules.documents import Document, Kind

CUT = 10
Asker = Callable[[Library, str, int], Sequence[str]]
"""How one engine answers: library, text of the query, how many; gives document keys, best first."""


class SetUnreadable(ValueError):
    """The directory holds no relevance set; the sentence says what is missing."""


def evaluate(
    directory: Path,
    corpus: Path | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
    ask: Asker | None = None,
) -> dict[str, float | int]:
    """Recall and nDCG at 10 over a set, with times in milliseconds; raises SetUnreadable.

    `corpus` is where the documents lie when the set has none of its own (without it, a sibling of the set that holds
    all judged documents is taken). A query that is itself a document of the corpus does not count as its own answer.
    `limit` asks an even sample of so many queries; `ask` measures another engine. Times are rounded to two places.
    """
    home = _corpus_of(directory, corpus)
    judged = _judgements(directory / "qrels.tsv")
    queries = [q for q in _lines(directory / "queries.jsonl") if q["_id"] in judged]
    if not queries:
        raise SetUnreadable(f"{directory}: no query has a judgement")
    if limit and limit < len(queries):
        queries = [queries[i * len(queries) // limit] for i in range(limit)]
    with tempfile.TemporaryDirectory(prefix="market-evaluate-") as folder:
        try:
            names = _build(Path(folder), home)
            asked = _ask_all(library(Path(folder)), names, queries, ask or by_search, progress)
        finally:
            forget(Path(folder))
    return {**figures(asked, judged), "queries": len(queries), "documents": len(names)}


def by_search(source: Library, text: str, count: int) -> list[str]:
    """The search page's own way: hits first, then near matches."""
    return [hit.row.key for hit in answer(source, read(text), {}).hits(0, count)]


def _build(folder: Path, home: Path) -> dict[str, str]:
    """A throw-away index of the corpus; returns the corpus id of each key."""
    names: dict[str, str] = {}

    def documents() -> Iterator[Document]:
        for number, line in enumerate(_lines(home), start=1):
            key = f"patent:{number}"
            names[key] = str(line["_id"])
            yield Document(key, Kind.PATENT, "1", line.get("title") or "", ((1, line.get("text") or ""),))

    store = Store(folder)
    with store.lock():
        store.rebuild(documents())
    return names


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: its id, what was found (corpus ids, best first), seconds."""

    query: str
    found: list[str]
    seconds: float


def _ask_all(
    source: Library,
    names: Mapping[str, str],
    queries: Sequence[Mapping[str, Any]],
    ask: Asker,
    progress: Progress | None,
) -> list[Asked]:
    ask(source, str(queries[0]["text"]), CUT)
    result = []
    for number, query in enumerate(queries, start=1):
        begun = perf_counter()
        found = [names[key] for key in ask(source, str(query["text"]), CUT + 1)]
        result.append(Asked(str(query["_id"]), found, perf_counter() - begun))
        if progress is not None and number % 50 == 0:
            progress(number, len(queries))
    return result


def figures(asked: Sequence[Asked], judged: Mapping[str, Mapping[str, int]]) -> dict[str, float | int]:
    """The means over all queries."""
    recalls, gains = [], []
    for one in asked:
        relevant = judged[one.query]
        best = [name for name in one.found if name != one.query or name in relevant][:CUT]
        recalls.append(recall(best, relevant))
        gains.append(gain(best, relevant))
    times = sorted(one.seconds * 1000 for one in asked)
    return {
        "recall@10": round(sum(recalls) / len(recalls), 4),
        "ndcg@10": round(sum(gains) / len(gains), 4),
        "p50_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
    }


def recall(best: Sequence[str], relevant: Mapping[str, int]) -> float:
    """The share of the relevant documents among the best."""
    return len(relevant.keys() & set(best)) / len(relevant)


def gain(best: Sequence[str], relevant: Mapping[str, int]) -> float:
    """nDCG: gains by position against the ideal order."""
    got = sum(relevant.get(name, 0) / math.log2(i + 2) for i, name in enumerate(best))
    ideal = sorted(relevant.values(), reverse=True)[:CUT]
    return got / sum(value / math.log2(i + 2) for i, value in enumerate(ideal))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with open(path, encoding="utf-8") as source:
            for line in source:
                if line.strip():
                    yield json.loads(line)
    except (OSError, ValueError) as reason:
        raise SetUnreadable(f"{path}: {reason}") from reason


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    """Relevant documents and their grade, by query."""
    result: dict[str, dict[str, int]] = defaultdict(dict)
    try:
        with open(path, encoding="utf-8", newline="") as source:
            for row in csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
                if len(row) >= 3 and row[2].lstrip("-").isdecimal() and int(row[2]) > 0:
                    result[row[0]][row[1]] = int(row[2])
    except (OSError, UnicodeDecodeError) as reason:
        raise SetUnreadable(f"{path}: {reason}") from reason
    return result


def _corpus_of(directory: Path, corpus: Path | None) -> Path:
    """The corpus.jsonl that belongs to a set."""
    given = corpus or directory
    path = given if given.is_file() else given / "corpus.jsonl"
    if path.is_file():
        return path
    if corpus is not None:
        raise SetUnreadable(f"{path} does not exist")
    judged = {name for names in _judgements(directory / "qrels.tsv").values() for name in names}
    for sibling in sorted(directory.resolve().parent.glob("*/corpus.jsonl")):
        if judged <= {str(line["_id"]) for line in _lines(sibling)}:
            return sibling
    raise SetUnreadable(f"{directory} has no corpus.jsonl and no neighbour has one for it: name it with --corpus")
