"""The deeds about meetings: plan, take part, ask and answer, book, arrange the timetable, the day itself, the clock."""

from market.meetings.service.arranging import arrange_asked, ask_timetable, draft_from
from market.meetings.service.asking import accept, agree, ask, cancel, confirm, decline, propose
from market.meetings.service.booking import may, move, set_time
from market.meetings.service.copying import on_copied
from market.meetings.service.day import miss, note_result, unmiss
from market.meetings.service.editing import add_line, discard, drop_line, move_line, pin, publish, undo
from market.meetings.service.evading import find_slot
from market.meetings.service.planning import add_session, add_tables, drop_session, set_rules, set_table
from market.meetings.service.taking_part import offer_times
from market.meetings.service.timers import expire_due, on_moved, remind_due

__all__ = [
    "accept",
    "add_line",
    "add_session",
    "add_tables",
    "agree",
    "arrange_asked",
    "ask",
    "ask_timetable",
    "cancel",
    "confirm",
    "decline",
    "discard",
    "draft_from",
    "drop_line",
    "drop_session",
    "expire_due",
    "find_slot",
    "may",
    "miss",
    "move",
    "move_line",
    "note_result",
    "offer_times",
    "on_copied",
    "on_moved",
    "pin",
    "propose",
    "publish",
    "remind_due",
    "set_rules",
    "set_table",
    "set_time",
    "undo",
    "unmiss",
]
