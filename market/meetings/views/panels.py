"""What a roadshow's public page and its desk show of the meetings."""

from market.core import clock
from market.core.panels import Panel
from market.core.web import current_actor
from market.guests import queries as guests
from market.meetings import queries
from market.meetings.rules.states import OPEN, SEATED, State
from market.meetings.views.mount import words
from market.roadshows.models import Roadshow


def public_panel(roadshow: Roadshow) -> Panel | None:
    """For those let in: their meetings, what waits for an answer, and the way to the hall."""
    actor = current_actor()
    if actor.user_id is None or actor.operator or not guests.let_in(actor, roadshow):
        return None
    if queries.plan_of(roadshow.id) is None or not queries.slots(roadshow.id):
        return None
    mine = queries.appointments(actor, roadshow.id)
    own = actor.organisation_id
    waiting = [one for one in queries.of_organisation(roadshow.id, own, OPEN) if own in one.waits()]
    values = {
        **words(),
        "roadshow": roadshow,
        "mine": [one for one in mine if not one.over(clock.now())],
        "waiting": len(waiting),
        "offered": queries.participant_of(actor, roadshow.id) is not None,
    }
    return Panel("meetings", "meetings/public_panel.html", values)


def desk_panel(roadshow: Roadshow) -> Panel | None:
    """For the organiser: how the meetings stand, and the next step."""
    plan = queries.plan_of(roadshow.id)
    every = queries.of_roadshow(roadshow.id)
    values = {
        "roadshow": roadshow,
        "planned": plan is not None and bool(queries.slots(roadshow.id)) and bool(queries.tables(roadshow.id)),
        "taking_part": len({one.organisation_id for one in queries.participants(roadshow.id)}),
        "booked": sum(one.state in SEATED for one in every),
        "waiting": sum(one.state in OPEN for one in every),
        "unplaced": sum(one.state == State.AGREED for one in every),
        "held": sum(one.state == State.HELD for one in every),
        "draft": queries.current(roadshow.id),
        "colliding": len({one.meeting.id for one in queries.collisions(roadshow.id)}),
    }
    return Panel("meetings", "meetings/desk_panel.html", values)


def stage_panel(roadshow: Roadshow) -> Panel | None:
    """For whoever watches the stage: one's own next meeting, with hour, table or link, and with whom."""
    actor = current_actor()
    if actor.user_id is None or actor.operator:
        return None
    coming = [one for one in queries.of_person(actor, roadshow.id) if one.seated and not one.over(clock.now())]
    values = {**words(), "roadshow": roadshow, "coming": coming}
    return Panel("next-meeting", "meetings/stage_panel.html", values) if coming else None
