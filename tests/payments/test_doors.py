"""The same behaviour of both card doors: the sandbox is a true twin of Stripe."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import gateway, queries, service
from market.payments.errors import Frozen, NothingOpen, TooMuchForCard, TooMuchToRefund, WrongPart
from market.payments.gateway import janitor
from market.payments.models import Receipt, Refund
from tests.factories import payments as make
from tests.payments.doors import SandboxTwin, StripeTwin, Twin, debtor, paid, refund, stripe_behind, try_to_pay

DAY = date(2026, 11, 20)


@pytest.fixture(params=["sandbox", "stripe"])
def twin(app: Flask, request: pytest.FixtureRequest) -> Iterator[Twin]:
    """Each door with its outside world."""
    if request.param == "sandbox":
        yield SandboxTwin()
        return
    with stripe_behind(app) as its:
        yield StripeTwin(its)


@pytest.fixture(autouse=True)
def _books_are_sound(app: Flask) -> Iterator[None]:
    yield
    db.session.rollback()
    assert book.self_check() == service.self_check() == []


def ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timed job, as if a minute had passed."""
    monkeypatch.setattr(janitor, "PATIENCE", -abs(janitor.PATIENCE))
    gateway.ask_again()


def test_a_payment_is_booked_once_however_often_it_is_told(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    twin.pay(session_id)
    assert make.find(number).state == "open"
    twin.tell(session_id, times=3)
    gateway.fulfil(session_id)
    row = make.find(number)
    assert row.state == "settled"
    assert [receipt.way for receipt in row.receipts] == [twin.way]
    assert queries.paid(row) == Money.of(3000)


def test_two_clicks_open_one_session(twin: Twin) -> None:
    number = make.receivable()
    assert try_to_pay(number) == try_to_pay(number)


def test_a_lost_answer_is_found_by_the_timed_job(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    twin.pay(session_id)
    ask_again(monkeypatch)
    assert make.find(number).state == "settled"


def test_a_declined_card_pays_nothing_and_can_be_tried_again(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    twin.decline(session_id)
    twin.tell(session_id)
    assert make.find(number).state == "open"
    assert not make.find(number).receipts
    again = try_to_pay(number)
    twin.pay(again)
    twin.tell(again)
    assert make.find(number).state == "settled"


def test_a_part_by_card_and_the_rest_by_bank(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number, Money.of(1200))
    twin.pay(session_id)
    twin.tell(session_id)
    assert queries.open_amount(make.find(number)) == Money.of(1800)
    make.receipt(number, Money.of(1800))
    row = make.find(number)
    assert row.state == "settled"
    assert sorted(receipt.way for receipt in row.receipts) == sorted(["bank", twin.way])
    assert not ledger.balance("surplus", row.debtor_id)


def test_another_amount_closes_the_page_that_was_open(twin: Twin) -> None:
    number = make.receivable()
    first = try_to_pay(number)
    second = try_to_pay(number, Money.of(10))
    assert first != second
    assert gateway.door().outcome(first).state == "expired"


@pytest.mark.parametrize("part", [Money(0), Money(-1), Money.of(3001), Money(5, "USD")])
def test_a_part_lies_within_what_is_open(twin: Twin, part: Money) -> None:
    number = make.receivable()
    with pytest.raises(WrongPart):
        gateway.start(debtor(number), number, part)


def test_eight_digits_at_most_and_parts_of_more(twin: Twin) -> None:
    number = make.receivable(Money(100_000_000))
    with pytest.raises(TooMuchForCard):
        gateway.start(debtor(number), number)
    session_id = try_to_pay(number, Money(99_999_999))
    twin.pay(session_id)
    twin.tell(session_id)
    assert queries.open_amount(make.find(number)) == Money(1)


def test_a_frozen_amount_is_not_taken_by_card_but_money_that_comes_is_booked(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    with transaction():
        service.freeze(make.find(number), "patent lapsed")
    with pytest.raises(Frozen):
        gateway.start(debtor(number), number)
    assert gateway.door().outcome(session_id).state == "expired"
    make.receipt(number, Money.of(3000))
    assert make.find(number).state == "settled"


def test_a_page_paid_before_the_freeze_is_booked(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    twin.pay(session_id)
    with transaction():
        service.freeze(make.find(number), "patent lapsed")
    twin.tell(session_id)
    assert make.find(number).state == "settled"


def test_a_paid_amount_asks_for_no_card(twin: Twin) -> None:
    number, _session, _receipt = paid(twin)
    with pytest.raises(NothingOpen):
        gateway.start(debtor(number), number)


def test_the_page_is_closed_when_the_money_came_by_bank(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    make.receipt(number)
    ask_again(monkeypatch)
    assert gateway.door().outcome(session_id).state == "expired"


def test_refunds_in_parts_never_exceed_what_came(twin: Twin) -> None:
    number, session_id, receipt = paid(twin)
    refund(receipt, 100_000)
    refund(receipt, 200_000)
    with pytest.raises(TooMuchToRefund):
        refund(receipt, 1)
    assert twin.refunds(session_id) == 300_000
    row = make.find(number)
    assert row.state == "settled"
    assert not ledger.balance("payable", row.creditor_id)
    assert not ledger.balance("refund_clearing", row.debtor_id)
    twin.tell(session_id)
    assert db.session.query(Refund).count() == 2


def test_a_refund_without_an_answer_keeps_its_key(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> None:
    _number, session_id, receipt = paid(twin)
    with transaction():
        service.ask_refund(make.OPERATOR, receipt, Money(5), "agreed")
    ask_again(monkeypatch)
    ask_again(monkeypatch)
    assert twin.refunds(session_id) == 5
    db.session.rollback()
    assert [row.state for row in db.session.query(Refund)] == ["done"]


def test_a_refund_made_outside_is_booked_and_noted(twin: Twin) -> None:
    number, session_id, receipt = paid(twin)
    twin.refund_outside(session_id, Money(700))
    db.session.rollback()
    row = db.session.get_one(Receipt, receipt)
    assert (row.refunds[0].origin, row.refunds[0].state, row.left_to_refund) == ("outside", "done", Money(299_300))
    assert [matter.kind for matter in queries.open_matters()] == ["refund_outside"]
    assert ledger.balance("payable", make.find(number).creditor_id) == Money(-299_300)


def test_surplus_goes_back_through_the_card(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    twin.pay(session_id)
    make.receipt(number)
    twin.tell(session_id)
    row = make.find(number)
    late = next(receipt for receipt in row.receipts if receipt.way == twin.way)
    assert late.left_to_give_back == Money.of(3000)
    refund(late.id, 300_000)
    db.session.rollback()
    assert not ledger.balance("surplus", row.debtor_id)
    assert late.left_to_give_back == Money.zero()
    assert ledger.balance("payable", row.creditor_id) == Money.of(-3000)


def test_a_payment_after_cancellation_goes_back(twin: Twin) -> None:
    number, session_id, receipt = paid(twin)
    refund(receipt, 100_000)
    with transaction():
        service.cancel(make.find(number))
    row = make.find(number)
    assert ledger.balance("surplus", row.debtor_id) == Money(-200_000)
    assert not ledger.balance("payable", row.creditor_id)
    refund(receipt, 200_000)
    assert twin.refunds(session_id) == 300_000
    assert not ledger.balance("surplus", row.debtor_id)


def test_a_refund_by_bank_waits_for_the_list(twin: Twin) -> None:
    number, session_id, receipt = paid(twin)
    asked = refund(receipt, 500, by_bank=True)
    assert [row.id for row in queries.refunds_waiting()] == [asked]
    with transaction():
        service.mark_listed(make.OPERATOR, refund_ids=[asked])
    assert not queries.refunds_waiting()
    for _ in range(2):
        with transaction():
            service.mark_done(make.OPERATOR, refund_ids=[asked], done_on=DAY, bank_reference="OUT")
    assert twin.refunds(session_id) == 0
    row = make.find(number)
    assert ledger.balance("bank", row.creditor_id) == Money(-500)
    assert not ledger.balance("refund_clearing", row.debtor_id)


def test_a_payout_waits_and_shrinks_with_a_refund(twin: Twin) -> None:
    number, _session, receipt = paid(twin)
    (payout,) = queries.payouts_waiting()
    assert payout.money == Money.of(3000)
    refund(receipt, 1000)
    (payout,) = queries.payouts_waiting()
    assert payout.money == Money(299_000)
    with transaction():
        service.mark_listed(make.OPERATOR, payout_ids=[payout.id])
    with pytest.raises(Refusal):
        refund(receipt, 1000)
    for _ in range(2):
        with transaction():
            service.mark_done(make.OPERATOR, payout_ids=[payout.id], done_on=DAY)
    assert not ledger.balance("payable", make.find(number).creditor_id)
    refund(receipt, 1000)
    assert "paid_on" in [matter.kind for matter in queries.open_matters()]


def test_nothing_is_passed_on_before_the_amount_is_paid_in_full(twin: Twin) -> None:
    number = make.receivable()
    session_id = try_to_pay(number, Money.of(1000))
    twin.pay(session_id)
    twin.tell(session_id)
    assert not queries.payouts_waiting()
    make.receipt(number, Money.of(2000))
    assert [payout.money for payout in queries.payouts_waiting()] == [Money.of(1000)]
