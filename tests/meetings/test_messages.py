"""What people hear of meetings: the right ones, in both languages, with names, time and table."""

import pytest
from flask import Flask
from sqlalchemy import select

from market.core import outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.i18n import in_language
from market.meetings import service
from market.notifications.models import Mail, Notification
from market.notifications.rules import MESSAGES, sentence
from tests.factories import meetings as make

OURS = sorted(key for key in MESSAGES if key.startswith("meetings."))


def heard(actor: Actor) -> list[str]:
    """What somebody was told of, oldest first."""
    own = select(Notification).where(Notification.user_id == actor.user_id).order_by(Notification.id)
    rows = db.session.scalars(own)
    return [row.key.removeprefix("meetings.") for row in rows if row.key in OURS]


def test_each_side_hears_what_the_other_does(app: Flask) -> None:
    hall = make.hall(slots=6)
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.asked(hall, firm, university).id
    outbox.drain()
    assert (heard(firm), heard(university)) == ([], ["asked"])
    with transaction():
        service.propose(university, meeting, hall.slots[2])
    outbox.drain()
    with transaction():
        service.accept(firm, meeting, hall.slots[2])
    outbox.drain()
    assert (heard(firm), heard(university)) == (["proposed", "arranged"], ["asked", "arranged"])
    with transaction():
        service.move(hall.operator, meeting, hall.slots[4])
    outbox.drain()
    with transaction():
        service.cancel(firm, meeting, "临时有事")
    outbox.drain()
    assert heard(firm) == ["proposed", "arranged", "moved"]
    assert heard(university) == ["asked", "arranged", "moved", "cancelled"]


def test_a_decline_tells_why_in_the_readers_language(app: Flask) -> None:
    hall = make.hall()
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.asked(hall, firm, university).id
    with transaction():
        service.decline(university, meeting, "other_field", "我们做的是水处理")
    outbox.drain()
    row = db.session.scalar(select(Notification).where(Notification.key == "meetings.declined"))
    assert row.user_id == firm.user_id
    for language, word in (("en", "It is not our field"), ("zh", "领域")):
        with in_language(language):
            assert word in sentence(row.key, row.values, language)
    mail = db.session.scalar(select(Mail).where(Mail.key == "meetings.declined"))
    assert mail.values["note"] == "我们做的是水处理"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_place_is_said_in_the_readers_language(app: Flask, language: str) -> None:
    hall = make.hall()
    make.booked(hall, make.side(hall), make.side(hall, "university"), hall.slots[1])
    outbox.drain()
    row = db.session.scalars(select(Notification).where(Notification.key == "meetings.arranged")).first()
    with in_language(language):
        text = sentence(row.key, row.values, language)
    assert ("table 1" if language == "en" else "1 号桌") in text
    assert "号厅" in text


def test_an_answer_given_in_time_silences_the_question(app: Flask) -> None:
    hall = make.hall()
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.asked(hall, firm, university).id
    with transaction():
        service.cancel(firm, meeting)
    outbox.drain()
    assert "asked" not in heard(university)
