"""`market bench live` opens real pages on a real server, and tells how soon they see a change."""

import json

import pytest

from market.cli.bench.live import delays
from tests.instance import environment_for, run_market


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The figures of a small run, on a folder that was never initialised."""
    folder = tmp_path_factory.mktemp("bench")
    result = run_market(environment_for(folder), "bench", "live", "--viewers", "20", "--seconds", "24", "--json")
    assert not list(folder.iterdir()), "the installation's folders were touched"
    found: dict[str, object] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def test_every_page_sees_every_change(figures: dict[str, object]) -> None:
    assert figures["errors"] == 0
    assert figures["missed_updates"] == 0
    assert int(str(figures["changes"])) >= 1
    assert 0 < float(str(figures["update_p95_seconds"])) < 15


def test_most_answers_are_empty(figures: dict[str, object]) -> None:
    assert figures["viewers"] == 20
    assert int(str(figures["requests"])) >= 20
    assert 0 < float(str(figures["not_modified_share"])) < 1


def test_a_later_change_shows_the_earlier_one_too_and_an_unseen_one_is_told() -> None:
    assert delays([[(2, 13.0)], [(1, 11.0), (2, 12.0)], []], {1: 10.0, 2: 12.0}) == ([0.0, 1.0, 1.0, 3.0], 2)
