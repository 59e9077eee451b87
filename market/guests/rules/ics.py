"""A guest's calendar entry (RFC 5545, RFC 5546): one UID for ever, a SEQUENCE that only grows, REQUEST and CANCEL."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

PRODUCT = "-//Patent market//Roadshows//EN"
ALARM = timedelta(hours=1)


class Method(StrEnum):
    """What a calendar is to do with the entry: take it in or bring it up to date, or strike it out."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Entry:
    """One invitation. Instants are aware; `sequence` grows with every change that calendars must hear of."""

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    title: str
    place: str
    text: str
    url: str
    organiser: tuple[str, str]
    guest: tuple[str, str]
    """Name and mail address, of both."""


def invitation(entry: Entry, method: Method, now: datetime) -> bytes:
    """The file; lines folded and texts escaped by the library, times in UTC to the second."""
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", str(method))
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", entry.begins.astimezone(UTC))
    event.add("dtend", entry.ends.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", entry.text)
    event.add("url", entry.url)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event["organizer"] = _address(*entry.organiser)
    guest = _address(*entry.guest, PARTSTAT="ACCEPTED", ROLE="REQ-PARTICIPANT", RSVP="FALSE")
    event.add("attendee", guest, encode=False)
    if method is Method.REQUEST:
        event.add_component(_alarm(entry.title))
    book.add_component(event)
    made: bytes = book.to_ical()
    return made


def _address(name: str, address: str, **parameters: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    for key, value in {"CN": name, **parameters}.items():
        found.params[key] = vText(value)
    return found


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ALARM)
    return alarm
