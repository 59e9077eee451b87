"""Where the pages of this feature hang, and what every page about a roadshow can ask for."""

from flask import Blueprint, Flask

from market.roadshows import models
from market.roadshows.views.places import tabs

blueprint = Blueprint("roadshows", __name__)
_KNOWN = models


def set_up(app: Flask) -> None:
    """Pages of every room about roadshows show the same bar."""
    app.jinja_env.globals["roadshow_tabs"] = tabs
