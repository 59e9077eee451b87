"""Who is told what, once."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from market.accounts.events import OrganisationSignedUp, OrganisationVetted, PasswordChanged
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.core.events import Event
from market.core.outbox import Job, drain, emit
from market.licensing.events import LicenceGranted, NoticeSent, RecordalDueSoon
from market.listings.events import ListingSuspended, ListingWithdrawn
from market.notifications.models import Mail, Notification
from market.notifications.queries import unread
from market.notifications.rules import sentence
from market.notifications.service import licensing
from market.notifications.service.inbox import mark_all_read, mark_read
from tests.notifications.conftest import Market, actor_of


def happen(*events: Event) -> None:
    """Let it happen and let the worker tell everybody."""
    with transaction():
        for event in events:
            emit(event)
    drain()


def told(user_id: int) -> Sequence[str]:
    return db.session.scalars(
        select(Notification.key).where(Notification.user_id == user_id).order_by(Notification.id)
    ).all()


def mailed() -> set[tuple[str, str, str]]:
    return {(mail.address, mail.key, mail.language) for mail in db.session.scalars(select(Mail))}


def test_a_notice_reaches_both_sides_and_the_operator_each_in_his_language(market: Market) -> None:
    happen(NoticeSent(market.request))
    assert told(market.owner) == ["licensing.notice_received"]
    assert told(market.finance) == ["licensing.notice_received"]
    assert told(market.boss) == told(market.clerk) == ["licensing.notice_sent"]
    assert told(market.desk) == ["licensing.notice_to_operator"]
    assert mailed() == {
        ("owner@uni.example", "licensing.notice_received", "zh"),
        ("finance@uni.example", "licensing.notice_received", "en"),
        ("boss@firm.example", "licensing.notice_sent", "en"),
        ("clerk@firm.example", "licensing.notice_sent", "zh"),
    }


def test_a_repeated_job_tells_nobody_twice(market: Market) -> None:
    event = NoticeSent(market.request)
    happen(event)
    before = mailed(), len(db.session.scalars(select(Notification)).all())
    licensing.notice(event)
    licensing.notice(event)
    drain()
    assert (mailed(), len(db.session.scalars(select(Notification)).all())) == before


def test_two_equal_events_are_two_messages(market: Market) -> None:
    happen(RecordalDueSoon(market.licence, 7), RecordalDueSoon(market.licence, 7))
    assert told(market.boss) == ["licensing.recordal_soon"] * 2


def test_the_operator_gets_reminders_by_mail_only_when_urgent(market: Market) -> None:
    happen(RecordalDueSoon(market.licence, 60))
    assert "desk@centre.example" not in {address for address, _key, _language in mailed()}
    happen(RecordalDueSoon(market.licence, 0))
    assert ("desk@centre.example", "licensing.recordal_overdue", "zh") in mailed()


def test_a_granted_licence_is_told_with_its_dates(market: Market) -> None:
    happen(LicenceGranted(market.licence))
    entry = db.session.scalars(select(Notification).where(Notification.user_id == market.boss)).one()
    words = sentence(entry.key, entry.values, "en")
    assert "Adaptive pressure control" in words
    assert "2026-10-19" in words
    assert "2027-01-19" in words


def test_a_suspension_reaches_the_firm_whose_notice_is_open(market: Market) -> None:
    happen(ListingSuspended(market.listing, "Annuity unpaid"))
    assert told(market.boss) == told(market.owner) == told(market.desk) == ["listings.suspended"]


def test_licensees_hear_of_a_withdrawal_once(market: Market) -> None:
    happen(ListingWithdrawn(market.listing))
    assert told(market.boss) == ["listings.withdrawn"]


def test_sign_up_and_decision(market: Market) -> None:
    happen(OrganisationSignedUp(market.firm), OrganisationVetted(market.firm, "returned"))
    assert told(market.desk) == ["accounts.vetting_waits"]
    assert told(market.boss) == ["accounts.signed_up", "accounts.returned"]


def test_a_disabled_person_is_not_told_of_business(market: Market, session) -> None:  # type: ignore[no-untyped-def]
    with transaction():
        actor = session.get_one(Notification.user.property.entity.class_, market.boss)
        actor.disabled_at = actor.created_at
    happen(NoticeSent(market.request))
    assert told(market.boss) == []


def test_a_handler_without_its_row_fails_visibly(market: Market) -> None:
    happen(NoticeSent(999_999))
    job = db.session.scalars(select(Job).where(Job.handler.contains("licensing:notice"))).one()
    assert job.state == "waiting"
    assert "NoResultFound" in job.error


def test_reading(market: Market) -> None:
    happen(PasswordChanged(market.boss), LicenceGranted(market.licence))
    assert unread(market.boss) == 2
    entry = db.session.scalars(select(Notification).where(Notification.user_id == market.boss).limit(1)).one()
    with pytest.raises(NotFound), transaction():
        mark_read(actor_of(market.owner), entry.id)
    with transaction():
        mark_read(actor_of(market.boss), entry.id)
    assert unread(market.boss) == 1
    with transaction():
        assert mark_all_read(actor_of(market.boss)) == 1
    assert (unread(market.boss), unread(market.owner), unread(None)) == (0, 1, 0)
