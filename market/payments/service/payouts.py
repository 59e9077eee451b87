"""What the house keeps and passes on of money that came through its accounts."""

from market.core import clock
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.core.outbox import emit
from market.core.settings import settings
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries, rules
from market.payments.events import PayoutDone
from market.payments.models import Payout, Receipt, Receivable
from market.payments.rules import TransferOutcome
from market.payments.service import matters
from market.payments.service.rows import locked

STANDING = ("asked", "listed", "done")


def adjust(receivable: Receivable) -> None:
    """Bring the house's fee and what is passed on for an amount due in line with what stands in the book.

    Money is passed on once the amount is paid in full; what goes back before then is passed on less. What went back
    after it was passed on is noted for the operator. Harmless to repeat.
    """
    db.session.flush()
    for receipt in receivable.receipts:
        rows = queries.payouts_of(receipt.id)
        if rows or (receivable.settled_at is not None and passes_through(receipt)):
            _adjust_one(receipt, [row for row in rows if row.state in STANDING], len(rows))


def passes_through(receipt: Receipt) -> bool:
    """Whether its money came to an account of the house, and not to the university's own."""
    if receipt.way != "bank":
        return True
    if receipt.account is not None:
        return receipt.account.organisation.kind == "operator"
    told = queries.account_to_pay(receipt.receivable)
    return told is not None and told.house


def _adjust_one(receipt: Receipt, rows: list[Payout], made: int) -> None:
    kept = receipt.applied - receipt.refunded_due
    if receipt.account is not None and not passes_through(receipt):
        kept = Money.zero(receipt.currency)
    fee = rules.platform_fee(kept, settings().platform_fee_basis_points)
    _keep(receipt, fee)
    missing = (kept - fee).minor - sum(row.amount_minor for row in rows)
    if not missing:
        return
    waiting = next((row for row in rows if row.state == "asked"), None)
    if waiting is not None:
        room = max(-waiting.amount_minor, missing)
        _resize(waiting, waiting.amount_minor + room)
        missing -= room
    elif missing > 0:
        _ask(receipt, missing, made + 1)
        missing = 0
    if missing < 0:
        amount = Money(-missing, receipt.currency)
        matters.note("paid_on", f"{receipt.id}:{missing}", receipt.receivable, amount=str(amount))


def _keep(receipt: Receipt, fee: Money) -> None:
    """Book the change of the house's fee on a receipt."""
    change = fee.minor - receipt.platform_fee_minor
    if not change:
        return
    receivable = receipt.receivable
    money = Money(change, receipt.currency)
    book.post(
        f"platform_fee:{receipt.id}:{queries.entries_beginning(f'platform_fee:{receipt.id}:') + 1}",
        "platform_fee",
        clock.today(),
        [Line("payable", receivable.creditor_id, money), Line("platform_fee", None, -money)],
        {"receipt": receipt.number},
        receivable.ledger_subject,
    )
    receipt.platform_fee_minor = fee.minor


def _resize(payout: Payout, minor: int) -> None:
    if minor:
        payout.amount_minor = minor
    else:
        payout.state, payout.finished_at = "cancelled", clock.now()
    db.session.flush()


def _ask(receipt: Receipt, minor: int, position: int) -> None:
    receivable = receipt.receivable
    account = queries.payout_account(receivable.creditor_id)
    connect = receipt.way == "stripe" and account is not None and account.ready
    db.session.add(
        Payout(
            receipt_id=receipt.id,
            position=position,
            creditor_id=receivable.creditor_id,
            key=f"{receipt.number}-P{position}",
            way="connect" if connect else "bank",
            amount_minor=minor,
            currency=receipt.currency,
        )
    )
    db.session.flush()


def under_way(receipt: Receipt) -> bool:
    """Whether money of a receipt has been passed on, or is on its way."""
    return any(row.state in ("listed", "done") for row in queries.payouts_of(receipt.id))


def listed(receipt: Receipt) -> bool:
    """Whether money of a receipt is on its way to the university just now."""
    return any(row.state == "listed" for row in queries.payouts_of(receipt.id))


def held(payout_id: int) -> Payout:
    """A payout read afresh while the row of its amount due is held; raises NotFound."""
    payout = db.session.get(Payout, payout_id)
    if payout is None:
        raise NotFound
    locked(payout.receipt.receivable_id)
    db.session.refresh(payout)
    return payout


def begin_transfer(payout_id: int) -> bool:
    """Fix the amount of a payout by Connect before the card service is called; False when it is not to be sent."""
    payout = held(payout_id)
    waits = payout.way == "connect" and payout.state in ("asked", "listed")
    if not waits or payout.receipt.receivable.frozen_at or queries.open_dispute(payout.receipt_id) is not None:
        return False
    payout.state, payout.listed_at = "listed", payout.listed_at or clock.now()
    db.session.flush()
    return True


def conclude_transfer(outcome: TransferOutcome) -> Payout:
    """What the card service says of a transfer becomes fact here, once; a refused one waits again and is noted."""
    found = queries.payout_by_key(outcome.key)
    if found is None:
        raise NotFound
    payout = held(found.id)
    if outcome.state == "done":
        payout.external_id = outcome.external_id
        finish(payout, outcome)
    elif payout.state == "listed":
        give_up(payout, outcome.problem)
    db.session.flush()
    return payout


def finish(payout: Payout, outcome: TransferOutcome) -> None:
    """The money has reached the university: book it once."""
    if payout.state == "done":
        return
    payout.state, payout.finished_at, payout.done_on = "done", clock.now(), outcome.on
    receivable = payout.receipt.receivable
    way = "stripe" if payout.way == "connect" else "bank"
    book.post(
        f"payout:{payout.id}",
        "payout",
        outcome.on,
        [
            Line("payable", payout.creditor_id, payout.money),
            rules.clearing(way, payout.creditor_id, -payout.money),
        ],
        {"receipt": payout.receipt.number, "payout": payout.external_id or payout.bank_reference},
        receivable.ledger_subject,
    )
    db.session.flush()
    emit(PayoutDone(receivable.id, payout.id, receivable.subject))


def give_up(payout: Payout, problem: str) -> None:
    """It did not work and no money moved: it waits again, and the operator must look."""
    payout.state, payout.listed_at, payout.problem = "asked", None, problem[:1000]
    db.session.flush()
    matters.note("payout_failed", f"{payout.id}:{problem[:60]}", payout.receipt.receivable, problem=problem[:1000])
    adjust(payout.receipt.receivable)
