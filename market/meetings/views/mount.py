"""Where the pages of this feature hang, who enters them, and the words their templates share."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import Blueprint
from werkzeug.wrappers import Response

from market.core import clock
from market.core.actor import Actor
from market.core.i18n import current_language, translate
from market.core.web import current_actor, format_weekday
from market.guests import queries as guests
from market.meetings import models
from market.meetings.models import MeetingSlot, MeetingTable
from market.meetings.rules import circles, fitting, states
from market.meetings.rules.planning import beat
from market.meetings.rules.timetable.values import REASONS
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

COUNTED = timedelta(hours=1)
"""So long before a slot begins a page counts down to it."""
Answer = str | Response | tuple[str, int]

blueprint = Blueprint("meetings", __name__)
_KNOWN = models


def shanghai(moment: datetime) -> datetime:
    """An instant as people read it."""
    return clock.aware(moment).astimezone(clock.SHANGHAI)


def minute(moment: datetime) -> str:
    """The time of day, "16:20"."""
    return f"{shanghai(moment):%H:%M}"


def span(slot: MeetingSlot, day: bool = True) -> str:
    """A slot as it is read: day, weekday, from and until."""
    times = f"{minute(slot.starts_at)}–{minute(slot.ends_at)}"
    return f"{shanghai(slot.starts_at):%m-%d} {format_weekday(slot.starts_at)} {times}" if day else times


def table_name(table: MeetingTable) -> str:
    """A table's own name after its room, without its number."""
    return " · ".join(part for part in (table.room, table.name) if part)


def until(moment: datetime) -> tuple[str, int]:
    """How long until an instant, as a unit ("days", "hours", "minutes", or "now") and a count."""
    left = clock.aware(moment) - clock.now()
    if left <= timedelta(0):
        return "now", 0
    if left >= timedelta(days=2):
        return "days", left.days
    hours = int(left.total_seconds() // 3600)
    return ("hours", hours) if hours >= 2 else ("minutes", int(left.total_seconds() // 60) + 1)


def slot_clock(slots: Sequence[MeetingSlot]) -> dict[str, object] | None:
    """What counts the slots of a day down: nothing unless one is on, or the next begins within the hour."""
    now, found = clock.now(), beat(slots, clock.now())
    if found.until is None or (found.on is None and found.until - now > COUNTED):
        return None
    left = round((found.until - now).total_seconds())
    return {
        "stands": found.stands,
        "left": f"{left // 60:02d}:{left % 60:02d}",
        "until": found.until,
        "next": found.next.starts_at if found.next is not None else None,
        "slots": [(milliseconds(slot.starts_at), milliseconds(slot.ends_at)) for slot in slots],
        "now": milliseconds(now),
    }


def milliseconds(moment: datetime) -> int:
    """An instant as scripts reckon with it."""
    return round(clock.aware(moment).timestamp() * 1000)


def reason_lines(why: Sequence[Mapping[str, object]]) -> list[dict[str, str]]:
    """Why two fit, as the page's macro takes it; what is no longer known is left out."""
    found = []
    for reason in why:
        name = fitting.FACT_NAMES.get(str(reason.get("fact")))
        if name is None:
            continue
        words = reason.get("words")
        shared = "、".join(str(word) for word in words) if isinstance(words, list) else ""
        if current_language() == "en":
            shared = shared.replace("、", ", ")
        text = " · ".join(part for part in (str(reason.get("title") or ""), shared) if part)
        fit = "partly" if reason.get("fact") in ("interest", "organiser") else "yes"
        found.append({"fit": fit, "term": translate(name), "text": text})
    return found


def inside(roadshow_id: int) -> tuple[Actor, Roadshow, bool]:
    """Who asks, for which roadshow, and whether that person is let in; raises NotFound for a hidden roadshow."""
    actor = current_actor()
    found = roadshows.get(actor, roadshow_id)
    return actor, found, guests.let_in(actor, found)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of states, circles, reasons and results, and how times are written."""
    return {
        "STATES": states.STATE_NAMES,
        "TONES": states.STATE_TONES,
        "SOURCES": states.SOURCE_NAMES,
        "DECLINES": states.DECLINE_NAMES,
        "OUTCOMES": states.OUTCOME_NAMES,
        "OUTCOME_TONES": states.OUTCOME_TONES,
        "CIRCLES": circles.CIRCLE_NAMES,
        "LEFT_OUT": REASONS,
        "span": span,
        "minute": minute,
        "milliseconds": milliseconds,
        "until": until,
        "table_name": table_name,
        "reason_lines": reason_lines,
        "now": clock.now(),
    }
