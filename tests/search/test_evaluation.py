"""Measuring: the figures are right on a small set, and hold on the real ones."""

import json
from pathlib import Path

import pytest

from market.search.evaluation import Asked as One
from market.search.evaluation import SetUnreadable, evaluate, figures, gain, recall
from market.search.index.comparing import compare


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Three documents, two queries with one right answer each."""
    home = tmp_path / "small"
    home.mkdir()
    documents = [("a", "玉米收获机", "摘穗"), ("b", "水泵", "叶轮"), ("c", "", "fast casting of metals")]
    rows = [{"_id": i, "title": title, "text": text} for i, title, text in documents]
    (home / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    queries = [
        {"_id": "q1", "text": "水泵的叶轮"},
        {"_id": "q2", "text": "cast metal"},
        {"_id": "q3", "text": "unjudged"},
    ]
    (home / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (home / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tb\t1\nq2\tc\t1\nq2\ta\t0\n")
    return home


def test_a_perfect_answer(small: Path) -> None:
    result = evaluate(small)
    assert set(result) == {"recall@10", "ndcg@10", "queries", "documents", "p50_ms", "p95_ms"}
    assert (result["recall@10"], result["ndcg@10"]) == (1.0, 1.0)
    assert (result["queries"], result["documents"]) == (2, 3)


def test_a_limit_and_another_engine(small: Path) -> None:
    assert evaluate(small, limit=1)["queries"] == 1
    worst = evaluate(small, ask=lambda source, text, count: [])
    assert worst["recall@10"] == worst["ndcg@10"] == 0.0


def test_a_set_borrows_its_neighbours_corpus(small: Path) -> None:
    other = small.parent / "borrowing"
    other.mkdir()
    for name in ("queries.jsonl", "qrels.tsv"):
        (other / name).write_text((small / name).read_text())
    assert evaluate(other)["recall@10"] == 1.0
    assert evaluate(other, corpus=small)["documents"] == 3
    with pytest.raises(SetUnreadable):
        evaluate(other, corpus=other)


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_what_is_no_set_is_said(small: Path, missing: str) -> None:
    (small / missing).unlink()
    with pytest.raises(SetUnreadable):
        evaluate(small)


def test_gains_by_hand() -> None:
    assert gain(["x", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert gain(["a", "b"], {"a": 1, "b": 1}) == 1.0
    assert recall(["a"], {"a": 1, "b": 1}) == 0.5


def test_the_query_itself_is_no_answer() -> None:
    result = figures([One("d1", ["d1", "d2"], 0.001)], {"d1": {"d2": 1}})
    assert result["ndcg@10"] == 1.0


FLOORS = {
    "taian-title2abs-zh": (0.975, 0.955),
    "csl-keywords2doc-zh": (0.995, 0.98),
    "pap2pat-title2patent-en": (0.955, 0.89),
    "pap2pat-abs2patent-en": (0.986, 0.922),
    "taian-twins-zh": (0.98, 0.96),
}


@pytest.mark.realdata
@pytest.mark.parametrize("name", FLOORS)
def test_search_on_real_sets(real_data: Path, name: str) -> None:
    result = evaluate(real_data / "benchmarks" / name, limit=400)
    assert result["recall@10"] >= FLOORS[name][0]
    assert result["ndcg@10"] >= FLOORS[name][1]


@pytest.mark.realdata
def test_comparing_on_real_needs(real_data: Path) -> None:
    result = evaluate(
        real_data / "benchmarks" / "taian-problem2patent-zh",
        ask=lambda source, text, count: [r.key for r in compare(source, [(1, text)], limit=count)],
    )
    assert result["recall@10"] >= 0.70
    assert result["ndcg@10"] >= 0.58
