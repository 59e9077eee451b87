"""A job whose event no longer exists in the code fails alone and visibly; the worker goes on."""

from flask import Flask
from sqlalchemy import select

from market.accounts.events import PasswordChanged
from market.core.db import db, transaction
from market.core.outbox import EventRow, Job, drain, emit
from tests.factories import accounts


def test_an_event_of_another_version_stops_nobody(app: Flask) -> None:
    person = accounts.user(accounts.organisation())
    with transaction() as session:
        row = EventRow(name="gone.Forgotten", payload={"x": 1})
        session.add(row)
        session.flush()
        session.add(Job(event_id=row.id, handler="market.notifications.mail:deliver"))
        emit(PasswordChanged(person.id))
        number = row.id
    drain()
    lost = db.session.scalars(select(Job).where(Job.event_id == number)).one()
    assert (lost.state, lost.attempts) == ("waiting", 1)
    assert "unknown event gone.Forgotten" in lost.error
    others = db.session.scalars(select(Job.state).where(Job.event_id != number)).all()
    assert others
    assert set(others) == {"done"}
