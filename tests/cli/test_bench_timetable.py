"""`market bench timetable` tells what was promised, and its check is not the engine's own word."""

import json
from pathlib import Path

from tests.instance import environment_for, run_market


def run(folder: Path, *words: str) -> dict[str, float]:
    """The figures of one run."""
    result = run_market(environment_for(folder), "bench", "timetable", *words, "--json")
    assert not list(folder.iterdir()), "the installation's folders were touched"
    found: dict[str, float] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def test_the_promised_size_within_the_promised_time(tmp_path: Path) -> None:
    found = run(tmp_path, "--organisations", "300", "--tables", "40", "--slots", "12")
    assert found["seconds"] <= 20
    assert found["clashes"] == 0
    assert 0.97 <= found["fit_share_of_bound"] <= 1
    assert 0.2 < found["placed_share"] <= 1
    assert found["organisations_meeting_share"] > 0.95


def test_another_seed_is_another_roadshow(tmp_path: Path) -> None:
    small = ("--organisations", "40", "--tables", "6", "--slots", "6")
    one, two, again = (run(tmp_path, *small, "--seed", seed) for seed in ("1", "2", "1"))
    assert one["fit"] != two["fit"]
    assert {key: one[key] for key in one if key != "seconds"} == {key: again[key] for key in again if key != "seconds"}
    assert one["clashes"] == two["clashes"] == 0
