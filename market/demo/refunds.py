"""The demo's money that goes back: a refund agreed on, an amount on hold, a receipt that was a slip."""

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.payments import queries
from market.payments import service as money
from market.payments.models import Receipt


def build(operator: Actor) -> None:
    """Take back a mistyped receipt, ask for one refund by bank list, and put one open amount on hold."""
    mistype(operator)
    send_back(operator)
    hold()


def mistype(operator: Actor) -> None:
    """A transfer was booked on the wrong amount due, and taken back the same day."""
    due = next((row for row, _left in queries.open_items()), None)
    if due is None:
        return
    with transaction():
        slip = money.book_receipt(
            operator, due.id, "bank", "20260000-DEMO", Money.of(88, due.currency), clock.today(), due.debtor.name
        )
        number = slip.id
    with transaction():
        money.reverse_receipt(operator, number, "流水号看错行，款项属于另一笔应收款")


def send_back(operator: Actor) -> None:
    """Both sides agreed that a tenth of a fee goes back; it waits for the next list for the bank."""
    paid = db.session.scalars(queries.receipts(operator).where(Receipt.reversed_at.is_(None)).limit(20)).all()
    receipt = next((row for row in paid if row.left_to_refund.minor >= 100_000 and not row.refunds), None)
    if receipt is not None:
        number, part = receipt.id, Money(receipt.left_to_refund.minor // 10, receipt.currency)
        with transaction():
            money.ask_refund(operator, number, part, "双方协商减收一成", by_bank=True)


def hold() -> None:
    """One amount is not asked for while the sides talk."""
    rows = [row for row, _left in queries.open_items() if row.due_on is not None and row.due_on > clock.today()]
    if rows:
        with transaction():
            money.freeze(rows[-1], "双方正在协商变更付款期限")
