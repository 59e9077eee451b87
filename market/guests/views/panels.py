"""What the page of a roadshow and its desk show of the guests."""

from market.core.panels import Panel
from market.core.web import current_actor
from market.guests import queries
from market.guests.rules.states import STANDING
from market.guests.views.mount import shared
from market.roadshows.models import Roadshow


def roadshow_panel(roadshow: Roadshow) -> Panel | None:
    """One's own registration with the links for those let in, or how to register and how many places are left."""
    actor = current_actor()
    own = queries.of_person(actor, roadshow.id) if actor.user_id is not None else None
    values = shared() | {
        "roadshow": roadshow,
        "own": own,
        "standing": own is not None and own.state in STANDING,
        "left": queries.left(roadshow),
        "position": queries.position(own) if own else 0,
    }
    return Panel("registration", "guests/panel.html", values, side="aside")


def desk_panel(roadshow: Roadshow) -> Panel | None:
    """How many registered, wait, have a place and came."""
    values = shared() | {
        "roadshow": roadshow,
        "figures": queries.figures(roadshow.id),
        "left": queries.left(roadshow),
    }
    return Panel("guests", "guests/desk_panel.html", values)
