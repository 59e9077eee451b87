"""How people register for one roadshow: what its organiser can set, and what holds otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from market.core.i18n import N_

SHORTEST_OFFER = timedelta(minutes=15)
LAST_CALL = timedelta(minutes=30)
"""So long before it begins offers end: whoever says yes must still get there."""
MOST_HOURS = 14 * 24
ONLINE_ONLY = 1
"""A reminder this many hours ahead or less goes to those online alone: it brings the link."""


@dataclass(frozen=True)
class Terms:
    """`automatic`: vetted organisations need no approval; `per_organisation`: how many people of one, 0 for any number;

    `offer_hours`: how long a free place is kept for the next in line; `online`: whether one can take part online;
    `remind_hours`: how many hours before the beginning guests are reminded.
    """

    automatic: bool = False
    per_organisation: int = 5
    offer_hours: int = 24
    online: bool = True
    remind_hours: tuple[int, ...] = (168, 24, 1)


def problems(terms: Terms) -> dict[str, str]:
    """What is wrong with them, by field."""
    found = {}
    if not 0 <= terms.per_organisation <= 500:
        found["per_organisation"] = N_("Enter a number from 0 to 500; 0 sets no limit.")
    if not 1 <= terms.offer_hours <= MOST_HOURS:
        found["offer_hours"] = N_("Enter a number of hours from 1 to 336.")
    if len(terms.remind_hours) > 5 or not all(1 <= hours <= 60 * 24 for hours in terms.remind_hours):
        found["remind_hours"] = N_("Enter at most five numbers of hours from 1 to 1,440, with commas between.")
    return found


def offer_ends(now: datetime, begins: datetime, hours: int) -> datetime | None:
    """Until when a free place is kept: `hours`, but never more than half the time left, and never past the last call.

    None when it is too late to offer anything: who is at the door then is let in there.
    """
    last = begins - LAST_CALL
    ends = min(now + min(timedelta(hours=hours), (begins - now) / 2), last)
    if ends - now < SHORTEST_OFFER:
        ends = now + SHORTEST_OFFER
    return ends if ends <= last else None


def reminder_due(hours: Sequence[int], begins: datetime, now: datetime) -> int | None:
    """The nearest reminder whose time has come, in hours before the beginning; None before the first and afterwards.

    Of several that came due while nobody looked only the last one is given.
    """
    if now >= begins:
        return None
    reached = [one for one in hours if now >= begins - timedelta(hours=one)]
    return min(reached, default=None)
