"""One-to-one meetings of the demo's roadshows: times offered, placed by the timetable, answered."""

from collections.abc import Sequence
from datetime import timedelta

from market.core.actor import Actor
from market.core.db import transaction
from market.demo.shows.deeds import OPERATOR, Show
from market.meetings import queries, service
from market.meetings.events import TimetableAsked
from market.meetings.rules.circles import DEFAULT
from market.meetings.rules.drafting import Options
from market.meetings.rules.planning import Rules, SessionTimes
from market.meetings.rules.states import Decline, State

PLACE = "3 号厅东侧"
SLOT = 20
"""Minutes of one meeting."""


def plan(show: Show, times: SessionTimes, tables: int) -> None:
    """Who may meet whom, where, and when."""
    operator = show.cast.actor(OPERATOR)
    with transaction():
        service.set_rules(operator, show.id, Rules(pairs=tuple(DEFAULT)))
        service.add_tables(operator, show.id, tables, PLACE)
        service.add_session(operator, show.id, times)


def after_pitches(show: Show) -> SessionTimes:
    """The last hour and twenty minutes of the day."""
    ends = show.row.ends_at
    return SessionTimes("会后洽谈", ends - timedelta(minutes=80), ends, SLOT)


def arrange(show: Show, keys: Sequence[str], wanted: str, days: int, refused: int | None = None) -> None:
    """So many days before, everybody offers all times; the timetable places them, and all but one pair say yes."""
    operator, every_slot = show.cast.actor(OPERATOR), [slot.id for slot in queries.slots(show.id)]
    for key in keys:
        with show.on(-days), transaction():
            service.offer_times(show.cast.actor(key), show.id, every_slot, wanted)
    with show.on(1 - days), transaction():
        timetable = service.ask_timetable(operator, show.id, Options(threshold=20, seconds=5)).id
    with show.on(1 - days):
        service.arrange_asked(TimetableAsked(show.id, timetable))
        with transaction():
            service.publish(operator, show.id)
    with show.on(2 - days):
        for place, (number, asker, asked) in enumerate(pairs(show, keys, State.INVITED)):
            if place == refused:
                with transaction():
                    service.decline(asked, number, Decline.NO_TIME)
                continue
            for side in (asker, asked):
                with transaction():
                    service.confirm(side, number)


def pairs(show: Show, keys: Sequence[str], state: State) -> list[tuple[int, Actor, Actor]]:
    """The meetings in a state, each with a person of the side that asks and one of the side that is asked."""
    person = {actor.organisation_id: actor for key in keys if (actor := show.cast.actor(key))}
    rows = queries.of_roadshow(show.id, (state,))
    return [(row.id, person[row.asker_id], person[row.asked_id]) for row in rows]
