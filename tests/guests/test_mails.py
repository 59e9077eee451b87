"""What guests are told, by mail and in the inbox, and the calendar entries that update."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.guests import service
from market.guests.models import Registration
from market.guests.rules.terms import Terms
from market.guests.service import timers
from market.notifications import mail
from market.notifications.models import Mail, Notification
from market.roadshows.events import RoadshowCancelled, RoadshowMoved
from market.roadshows.models import Roadshow
from tests.factories import accounts
from tests.factories import guests as make
from tests.guests.test_service import AUTOMATIC, register
from tests.guests.test_service import setting as stored

MINUTE = timedelta(minutes=1)


def setting(terms: Terms = AUTOMATIC, **over: Any) -> tuple[Actor, Roadshow]:
    """The roadshow as a copy that no session knows: draining the outbox ends the test's own."""
    operator, found = stored(terms, **over)
    copy = Roadshow(**{column.key: getattr(found, column.key) for column in Roadshow.__table__.columns})
    return operator, copy


def mails(key: str) -> list[Mail]:
    outbox.drain()
    db.session.rollback()
    return list(db.session.query(Mail).filter_by(key=f"guests.{key}").order_by(Mail.id))


def entries(message: EmailMessage) -> Iterator[tuple[str, Any]]:
    """The calendar entries of a mail, with their methods: beside the text and as a file."""
    for part in message.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            book = Calendar.from_ical(content)
            if part.get_content_type() == "text/calendar":
                assert part.get_param("method") == str(book["METHOD"])
            (event,) = book.walk("VEVENT")
            yield str(book["METHOD"]), event


def entry(row: Mail) -> tuple[str, Any]:
    found = list(entries(mail.compose(row)))
    assert len(found) == 2
    assert found[0][1].to_ical() == found[1][1].to_ical()
    return found[0]


def times(event: Any) -> tuple[datetime, datetime]:
    return event["DTSTART"].dt, event["DTEND"].dt


def move(roadshow_id: int, by: timedelta) -> None:
    """What the plan does when the time changes."""
    with transaction() as session:
        row = session.get_one(Roadshow, roadshow_id)
        was = (row.starts_at.isoformat(), row.ends_at.isoformat(), row.place)
        row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
        row.calendar_sequence += 1
        session.flush()
        outbox.emit(RoadshowMoved(row.id, row.calendar_sequence, *was))


def test_a_calendar_entry_comes_moves_and_goes(app: Flask) -> None:
    begins = datetime(2027, 3, 4, 6, 17, tzinfo=UTC)
    _operator, roadshow = setting(starts_at=begins)
    guest, number = register(roadshow)
    (confirmed,) = mails("confirmed")
    method, first = entry(confirmed)
    assert (method, str(first["STATUS"])) == ("REQUEST", "CONFIRMED")
    assert times(first) == (begins, begins + timedelta(hours=4))
    assert first["SUMMARY"].endswith(roadshow.title_en)
    assert str(first["ATTENDEE"]) == f"mailto:{confirmed.address}"
    assert str(first["ORGANIZER"]).startswith("mailto:")
    move(roadshow.id, timedelta(days=2, minutes=43))
    (moved,) = mails("moved")
    method, second = entry(moved)
    assert method == "REQUEST"
    assert times(second) == (datetime(2027, 3, 6, 7, 0, tzinfo=UTC), datetime(2027, 3, 6, 11, 0, tzinfo=UTC))
    with transaction():
        service.change(guest, roadshow.id, make.asks("online"))
    (changed,) = mails("changed")
    _method, third = entry(changed)
    assert third["LOCATION"] == roadshow.stream_url
    with transaction():
        service.cancel(guest, roadshow.id)
    (cancelled,) = mails("cancelled")
    method, last = entry(cancelled)
    assert (method, str(last["STATUS"])) == ("CANCEL", "CANCELLED")
    assert len({str(one["UID"]) for one in (first, second, third, last)}) == 1
    counts = [int(one["SEQUENCE"]) for one in (first, second, third, last)]
    assert counts == sorted(set(counts)), "each change counts further"
    register(roadshow, guest)
    _method, back = entry(mails("confirmed")[-1])
    assert int(back["SEQUENCE"]) > counts[-1]
    assert number


def test_the_calendar_entry_is_downloaded_right_to_the_minute(app: Flask) -> None:
    begins = datetime(2027, 3, 4, 6, 17, tzinfo=UTC)
    _operator, roadshow = setting(starts_at=begins)
    guest, number = register(roadshow)
    client = app.test_client()
    accounts.sign_in(client, db.session.get_one(Registration, number).user)
    answer = client.get(f"/roadshows/{roadshow.id}/registration.ics")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert times(event)[0] == begins
    move(roadshow.id, MINUTE)
    (event,) = Calendar.from_ical(client.get(f"/roadshows/{roadshow.id}/registration.ics").data).walk("VEVENT")
    assert times(event)[0] == begins + MINUTE
    assert event["DTSTART"].to_ical() == b"20270304T061800Z"
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert guest


def test_calling_off_strikes_the_entry_out_and_tells_everybody(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    register(roadshow)
    register(roadshow)
    outbox.drain()
    with transaction() as session:
        row = session.get_one(Roadshow, roadshow.id)
        row.state, row.decision = "cancelled", "场地停电"
        row.calendar_sequence += 1
        session.flush()
        outbox.emit(RoadshowCancelled(row.id, True))
    told = mails("called_off")
    assert len(told) == 2
    with_place = [row for row in told if row.values["placed"]]
    assert entry(with_place[0])[0] == "CANCEL"
    waiting = next(row for row in told if not row.values["placed"])
    assert list(entries(mail.compose(waiting))) == []
    assert "场地停电" in mail.text_of(mail.compose(waiting))


def test_the_offer_of_a_place_leads_to_a_page_that_takes_it(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    first, _one = register(roadshow)
    _second, two = register(roadshow)
    with transaction():
        service.cancel(first, roadshow.id)
    (offered,) = mails("offered")
    text = mail.text_of(mail.compose(offered))
    link = next(word for word in text.split() if "/registrations/offers/" in word)
    client = app.test_client()
    path = link.removeprefix("http://localhost")
    assert client.get(path).status_code == 200
    assert client.post(path, data={"answer": "accept"}).status_code == 302
    db.session.rollback()
    assert db.session.get_one(Registration, two).state == "confirmed"
    inbox = db.session.query(Notification).filter_by(key="guests.offered").one()
    assert app.test_client().get(f"/registrations/offers/{inbox.arguments['nonce']}").status_code == 404


def test_an_offer_answered_at_once_is_not_told_any_more(app: Flask) -> None:
    _operator, roadshow = setting(capacity=1)
    first, _one = register(roadshow)
    _second, two = register(roadshow)
    outbox.drain()
    with transaction():
        service.cancel(first, roadshow.id)
    with transaction():
        service.accept_offer(two)
    assert mails("offered") == []
    assert len(mails("confirmed")) == 2


def test_who_waits_for_a_word_and_the_organiser_are_told(app: Flask) -> None:
    operator, roadshow = setting(Terms())
    guest, number = register(roadshow)
    outbox.drain()
    keys = {(row.key, row.user_id) for row in db.session.query(Notification)}
    assert ("guests.received", guest.user_id) in keys
    assert ("guests.asked", operator.user_id) in keys
    with transaction():
        service.decline(operator, roadshow.id, [number], "仅限企业")
    (declined,) = mails("declined")
    assert "仅限企业" in mail.text_of(mail.compose(declined))
    assert list(entries(mail.compose(declined))) == []


def test_reminders_reach_those_with_a_place_and_the_link_those_online(app: Flask) -> None:
    _operator, roadshow = setting()
    on_site, _one = register(roadshow)
    online, _two = register(roadshow, way="online")
    make.registration(roadshow, state="applied")
    outbox.drain()
    with time_machine.travel(roadshow.starts_at - timedelta(days=7), tick=False):
        timers.remind()
        late, _three = register(roadshow)
        assert {row.user_id for row in mails("reminded")} == {on_site.user_id, online.user_id}
    with time_machine.travel(roadshow.starts_at - timedelta(minutes=55), tick=False):
        timers.remind()
        (soon,) = mails("soon")
        assert soon.user_id == online.user_id
        assert roadshow.stream_url in mail.text_of(mail.compose(soon))
    assert late


def test_a_reminder_of_a_moved_roadshow_is_not_sent(app: Flask) -> None:
    _operator, roadshow = setting()
    register(roadshow)
    outbox.drain()
    with time_machine.travel(roadshow.starts_at - timedelta(days=1), tick=False):
        timers.remind()
        move(roadshow.id, timedelta(days=30))
        assert mails("reminded") == []
        assert len(mails("moved")) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_mails_speak_the_readers_language(app: Flask, language: str) -> None:
    _operator, roadshow = setting()
    guest = accounts.user(accounts.organisation("firm"), language=language).actor
    register(roadshow, guest)
    (found,) = mails("confirmed")
    message = mail.compose(found)
    assert roadshow.name(language) in message["Subject"]
    _method, event = next(entries(message))
    assert roadshow.name(language) in event["SUMMARY"]
    assert clock.now() < event["DTSTART"].dt
