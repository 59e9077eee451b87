"""Where intents show up elsewhere: deadlines, the operator's work list, the evidence file, a pitch, a desk."""

from datetime import timedelta

import pytest
from flask import Flask

from market.agenda import queries as agenda
from market.agenda.rules.deadlines import Kind
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.evidence import queries as evidence
from market.intents import service
from market.intents.models import Intent
from market.listings.models import Listing
from market.operations.queries.work import work_items
from tests.factories import accounts, guests, intents, pitches, roadshows
from tests.factories import licensing as make
from tests.intents.test_chains import declared, notice, pay, shown
from tests.intents.test_views import browser


def days(actor: Actor) -> list[str]:
    today = clock.today()
    span = (today - timedelta(days=30), today + timedelta(days=30))
    return [entry.reference for entry in agenda.deadlines(actor, *span) if entry.kind == Kind.INTENT]


def test_next_dates_are_deadlines_of_those_who_follow_up(app: Flask) -> None:
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2))
    university, pitch = pitches.pitch(show)
    firm, intent = intents.intent(pitch, next_on=clock.today() + timedelta(days=5))
    operator = accounts.actor("operator")
    assert days(operator) == days(university) == [intent.reference]
    assert days(firm) == days(accounts.actor("university")) == []
    with transaction():
        service.assign(operator, [intent.id], university.user_id)
    span = (clock.today(), clock.today() + timedelta(days=30))
    assert [entry.reference for entry in agenda.deadlines(university, *span, mine=True)] == [intent.reference]
    with transaction():
        service.close(operator, intent.id, "price")
    assert days(operator) == []


def test_what_is_overdue_is_on_the_work_list(app: Flask) -> None:
    _firm, late = intents.intent(next_on=clock.today() - timedelta(days=1))
    intents.intent(next_on=clock.today() + timedelta(days=1))
    intents.intent(next_on=clock.today() - timedelta(days=1), stage="closed")
    found = [item for item in work_items() if item.kind == "intents"]
    assert [item.arguments for item in found] == [{"intent_id": late.id}]
    assert found[0].light(clock.today()) == "bad"


def test_the_evidence_file_begins_with_the_roadshow(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    pitch = shown(university, listing)
    reference, number = pitch.roadshow.reference, declared(firm, pitch)
    with transaction():
        service.note(university.actor, number, "对方尚在犹豫")
    listing_id = listing.id
    request_id = notice(listing_id, firm)
    pay(request_id)
    outbox.drain()
    intent = db.session.get_one(Intent, number).reference
    for side, sees in ((firm, False), (university, True)):
        made = evidence.dossier(evidence.case_of(side.actor, "request", request_id), with_files=False)
        section = next(one for one in made.sections if one.heading == "Roadshow and intent")
        said = str(section)
        assert reference in said
        assert intent in said
        assert ("对方尚在犹豫" in said) is sees
    other = make.notice(db.session.get_one(Listing, listing_id), make.side())
    made = evidence.dossier(evidence.case_of(university.actor, "request", other.id), with_files=False)
    assert "Roadshow and intent" not in [one.heading for one in made.sections]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pitch_shows_its_button_to_those_who_may(app: Flask, language: str) -> None:
    show = roadshows.roadshow(state="live")
    university, pitch = pitches.pitch(show)
    guest, stranger = accounts.actor("firm"), accounts.actor("firm")
    guests.registration(show, guest)
    address, button = f"/pitches/{pitch.id}?lang={language}", f'action="/pitches/{pitch.id}/intent"'
    assert button in browser(app, guest).get(address).text
    assert button not in browser(app, stranger).get(address).text
    assert f"/pitches/{pitch.id}/intent" in app.test_client().get(address).text
    sent = browser(app, guest).post(f"/pitches/{pitch.id}/intent?next=/pitches/{pitch.id}", data={"kind": "joint"})
    assert sent.location == f"/pitches/{pitch.id}"
    number = db.session.query(Intent).one().id
    for actor in (guest, university, accounts.actor("operator")):
        assert f"/intents/{number}" in browser(app, actor).get(address).text
    assert f"/intents/{number}" not in browser(app, stranger).get(address).text
    desk = browser(app, accounts.actor("operator")).get(f"/roadshows/{show.id}/desk?lang={language}").text
    assert f"/roadshows/{show.id}/follow-up" in desk
