"""The pages of one roadshow, in the order of its life: the bar on the organiser's desk and the one for everybody.

A tab is shown when its page exists and its reader may open it: the page's own access mark says for whom it is, and
pages for those let in ask the room of guests, which the wiring names in `app.extensions`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for

from market.core.actor import Actor
from market.core.i18n import N_, translate
from market.core.web import ANYBODY, SIGNED_IN, current_actor
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import COMING, State

DESK = (
    ("roadshows.manage", N_("Overview")),
    ("roadshows.plan", N_("Plan")),
    ("pitches.selection", N_("Pitches")),
    ("invitations.desk", N_("Invitations")),
    ("guests.desk", N_("Guests")),
    ("schedule.draft", N_("Event programme")),
    ("meetings.desk", N_("Meetings")),
    ("live.console", N_("Console")),
    ("intents.desk", N_("Follow-up")),
    ("outcomes.report", N_("Report")),
)
OPEN = (
    ("roadshows.show", N_("Roadshow")),
    ("schedule.programme", N_("Event programme")),
    ("meetings.hall", N_("One-to-one meetings")),
    ("live.stage", N_("Live")),
    ("outcomes.materials", N_("Materials")),
)
FOR_GUESTS = {
    "meetings.hall": COMING,
    "live.stage": COMING | {State.HELD},
    "outcomes.materials": frozenset({State.HELD}),
}
"""Pages of the open bar that are for those let in, and the states in which they hold something."""
LET_IN = "roadshow_let_in"


@dataclass(frozen=True)
class Tab:
    """One page of the bar."""

    label: str
    url: str
    current: bool


def tabs(roadshow: Roadshow, desk: bool = False) -> list[Tab]:
    """The pages of a roadshow this reader may open, the one asked for marked; `desk`: those of its organiser."""
    actor = current_actor()
    return [
        Tab(
            translate(label),
            url_for(endpoint, roadshow_id=roadshow.id),
            request.endpoint == endpoint or (desk and _holds(endpoint)),
        )
        for endpoint, label in (DESK if desk else OPEN)
        if request.endpoint == endpoint or (meant_for(actor, endpoint) and _opens(actor, roadshow, endpoint))
    ]


def _holds(endpoint: str) -> bool:
    """Whether the page asked for lies deeper in the room of this tab of the desk, so that one sees where one is.

    The room of roadshows has two tabs of its own, and its other pages belong to neither.
    """
    room = endpoint.partition(".")[0]
    return room != "roadshows" and room == request.blueprint


def meant_for(actor: Actor, endpoint: str) -> bool:
    """Whether there is such a page, and its access mark names this reader."""
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return False
    who, roles = getattr(view, "access", ((), ()))
    if ANYBODY in who:
        return True
    named = SIGNED_IN in who or actor.kind in who
    return actor.user_id is not None and named and (not roles or actor.role in roles)


def _opens(actor: Actor, roadshow: Roadshow, endpoint: str) -> bool:
    """Whether a page for guests holds something by now, and this reader is let in."""
    if endpoint not in FOR_GUESTS:
        return True
    let_in: Callable[[Actor, Roadshow], bool] | None = current_app.extensions.get(LET_IN)
    ready = roadshow.state in FOR_GUESTS[endpoint]
    return ready and actor.user_id is not None and (let_in is None or let_in(actor, roadshow))
