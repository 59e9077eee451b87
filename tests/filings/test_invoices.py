"""Asking for invoices: never above what was paid, no special one from who is exempt, issued, declined, reversed."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from market.core import clock
from market.core.db import transaction
from market.core.errors import Conflict, NotFound
from market.core.money import Money
from market.filings import queries, service
from market.filings.errors import InvoiceNotRight, NoSpecialInvoice, NotYourInvoice, TooLate, TooMuchInvoiced
from market.filings.models import InvoiceAccount
from market.filings.service.invoices import Issued
from market.payments import queries as payments
from tests.factories import accounts
from tests.factories import filings as file
from tests.factories import licensing as make


def room(deal: file.Deal) -> Money:
    return queries.room(deal.receivable)


def test_asked_issued_and_the_room_shrinks(app: Flask) -> None:
    deal = file.deal()
    assert room(deal) == Money.of(30_000)
    invoice = file.ask(deal, amount=20_000)
    assert (room(deal), invoice.state, invoice.item) == (Money.of(10_000), "asked", "专利许可使用费")
    number = deal.licence.patents[0].patent.application_number
    assert f"ZL{number}" in invoice.remark
    assert deal.licence.effective_on.isoformat() in invoice.remark
    assert deal.licence.reference in invoice.remark
    assert "专利号" in invoice.remark
    issued = file.issue(deal, invoice)
    assert (issued.state, issued.number, issued.issued_on) == ("issued", "24372000000012345678", clock.today())
    assert [row.id for row, _room in queries.askable(deal.firm.actor)] == [deal.receivable_id]


def test_never_more_than_what_was_paid(app: Flask) -> None:
    deal = file.deal()
    with pytest.raises(TooMuchInvoiced):
        file.ask(deal, amount="30000.01")
    file.ask(deal, amount=29_999)
    with pytest.raises(TooMuchInvoiced) as wrong:
        file.ask(deal, amount=2)
    assert "1.00" in str(wrong.value.values["room"])
    file.ask(deal, amount=1)
    assert queries.askable(deal.firm.actor) == []
    unpaid = make.notice(make.offer(), deal.firm)
    with pytest.raises(TooMuchInvoiced), transaction():
        service.invoices.ask(deal.firm.actor, make.receivable(unpaid).id, file.wanted(amount=1))


def test_a_receipt_is_not_invoiced_beyond_itself(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    request = make.notice(make.offer(university), firm)
    make.pay(request, Money.of(10_000))
    make.pay(request, Money.of(20_000))
    receivable = make.receivable(request)
    first = payments.receipts(firm.actor)
    receipts = sorted(payments.receipt_rows(first), key=lambda row: row.id)
    with pytest.raises(TooMuchInvoiced), transaction():
        service.invoices.ask(firm.actor, receivable.id, file.wanted(amount=10_001, receipt_id=receipts[0].id))
    with transaction():
        service.invoices.ask(firm.actor, receivable.id, file.wanted(amount=10_000, receipt_id=receipts[0].id))
    assert queries.receipt_room(receipts[0]) == Money.of(0)
    assert queries.room(make.receivable(request)) == Money.of(20_000)
    with pytest.raises(NotFound), transaction():
        service.invoices.ask(firm.actor, receivable.id, file.wanted(amount=1, receipt_id=987654))


def test_the_database_holds_the_room(app: Flask) -> None:
    deal = file.deal()
    file.ask(deal)
    with pytest.raises(Conflict), transaction() as session:
        session.execute(update(InvoiceAccount).values(invoiced_minor=InvoiceAccount.invoiced_minor + 1))


def test_who_is_exempt_issues_no_special_invoice(app: Flask) -> None:
    deal = file.deal()
    with transaction():
        service.invoices.set_terms(deal.university.actor, deal.university.organisation.id, True, "")
    for kind in ("special", "ordinary"):
        with pytest.raises(NoSpecialInvoice):
            file.ask(deal, kind=kind)
    assert file.ask(deal, kind="exempt").kind == "exempt"


def test_who_is_not_exempt_issues_none_marked_so(app: Flask) -> None:
    deal = file.deal()
    with transaction():
        service.invoices.set_terms(deal.university.actor, deal.university.organisation.id, False, "")
    with pytest.raises(NoSpecialInvoice):
        file.ask(deal, kind="exempt")
    special = file.ask(deal, kind="special")
    with transaction():
        service.invoices.set_terms(deal.university.actor, deal.university.organisation.id, True, "")
    with pytest.raises(NoSpecialInvoice):
        file.issue(deal, special)


def test_declined_taken_back_and_reversed_amounts_may_be_asked_again(app: Flask) -> None:
    deal = file.deal()
    with transaction():
        service.invoices.decline(deal.university.actor, file.ask(deal).id, "抬头不符")
    assert room(deal) == Money.of(30_000)
    with transaction():
        service.invoices.cancel(deal.firm.actor, file.ask(deal).id)
    issued = file.issue(deal, file.ask(deal))
    assert room(deal) == Money.of(0)
    with pytest.raises(TooLate), transaction():
        service.invoices.cancel(deal.firm.actor, issued.id)
    with transaction():
        red = Issued("24372000000099999999", clock.today(), file.paper(), "退款")
        service.invoices.reverse(deal.university.actor, issued.id, red)
    assert room(deal) == Money.of(30_000)
    with pytest.raises(TooLate), transaction():
        service.invoices.reverse(deal.university.actor, issued.id, Issued("12345678", clock.today(), None, "x"))
    assert room(deal) == Money.of(30_000)


def test_one_number_one_invoice(app: Flask) -> None:
    deal = file.deal()
    file.issue(deal, file.ask(deal, amount=10), "12345678")
    with pytest.raises(InvoiceNotRight) as wrong:
        file.issue(deal, file.ask(deal, amount=10), "1234 5678")
    assert set(wrong.value.fields) == {"number"}
    other = file.deal()
    assert file.issue(other, file.ask(other), "12345678").state == "issued"


def test_each_side_does_its_own_part(app: Flask) -> None:
    deal = file.deal()
    with pytest.raises(NotYourInvoice), transaction():
        service.invoices.ask(deal.university.actor, deal.receivable_id, file.wanted())
    with pytest.raises(NotYourInvoice), transaction():
        service.invoices.ask(deal.operator.actor, deal.receivable_id, file.wanted())
    with pytest.raises(NotFound), transaction():
        service.invoices.ask(make.side().actor, deal.receivable_id, file.wanted())
    member = accounts.user(deal.firm.organisation, role="member").actor
    with pytest.raises(NotYourInvoice), transaction():
        service.invoices.ask(member, deal.receivable_id, file.wanted())
    invoice = file.ask(deal)
    with pytest.raises(NotYourInvoice), transaction():
        service.invoices.issue(deal.firm.actor, invoice.id, Issued("12345678", clock.today()))
    with pytest.raises(NotYourInvoice), transaction():
        service.invoices.cancel(deal.university.actor, invoice.id)
    with pytest.raises(NotFound), transaction():
        service.invoices.decline(make.side("university").actor, invoice.id, "x")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": " "}, "title"),
        ({"tax_number": "91110108551385082X"}, "tax_number"),
        ({"kind": "gold"}, "kind"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
    ],
)
def test_what_cannot_stand_on_an_invoice(app: Flask, over: dict[str, object], field: str) -> None:
    with pytest.raises(InvoiceNotRight) as wrong:
        file.ask(file.deal(), **over)
    assert set(wrong.value.fields) == {field}


def test_the_same_form_twice_asks_once(app: Flask) -> None:
    deal, form = file.deal(), make.once()
    first = file.ask(deal, amount=100, once=form)
    assert file.ask(deal, amount=100, once=form).id == first.id
    assert room(deal) == Money.of(29_900)


def test_days_of_issue_that_cannot_be(app: Flask) -> None:
    deal = file.deal()
    invoice = file.ask(deal)
    for on in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=9)):
        with pytest.raises(InvoiceNotRight) as wrong, transaction():
            service.invoices.issue(deal.university.actor, invoice.id, Issued("12345678", on))
        assert set(wrong.value.fields) == {"on"}
