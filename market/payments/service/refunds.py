"""Sending money back: asked for here or made outside, through the card it came by or by a bank list."""

from datetime import date

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.core.outbox import emit
from market.ledger import queries as ledger
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries, rules
from market.payments.errors import (
    BeingPaidOut,
    Contested,
    NotNow,
    NotYoursToRefund,
    ReasonNeeded,
    TooMuchToRefund,
)
from market.payments.events import RefundAsked, RefundDone, RefundFailed
from market.payments.models import Receipt, Refund
from market.payments.rules import RefundOutcome
from market.payments.service import matters, payouts
from market.payments.service.rows import locked_receipt


def ask_refund(actor: Actor, receipt_id: int, money: Money, reason: str, by_bank: bool = False) -> Refund:
    """Ask for money of a receipt to go back: the surplus of it first, then what was due.

    By the card it came by, unless `by_bank`. The row and its key stand before any service is called. Raises
    NotYoursToRefund, ReasonNeeded, TooMuchToRefund, Contested, BeingPaidOut.
    """
    if not reason.strip():
        raise ReasonNeeded
    receipt = locked_receipt(receipt_id)
    if not rules.may_book(actor, receipt.receivable.creditor_id):
        raise NotYoursToRefund
    left = receipt.left_to_refund
    if money.currency != left.currency or not 0 < money.minor <= left.minor:
        raise TooMuchToRefund(left=left)
    surplus = _surplus_of(receipt, money)
    refund = Refund(
        receipt=receipt,
        key=f"{receipt.number}-R{len(receipt.refunds) + 1}",
        way="bank" if by_bank else receipt.way,
        amount_minor=money.minor,
        surplus_minor=surplus.minor,
        currency=money.currency,
        reason=reason.strip(),
        asked_by=actor.user_id,
    )
    _begin(refund)
    emit(RefundAsked(receipt.receivable_id, refund.id, receipt.receivable.subject), actor)
    return refund


def _surplus_of(receipt: Receipt, money: Money) -> Money:
    """How much of a refund is surplus; raises Contested, and BeingPaidOut when more than that is on its way."""
    if queries.open_dispute(receipt.id) is not None:
        raise Contested
    surplus = min(money, max(receipt.left_to_give_back, Money.zero(money.currency)))
    if money > surplus and payouts.listed(receipt):
        raise BeingPaidOut
    return surplus


def _begin(refund: Refund) -> None:
    """Store a refund that is asked for (again), and take its money out of what is owed to others."""
    refund.state = "asked"
    db.session.add(refund)
    db.session.flush()
    receivable = refund.receipt.receivable
    surplus = Money(refund.surplus_minor, refund.currency)
    book.post(
        f"refund:{refund.id}:{refund.turn}",
        "refund",
        clock.today(),
        [
            Line("surplus", receivable.debtor_id, surplus),
            Line("payable", receivable.creditor_id, refund.money - surplus),
            Line("refund_clearing", receivable.debtor_id, -refund.money),
        ],
        {"receipt": refund.receipt.number},
        receivable.ledger_subject,
    )
    payouts.adjust(receivable)


def retry_refund(actor: Actor, refund_id: int) -> Refund:
    """Ask again for a refund that failed, under its old key, so that it can never happen twice."""
    refund = held(refund_id)
    receipt = refund.receipt
    if not rules.may_book(actor, receipt.receivable.creditor_id):
        raise NotYoursToRefund
    if refund.state != "failed":
        raise NotNow
    if refund.money > receipt.left_to_refund:
        raise TooMuchToRefund(left=receipt.left_to_refund)
    refund.surplus_minor = _surplus_of(receipt, refund.money).minor
    refund.turn += 1
    refund.problem, refund.finished_at, refund.external_id = "", None, None
    _begin(refund)
    emit(RefundAsked(receipt.receivable_id, refund.id, receipt.receivable.subject), actor)
    return refund


def conclude_refund(outcome: RefundOutcome, way: str) -> Refund | None:
    """What the card door says of a refund becomes fact here, once; one made outside is booked too.

    None for a refund of a payment that was never ours. Safe to run twice and in parallel; a refund that was done and
    failed afterwards is taken back in the book.
    """
    found = queries.refund_of(outcome.key, outcome.external_id)
    refund = held(found.id) if found is not None else _from_outside(outcome, way)
    if refund is None:
        return None
    if outcome.turn != refund.turn:
        return _of_another_turn(refund, outcome)
    if outcome.external_id:
        refund.external_id = outcome.external_id
    if outcome.money != refund.money:
        matters.note("amount", f"refund:{refund.id}", refund.receipt.receivable, told=str(outcome.money))
    if outcome.state == "done":
        finish_refund(refund, outcome.on)
    elif outcome.state == "failed" and refund.state != "failed":
        _fail(refund, outcome.problem)
    db.session.flush()
    return refund


def _of_another_turn(refund: Refund, outcome: RefundOutcome) -> Refund:
    """News of an earlier try: that it failed is known; that it worked after all a person must look at."""
    if outcome.state == "done":
        matters.note("over_refunded", outcome.external_id, refund.receipt.receivable, amount=str(outcome.money))
    return refund


def held(refund_id: int) -> Refund:
    """A refund read afresh while the row of its amount due is held."""
    refund = db.session.get(Refund, refund_id)
    if refund is None:
        raise NotFound
    locked_receipt(refund.receipt_id)
    db.session.refresh(refund)
    return refund


def _from_outside(outcome: RefundOutcome, way: str) -> Refund | None:
    """A refund that somebody made at the card service; a failed one needs no row."""
    receipt = queries.receipt_by_key(way, outcome.fact)
    if receipt is None or outcome.state == "failed":
        return None
    receipt = locked_receipt(receipt.id)
    if (found := queries.refund_of("", outcome.external_id)) is not None:
        return found
    due = max(0, min(outcome.money.minor - max(0, receipt.left_to_give_back.minor), _due_left(receipt)))
    if outcome.money > receipt.left_to_refund:
        matters.note("over_refunded", outcome.external_id, receipt.receivable, amount=str(outcome.money))
    refund = Refund(
        receipt=receipt,
        key=f"outside:{outcome.external_id}"[:80],
        way=way,
        origin="outside",
        amount_minor=outcome.money.minor,
        surplus_minor=outcome.money.minor - due,
        currency=outcome.money.currency,
        external_id=outcome.external_id,
    )
    _begin(refund)
    matters.note("refund_outside", outcome.external_id, receipt.receivable, amount=str(outcome.money))
    emit(RefundAsked(receipt.receivable_id, refund.id, receipt.receivable.subject))
    return refund


def _due_left(receipt: Receipt) -> int:
    return (receipt.applied - receipt.refunded_due).minor


def finish_refund(refund: Refund, on: date) -> None:
    """The money is gone: book it where it went from, once. One that was given up before is taken up again."""
    if refund.state == "done":
        return
    if refund.state == "failed":
        refund.turn += 1
        _begin(refund)
    receivable = refund.receipt.receivable
    refund.state, refund.finished_at, refund.done_on = "done", clock.now(), on
    book.post(
        f"refund_done:{refund.id}:{refund.turn}",
        "refund",
        on,
        [
            Line("refund_clearing", receivable.debtor_id, refund.money),
            rules.clearing(refund.way, receivable.creditor_id, -refund.money),
        ],
        {"receipt": refund.receipt.number, "refund": refund.external_id or refund.bank_reference},
        receivable.ledger_subject,
    )
    db.session.flush()
    emit(RefundDone(receivable.id, refund.id, receivable.subject))


def _fail(refund: Refund, problem: str) -> None:
    """No money moved, or it came back: the refund is taken back in the book and a person must look."""
    for key in (f"refund_done:{refund.id}:{refund.turn}", f"refund:{refund.id}:{refund.turn}"):
        if (entry := ledger.entry(key)) is not None:
            book.reverse(entry, "failed")
    receivable = refund.receipt.receivable
    _move_to_surplus(refund)
    refund.state, refund.problem, refund.finished_at = "failed", problem[:1000], clock.now()
    refund.done_on = None
    db.session.flush()
    payouts.adjust(receivable)
    matters.note("refund_failed", f"{refund.id}:{refund.turn}", receivable, problem=problem[:1000])
    emit(RefundFailed(receivable.id, refund.id, receivable.subject))


def _move_to_surplus(refund: Refund) -> None:
    """What was due when the refund was asked for and is no more (cancelled meanwhile) goes to the surplus."""
    asked = ledger.entry(f"refund:{refund.id}:{refund.turn}")
    if asked is None:
        return
    from_surplus = sum(line.money.minor for line in asked.lines if line.purpose == "surplus")
    released = Money(refund.surplus_minor - from_surplus, refund.currency)
    receivable = refund.receipt.receivable
    if released:
        book.post(
            f"refund_released:{refund.id}:{refund.turn}",
            "refund",
            clock.today(),
            [Line("payable", receivable.creditor_id, released), Line("surplus", receivable.debtor_id, -released)],
            {"receipt": refund.receipt.number},
            receivable.ledger_subject,
        )
