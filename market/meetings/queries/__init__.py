"""Reading meetings: the plan, slots and tables, who takes part and is free, meetings, what is known of pairs."""

from market.meetings.queries.meetings import (
    appointments,
    board_tag,
    entries_of,
    get,
    of_organisation,
    of_person,
    of_roadshow,
    open_requests,
    seats,
)
from market.meetings.queries.parties import Side, free_people, participant_of, participants, sides
from market.meetings.queries.plans import plan_of, sessions, slots, tables, tables_in
from market.meetings.queries.stage import collisions, engaged
from market.meetings.queries.timetables import current, newest_published, timetable
from market.meetings.queries.wishes import facts_of, facts_with

__all__ = [
    "Side",
    "appointments",
    "board_tag",
    "collisions",
    "current",
    "engaged",
    "entries_of",
    "facts_of",
    "facts_with",
    "free_people",
    "get",
    "newest_published",
    "of_organisation",
    "of_person",
    "of_roadshow",
    "open_requests",
    "participant_of",
    "participants",
    "plan_of",
    "seats",
    "sessions",
    "sides",
    "slots",
    "tables",
    "tables_in",
    "timetable",
]
