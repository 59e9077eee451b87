"""The blueprint that the pages of the agenda hang on, and the addresses of what is due."""

from typing import Any

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from market.agenda.rules.deadlines import Deadline

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("agenda", __name__)


def url_of(entry: Deadline) -> str:
    """The page of what is due; empty where the market has no page for it."""
    if entry.endpoint not in current_app.view_functions:
        return ""
    arguments: dict[str, Any] = dict(entry.arguments)
    return url_for(entry.endpoint, **arguments)
