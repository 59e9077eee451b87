"""On the path of a server process under test: lets its clock run ahead by TEST_CLOCK_AHEAD seconds.

Only the house's own clock is moved; timeouts and the age of signatures go on in real time.
"""

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from types import ModuleType
from typing import Any

CLOCK = "market.core.clock"


class Ahead(importlib.abc.Loader):
    """Loads the clock as it is, then moves it."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """As usual."""
        made: ModuleType | None = self.loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        """Run it, and put another `now` in its place before anybody else sees it."""
        self.loader.exec_module(module)
        ahead, real = timedelta(seconds=float(os.environ["TEST_CLOCK_AHEAD"])), module.now
        module.now = lambda: real() + ahead  # type: ignore[attr-defined]


class Finder(importlib.abc.MetaPathFinder):
    """Finds nothing but the clock."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The clock's own specification with a loader that moves it."""
        if fullname != CLOCK:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            spec.loader = Ahead(spec.loader)
        return spec


if "TEST_CLOCK_AHEAD" in os.environ:
    sys.meta_path.insert(0, Finder())
