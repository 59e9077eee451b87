"""Contracts signed outside: who reports them, what the intent becomes, that nothing counts twice, the proof."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.money import Money
from market.intents import queries, service
from market.intents.errors import NotThisMoveNow, ReportedAlready, RunsHere
from market.intents.models import Intent, OutsideContract
from market.intents.rules.outside import Signed
from tests.factories import accounts, intents, pitches, roadshows
from tests.factories import licensing as make
from tests.intents.test_views import browser


def wanted(**over: object) -> tuple[Actor, Actor, Intent]:
    """The side that pitched, the firm, and its intent."""
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=20))
    university, pitch = pitches.pitch(show)
    firm, intent = intents.intent(pitch, **over)
    return university, firm, intent


def contract(**over: object) -> Signed:
    values: dict[str, object] = {"kind": "licence", "signed_on": clock.today(), "amount": Money.of(80_000)}
    return Signed(**(values | over))  # type: ignore[arg-type]


def report(actor: Actor, intent_id: int, proof: StoredFile | None = None, **over: object) -> OutsideContract:
    with transaction():
        return service.report_outside(actor, intent_id, contract(**over), proof)


def content(client: FlaskClient, address: str) -> bytes:
    """A file as it is sent, closed again."""
    with client.get(address) as answer:
        return answer.data


def again(number: int) -> Intent:
    db.session.rollback()
    return db.session.get_one(Intent, number)


def test_a_report_says_what_is_missing(app: Flask) -> None:
    today = clock.today()
    assert contract().problems(today) == {}
    assert contract(amount=Money(0), terms="销售额的 3%").problems(today) == {}
    for wrong, field in (
        ({"kind": "gift"}, "kind"),
        ({"signed_on": today + timedelta(days=1)}, "signed_on"),
        ({"signed_on": today - timedelta(days=9999)}, "signed_on"),
        ({"amount": Money(-1)}, "amount"),
        ({"amount": Money(0)}, "terms"),
        ({"recordal": "abc"}, "recordal"),
        ({"number": "x" * 61}, "number"),
    ):
        assert list(contract(**wrong).problems(today)) == [field]


def test_owner_and_operator_report_and_the_intent_is_signed(app: Flask) -> None:
    university, firm, intent = wanted()
    report(university, intent.id, number="HT-1")
    assert again(intent.id).stage == "signed"
    report(
        accounts.actor("operator"), intent.id, number="HT-1", amount=Money.of(9_000, "USD"), recordal="x2024980001234"
    )
    known = queries.chain(again(intent.id))
    assert intent.stage == "recorded"
    assert known.outside
    assert (known.outside.amount, known.outside.recordal) == (Money.of(9_000, "USD"), "X2024980001234")
    assert (known.signed, known.signed_outside, known.contracted) == (False, True, None)
    assert db.session.query(OutsideContract).filter_by(intent_id=intent.id).count() == 2
    totals = queries.totals([known])
    assert (totals.signed, totals.outside) == (0, 1)
    assert (totals.contracted, totals.outside_amounts) == ([], [Money.of(9_000, "USD")])
    for stranger in (firm, accounts.actor("university"), accounts.actor("authority")):
        with pytest.raises(NotFound):
            report(stranger, intent.id)
    outbox.drain()
    assert not [(job.handler, job.error) for job in db.session.query(outbox.Job).filter(outbox.Job.state != "done")]


def test_what_is_refused(app: Flask) -> None:
    university, _firm, intent = wanted()
    for wrong in ({"kind": "gift"}, {"amount": Money(0)}):
        with pytest.raises(Invalid):
            report(university, intent.id, **wrong)
    _university, _firm, gone = wanted(stage="withdrawn")
    with pytest.raises(NotThisMoveNow):
        report(accounts.actor("operator"), gone.id)
    assert again(intent.id).stage == "intent"


def test_one_contract_counts_once(app: Flask) -> None:
    university, firm, intent = wanted()
    other = intents.intent(again(intent.id).pitch, firm, kind="joint")[1]
    report(university, intent.id, number="HT-1")
    with pytest.raises(ReportedAlready):
        report(university, other.id, number="HT-1")
    report(university, other.id, number="HT-2")
    stranger = intents.intent(again(intent.id).pitch)[1]
    assert report(university, stranger.id, number="HT-1").id


def test_what_runs_here_is_never_reported_beside_and_wins(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    show = roadshows.roadshow(state="held", starts_at=clock.now() - timedelta(days=2))
    _actor, pitch = pitches.pitch(show, listing_id=listing.id, organisation_id=university.organisation.id)
    licence = make.licence(listing)
    linked = intents.intent(pitch, firm.actor, request_id=licence.request_id)[1]
    with pytest.raises(RunsHere):
        report(university.actor, linked.id)
    before = intents.intent(pitch, firm.actor, kind="joint")[1]
    report(university.actor, before.id)
    with transaction() as session:
        session.get_one(Intent, before.id).request_id = licence.request_id
    known = queries.chain(again(before.id))
    assert (known.signed, known.signed_outside) == (True, False)
    assert queries.totals([known]).outside_amounts == []


def test_set_back_the_report_stands_no_more(app: Flask) -> None:
    university, _firm, intent = wanted()
    operator = accounts.actor("operator")
    report(university, intent.id)
    with transaction():
        service.advance(operator, intent.id, "correct", "合同未生效")
    known = queries.chain(again(intent.id))
    assert (known.outside, known.signed_outside, intent.stage) == (None, False, "talk")
    report(university, intent.id)
    assert queries.outside_of(intent.id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_and_the_proof(app: Flask, language: str) -> None:
    university, firm, intent = wanted()
    owner, buyer, operator = (browser(app, one) for one in (university, firm, accounts.actor("operator")))
    page, address = f"/intents/{intent.id}?lang={language}", f"/intents/{intent.id}/outside"
    assert address in owner.get(page).text
    assert address not in buyer.get(page).text
    data = {"kind": "licence", "signed_on": clock.today().isoformat(), "amount": "0", "currency": "CNY"}
    assert owner.post(address, data=data).status_code == 422
    data |= {"terms": "销售额的 3%", "recordal": "X2024980001234"}
    for wrong in ({"amount": "x"}, {"recordal": "??"}, {"kind": ""}, {"signed_on": ""}, {"currency": "EUR"}):
        assert owner.post(address, data=data | wrong).status_code == 422, wrong
    fake = {"proof": (io.BytesIO(b"MZ"), "proof.pdf")}
    assert owner.post(address, data=data | fake).status_code == 422
    real = {"proof": (io.BytesIO(b"%PDF-1.7 x"), "合同.pdf")}
    assert owner.post(address, data=data | real).status_code == 302
    text = buyer.get(page).text
    assert "销售额的" in text
    assert "X2024980001234" in text
    assert content(owner, f"{address}/proof") == content(operator, f"{address}/proof") == b"%PDF-1.7 x"
    assert buyer.get(f"{address}/proof").status_code == 404
    assert buyer.post(address, data=data).status_code == 404
    assert operator.post(address, data=data | {"amount": "1,000", "currency": "USD"}).status_code == 302
    assert content(operator, f"{address}/proof") == b"%PDF-1.7 x"
    desk = operator.get(f"/roadshows/{again(intent.id).roadshow_id}/follow-up?lang={language}").text
    assert ("USD 1,000.00" if language == "en" else "1,000.00 美元") in desk
    assert "USD 1,000.00" in operator.get("/intents?format=csv&lang=en").text


def test_a_report_bears_every_currency(app: Flask) -> None:
    university, _firm, intent = wanted()
    other = intents.intent(again(intent.id).pitch)[1]
    report(university, intent.id)
    report(university, other.id, amount=Money.of(30_000, "USD"))
    found = queries.totals(queries.chains(queries.of_roadshow(again(intent.id).roadshow_id)).values())
    assert found.outside_amounts == [Money.of(80_000), Money.of(30_000, "USD")]
    assert found.outside == 2
