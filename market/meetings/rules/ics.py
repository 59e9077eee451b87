"""A person's meetings as a calendar file (RFC 5545): stable UIDs, a count of changes, cancelled ones said to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Patent market//Meetings//EN"
REFRESH = timedelta(hours=1)
REMIND_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class Entry:
    """One meeting as it is written: texts in the reader's language, instants aware."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    url: str
    sequence: int
    status: str
    """CONFIRMED, TENTATIVE or CANCELLED."""
    changed_at: datetime


def calendar(name: str, entries: Sequence[Entry], now: datetime) -> bytes:
    """The file, in UTC; lines folded and texts escaped by the library."""
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        book.add_component(_event(entry, now))
    made: bytes = book.to_ical()
    return made


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", entry.text)
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("last-modified", entry.changed_at)
    event.add("class", "PRIVATE")
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT" if entry.status == "CANCELLED" else "OPAQUE")
    if entry.status != "CANCELLED":
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -REMIND_BEFORE)
        event.add_component(alarm)
    return event
