"""A roadshow as a calendar entry (RFC 5545): one UID for ever, a sequence that counts its changes, Shanghai's clock.

The zone is written out with its one offset: China has had no summer time since 1991, and programs that do not know
"Asia/Shanghai" (or sit in Europe) still show the right minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from market.core.clock import SHANGHAI

PRODUCT = "-//Patent market//Roadshows//EN"
OFFSET = timedelta(hours=8)
REFRESH = timedelta(hours=6)
"""How often a program should ask again."""


@dataclass(frozen=True)
class Entry:
    """What is written; texts in the reader's language, instants aware.

    `alarms` are hours before the beginning. `private`: the entry holds what only its reader may see.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False
    organiser: str = ""
    alarms: Sequence[int] = ()
    private: bool = False


def uid(roadshow_id: int, host: str) -> str:
    """The UID of a roadshow on this host: alike for everybody and for ever, so that calendars update one entry."""
    return f"roadshow-{roadshow_id}@{host}"


def calendar(name: str, entries: Sequence[Entry], now: datetime) -> bytes:
    """The file; lines folded and texts escaped by the library."""
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("x-wr-timezone", "Asia/Shanghai")
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", "PT6H")
    book.add_component(shanghai())
    for entry in entries:
        book.add_component(event(entry, now))
    made: bytes = book.to_ical()
    return made


def shanghai() -> Timezone:
    """Asia/Shanghai as a zone of one offset."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Asia/Shanghai")
    standard.add("dtstart", datetime(1991, 9, 15, 1))  # noqa: DTZ001 - local by RFC 5545 3.6.5
    standard.add("tzoffsetfrom", OFFSET)
    standard.add("tzoffsetto", OFFSET)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def event(entry: Entry, now: datetime) -> Event:
    """One entry; a call-off keeps the UID and says so, so that calendars strike it out."""
    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", now)
    made.add("dtstart", entry.starts_at.astimezone(SHANGHAI))
    made.add("dtend", entry.ends_at.astimezone(SHANGHAI))
    made.add("summary", entry.title)
    made.add("sequence", entry.sequence)
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    made.add("class", "PRIVATE" if entry.private else "PUBLIC")
    for key, value in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if value:
            made.add(key, value)
    if entry.changed_at is not None:
        made.add("last-modified", entry.changed_at)
    for hours in () if entry.cancelled else entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta(hours=-hours))
        made.add_component(alarm)
    return made
