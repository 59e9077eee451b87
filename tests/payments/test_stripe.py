"""What only Stripe can do: delayed methods, disputes, failing refunds, transfers, fees, silence and nonsense."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import stripe as library
import time_machine
from flask import Flask

from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import gateway, queries, service
from market.payments.errors import Contested, DoorUnreachable
from market.payments.gateway import janitor
from market.payments.gateway.stripe import client
from market.payments.models import CardPayment, Dispute, Payout, ProviderEvent, Receipt, Refund
from market.payments.rules import DisputeOutcome
from tests.factories import accounts
from tests.factories import payments as make
from tests.fakes.stripe_types import WrongParameter, check
from tests.fakes.stripe_world import DISPUTE_FEE, KEY, Stripe
from tests.payments.doors import StripeTwin, configured, debtor, paid, refund, stripe_behind, try_to_pay


@pytest.fixture
def its(app: Flask) -> Iterator[Stripe]:
    """Our own Stripe behind the door."""
    with stripe_behind(app) as found:
        yield found
        db.session.rollback()
        assert book.self_check() == service.self_check() == []


def kinds() -> list[str]:
    """The open matters."""
    db.session.rollback()
    return [matter.kind for matter in queries.open_matters()]


def balance(purpose: str, organisation_id: int | None = None) -> int:
    db.session.rollback()
    return ledger.balance(purpose, organisation_id).minor


def settle_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the balance as if an hour had passed."""
    monkeypatch.setattr(janitor, "SETTLING", -timedelta(hours=1))
    gateway.read_balance()


def test_a_delayed_payment_waits_for_the_bank(its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay_later(session_id)
    its.deliver()
    assert make.find(number).state == "open"
    assert gateway.start(debtor(number), number) == ""
    its.bank_says(session_id, yes=True)
    its.deliver(shuffled=True)
    assert make.find(number).state == "settled"


def test_a_delayed_payment_that_fails_leaves_the_amount_open(its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay_later(session_id)
    its.bank_says(session_id, yes=False)
    its.deliver(times=2, shuffled=True)
    db.session.rollback()
    assert make.find(number).state == "open"
    assert db.session.query(CardPayment).one().state == "failed"
    assert try_to_pay(number) != session_id


def test_another_amount_than_asked_is_booked_as_paid_and_noted(its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.get(session_id)["amount_total"] = 299_999
    its.pay(session_id)
    its.deliver()
    assert queries.open_amount(make.find(number)) == Money(1)
    assert kinds() == ["amount"]


def test_another_currency_than_asked_pays_nothing_and_is_noted(its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.get(session_id)["currency"] = "usd"
    its.pay(session_id)
    its.deliver()
    row = make.find(number)
    assert (row.state, queries.open_amount(row)) == ("open", Money.of(3000))
    assert row.receipts[0].surplus == Money(300_000, "USD")
    assert kinds() == ["amount"]


def test_messages_of_a_connected_account_pay_nothing(its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay(session_id)
    for event in its.pending:
        event["account"] = "acct_somebody_else"
    its.deliver()
    assert make.find(number).state == "open"


def test_a_payment_that_is_not_ours_is_taken_and_changes_nothing(its: Stripe) -> None:
    its.emit("checkout.session.completed", its.new("cs", "checkout.session", status="open"))
    its.emit("checkout.session.completed", {"id": "cs_gone"})
    its.emit("charge.refunded", {"id": "ch_x", "payment_intent": "pi_gone"})
    its.emit("charge.refunded", {"id": "ch_x", "payment_intent": None})
    its.emit("charge.dispute.created", {"id": "du_gone"})
    its.emit("account.updated", {"id": "acct_gone"}, "acct_gone")
    its.emit("radar.early_fraud_warning.created", {"id": "issfr_1"})
    its.things.popitem()
    assert set(its.deliver()) == {204}
    assert db.session.query(Receipt).count() == 0
    assert db.session.query(ProviderEvent).count() == 7


def test_a_dispute_that_is_won(its: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    number, session_id, receipt = paid(StripeTwin(its))
    dispute = its.contest(session_id)
    its.deliver(times=2, shuffled=True)
    row = make.find(number)
    assert (row.state, balance("disputed", row.debtor_id), balance("stripe_clearing")) == ("settled", 300_000, 0)
    assert not queries.payouts_waiting()
    with pytest.raises(Contested):
        refund(receipt, 1)
    its.decide(dispute, won=True)
    its.deliver(times=2, shuffled=True)
    assert balance("stripe_clearing") == 300_000
    assert balance("disputed", row.debtor_id) == 0
    assert len(queries.payouts_waiting()) == 1
    settle_down(monkeypatch)
    assert balance("provider_fee") == 300_000 * 22 // 1000 + DISPUTE_FEE


def test_a_dispute_that_is_lost_opens_the_amount_again(its: Stripe) -> None:
    number, session_id, receipt = paid(StripeTwin(its))
    dispute = its.contest(session_id)
    its.decide(dispute, won=False)
    its.deliver(times=3, shuffled=True)
    row = make.find(number)
    assert (row.state, queries.open_amount(row)) == ("open", Money.of(3000))
    assert not queries.payouts_waiting()
    assert sorted(kinds()) == ["dispute", "reopened"]
    assert balance("payable", row.creditor_id) == -300_000
    assert balance("disputed", row.debtor_id) == 0
    assert db.session.get_one(Receipt, receipt).left_to_refund == Money.zero()
    make.receipt(number, Money.of(3000))
    assert make.find(number).state == "settled"


def test_of_a_double_payment_the_second_pays_when_the_first_is_lost(its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay(session_id)
    its.deliver()
    make.receipt(number)
    dispute = its.contest(session_id)
    its.decide(dispute, won=False)
    its.deliver()
    row = make.find(number)
    assert (row.state, queries.open_amount(row)) == ("settled", Money.zero())
    assert balance("surplus", row.debtor_id) == 0
    assert db.session.query(Dispute).one().state == "lost"


def test_news_of_a_dispute_in_any_order_say_the_same(its: Stripe) -> None:
    number, _session, receipt = paid(StripeTwin(its))
    fact = db.session.get_one(Receipt, receipt).external_key
    told = [("lost", True), ("open", True), ("open", False), ("lost", True), ("won", False)]
    for state, withdrawn in told:
        with transaction():
            outcome = DisputeOutcome("du_1", fact, Money.of(3000), state, withdrawn, "fraudulent", None)
            service.book_dispute(outcome, "stripe")
    row = make.find(number)
    assert (row.state, balance("stripe_clearing"), balance("disputed", row.debtor_id)) == ("open", 0, 0)


def test_a_refund_that_fails_later_is_taken_back_and_can_be_tried_again(its: Stripe) -> None:
    number, _session, receipt = paid(StripeTwin(its))
    asked = refund(receipt, 1000)
    row = queries.refund_row(asked)
    assert (row.state, balance("stripe_clearing")) == ("done", 299_000)
    its.refund_fails(row.external_id or "")
    its.deliver(times=2, shuffled=True)
    assert (balance("stripe_clearing"), queries.refund_row(asked).state) == (300_000, "failed")
    assert "refund_failed" in kinds()
    with transaction():
        service.retry_refund(make.OPERATOR, asked)
    assert gateway.send_refund(asked).state == "done"
    its.deliver(times=2, shuffled=True)
    assert balance("stripe_clearing") == 299_000
    assert balance("payable", make.find(number).creditor_id) == -299_000
    assert len(its.all("refund")) == 2


def test_a_refused_refund_moves_nothing_and_says_why(its: Stripe) -> None:
    _number, session_id, receipt = paid(StripeTwin(its))
    its.refund({"payment_intent": its.get(session_id)["payment_intent"], "amount": 200_000})
    asked = refund(receipt, 200_000)
    row = queries.refund_row(asked)
    assert row.state == "failed"
    assert "greater than" in row.problem
    assert balance("stripe_clearing") == 300_000
    its.deliver()
    assert balance("stripe_clearing") == 100_000


def test_a_refund_whose_answer_is_lost_happens_once(its: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    _number, _session, receipt = paid(StripeTwin(its))
    monkeypatch.setattr(client, "RETRIES", 0)
    its.lost_answers = 1
    asked = refund(receipt, 1000)
    assert queries.refund_row(asked).state == "done"
    its.answers.clear()
    with transaction():
        other = service.ask_refund(make.OPERATOR, receipt, Money(7), "x").id
    its.failures = [(500, "down")] * 9
    with pytest.raises(DoorUnreachable):
        gateway.send_refund(other)
    assert queries.refund_row(other).state == "asked"
    its.failures.clear()
    gateway.send_refund(other)
    its.answers.clear()
    with transaction() as session:
        session.get_one(Refund, other).state = "asked"
    gateway.send_refund(other)
    assert sum(one["amount"] for one in its.all("refund")) == 1007


def test_opening_a_page_twice_with_a_lost_answer_makes_one(its: Stripe) -> None:
    number = make.receivable()
    its.lost_answers = 1
    first = try_to_pay(number)
    assert [one["id"] for one in its.all("checkout.session")] == [first]


def test_stripe_is_silent_and_nothing_is_called_paid_or_failed(app: Flask, its: Stripe) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay(session_id)
    person = make.people(number)["debtor"]
    browser = app.test_client()
    accounts.sign_in(browser, person)
    event = its.pending[-1]
    with configured(app, stripe_api_base="http://127.0.0.1:9"):
        page = browser.get(f"/payments/card/{session_id}?lang=en").get_data(as_text=True)
        assert "We are checking" in page
        assert browser.post(f"/payments/{number}/card").status_code == 503
        body, signature = its.signed(event)
        answer = app.test_client().post("/payments/callback", data=body, headers={"Stripe-Signature": signature})
        assert answer.status_code == 503
        gateway.ask_again()
    assert make.find(number).state == "open"
    its.deliver()
    assert make.find(number).state == "settled"


def test_a_page_that_was_never_opened_is_given_up_once_its_time_is_over(
    its: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make.receivable()
    its.failures = [(500, "down")] * 9
    with pytest.raises(DoorUnreachable):
        gateway.start(debtor(number), number)
    its.failures.clear()
    with transaction() as session:
        session.query(CardPayment).one().created_at = clock.now() - timedelta(hours=2)
    gateway.ask_again()
    db.session.rollback()
    assert db.session.query(CardPayment).one().state == "failed"
    assert not its.all("checkout.session")
    assert try_to_pay(number)


def test_an_outcome_unknown_for_a_day_is_shown(its: Stripe) -> None:
    number = make.receivable()
    its.pay_later(try_to_pay(number))
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=True):
        gateway.ask_again()
        gateway.ask_again()
    assert kinds() == ["stuck"]


def test_fees_and_the_houses_share(app: Flask, its: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    with configured(app, platform_fee_basis_points=125):
        number, _session, receipt = paid(StripeTwin(its), Money(10_040))
        creditor = make.find(number).creditor_id
        assert balance("platform_fee") == -126
        (payout,) = queries.payouts_waiting()
        assert payout.money == Money(9_914)
        refund(receipt, 40)
        assert balance("platform_fee") == -125
        refund(receipt, 10_000)
        assert balance("platform_fee") == 0
        assert not queries.payouts_waiting()
        assert balance("payable", creditor) == 0
    its.moved("payout", -5000, "cny", "po_1")
    its.moved("stripe_fee", -30, "cny", "fee_1")
    its.moved("mystery", 1, "cny", "x_1")
    for _ in range(2):
        settle_down(monkeypatch)
    assert balance("provider_fee") == 10_040 * 22 // 1000 + 30
    assert balance("bank") == 5000
    assert balance("stripe_clearing") == -(10_040 * 22 // 1000) - 30 - 5000
    assert kinds() == ["balance"]


def test_money_in_another_currency_is_moved_over(its: Stripe, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make.receivable()
    session_id = try_to_pay(number)
    its.pay(session_id)
    its.deliver()
    (movement,) = its.all("balance_transaction")
    movement.update(amount=325_000, fee=7_150, currency="hkd")
    settle_down(monkeypatch)
    db.session.rollback()
    assert not ledger.balance("stripe_clearing", None)
    assert ledger.balance("stripe_clearing", None, "HKD") == Money(317_850, "HKD")
    assert ledger.balance("provider_fee", None, "HKD") == Money(7_150, "HKD")


def connected(its: Stripe, receivable_id: int) -> str:
    """The creditor opens and completes its own account."""
    person = make.people(receivable_id)["finance"].actor
    page = gateway.onboard(person, "http://localhost/payments/payouts")
    assert gateway.onboard(person, "http://localhost/payments/payouts") == page
    account = page.rsplit("/", 1)[1]
    its.complete_account(account)
    its.deliver()
    return account


def test_a_university_with_an_account_gets_a_transfer(its: Stripe) -> None:
    number = make.receivable()
    account = connected(its, number)
    session_id = try_to_pay(number)
    its.pay(session_id)
    its.deliver()
    gateway.send_due()
    assert not its.all("transfer")
    its.lost_answers = 1
    assert gateway.send_payouts(timedelta()) == 1
    assert gateway.send_payouts(timedelta()) == 0
    (sent,) = its.all("transfer")
    assert (sent["amount"], sent["destination"]) == (300_000, account)
    assert balance("payable", make.find(number).creditor_id) == 0
    assert balance("stripe_clearing") == 0


def test_a_transfer_without_an_answer_is_sent_again_under_its_key(its: Stripe) -> None:
    number = make.receivable()
    connected(its, number)
    its.pay(try_to_pay(number))
    its.deliver()
    its.failures = [(500, "down")] * 9
    assert gateway.send_payouts(timedelta()) == 0
    db.session.rollback()
    assert db.session.query(Payout).one().state == "listed"
    its.failures.clear()
    assert gateway.send_payouts(timedelta()) == 1
    assert len(its.all("transfer")) == 1


def test_a_refused_transfer_waits_and_is_noted(its: Stripe) -> None:
    number = make.receivable()
    account = connected(its, number)
    its.pay(try_to_pay(number))
    its.deliver()
    kept = its.things.pop(account)
    assert gateway.send_payouts(timedelta()) == 0
    assert kinds() == ["payout_failed"]
    its.things[account] = kept
    assert gateway.send_payouts(timedelta()) == 1


def test_frozen_money_is_not_passed_on(its: Stripe) -> None:
    number = make.receivable()
    connected(its, number)
    session_id = try_to_pay(number)
    with transaction():
        service.freeze(make.find(number), "lapsed")
    its.pay(session_id)
    its.deliver()
    assert make.find(number).state == "settled"
    assert gateway.send_payouts(timedelta()) == 0


def test_what_we_send_is_what_the_library_knows(its: Stripe) -> None:
    for currency in ("CNY", "USD", "HKD"):
        for method in ("card", "alipay", "wechat_pay"):
            number = make.receivable(Money(500, currency))
            assert gateway.start(debtor(number), number, None, method)
    made = its.all("checkout.session")
    assert {one["currency"] for one in made} == {"cny", "usd", "hkd"}
    assert {one["_methods"][0] for one in made} == {"card", "alipay", "wechat_pay"}
    assert library.enable_telemetry is False


@pytest.mark.parametrize(
    "body",
    [
        "mode=payment&payment_method_types[0]=card",
        "mode=payment&ui_mode=hosted",
        "mode=pay",
        "mode=payment&line_items[0][quantity]=1.5",
        "mode=payment&line_items[0][price_data][unit_amount]=1",
        "mode=payment&allowed_payment_method_types[0]=wechat",
        "mode=payment&metadata=x",
    ],
)
def test_the_server_refuses_what_the_library_does_not_know(body: str) -> None:
    with pytest.raises(WrongParameter):
        check("checkout._session_create_params", "SessionCreateParams", body)


def test_the_server_replays_a_key_and_refuses_it_with_other_words(its: Stripe) -> None:
    api = library.StripeClient(KEY, base_addresses={"api": its.base}).v1
    first = api.accounts.create({"metadata": {"a": "1"}}, {"idempotency_key": "k"})
    assert api.accounts.create({"metadata": {"a": "1"}}, {"idempotency_key": "k"}).id == first.id
    with pytest.raises(library.IdempotencyError):
        api.accounts.create({"metadata": {"a": "2"}}, {"idempotency_key": "k"})
    with pytest.raises(library.InvalidRequestError, match="Unrecognized"):
        api.customers.create({"name": "x"})
    with pytest.raises(library.AuthenticationError):
        library.StripeClient("sk_test_wrong", base_addresses={"api": its.base}).v1.accounts.retrieve(first.id)


def test_a_day_of_payment_is_a_day_in_shanghai() -> None:
    assert client.day(1_795_000_000) == date(2026, 11, 18)
