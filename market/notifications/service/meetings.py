"""What the two sides of a meeting, and the organiser, hear."""

from collections.abc import Collection

from market.accounts.models import Organisation, User
from market.core import clock
from market.core.db import transaction
from market.core.i18n import N_, in_language, translate
from market.meetings import queries
from market.meetings.events import (
    MeetingAgreed,
    MeetingArranged,
    MeetingAsked,
    MeetingCancelled,
    MeetingDeclined,
    MeetingEvent,
    MeetingExpired,
    MeetingMoved,
    MeetingsReminded,
    MeetingTimeProposed,
    TimetablePublished,
    TimetableReady,
)
from market.meetings.models import Meeting, Timetable
from market.meetings.rules.states import DECLINE_NAMES, SEATED, State
from market.notifications.queries import people
from market.notifications.service.inbox import named, tell
from market.roadshows.models import Roadshow


def asked(event: MeetingAsked) -> None:
    """The side that was asked, unless it has answered by now."""
    with transaction() as session:
        meeting = session.get_one(Meeting, event.meeting_id)
        if meeting.state == State.ASKED:
            _tell(event, "meetings.asked", meeting, {meeting.asked_id})


def proposed(event: MeetingTimeProposed) -> None:
    """The side whose answer to the new time is missing."""
    with transaction() as session:
        meeting = session.get_one(Meeting, event.meeting_id)
        if meeting.state == State.ASKED and meeting.proposed_slot is not None:
            _tell(event, "meetings.proposed", meeting, _others(meeting, event.by))


def agreed(event: MeetingAgreed) -> None:
    """The other side learns that a meeting is wanted and the time comes later."""
    with transaction() as session:
        meeting = session.get_one(Meeting, event.meeting_id)
        _tell(event, "meetings.agreed", meeting, _others(meeting, event.by))


def arranged(event: MeetingArranged | MeetingMoved) -> None:
    """Both sides get time and place, unless it has been called off by now."""
    with transaction() as session:
        meeting = session.get_one(Meeting, event.meeting_id)
        if meeting.booking is not None:
            key = "meetings.moved" if isinstance(event, MeetingMoved) else "meetings.arranged"
            _tell(event, key, meeting, {meeting.asker_id, meeting.asked_id})


def declined(event: MeetingDeclined) -> None:
    """The other side reads why."""
    with transaction() as session:
        meeting = session.get_one(Meeting, event.meeting_id)
        _tell(event, "meetings.declined", meeting, _others(meeting, event.by))


def ended(event: MeetingCancelled | MeetingExpired) -> None:
    """The sides that did not do it themselves."""
    with transaction() as session:
        meeting = session.get_one(Meeting, event.meeting_id)
        key = "meetings.expired" if isinstance(event, MeetingExpired) else "meetings.cancelled"
        _tell(event, key, meeting, _others(meeting, event.by))


def reminded(event: MeetingsReminded) -> None:
    """An organisation that owes answers, or has nobody to meet yet."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        key = "meetings.answers" if event.waiting else "meetings.unbooked"
        values = of_roadshow(roadshow) | {"waiting": event.waiting, "booked": event.booked}
        tell(event, key, taking_part(roadshow.id, event.organisation_id), values, roadshow_id=roadshow.id)


def published(event: TimetablePublished) -> None:
    """Everybody with a meeting or a proposal hears once, with his numbers, however many the timetable brought."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        lines = [line for line in queries.timetable(event.timetable_id).lines if line.slot_id and not line.standing]
        for organisation_id in sorted({number for line in lines for number in (line.host_id, line.guest_id)}):
            own = queries.of_organisation(roadshow.id, organisation_id, SEATED)
            invited = sum(organisation_id in meeting.waits() for meeting in own)
            values = of_roadshow(roadshow) | {"booked": len(own) - invited, "invited": invited}
            readers = taking_part(roadshow.id, organisation_id)
            tell(event, "meetings.published", readers, values, roadshow_id=roadshow.id)


def ready(event: TimetableReady) -> None:
    """Who asked for the draft finds it in the inbox."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        person = session.get(User, session.get_one(Timetable, event.timetable_id).created_by)
        readers = [person] if person is not None else []
        tell(event, "meetings.ready", readers, of_roadshow(roadshow), roadshow_id=roadshow.id)


def _others(meeting: Meeting, by: int) -> set[int]:
    """Both sides without the one that acted."""
    return {meeting.asker_id, meeting.asked_id} - {by}


def _tell(event: MeetingEvent, key: str, meeting: Meeting, sides: Collection[int]) -> None:
    for side in sorted(sides):
        values = of_meeting(meeting, meeting.other(side))
        tell(event, key, taking_part(meeting.roadshow_id, side), values, meeting_id=meeting.id)


def taking_part(roadshow_id: int, organisation_id: int) -> list[User]:
    """The people of an organisation who come to the meetings, else its account's owners."""
    parts = [one.user for one in queries.participants(roadshow_id) if one.organisation_id == organisation_id]
    return parts or people(organisation_id)


def of_roadshow(roadshow: Roadshow) -> dict[str, object]:
    """What messages say about a roadshow."""
    return {"roadshow": roadshow.title, "roadshow_en": roadshow.title_en}


def of_meeting(meeting: Meeting, other: Organisation) -> dict[str, object]:
    """What messages say about a meeting, to the side that meets `other`."""
    slot = meeting.booking.slot if meeting.booking else meeting.proposed_slot
    values = of_roadshow(meeting.roadshow) | named("other", other)
    values |= {
        "words": meeting.reason,
        "when": slot.starts_at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M") if slot else "",
        "reason": DECLINE_NAMES.get(meeting.end_code, ""),
        "note": meeting.end_note,
    }
    table = meeting.booking.table if meeting.booking else None
    name = " ".join(part for part in (table.room, table.name) if part) if table else ""
    number = table.number if table else ""
    return values | worded("place", N_("table %(number)s %(name)s"), number=number, name=name)


def worded(role: str, sentence: str, **values: object) -> dict[str, object]:
    """A piece of a message in both languages, as messages hold names."""
    found: dict[str, object] = {}
    for language, key in (("zh", role), ("en", f"{role}_en")):
        with in_language(language):
            found[key] = translate(sentence, **values).strip()
    return found
