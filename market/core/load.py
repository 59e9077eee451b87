"""How busy this server process is: whoever serves says how to count the waiting requests, pages that can wait ask."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask


def nobody() -> int:
    """No requests wait, as far as anybody knows."""
    return 0


@dataclass
class Load:
    """`queued` counts the requests that wait for one of so many `threads`."""

    queued: Callable[[], int] = nobody
    threads: int = 1


def watch(app: Flask, queued: Callable[[], int], threads: int) -> None:
    """Tell an application how its server's queue is counted."""
    app.extensions["load"] = Load(queued, threads)


def of(app: Flask) -> Load:
    """The load of an application's process; an idle one where nobody told."""
    found: Load = app.extensions.setdefault("load", Load())
    return found
