"""The programme as a calendar file (RFC 5545): one event per item, in UTC, known by the same UID in every version.

The number of the release is the SEQUENCE, so that calendars replace what they had; what was taken off is cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

from market.schedule.rules.items import Item

PRODUCT = "-//Patent market//Programme//EN"


@dataclass(frozen=True)
class Sheet:
    """What the file says of the event as a whole; `uid` is its own, `url` leads to the programme."""

    uid: str
    host: str
    name: str
    place: str
    url: str
    number: int
    changed_at: datetime
    language: str


def calendar(sheet: Sheet, items: Sequence[Item], dropped: Sequence[Item] = (), cancelled: bool = False) -> bytes:
    """The file; `dropped` were on an earlier version, `cancelled` says that the whole event is called off."""
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", sheet.name)
    for item in items:
        book.add_component(_event(sheet, item, cancelled))
    for item in dropped:
        book.add_component(_event(sheet, item, True))
    made: bytes = book.to_ical()
    return made


def _event(sheet: Sheet, item: Item, cancelled: bool) -> Event:
    kind, number = item.identity
    event = Event()
    event.add("uid", f"programme-{sheet.uid}-{kind}-{number}@{sheet.host}")
    event.add("dtstamp", sheet.changed_at)
    event.add("dtstart", item.starts_at)
    event.add("dtend", item.ends_at)
    event.add("summary", item.name(sheet.language))
    event.add("location", ", ".join(text for text in (item.place(sheet.language), sheet.place) if text))
    if item.speaker:
        event.add("description", " · ".join(t for t in (item.speaker, item.body(sheet.language)) if t))
    event.add("sequence", sheet.number)
    event.add("last-modified", sheet.changed_at)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("url", sheet.url)
    return event
