"""Whom matching names, drafting, sending, answering, reminding."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.guests.events import RegistrationAsked
from market.invitations import queries, service
from market.invitations.errors import AlreadyInvited, NoAddress, NobodyChosen, NotInviting, NotNow, ReasonMissing
from market.invitations.models import RoadshowInvitation
from market.invitations.rules.states import PROCESS
from market.notifications.models import Mail, Notification
from market.outcomes.queries.sources import facts
from market.roadshows.models import Roadshow
from tests.factories import accounts, guests, needs, pitches, roadshows
from tests.factories import invitations as make


def fresh(row: RoadshowInvitation) -> RoadshowInvitation:
    db.session.rollback()
    return db.session.get_one(RoadshowInvitation, inspect(row).identity)


def test_the_process_has_no_dead_ends() -> None:
    assert PROCESS.problems() == []
    assert PROCESS.ends == ["registered", "withdrawn"]


def test_matching_names_firms_once_for_each_pitch(app: Flask) -> None:
    show = roadshows.roadshow()
    _, first = pitches.pitch(show)
    _, second = pitches.pitch(show)
    firm, _ = make.proposal(first)
    make.proposal(second, firm)
    make.proposal(first, firm_answer="declined")
    make.proposal(first, stale=True)
    found = queries.candidates(show)
    assert [(pitch.id, [row.name for row in rows]) for pitch, rows in found] == [
        (first.id, [found[0][1][0].name]),
        (second.id, [found[0][1][0].name]),
    ]
    assert found[0][1][0].organisation.id == firm.organisation_id  # type: ignore[union-attr]


def test_a_firm_without_an_account_is_named_through_its_need(app: Flask) -> None:
    show = roadshows.roadshow()
    _, pitch = pitches.pitch(show)
    firm, need = needs.published()
    with transaction():
        need.organisation_id, need.firm_name = None, "泰山阀门厂"
    make.proposal(pitch, firm, firm_id=None, need_id=need.id)
    (row,) = queries.candidates(show)[0][1]
    assert (row.name, row.organisation) == ("泰山阀门厂", None)
    with transaction():
        assert service.draft(roadshows.operator(), show, [row.key]) == 1
    (invitation,) = queries.of_roadshow(show.id)
    assert (invitation.name, invitation.contact_phone) == ("泰山阀门厂", need.contact_phone)


def test_for_a_pitched_need_owners_are_named(app: Flask) -> None:
    show = roadshows.roadshow(kind="needs")
    _, pitch = pitches.need_pitch(show)
    university = accounts.actor("university")
    _, patent = pitches.pitch()
    make.proposal(
        pitch,
        firm_id=None,
        need_id=pitch.need_id,
        listing_id=patent.listing_id,
        owner_id=university.organisation_id,
    )
    (row,) = queries.candidates(show)[0][1]
    assert row.organisation is not None
    assert row.organisation.id == university.organisation_id


def test_one_firm_gets_one_invitation_for_all_its_pitches(app: Flask) -> None:
    operator = roadshows.operator()
    show = roadshows.roadshow(operator)
    _, first = pitches.pitch(show)
    _, second = pitches.pitch(show)
    firm, _ = make.proposal(first)
    make.proposal(second, firm)
    keys = [rows[0].key for _, rows in queries.candidates(show)]
    with transaction():
        assert service.draft(operator, show, keys[:1]) == 1
    with transaction():
        assert service.draft(operator, show, keys) == 0
    (invitation,) = queries.of_roadshow(show.id)
    assert [row.pitch_id for row in invitation.pitches] == [first.id, second.id]
    assert invitation.pitches[0].reasons == make.REASONS
    with pytest.raises(NobodyChosen), transaction():
        service.draft(operator, show, ["7-7"])
    with pytest.raises(AlreadyInvited), transaction():
        service.invite(operator, show, firm.organisation_id or 0, [])


def test_a_mail_goes_out_once_with_a_sealed_link(app: Flask) -> None:
    _, pitch = pitches.pitch()
    firm, invitation = make.invitation(pitch, state="drafted")
    operator = roadshows.operator()
    with transaction():
        service.send(operator, invitation, "mail")
    outbox.drain()
    (mail,) = db.session.query(Mail).filter_by(key="invitations.invited")
    assert mail.address == fresh(invitation).contact_email
    assert db.session.query(Notification).filter_by(key="invitations.invited", user_id=firm.user_id).count() == 1
    assert queries.by_token(queries.token(fresh(invitation))).name == fresh(invitation).name
    with pytest.raises(NotFound):
        queries.by_token(queries.token(fresh(invitation))[:-1] + "0g")


def test_without_an_address_no_mail(app: Flask) -> None:
    _, pitch = pitches.pitch()
    _, invitation = make.invitation(pitch, state="drafted", contact_email="")
    with pytest.raises(NoAddress), transaction():
        service.send(roadshows.operator(), invitation, "mail")
    with transaction():
        service.send(roadshows.operator(), fresh(invitation), "wechat")
    found = fresh(invitation)
    assert (found.state, found.way) == ("sent", "wechat")
    _, other = make.invitation(pitch, state="drafted", contact_email="")
    with transaction():
        assert service.send_all(roadshows.operator(), [fresh(other)]) == (0, [other.name])


def test_answers_replace_one_another_until_somebody_registers(app: Flask) -> None:
    _, pitch = pitches.pitch()
    firm, invitation = make.invitation(pitch)
    with pytest.raises(ReasonMissing), transaction():
        service.answer(firm, invitation, "declined")
    with transaction():
        service.answer(firm, fresh(invitation), "declined", "no_time", "下月再说")
    found = fresh(invitation)
    assert (found.state, found.reason) == ("declined", "no_time")
    assert queries.reasons(pitch.roadshow_id) == [("no_time", 1)]
    with transaction():
        service.answer(firm, fresh(invitation), "coming")
    found = fresh(invitation)
    assert (found.state, found.reason) == ("coming", "")
    show = db.session.get_one(Roadshow, pitch.roadshow_id)
    _, registration = guests.registration(show, firm, state="applied")
    service.on_registered(RegistrationAsked(registration_id=registration.id, roadshow_id=show.id))
    service.on_registered(RegistrationAsked(registration_id=registration.id, roadshow_id=show.id))
    assert fresh(invitation).state == "registered"
    with pytest.raises(NotNow), transaction():
        service.answer(firm, fresh(invitation), "declined", "no_time")
    assert queries.counts(show.id)["registered"] == 1


def test_who_registered_and_cancelled_is_said_and_counted_so(app: Flask) -> None:
    _, pitch = pitches.pitch()
    show = pitch.roadshow_id
    firm, invitation = make.invitation(pitch, state="registered", sent_at=clock.now())
    _, quiet = make.invitation(pitch, state="registered", sent_at=clock.now())
    guests.registration(pitch.roadshow, firm, state="cancelled")
    assert (fresh(invitation).shown, fresh(quiet).shown) == ("left", "registered")
    make.invitation(pitch, state="registered", sent_at=None)
    counts = queries.counts(show)
    assert (counts["registered"], counts["left"], counts["answered"], counts["gone_out"]) == (2, 1, 2, 2)
    assert [row.id for row in queries.of_roadshow(show, "left")] == [fresh(invitation).id]
    assert fresh(quiet).id in [row.id for row in queries.of_roadshow(show, "registered")]
    organisation = db.session.get_one(Organisation, firm.organisation_id)
    guests.registration(db.session.get_one(Roadshow, show), accounts.user(organisation).actor)
    assert fresh(invitation).shown == "registered"
    assert queries.counts(show)["left"] == 0


def test_the_funnel_counts_what_went_out_and_who_still_comes(app: Flask) -> None:
    _, pitch = pitches.pitch()
    gone, _ = make.invitation(pitch, state="registered", sent_at=clock.now())
    alone, _ = make.invitation(pitch, state="registered", sent_at=None)
    guests.registration(pitch.roadshow, gone, state="cancelled")
    guests.registration(pitch.roadshow, alone)
    bodies = {body.id: body for body in facts(db.session.get_one(Roadshow, pitch.roadshow_id)).bodies}
    left, came = bodies[gone.organisation_id or 0], bodies[alone.organisation_id or 0]
    assert (left.invited, left.registered) == (True, 0)
    assert (came.invited, came.registered) == (False, 1)


def test_what_is_taken_back_opens_nothing(app: Flask) -> None:
    _, pitch = pitches.pitch()
    firm, invitation = make.invitation(pitch)
    with transaction():
        service.withdraw(roadshows.operator(), invitation)
    with pytest.raises(NotFound):
        queries.by_token(queries.token(fresh(invitation)))
    with pytest.raises(NotNow), transaction():
        service.answer(firm, fresh(invitation), "coming")


def test_who_does_not_answer_is_reminded_once(app: Flask) -> None:
    _, pitch = pitches.pitch()
    _, silent = make.invitation(pitch, sent_at=clock.now())
    _, answered = make.invitation(pitch, state="coming", sent_at=clock.now())
    service.remind_due()
    assert fresh(silent).reminded_at is None
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        service.remind_due()
        service.remind_due()
        outbox.drain()
    assert fresh(silent).reminded_at is not None
    assert fresh(answered).reminded_at is None
    assert db.session.query(Mail).filter_by(key="invitations.reminded").count() == 1


def test_only_what_was_sent_counts_as_sent(app: Flask) -> None:
    _, pitch = pitches.pitch()
    make.invitation(pitch, sent_at=clock.now())
    make.invitation(pitch, state="registered")
    make.invitation(pitch, state="drafted")
    make.invitation(pitch, state="withdrawn", sent_at=clock.now())
    found = queries.counts(pitch.roadshow_id)
    assert (found["all"], found["gone_out"], found["answered"], found["perhaps"]) == (4, 1, 0, 0)


def test_nobody_is_invited_to_what_is_over(app: Flask) -> None:
    show = roadshows.roadshow(state="held")
    _, pitch = pitches.pitch(show)
    _, invitation = make.invitation(pitch, state="drafted")
    with pytest.raises(NotInviting), transaction():
        service.send(roadshows.operator(), invitation, "mail")
    with pytest.raises(NotInviting), transaction():
        service.draft(roadshows.operator(), show, [])
