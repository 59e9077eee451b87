"""How well matching finds: a relevance set in BEIR layout, asked exactly as a need is."""

from pathlib import Path

from market.matching.service.engine import nearest
from market.search import evaluation
from market.search.index.shelves import Library
from market.search.index.store import Progress


def evaluate(
    directory: Path, corpus: Path | None = None, limit: int | None = None, progress: Progress | None = None
) -> dict[str, float | int]:
    """recall@10, ndcg@10, queries, documents, p50_ms and p95_ms of matching over the set (see search.evaluation)."""
    return evaluation.evaluate(directory, corpus, limit, progress, by_matching)


def by_matching(source: Library, text: str, count: int) -> list[str]:
    """Keys of the documents nearest to a need, best first."""
    return [hit.key for hit in nearest(source, [(1.0, text)], count).hits]
