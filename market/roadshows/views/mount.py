"""Where the pages of this feature hang, and what every page about a roadshow can ask for."""

from flask import Blueprint, Flask, current_app, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from market.core import clock
from market.core.clock import SHANGHAI
from market.core.i18n import current_language
from market.core.settings import settings
from market.core.web import format_weekday
from market.roadshows import models
from market.roadshows.models import Roadshow
from market.roadshows.rules import phases, states
from market.roadshows.views.places import tabs

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("roadshows", __name__)
_KNOWN = models


def set_up(app: Flask) -> None:
    """Pages of every room about roadshows show the same bar and the same words."""
    app.jinja_env.globals.update(
        roadshow_tabs=tabs,
        roadshow_time=time_span,
        roadshow_when=dated_span,
        roadshow_place=place_of,
        ROADSHOW_STATES=states.STATE_NAMES,
        ROADSHOW_TONES=states.STATE_TONES,
        ROADSHOW_KINDS=states.KIND_NAMES,
        ROADSHOW_PARTS=states.PART_NAMES,
    )


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates of this feature share."""
    return {"now": clock.now(), "link": link, "foreign": foreign, "task_of": task_of}


def task_of(roadshow: Roadshow) -> phases.Task | None:
    """What is to be done next about a roadshow."""
    return phases.next_task(roadshow.plan, roadshow.state, clock.now())


def link(endpoint: str, **values: object) -> str:
    """The address of a page of any room; empty while there is no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]


def absolute(path: str) -> str:
    """A path of this site as a full address, under the public name it is configured with."""
    return settings().public_url.rstrip("/") + path


def host() -> str:
    """The public name of this site without scheme and port: what UIDs end with."""
    return settings().public_url.partition("://")[2].partition("/")[0].partition(":")[0]


def time_span(roadshow: Roadshow) -> str:
    """From when to when on Shanghai's clock: the day is said once when it ends on the same one."""
    start, end = roadshow.starts_at.astimezone(SHANGHAI), roadshow.ends_at.astimezone(SHANGHAI)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} – {last}"


def dated_span(roadshow: Roadshow) -> str:
    """The same with its weekday, as people plan by it."""
    day, times = time_span(roadshow).split(" ", 1)
    return f"{day} {format_weekday(roadshow.starts_at)} {times}"


def place_of(roadshow: Roadshow) -> str:
    """The place in the reader's language."""
    return (roadshow.place_en if current_language() == "en" else "") or roadshow.place


def foreign(text: str) -> str | Markup:
    """Chinese text on an English page, marked as such for screen readers and fonts."""
    chinese = current_language() == "en" and any("\u4e00" <= char <= "\u9fff" for char in text)
    return Markup('<span lang="zh-CN">{}</span>').format(text) if chinese else text
