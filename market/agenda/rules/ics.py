"""A calendar file (RFC 5545): all-day entries that block no time, with stable UIDs, a count of changes, and alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Patent market//Deadlines//EN"
REFRESH = timedelta(hours=6)
"""How often a program should ask again."""


@dataclass(frozen=True)
class Entry:
    """One all-day entry as it is written: texts in the reader's language; `changed_at` is aware."""

    uid: str
    day: date
    title: str
    category: str
    url: str
    sequence: int
    changed_at: datetime
    alarms: Sequence[int] = ()


def calendar(name: str, entries: Sequence[Entry], now: datetime) -> bytes:
    """The file; lines folded and texts escaped by the library."""
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", "PT6H")
    for entry in entries:
        book.add_component(_event(entry, now))
    made: bytes = book.to_ical()
    return made


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("categories", [entry.category])
    event.add("sequence", entry.sequence)
    event.add("last-modified", entry.changed_at)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if entry.url:
        event.add("url", entry.url)
    for days in entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
