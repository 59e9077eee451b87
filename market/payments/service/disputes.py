"""Payments contested at the card's bank: booked as the bank moves the money."""

from market.core import clock
from market.core.db import db
from market.core.money import Money
from market.core.outbox import emit
from market.ledger import queries as ledger
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries, rules
from market.payments.events import DisputeClosed, DisputeOpened
from market.payments.models import Dispute, Receipt
from market.payments.rules import DisputeOutcome
from market.payments.service import matters, payouts
from market.payments.service.receipts import reapply, reopen
from market.payments.service.rows import locked_receipt


def book_dispute(outcome: DisputeOutcome, way: str) -> Dispute | None:
    """What the card door says of a dispute becomes fact here: money withdrawn, returned, or lost; each booked once.

    None for a payment that was never ours. Order does not matter: what was decided stays decided.
    """
    receipt = queries.receipt_by_key(way, outcome.fact)
    if receipt is None:
        return None
    receipt = locked_receipt(receipt.id)
    dispute = queries.dispute_by_external(outcome.external_id) or _open(receipt, outcome)
    db.session.refresh(dispute)
    if outcome.money != dispute.money or dispute.currency != receipt.currency:
        matters.note("dispute_odd", dispute.external_id, receipt.receivable, told=str(outcome.money))
        return dispute
    if dispute.state != "open":
        return dispute
    dispute.answer_by = outcome.answer_by or dispute.answer_by
    if (outcome.withdrawn or outcome.state == "lost") and not dispute.withdrawn:
        _withdraw(dispute)
    if outcome.state == "won" or (dispute.withdrawn and not outcome.withdrawn and outcome.state == "open"):
        _return(dispute)
    if outcome.state in ("won", "lost"):
        _close(dispute, outcome.state)
    db.session.flush()
    return dispute


def _open(receipt: Receipt, outcome: DisputeOutcome) -> Dispute:
    dispute = Dispute(
        receipt=receipt,
        external_id=outcome.external_id,
        amount_minor=outcome.money.minor,
        currency=outcome.money.currency,
        reason=outcome.reason[:60],
        answer_by=outcome.answer_by,
    )
    db.session.add(dispute)
    db.session.flush()
    receivable = receipt.receivable
    matters.note("dispute", dispute.external_id, receivable, amount=str(dispute.money), reason=outcome.reason[:60])
    emit(DisputeOpened(receivable.id, dispute.id, receivable.subject))
    return dispute


def _post(dispute: Dispute, step: str, lines: list[Line], kind: str = "disputed") -> None:
    receipt = dispute.receipt
    book.post(
        f"dispute:{dispute.id}:{step}",
        kind,
        clock.today(),
        lines,
        {"receipt": receipt.number, "dispute": dispute.external_id},
        receipt.receivable.ledger_subject,
    )


def _withdraw(dispute: Dispute) -> None:
    """The card's bank has taken the money until it decides."""
    receivable = dispute.receipt.receivable
    turn = queries.entries_beginning(f"dispute:{dispute.id}:out") + 1
    lines = [
        Line("disputed", receivable.debtor_id, dispute.money),
        rules.clearing(dispute.receipt.way, receivable.creditor_id, -dispute.money),
    ]
    _post(dispute, f"out{turn}", lines)
    dispute.withdrawn = True


def _return(dispute: Dispute) -> None:
    """The money is with us again."""
    if not dispute.withdrawn:
        return
    turn = queries.entries_beginning(f"dispute:{dispute.id}:out")
    entry = ledger.entry(f"dispute:{dispute.id}:out{turn}")
    if entry is not None:
        book.reverse(entry, "returned")
    dispute.withdrawn = False


def _close(dispute: Dispute, state: str) -> None:
    dispute.state, dispute.closed_at = state, clock.now()
    db.session.flush()
    receivable = dispute.receipt.receivable
    if state == "lost":
        _lose(dispute)
    emit(DisputeClosed(receivable.id, dispute.id, receivable.subject, state))


def _lose(dispute: Dispute) -> None:
    """The money is gone: surplus of it is owed to nobody any more, what had paid the amount due is open again."""
    receipt = dispute.receipt
    receivable = receipt.receivable
    zero = Money.zero(dispute.currency)
    surplus = max(zero, min(dispute.money, receipt.left_to_give_back))
    due = max(zero, min(dispute.money - surplus, receipt.applied - receipt.refunded_due))
    odd = dispute.money - surplus - due
    lines = [
        Line("surplus", receivable.debtor_id, surplus + odd),
        Line("receivable", receivable.debtor_id, due),
        Line("disputed", receivable.debtor_id, -dispute.money),
    ]
    _post(dispute, "lost", lines, "dispute")
    receipt.surplus_minor -= surplus.minor
    receipt.lost_minor += (surplus + due).minor
    if odd:
        matters.note("dispute_odd", f"{dispute.external_id}:lost", receivable, amount=str(odd))
    db.session.flush()
    reapply(receivable)
    reopen(receivable, "dispute", f"dispute:{dispute.id}")
    payouts.adjust(receivable)
