"""Pieces of a page that higher features bring: the page asks by its name, the wiring says who answers.

A page of a lower feature cannot import what stands above it. It offers a place ("deal") and what it is about; each
asked feature answers with a panel or with nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, current_app


@dataclass(frozen=True)
class Coming:
    """A step of the page's progress still to come, as the higher feature knows it: words, day, small print."""

    text: str
    day: date | None
    detail: str = ""


@dataclass(frozen=True)
class Panel:
    """A piece of a page: its template (a partial under the feature's own folder) and the values it needs.

    `key` is its anchor on the page; `side` is "main" or "aside"; `coming` are steps for the page's progress.
    """

    key: str
    template: str
    values: Mapping[str, Any]
    side: str = "main"
    coming: Sequence[Coming] = ()


Ask = Callable[[Any], Panel | None]
"""Asked with what the page is about (for "deal": the licence request); None when there is nothing to show."""


def init_app(app: Flask, asks: Mapping[str, Sequence[Ask]]) -> None:
    """Remember who is asked for each page."""
    app.extensions["panels"] = asks


def of(page: str, about: Any) -> list[Panel]:
    """The panels of a page, in the wiring's order."""
    asks: Sequence[Ask] = current_app.extensions["panels"].get(page, ())
    return [panel for ask in asks if (panel := ask(about)) is not None]
