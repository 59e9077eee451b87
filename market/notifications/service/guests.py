"""What guests hear of their registration and their roadshow, and what the organiser hears of guests."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from market.accounts.queries import operators
from market.core.db import transaction
from market.core.events import Event
from market.guests import queries
from market.guests.events import (
    GuestEvent,
    GuestsReminded,
    PlaceAwaited,
    PlaceConfirmed,
    PlaceLost,
    PlaceOffered,
    RegistrationAsked,
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationDeclined,
)
from market.guests.models import Registration
from market.guests.rules.ics import Method
from market.guests.rules.states import STANDING, State, Way
from market.guests.rules.terms import ONLINE_ONLY
from market.guests.service import calendars
from market.notifications.models import Mail
from market.notifications.rules import MESSAGES
from market.notifications.service.inbox import named, tell
from market.notifications.service.roadshows import clock_of, of_roadshow
from market.roadshows.events import RoadshowCancelled, RoadshowMoved
from market.roadshows.models import Roadshow


def asked(event: RegistrationAsked) -> None:
    """The guest hears that it came in; the organiser, that a word is waited for."""
    with transaction() as session:
        row = session.get_one(Registration, event.registration_id)
        _say(event, "guests.received", row)
        values = of_guest(row) | named("firm", row.organisation) | {"guest": row.user.name}
        tell(event, "guests.asked", operators(), values, roadshow_id=row.roadshow_id)


def confirmed(event: PlaceConfirmed) -> None:
    """The guest receives the ticket and the calendar entry."""
    with transaction() as session:
        _say(event, "guests.confirmed", session.get_one(Registration, event.registration_id), State.CONFIRMED)


def waiting(event: PlaceAwaited) -> None:
    """The guest is on the waiting list."""
    with transaction() as session:
        _say(event, "guests.waiting", session.get_one(Registration, event.registration_id), State.WAITING)


def offered(event: PlaceOffered) -> None:
    """The first in line is offered a place; not any more once it was answered."""
    with transaction() as session:
        row = session.get_one(Registration, event.registration_id)
        if row.state == State.OFFERED:
            values = of_guest(row) | {"until": clock_of(datetime.fromisoformat(event.until))}
            tell(event, "guests.offered", [row.user], values, nonce=row.nonce)


def lost(event: PlaceLost) -> None:
    """The offered place is gone."""
    with transaction() as session:
        _say(event, "guests.lost", session.get_one(Registration, event.registration_id))


def declined(event: RegistrationDeclined) -> None:
    """The guest reads why; calendars forget who had a place."""
    with transaction() as session:
        row = session.get_one(Registration, event.registration_id)
        _say(event, "guests.declined", row, placed=event.confirmed)


def cancelled(event: RegistrationCancelled) -> None:
    """A confirmation of the cancellation; calendars forget who had a place."""
    with transaction() as session:
        row = session.get_one(Registration, event.registration_id)
        _say(event, "guests.cancelled", row, placed=event.confirmed)


def changed(event: RegistrationChanged) -> None:
    """Who takes part another way now has another entry in the calendar."""
    if event.way:
        with transaction() as session:
            _say(event, "guests.changed", session.get_one(Registration, event.registration_id), State.CONFIRMED)


def moved(event: RoadshowMoved) -> None:
    """Everybody registered hears of the new time or place; calendars are brought up to date."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        was = f"{clock_of(datetime.fromisoformat(event.was_from))} {event.was_place}".strip()
        _tell_all(event, "guests.moved", queries.of_roadshow(roadshow.id, STANDING), was=was)


def called_off(event: RoadshowCancelled) -> None:
    """Everybody registered hears that it is called off, and why."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        _tell_all(event, "guests.called_off", queries.of_roadshow(roadshow.id, STANDING), why=roadshow.decision)


def reminded(event: GuestsReminded) -> None:
    """Those with a place are reminded, unless it has moved since or they have only just got it.

    In the last hour only those online, with the link.
    """
    begins = datetime.fromisoformat(event.begins)
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        if roadshow.starts_at != begins or not roadshow.coming:
            return
        soon = event.hours <= ONLINE_ONLY
        rows = _to_remind(roadshow, begins - timedelta(hours=event.hours), soon)
        online = roadshow.stream_url or roadshow.meeting_url
        _tell_all(event, "guests.soon" if soon else "guests.reminded", rows, online=online)


def _tell_all(event: Event, key: str, rows: Iterable[Registration], **more: object) -> None:
    """Tell many guests of the same, those alike in way and state at once."""
    alike: dict[tuple[str, bool], list[Registration]] = defaultdict(list)
    for row in rows:
        alike[row.way, row.admitted].append(row)
    for group in alike.values():
        people = [row.user for row in group]
        tell(event, key, people, of_guest(group[0]) | more, roadshow_id=group[0].roadshow_id)


def _to_remind(roadshow: Roadshow, due: datetime, soon: bool) -> Iterable[Registration]:
    if soon:
        return [row for row in queries.of_roadshow(roadshow.id) if row.way == Way.ONLINE]
    return [row for row in queries.of_roadshow(roadshow.id) if row.confirmed_at is None or row.confirmed_at < due]


def _say(event: GuestEvent, key: str, row: Registration, only: str = "", placed: bool = True) -> None:
    """Tell the guest, while the registration still stands as the event left it."""
    if only and row.state != only:
        return
    tell(event, key, [row.user], of_guest(row) | {"placed": placed}, roadshow_id=row.roadshow_id)


def of_guest(row: Registration) -> dict[str, object]:
    """What messages say about a registration."""
    return of_roadshow(row.roadshow) | {
        "way": row.way,
        "address": row.roadshow.address,
        "why": row.message,
        "placed": row.state == State.CONFIRMED,
    }


def entry_of(mail: Mail, ticket_url: str, market: str) -> tuple[bytes, str] | None:
    """The calendar entry that goes with a mail, as it stands now, and its method; None for a mail without one."""
    wanted = MESSAGES[mail.key].calendar
    if not wanted or not mail.values.get("placed"):
        return None
    row = queries.of_user(mail.user_id, mail.arguments["roadshow_id"])
    if row is None:
        return None
    stands = row.state == State.CONFIRMED and row.roadshow.coming
    method = Method.REQUEST if stands else Method.CANCEL
    return calendars.calendar(row, method, ticket_url, mail.language, market), str(method)
