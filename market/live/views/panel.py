"""What other pages about a roadshow show of its day: that it is on, and the way in."""

from market.core.panels import Panel
from market.core.web import current_actor
from market.guests import queries as guests
from market.live import queries
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State


def roadshow_panel(roadshow: Roadshow) -> Panel | None:
    """On the public page while it is on: the way to the live page."""
    if roadshow.state != State.LIVE:
        return None
    actor = current_actor()
    let_in = actor.user_id is not None and guests.let_in(actor, roadshow)
    board = queries.board(roadshow.id)
    return Panel(
        "live",
        "live/panel.html",
        {"roadshow": roadshow, "let_in": let_in, "viewers": board.viewers if board else 0},
        side="aside",
    )


def desk_panel(roadshow: Roadshow) -> Panel | None:
    """On the organiser's overview from the announcement on: the console, and afterwards the figures of the day."""
    if roadshow.state not in (State.ANNOUNCED, State.LIVE, State.HELD):
        return None
    values = {"roadshow": roadshow, "figures": queries.figures(roadshow.id)}
    return Panel("live", "live/desk_panel.html", values, side="aside")
