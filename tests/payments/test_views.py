"""The pages about money: who sees what, booking with voucher, receipts, exports, surplus, the sandbox journey."""

import io
from datetime import date

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from market.core.db import db, transaction
from market.core.money import Money
from market.ledger import queries as ledger
from market.payments import gateway, queries, service
from market.payments.gateway import janitor, sandbox
from market.payments.models import CardPayment, Receipt, SandboxSession
from tests.factories import accounts
from tests.factories import payments as make

PDF = b"%PDF-1.4 a slip"


def browser(app: Flask, person: object) -> FlaskClient:
    found = app.test_client()
    accounts.sign_in(found, person)  # type: ignore[arg-type]
    return found


def text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined,no-any-return]


def slip(**over: object) -> dict[str, object]:
    return {
        "amount": "3,000.00",
        "received_on": "2026-11-20",
        "payer_name": "测试企业",
        "bank_reference": "20261120-0001",
        "note": "",
        **over,
    }


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def test_each_side_sees_its_own_and_nobody_else(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, Money.of(1000)).id
    who = make.people(number)
    seen = {name: browser(app, person) for name, person in who.items()}
    for path, allowed in {
        f"/payments/{number}": {"debtor", "finance", "member", "operator"},
        f"/payments/{number}/pay": {"debtor"},
        f"/receipts/{receipt}": {"debtor", "finance", "member", "operator"},
        f"/payments/{number}/book": {"finance", "operator"},
        "/payments/surplus": {"operator"},
        "/ledger": {"operator"},
    }.items():
        for name, client in seen.items():
            status = client.get(path).status_code
            expected = 200 if name in allowed else 403 if name == "member" and path.endswith("book") else 404
            assert status == expected, (name, path)


@pytest.mark.parametrize(("language", "words"), [("zh", "付款编号"), ("en", "Payment reference")])
def test_the_payment_page_names_amount_reference_and_payee(app: Flask, language: str, words: str) -> None:
    number = make.receivable()
    row = make.find(number)
    reference, payee = row.reference, row.creditor.name
    page = text(browser(app, make.people(number)["debtor"]).get(f"/payments/{number}/pay?lang={language}"))
    for piece in (words, reference, payee, "3,000.00"):
        assert piece in page


def test_every_page_shows_in_both_languages(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, Money.of(4000)).id
    who = make.people(number)
    account = ledger.trial_balance()[0].account.id
    pages = {
        "debtor": ["/payments", f"/payments/{number}", "/receipts", f"/receipts/{receipt}"],
        "finance": ["/payments/incoming?state=all", f"/payments/{number}/book"],
        "operator": [
            "/payments/incoming?state=all&q=Open",
            "/payments/surplus",
            "/payments/surplus?state=done",
            f"/receipts/{receipt}/give-back",
            "/ledger",
            f"/ledger/accounts/{account}",
        ],
    }
    for name, paths in pages.items():
        client = browser(app, who[name])
        for path in paths:
            for language, sign in (("zh", 'lang="zh-CN"'), ("en", 'lang="en"')):
                mark = "&" if "?" in path else "?"
                answer = client.get(f"{path}{mark}lang={language}")
                assert answer.status_code == 200, path
                assert sign in text(answer)


def test_booking_shows_first_and_books_once(app: Flask) -> None:
    number = make.receivable()
    client = browser(app, make.people(number)["finance"])
    upload = {**slip(), "voucher": (io.BytesIO(PDF), "slip.pdf")}
    shown = client.post(f"/payments/{number}/book", data=upload, content_type="multipart/form-data")
    assert shown.status_code == 200
    assert "叁仟元整" in text(shown)
    assert count(Receipt) == 0
    voucher = text(shown).split('name="voucher_id" value="')[1].split('"')[0]
    for _ in range(2):
        sent = client.post(f"/payments/{number}/book", data=slip(confirmed="1", voucher_id=voucher))
        assert sent.status_code == 302
    assert count(Receipt) == 1
    page = client.get(sent.location)
    assert "SJ-" in text(page)
    with client.get(f"{sent.location}/voucher") as download:
        assert download.data == PDF
        assert "attachment" in download.headers["Content-Disposition"]
    assert make.find(number).state == "settled"


def test_the_voucher_of_a_receipt_is_not_for_the_payer(app: Flask) -> None:
    number = make.receivable()
    who = make.people(number)
    client = browser(app, who["finance"])
    data = {**slip(confirmed="1"), "voucher": (io.BytesIO(PDF), "slip.pdf")}
    where = client.post(f"/payments/{number}/book", data=data, content_type="multipart/form-data").location
    with client.get(f"{where}/voucher") as download:
        assert download.status_code == 200
    for name in ("debtor", "member", "stranger"):
        assert browser(app, who[name]).get(f"{where}/voucher").status_code == 404


def test_a_foreign_voucher_is_not_taken(app: Flask) -> None:
    number, other = make.receivable(), make.receivable()
    stranger = browser(app, make.people(other)["finance"])
    data = {**slip(), "voucher": (io.BytesIO(PDF), "slip.pdf")}
    page = text(stranger.post(f"/payments/{other}/book", data=data, content_type="multipart/form-data"))
    voucher = page.split('name="voucher_id" value="')[1].split('"')[0]
    client = browser(app, make.people(number)["finance"])
    assert client.post(f"/payments/{number}/book", data=slip(voucher_id=voucher)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", ""),
        ("amount", "0"),
        ("amount", "-5"),
        ("amount", "3000.001"),
        ("amount", "$3000"),
        ("amount", "USD 3000"),
        ("amount", "1e9"),
        ("received_on", "2999-01-01"),
        ("received_on", "0001-01-01"),
        ("received_on", "20.11.2026"),
        ("bank_reference", ""),
        ("bank_reference", "x" * 51),
        ("bank_reference", "\ufdfa" * 45),
        ("payer_name", " "),
    ],
)
def test_wrong_entries_are_refused_and_kept(app: Flask, field: str, value: str) -> None:
    number = make.receivable()
    client = browser(app, make.people(number)["finance"])
    answer = client.post(f"/payments/{number}/book", data=slip(**{field: value, "note": "kept words"}))
    assert answer.status_code == 422
    assert "kept words" in text(answer)
    assert count(Receipt) == 0


def test_a_voucher_that_is_no_voucher_is_refused(app: Flask) -> None:
    number = make.receivable()
    client = browser(app, make.people(number)["finance"])
    for name, content in (("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.svg", b"<svg/>")):
        data = {**slip(), "voucher": (io.BytesIO(content), name)}
        answer = client.post(f"/payments/{number}/book", data=data, content_type="multipart/form-data")
        assert answer.status_code == 422


def test_a_bank_reference_booked_elsewhere_is_said_on_the_form(app: Flask) -> None:
    number = make.receivable()
    first = make.receipt(number, Money.of(1), key="20261120-0001").number
    client = browser(app, make.people(number)["finance"])
    answer = client.post(f"/payments/{number}/book", data=slip(confirmed="1"))
    assert answer.status_code == 409
    assert first in text(answer)


def test_receipts_and_amounts_are_exported_without_formulas(app: Flask) -> None:
    number = make.receivable()
    with transaction():
        service.book_receipt(
            make.OPERATOR, number, "bank", "=1+1", Money.of(3000), date(2026, 11, 20), "=cmd|'x'!A1"
        )
    client = browser(app, make.people(number)["finance"])
    workbook = openpyxl.load_workbook(io.BytesIO(client.get("/receipts?format=xlsx").data))
    cells = [cell for row in workbook.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 3000 in [cell.value for cell in cells]
    plain = client.get("/receipts?format=csv&lang=en").data.decode("utf-8-sig")
    assert "'=cmd" in plain
    assert ",=" not in plain
    assert "2026-11-20" in plain
    amounts = client.get("/payments/incoming?state=all&format=csv").data.decode("utf-8-sig")
    assert "3000.00" in amounts
    assert "2026-11-20" not in client.get("/receipts?from=2026-11-21&format=csv").data.decode("utf-8-sig")


def test_a_list_shows_only_ones_own(app: Flask) -> None:
    mine, other = make.find(make.receivable()), make.find(make.receivable())
    client = browser(app, make.people(mine.id)["finance"])
    page = text(client.get("/payments/incoming?state=all&lang=en"))
    assert mine.reference[:4] in page
    assert mine.debtor.name in page
    assert other.debtor.name not in page


def test_a_surplus_is_given_back_with_its_voucher(app: Flask) -> None:
    number = make.receivable()
    receipt = make.receipt(number, Money.of(3500)).id
    who = make.people(number)
    client = browser(app, who["operator"])
    assert "500.00" in text(client.get("/payments/surplus"))
    data = {
        "given_on": "2026-11-21",
        "bank_reference": "OUT-1",
        "voucher": (io.BytesIO(PDF), "out.pdf"),
    }
    sent = client.post(f"/receipts/{receipt}/give-back", data=data, content_type="multipart/form-data")
    assert sent.status_code == 302
    again = client.post(
        f"/receipts/{receipt}/give-back", data={"given_on": "2026-11-21", "bank_reference": "OUT-1"}
    )
    assert again.status_code == 409
    assert ledger.balance("surplus", make.find(number).debtor_id) == Money.zero()
    given = db.session.get_one(Receipt, receipt).given_back[0].id
    with client.get(f"/payments/given-back/{given}/voucher") as download:
        assert download.data == PDF


def to_the_card_page(app: Flask, number: int) -> tuple[FlaskClient, str]:
    client = browser(app, make.people(number)["debtor"])
    sent = client.post(f"/payments/{number}/card")
    assert sent.status_code == 303
    return client, sent.location


@pytest.mark.parametrize("deed", ["pay", "repeat"])
def test_the_sandbox_journey(app: Flask, deed: str) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    assert "SANDBOX" in text(client.get(f"{card_page}?lang=en"))
    sent = client.post(card_page, data={"deed": deed})
    done = client.get(sent.location, follow_redirects=True)
    assert "Your payment has arrived" in text(done)
    assert client.post(card_page, data={"deed": "decline"}).status_code == 302
    assert make.find(number).state == "settled"
    assert count(Receipt) == 1


def test_two_clicks_lead_to_one_card_page(app: Flask) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    assert client.post(f"/payments/{number}/card").location == card_page
    assert count(CardPayment) == count(SandboxSession) == 1


def test_a_declined_card_can_be_tried_again(app: Flask) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    sent = client.post(card_page, data={"deed": "decline"})
    assert "was not made" in text(client.get(f"{sent.location}?lang=en"))
    second = client.post(f"/payments/{number}/card").location
    assert second != card_page
    client.post(second, data={"deed": "pay"})
    assert make.find(number).state == "settled"


def test_an_unknown_outcome_is_never_called_a_failure(app: Flask) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    sent = client.post(card_page, data={"deed": "leave"})
    page = text(client.get(f"{sent.location}?lang=en"))
    assert "We are checking" in page
    assert "was not made" not in page


def test_a_lost_answer_is_found_by_the_timed_job(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    client.post(card_page, data={"deed": "lost"})
    assert make.find(number).state == "open"
    gateway.ask_again()
    assert make.find(number).state == "open"
    monkeypatch.setattr(janitor, "PATIENCE", -janitor.PATIENCE)
    gateway.ask_again()
    assert make.find(number).state == "settled"


def test_a_try_without_a_session_is_taken_up_by_the_timed_job(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make.receivable()
    debtor = make.people(number)["debtor"].actor
    with transaction():
        attempt = service.begin_attempt(debtor, number).id
    monkeypatch.setattr(janitor, "PATIENCE", -janitor.PATIENCE)
    gateway.ask_again()
    row = queries.card_payment(attempt)
    assert (row.state, row.session_id is not None) == ("open", True)


def test_a_card_payment_after_cancellation_is_surplus(app: Flask) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    with transaction():
        service.cancel(make.find(number))
    sent = client.post(card_page, data={"deed": "pay"})
    client.get(sent.location)
    row = make.find(number)
    assert row.state == "cancelled"
    assert row.receipts[0].surplus == Money.of(3000)
    assert ledger.balance("surplus", row.debtor_id) == -Money.of(3000)


def test_a_card_page_over_an_old_amount_is_closed(app: Flask) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    make.receipt(number, Money.of(1000))
    second = client.post(f"/payments/{number}/card").location
    assert second != card_page
    client.post(card_page, data={"deed": "pay"})
    assert queries.open_amount(make.find(number)) == Money.of(2000)
    client.post(second, data={"deed": "pay"})
    assert make.find(number).state == "settled"
    assert ledger.balance("surplus", make.find(number).debtor_id) == Money.zero()


def test_too_much_for_a_card_is_said_before(app: Flask) -> None:
    number = make.receivable(Money.of(1_000_000))
    client = browser(app, make.people(number)["debtor"])
    assert "too large for one card payment" in text(client.get(f"/payments/{number}/pay?lang=en"))
    assert client.post(f"/payments/{number}/card").status_code == 422
    assert count(CardPayment) == 0


def test_a_foreign_card_page_return_is_not_found(app: Flask) -> None:
    number = make.receivable()
    _client, card_page = to_the_card_page(app, number)
    session_id = card_page.rsplit("/", 1)[1]
    stranger = browser(app, make.people(number)["stranger"])
    assert stranger.get(f"/payments/card/{session_id}").status_code == 404
    assert stranger.post(f"/payments/{number}/card").status_code == 404


def test_callbacks_are_signed(app: Flask) -> None:
    number = make.receivable()
    _client, card_page = to_the_card_page(app, number)
    session_id = card_page.rsplit("/", 1)[1]
    sandbox.pay(session_id)
    body, signature = sandbox.callback(session_id)
    nobody = app.test_client()
    old = signature.replace("t=", "t=1")
    for wrong in ("", "t=1,v1=00", old, signature[:-1], "v1=" + signature, "t=x,v1=y", "t=²,v1=é"):
        sent = nobody.post(
            "/payments/callback",
            data=body,
            headers={"X-Sandbox-Signature": wrong.encode("latin-1", "replace").decode("latin-1")},
        )
        assert sent.status_code == 400
    changed = nobody.post("/payments/callback", data=body + b" ", headers={"X-Sandbox-Signature": signature})
    assert changed.status_code == 400
    assert make.find(number).state == "open"
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for _ in range(3):
            sent = nobody.post("/payments/callback", data=body, headers={"X-Sandbox-Signature": signature})
            assert sent.status_code == 204
        unsigned = nobody.post(card_page, data={"deed": "pay"})
        assert unsigned.status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert count(Receipt) == 1
    unknown = sandbox.callback("sbx_unknown")
    sent = nobody.post("/payments/callback", data=unknown[0], headers={"X-Sandbox-Signature": unknown[1]})
    assert sent.status_code == 204


def test_without_a_door_there_is_no_card(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make.receivable()
    client, card_page = to_the_card_page(app, number)
    monkeypatch.delitem(gateway.DOORS, "sandbox")
    assert client.get(card_page).status_code == 404
    assert client.post(card_page, data={"deed": "pay"}).status_code == 404
    assert client.post(f"/payments/{number}/card").status_code == 404
    assert "not available" in text(client.get(f"/payments/{number}/pay?lang=en"))
    gateway.ask_again()


def test_a_transfer_in_another_currency_is_booked_in_the_currency_of_the_amount(app: Flask) -> None:
    number = make.receivable(Money.of(3000, "USD"))
    client = browser(app, make.people(number)["finance"])
    assert "USD" in text(client.get(f"/payments/{number}/book"))
    assert client.post(f"/payments/{number}/book", data=slip(amount="¥3,000", confirmed="1")).status_code == 422
    assert client.post(f"/payments/{number}/book", data=slip(confirmed="1")).status_code == 302
    assert make.find(number).state == "settled"
    assert [row.money for row in make.find(number).receipts] == [Money.of(3000, "USD")]
