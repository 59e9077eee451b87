"""The whole way with the real services: a pitch becomes an intent, a request, a licence, a recordal, and money."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.money import Money
from market.intents import queries, service
from market.intents.errors import NotThisMoveNow
from market.intents.models import Intent
from market.intents.rules import Wish
from market.licensing import service as licensing
from market.licensing.models import LicenceRequest
from market.listings.models import Listing
from market.negotiation import service as negotiation
from market.negotiation.models import Deal
from market.pitches.models import Pitch
from tests.factories import accounts, listings, pitches, roadshows
from tests.factories import licensing as make
from tests.factories import negotiation as agree
from tests.factories.licensing import Side


def shown(university: Side, listing: Listing) -> Pitch:
    """A pitch of a listing at a roadshow that is over."""
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2))
    return pitches.pitch(show, listing_id=listing.id, organisation_id=university.organisation.id)[1]


def declared(firm: Side, pitch: Pitch, kind: str = "licence") -> int:
    with transaction():
        return service.declare(firm.actor, pitch.id, Wish(kind)).id


def notice(listing_id: int, firm: Side) -> int:
    """The firm's notice on a listing."""
    return make.notice(db.session.get_one(Listing, listing_id), firm).id


def pay(request_id: int) -> None:
    """What is due at its start."""
    make.pay(db.session.get_one(LicenceRequest, request_id))


def stage(number: int) -> str:
    """Where an intent stands once everything that was to follow has followed."""
    outbox.drain()
    return db.session.get_one(Intent, number).stage


def chain(number: int) -> queries.Chain:
    db.session.rollback()
    return queries.chain(db.session.get_one(Intent, number))


def logged(number: int) -> list[str]:
    return [step.what for step in db.session.get_one(Intent, number).steps]


def test_an_open_licence_carries_its_intent_to_the_end(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    pitch = shown(university, listing)
    show, number = pitch.roadshow_id, declared(firm, pitch)
    request_id = notice(listing.id, firm)
    assert stage(number) == "talk"
    assert chain(number).request is not None
    assert chain(number).contracted is None
    pay(request_id)
    assert stage(number) == "signed"
    found = chain(number)
    assert found.licence is not None
    assert found.contracted == Money.of(30_000)
    assert found.received == [Money.of(30_000)]
    with transaction():
        licensing.record(firm.actor, found.licence.id, "X2026320000001", clock.today())
    assert stage(number) == "paid"
    assert logged(number) == ["declare", "link", "talk", "sign", "record", "pay"]
    totals = queries.totals(queries.chains(queries.of_roadshow(show)).values())
    assert (totals.intents, totals.signed, totals.recorded, totals.paid) == (1, 1, 1, 1)
    assert (totals.contracted, totals.received) == ([Money.of(30_000)], [Money.of(30_000)])
    assert {row.request_id for row in queries.of_request(request_id)} == {request_id}


def test_an_unpaid_notice_brings_the_intent_back_to_its_owner(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    listing_id, number = listing.id, declared(firm, shown(university, listing))
    request_id = notice(listing_id, firm)
    outbox.drain()
    with transaction():
        licensing.cancel(firm.actor, request_id)
    assert stage(number) == "talk"
    found = chain(number)
    assert found.failed
    assert found.intent.next_on == clock.today()
    assert logged(number) == ["declare", "link", "talk", "set_back"]
    again = notice(listing_id, firm)
    outbox.drain()
    assert chain(number).intent.request_id == again
    assert not chain(number).failed
    pay(again)
    assert stage(number) == "signed"


@pytest.mark.parametrize("about", ["listing", "patent"])
def test_a_negotiated_licence_does_so_too(app: Flask, about: str) -> None:
    university, firm = make.side("university"), make.side()
    agree.no_notice(university)
    patent = listings.granted_patent(university.organisation)
    listing = make.offer(university, patent)
    number = declared(firm, shown(university, listing), "joint")
    asked = ([], listing.id) if about == "listing" else ([patent.id], None)
    with transaction():
        deal_id = negotiation.ask(firm.actor, asked[0], "能否优惠？", make.once(), listing_id=asked[1]).id
    assert stage(number) == "talk"
    deal = db.session.get_one(Deal, deal_id)
    agree.offered(university, deal)
    agree.accepted(firm, deal)
    agree.confirmed(deal, university, firm)
    assert stage(number) == "signed"
    found = chain(number)
    assert found.licence is not None
    assert found.intent.request_id == found.licence.request_id
    assert found.contracted == Money.of(50_000)
    assert found.received == []
    with transaction():
        licensing.record(firm.actor, found.licence.id, "X2026320000002", clock.today())
    assert stage(number) == "recorded"


def test_talks_that_end_leave_the_intent_open(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    number = declared(firm, shown(university, listing), "know_more")
    with transaction():
        deal_id = negotiation.ask(firm.actor, [], "请介绍", make.once(), listing_id=listing.id).id
    assert stage(number) == "talk"
    with transaction():
        negotiation.end(university.actor, deal_id, "decline", "条件不合")
    assert stage(number) == "talk"
    assert chain(number).failed
    assert logged(number)[-1] == "set_back"


def test_an_answer_to_a_need_is_linked_to_the_university_s_intent(app: Flask) -> None:
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2))
    _firm, pitch = pitches.need_pitch(show)
    university = make.side("university")
    patent = listings.granted_patent(university.organisation)
    number = declared(university, pitch)
    with transaction():
        negotiation.answer_need(
            university.actor, pitch.need_id or 0, [patent.id], "ordinary", "我们可以提供", make.once()
        )
    assert stage(number) == "talk"
    assert chain(number).deal is not None


def test_what_was_asked_before_or_by_others_is_not_linked(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    early = notice(listing.id, firm)
    number = declared(firm, shown(university, listing))
    notice(listing.id, make.side())
    pay(early)
    assert stage(number) == "intent"
    assert chain(number).request is None


def test_a_withdrawn_intent_stays_so_and_a_closed_one_follows_the_facts(app: Flask) -> None:
    university, firm, other = make.side("university"), make.side(), make.side()
    listing = make.offer(university)
    pitch = shown(university, listing)
    gone, closed = declared(firm, pitch), declared(other, pitch)
    with transaction():
        service.withdraw(firm.actor, gone)
        service.close(university.actor, closed, "no_answer")
    for side in (firm, other):
        pay(notice(listing.id, side))
    assert stage(gone) == "withdrawn"
    assert stage(closed) == "signed"
    assert db.session.get_one(Intent, closed).closed_reason == ""


def test_one_contract_counts_once_and_linked_stages_are_not_typed(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    pitch = shown(university, listing)
    show, both = pitch.roadshow_id, [declared(firm, pitch), declared(firm, pitch, "know_more")]
    pay(notice(listing.id, firm))
    assert [stage(number) for number in both] == ["signed", "intent"]
    totals = queries.totals(queries.chains(queries.of_roadshow(show)).values())
    assert (totals.intents, totals.organisations, totals.signed) == (2, 1, 1)
    operator = accounts.actor("operator")
    with pytest.raises(NotThisMoveNow), transaction():
        service.advance(operator, both[0], "record")
    with pytest.raises(NotThisMoveNow), transaction():
        service.advance(operator, both[0], "correct", "误")


def test_the_chains_of_a_roadshow_take_the_same_number_of_queries(app: Flask) -> None:
    university = make.side("university")
    listing = make.offer(university)
    pitch = shown(university, listing)
    show, number, listing_id = pitch.roadshow_id, pitch.id, listing.id

    def asked() -> int:
        outbox.drain()
        db.session.remove()
        seen: list[str] = []
        listen = lambda _c, _k, statement, *_: seen.append(statement)  # noqa: E731
        engine = db.session.get_bind()
        event.listen(engine, "before_cursor_execute", listen)
        totals = queries.totals(queries.chains(queries.of_roadshow(show)).values())
        event.remove(engine, "before_cursor_execute", listen)
        assert totals.signed == totals.intents
        return len(seen)

    def one_more() -> None:
        firm = make.side()
        declared(firm, db.session.get_one(Pitch, number))
        pay(notice(listing_id, firm))

    one_more()
    few = asked()
    assert few > 2
    for _ in range(4):
        one_more()
    assert asked() == few


def test_events_heard_again_change_nothing(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    number = declared(firm, shown(university, listing))
    pay(notice(listing.id, firm))
    assert stage(number) == "signed"
    before = logged(number)
    for _ in range(2):
        with transaction():
            service.follow(db.session.get_one(Intent, number))
    assert logged(number) == before
