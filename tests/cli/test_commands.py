"""The commands as a person at a shell meets them: last lines of JSON, exit codes, sentences instead of traces."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.instance import environment_for, run_market
from tests.journeys import sheets


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh installation."""
    found = environment_for(tmp_path_factory.mktemp("commands"))
    assert run_market(found, "init").returncode == 0
    return found


def last_object(output: str) -> dict[str, Any]:
    """The object that ends an output."""
    found: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return found


def test_init_may_be_repeated(environment: dict[str, str]) -> None:
    assert run_market(environment, "init").returncode == 0


def test_an_import_counts_honestly_and_repeats_without_effect(environment: dict[str, str], tmp_path: Path) -> None:
    book = sheets.patents(tmp_path / "清单.xlsx", "云州第九理工大学", mark=9)
    tried = last_object(run_market(environment, "import", "patents", str(book), "--dry-run", "--json").stdout)
    first = run_market(environment, "import", "patents", str(book), "--json")
    again = last_object(run_market(environment, "import", "patents", str(book), "--json").stdout)
    counts = ("rows", "imported", "updated", "unchanged", "refused")
    assert [tried[name] for name in counts] == [4, 3, 0, 0, 1]
    assert [last_object(first.stdout)[name] for name in counts] == [4, 3, 0, 0, 1]
    assert [again[name] for name in counts] == [4, 0, 0, 3, 1]
    assert "seconds" in again
    assert "202110000000" in first.stderr
    health = run_market(environment, "doctor", "--json", check=False)
    index = last_object(health.stdout)["index"]
    assert (index["documents"], index["missing"], index["stale"]) == (3, 0, 0)


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0 not a workbook", b"PK\x03\x04 neither", b""])
def test_a_broken_file_is_refused_with_a_sentence(environment: dict[str, str], tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.xls"
    broken.write_bytes(content)
    result = run_market(environment, "import", "patents", str(broken), "--json", check=False)
    assert result.returncode == 2
    assert "error" in last_object(result.stdout)
    assert "Traceback" not in result.stdout + result.stderr


def test_needs_are_imported(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "needs.jsonl"
    line = {
        "title": "喷嘴堵塞怎么解决，希望每班停机不超过一次",
        "description": "喷嘴每两小时堵一次，影响产量。",
        "company": "某某机械厂",
    }
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    result = run_market(environment, "import", "needs", str(file), "--json", check=False)
    assert {"rows", "imported", "unchanged", "refused"} <= set(last_object(result.stdout))


def test_both_engines_are_measured(environment: dict[str, str], tmp_path: Path) -> None:
    corpus = [
        {"_id": f"d{number}", "title": title, "text": text} for number, (title, _ipc, text) in enumerate(sheets.TITLES)
    ]
    queries = [{"_id": f"q{number}", "text": text[:24]} for number, (_title, _ipc, text) in enumerate(sheets.TITLES)]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text(
            "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
        )
    lines = "\n".join(f"q{number}\td{number}\t1" for number in range(3))
    (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{lines}\n", encoding="utf-8")
    for engine in ("search", "matching"):
        result = run_market(environment, "evaluate", str(tmp_path), "--engine", engine, "--json")
        figures = last_object(result.stdout)
        assert (figures["recall@10"], figures["queries"], figures["documents"]) == (1.0, 3, 3)
        assert {"ndcg@10", "p50_ms", "p95_ms"} <= set(figures)


def test_reindex_and_work_end_well(environment: dict[str, str]) -> None:
    assert run_market(environment, "work", "--once").returncode == 0
    assert last_object(run_market(environment, "reindex", "--json").stdout)


def test_the_doctor_tells_a_healthy_market_from_a_sick_one(environment: dict[str, str], tmp_path: Path) -> None:
    run_market(environment, "reindex")
    well = run_market(environment, "doctor", "--json", check=False)
    assert (well.returncode, last_object(well.stdout)["ok"]) == (0, True)
    empty = environment_for(tmp_path)
    (tmp_path / "data").mkdir()
    sick = run_market(empty, "doctor", "--json", check=False)
    found = last_object(sick.stdout)
    assert sick.returncode == 1
    assert found["migrations"]["ok"] is False
    assert "Traceback" not in sick.stdout + sick.stderr


def test_production_refuses_unsafe_settings(environment: dict[str, str]) -> None:
    result = run_market({**environment, "MARKET_ENV": "production"}, "doctor", check=False)
    assert result.returncode == 2
    assert "MARKET_" in result.stderr
    assert "Traceback" not in result.stderr
