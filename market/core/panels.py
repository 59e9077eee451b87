"""Pieces of a page that higher features bring: the page asks by its name, the wiring says who answers.

A page of a lower feature cannot import what stands above it. It offers a place ("deal") and what it is about; each
asked feature answers with a panel or with nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True)
class Panel:
    """A piece of a page: its template (a partial under the feature's own folder) and the values it needs.

    `key` is its anchor on the page; `side` is "main" or "aside".
    """

    key: str
    template: str
    values: Mapping[str, Any]
    side: str = "main"


Ask = Callable[[Any], Panel | None]
"""Asked with what the page is about (for "deal": the licence request); None when there is nothing to show."""


def init_app(app: Flask, asks: Mapping[str, Sequence[Ask]]) -> None:
    """Remember who is asked for each page."""
    app.extensions["panels"] = asks


def of(page: str, about: Any) -> list[Panel]:
    """The panels of a page, in the wiring's order."""
    asks: Sequence[Ask] = current_app.extensions["panels"].get(page, ())
    return [panel for ask in asks if (panel := ask(about)) is not None]
