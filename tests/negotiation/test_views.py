"""The pages of negotiation over HTTP, for both sides, the operator and strangers."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core import clock, outbox
from market.core.db import db, transaction
from market.negotiation import service
from market.negotiation.models import Deal, Offer
from market.negotiation.rules.offers import Terms
from market.notifications.models import Mail
from tests.factories import accounts, listings, needs
from tests.factories import licensing as make
from tests.factories import negotiation as agree
from tests.factories.licensing import Side


def browser(app: Flask, side: Side) -> FlaskClient:
    client = app.test_client()
    accounts.sign_in(client, side.person)
    return client


def sides() -> tuple[Side, Side]:
    university = make.side("university")
    agree.no_notice(university)
    return university, make.side()


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.text[:2000]
    return response.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_question_to_licence_over_the_pages(app: Flask, language: str) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    ours, theirs = browser(app, firm), browser(app, university)
    assert f"/patents/{patent.id}/ask" in page(ours, f"/patents/{patent.id}?lang={language}")
    page(ours, f"/patents/{patent.id}/ask?lang={language}")
    form = {"kind": "exclusive", "text": "能否独占？", "once": make.once()}
    sent = ours.post(f"/patents/{patent.id}/ask", data={**form, "files": (BytesIO(b"%PDF-1"), "图.pdf")})
    assert sent.status_code == 302
    deal = db.session.query(Deal).one()
    assert "能否独占？" in page(theirs, f"/deals/{deal.id}?lang={language}")
    answer = theirs.post(f"/deals/{deal.id}/messages", data={"text": "可以。"})
    assert answer.status_code == 302
    page(theirs, f"/deals/{deal.id}/offer?lang={language}")
    offer = {
        "seen": "0",
        "kind": "exclusive",
        "patents": str(patent.id),
        "fee-kind": "entry_royalty",
        "fee-currency": "CNY",
        "fee-entry": "50,000",
        "fee-entry_royalty-base": "net_sales",
        "fee-entry_royalty-by": "year",
        "fee-entry_royalty-period": "year",
        "fee-entry_royalty-steps-0-rate": "1.5",
        "term_end": agree.later(1000).isoformat(),
    }
    wrong = theirs.post(f"/deals/{deal.id}/offer", data={**offer, "fee-entry": "x", "term_end": ""})
    assert wrong.status_code == 422
    made = theirs.post(f"/deals/{deal.id}/offer", data=offer)
    assert made.status_code == 302, made.text[:3000]
    standing = db.session.query(Offer).one()
    assert Terms.read(standing.terms).plan.amount.minor == 5_000_000
    shown = page(ours, f"/deals/{deal.id}?lang={language}")
    assert standing.seal in shown
    page(ours, f"/deals/{deal.id}/offer?lang={language}")
    accepted = ours.post(f"/deals/{deal.id}/accept", data={"number": "1", "seal": standing.seal})
    assert accepted.status_code == 302
    for client in (ours, theirs):
        confirm = client.post(
            f"/deals/{deal.id}/confirm", data={"number": "HT-1", "on": clock.today().isoformat()}
        )
        assert confirm.status_code == 302, confirm.text[:2000]
    found = agree.again(deal)
    assert found.state == "concluded"
    licence = page(ours, f"/licences/{found.licence_id}?lang={language}")
    assert found.reference in licence
    assert page(ours, f"/deals?lang={language}&format=csv")
    outbox.drain()
    keys = {mail.key for mail in db.session.query(Mail)}
    assert {"negotiation.asked", "negotiation.message", "negotiation.offer", "negotiation.accepted"} <= keys


def test_strangers_meet_nothing(app: Flask) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm)
    stranger = browser(app, make.side())
    for path in ("", "/offer"):
        assert stranger.get(f"/deals/{deal.id}{path}").status_code == 404
    for path in ("messages", "accept", "confirm", "take-up", "end", "reject", "documents", "notice", "steps/papers"):
        assert stranger.post(f"/deals/{deal.id}/{path}", data={"text": "x", "reason": "x"}).status_code == 404, path


def test_a_need_is_answered_without_naming_the_firm(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    _actor, need = needs.published(firm.actor, show_name=False)
    theirs, ours = browser(app, university), browser(app, firm)
    assert f"/needs/{need.id}/answer" in page(theirs, f"/needs/{need.id}")
    page(theirs, f"/needs/{need.id}/answer")
    form = {"kind": "ordinary", "patents": str(patent.id), "text": "可用我校专利。", "once": make.once()}
    assert theirs.post(f"/needs/{need.id}/answer", data=form).status_code == 302
    deal = db.session.query(Deal).one()
    name = firm.organisation.name
    assert name not in page(theirs, f"/deals/{deal.id}")
    assert name not in page(theirs, "/deals")
    assert ours.post(f"/deals/{deal.id}/take-up").status_code == 302
    assert name in page(theirs, f"/deals/{deal.id}")


def test_a_public_notice_is_read_and_objected_to_by_anybody(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    deal = agree.agreed_deal(university, firm)
    theirs, anybody = browser(app, university), app.test_client()
    assert theirs.post(f"/deals/{deal.id}/notice").status_code == 302
    notice = agree.again(deal).notice
    assert notice is not None
    assert deal.reference in page(anybody, "/public-notices")
    shown = page(anybody, f"/public-notices/{notice.id}")
    assert firm.organisation.name not in shown
    assert anybody.post(f"/public-notices/{notice.id}", data={"name": "王某"}).status_code == 422
    form = {"name": "王某", "contact": "138", "text": "价格过低"}
    assert anybody.post(f"/public-notices/{notice.id}", data=form).status_code == 302
    assert "价格过低" in page(theirs, f"/deals/{deal.id}")
    assert "价格过低" not in page(anybody, f"/public-notices/{notice.id}")
    page(theirs, "/deals/public-notice-rule")
    assert theirs.post("/deals/public-notice-rule", data={"days": "3"}).status_code == 422
    assert page(anybody, "/public-notices?which=over")


def test_steps_of_a_transfer_over_the_pages(app: Flask) -> None:
    university, firm = sides()
    deal = agree.confirmed(agree.agreed_deal(university, firm, kind="transfer"), university, firm)
    ours, today = browser(app, firm), clock.today().isoformat()
    page(ours, f"/deals/{deal.id}")
    early = ours.post(f"/deals/{deal.id}/steps/registered", data={"registered-number": "N", "registered-on": today})
    assert early.status_code == 422
    for key in ("papers", "filing", "registered"):
        data = {f"{key}-number": "N-1", f"{key}-on": today, f"{key}-proof": (BytesIO(b"%PDF-1"), "x.pdf")}
        assert ours.post(f"/deals/{deal.id}/steps/{key}", data=data).status_code == 302
    assert agree.again(deal).state == "completed"
    file_id = agree.again(deal).steps[0].file_id
    with ours.get(f"/deals/{deal.id}/files/{file_id}") as response:
        assert response.status_code == 200
    assert ours.get(f"/deals/{deal.id}/files/{(file_id or 0) + 99}").status_code == 404
    page(ours, f"/deals/{deal.id}")


def test_the_operator_sees_all_and_steps_in(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    deal = agree.agreed_deal(university, firm)
    desk = browser(app, make.side("operator"))
    assert deal.reference in page(desk, "/desk/deals/board")
    page(desk, f"/deals/{deal.id}")
    assert desk.post(f"/deals/{deal.id}/force", data={"move": "prepare"}).status_code == 422
    assert desk.post(f"/deals/{deal.id}/force", data={"move": "prepare", "reason": "已公示"}).status_code == 302
    assert agree.again(deal).state == "signing"


def test_the_thread_stands_on_the_page_of_an_open_licence(app: Flask) -> None:
    university, firm = sides()
    request = make.notice(make.offer(university), firm)
    ours, theirs = browser(app, firm), browser(app, university)
    sent = ours.post(f"/requests/{request.id}/messages", data={"text": "何时备案？"})
    assert sent.status_code == 302
    assert "何时备案？" in page(theirs, f"/requests/{request.id}")
    assert browser(app, make.side()).post(f"/requests/{request.id}/messages", data={"text": "x"}).status_code == 404
    outbox.drain()
    assert "negotiation.word" in {mail.key for mail in db.session.query(Mail)}


def test_the_public_page_tells_how_fast_an_owner_answers(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    anybody = app.test_client()
    before = page(anybody, f"/organisations/{university.organisation.id}?lang=en")
    assert "working days" not in before
    with transaction():
        service.write(university.actor, deal.id, "可以。")
    assert "working days" in page(anybody, f"/organisations/{university.organisation.id}?lang=en")
