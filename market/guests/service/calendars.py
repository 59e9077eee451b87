"""The calendar entry of a registration, for the mail that brings it and for the download."""

from market.core import clock
from market.core.i18n import N_, translate
from market.core.settings import settings
from market.guests.models import Registration
from market.guests.rules.ics import Entry, Method, invitation
from market.guests.rules.states import Way

SUMMARY = N_("Roadshow: %(title)s")
TICKET_LINE = N_("Your ticket: %(link)s")
ONLINE_LINE = N_("Online: %(link)s")


def calendar(found: Registration, method: Method, ticket_url: str, language: str, organiser: str) -> bytes:
    """The entry as it stands now, in the current language; `organiser` is the market's name.

    Its sequence is the roadshow's count of changes and the registration's own added up: both only grow.
    """
    site, roadshow, person = settings(), found.roadshow, found.user
    host = site.public_url.partition("://")[2].partition("/")[0].partition(":")[0]
    place = roadshow.place_en if language == "en" and roadshow.place_en else roadshow.place
    hall = ", ".join(part for part in (place, roadshow.address) if part)
    entry = Entry(
        uid=f"registration-{found.id}@{host}",
        sequence=roadshow.calendar_sequence + found.calendar_sequence,
        begins=roadshow.starts_at,
        ends=roadshow.ends_at,
        title=translate(SUMMARY, title=roadshow.name(language)),
        place=hall if found.way == Way.SITE else online_link(found),
        text="\n".join(_lines(found, ticket_url)),
        url=ticket_url,
        organiser=(organiser, site.mail_from),
        guest=(person.name, person.email),
    )
    return invitation(entry, method, clock.now())


def online_link(found: Registration) -> str:
    """Where one takes part online; empty for who is not let in."""
    return (found.roadshow.stream_url or found.roadshow.meeting_url) if found.admitted else ""


def _lines(found: Registration, ticket_url: str) -> list[str]:
    lines = [translate(TICKET_LINE, link=ticket_url)]
    if link := online_link(found):
        lines.append(translate(ONLINE_LINE, link=link))
    return lines
