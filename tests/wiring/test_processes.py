"""Every declared process is sound, and their document equals their tables."""

from pathlib import Path

import pytest

from market.core.process import Process
from market.wiring import processes

WRITTEN = Path(__file__).resolve().parents[2] / "docs" / "processes.md"


def test_the_document_equals_the_tables() -> None:
    """When it does not: python -m market.wiring.processes > docs/processes.md"""
    assert WRITTEN.read_text() == processes.text()


@pytest.mark.parametrize("process", [*processes.DEALS, *processes.EVENTS], ids=lambda process: process.name)
def test_every_process_is_sound(process: Process) -> None:
    assert process.problems() == []
