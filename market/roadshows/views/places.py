"""The pages of one roadshow, in the order of its life: the bar on the organiser's desk and the one for everybody."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from market.core.i18n import N_, translate
from market.roadshows.models import Roadshow

DESK = (
    ("roadshows.manage", N_("Overview")),
    ("roadshows.plan", N_("Plan")),
    ("pitches.selection", N_("Pitches")),
    ("invitations.desk", N_("Invitations")),
    ("guests.desk", N_("Guests")),
    ("schedule.draft", N_("Programme")),
    ("meetings.desk", N_("Meetings")),
    ("live.console", N_("Console")),
    ("intents.desk", N_("Follow-up")),
    ("outcomes.report", N_("Report")),
)
OPEN = (
    ("roadshows.show", N_("Roadshow")),
    ("schedule.programme", N_("Programme")),
    ("meetings.hall", N_("One-to-one meetings")),
    ("live.stage", N_("Live")),
    ("outcomes.materials", N_("Materials")),
)


@dataclass(frozen=True)
class Tab:
    """One page of the bar."""

    label: str
    url: str
    current: bool


def tabs(roadshow: Roadshow, desk: bool = False) -> list[Tab]:
    """The pages of a roadshow; `desk`: those of its organiser. The current one is the one being asked for."""
    return [
        Tab(translate(label), url_for(endpoint, roadshow_id=roadshow.id), request.endpoint == endpoint)
        for endpoint, label in (DESK if desk else OPEN)
        if endpoint in current_app.view_functions
    ]
