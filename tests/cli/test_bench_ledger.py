"""`market bench ledger` measures a market of its own and leaves the installation's alone."""

import json
from pathlib import Path

import pytest

from tests.instance import environment_for, run_market


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The figures of a small run, on a folder that was never initialised."""
    folder = tmp_path_factory.mktemp("bench")
    result = run_market(environment_for(folder), "bench", "ledger", "--receivables", "300", "--pages", "20", "--json")
    assert not list(folder.iterdir()), "the installation's folders were touched"
    found: dict[str, object] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def test_it_tells_what_was_promised(figures: dict[str, object]) -> None:
    assert figures["balanced"] is True
    assert figures["problems"] == []
    assert 0 < float(str(figures["trial_balance_seconds"])) < 2
    assert 0 < float(str(figures["deal_page_p95_ms"])) < 150


def test_it_builds_what_was_asked_for(figures: dict[str, object]) -> None:
    assert figures["receivable"] == 300
    assert int(str(figures["receipt"])) > 150
    assert int(str(figures["posting"])) >= 2 * int(str(figures["journal_entry"]))


def test_a_database_that_holds_anything_is_refused(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    run_market(environment, "init")
    address = f"sqlite:///{tmp_path}/data/market.sqlite3"
    result = run_market(environment, "bench", "ledger", "--database", address, "--json", check=False)
    assert result.returncode != 0
    assert "not empty" in result.stderr
    assert "Traceback" not in result.stderr
