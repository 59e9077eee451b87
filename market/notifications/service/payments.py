"""What debtor, creditor and operator hear about money."""

from sqlalchemy import select

from market.accounts.models import User
from market.accounts.queries import operators
from market.core.db import transaction
from market.notifications.queries import people
from market.notifications.rules import MONEY_PEOPLE
from market.notifications.service.inbox import named, tell
from market.payments.events import (
    DisputeClosed,
    DisputeOpened,
    MatterNoted,
    PaymentAsked,
    PaymentReceived,
    PayoutDone,
    ReceiptReversed,
    ReceivableCancelled,
    RefundDone,
    SurplusGivenBack,
    SurplusReceived,
)
from market.payments.models import Dispute, GivenBack, Payout, Receipt, Receivable, Refund
from market.payments.rules import MATTERS


def asked(event: PaymentAsked) -> None:
    """The debtor hears how much is due, until when, and under which reference."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        tell(event, "payments.asked", people(due.debtor_id, MONEY_PEOPLE), of_receivable(due), receivable_id=due.id)


def received(event: PaymentReceived) -> None:
    """Both sides hear what was booked."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        receipt = session.get_one(Receipt, event.receipt_id)
        values = of_receivable(due) | of_receipt(receipt)
        readers = people(due.debtor_id, MONEY_PEOPLE) + people(due.creditor_id, MONEY_PEOPLE)
        tell(event, "payments.received", readers, values, receivable_id=due.id)


def surplus(event: SurplusReceived) -> None:
    """Both sides and the operators hear that money is to be given back."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        receipt = session.get_one(Receipt, event.receipt_id)
        values = of_receivable(due) | of_receipt(receipt)
        readers = people(due.debtor_id, MONEY_PEOPLE) + people(due.creditor_id, MONEY_PEOPLE) + operators()
        tell(event, "payments.surplus", readers, values, receivable_id=due.id)


def cancelled(event: ReceivableCancelled) -> None:
    """The debtor hears that nothing is to be paid any more."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        tell(event, "payments.cancelled", people(due.debtor_id, MONEY_PEOPLE), of_receivable(due), receivable_id=due.id)


def given_back(event: SurplusGivenBack) -> None:
    """Both sides hear what went back to who paid it."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        receipt = session.get_one(Receipt, event.receipt_id)
        given = session.scalars(
            select(GivenBack).where(GivenBack.receipt_id == receipt.id).order_by(GivenBack.id.desc()).limit(1)
        ).one()
        values = of_receivable(due) | of_receipt(receipt)
        values |= {"given_money": [given.amount_minor, given.currency], "given_on": given.given_on.isoformat()}
        readers = people(due.debtor_id, MONEY_PEOPLE) + people(due.creditor_id, MONEY_PEOPLE)
        tell(event, "payments.given_back", readers, values, receivable_id=due.id)


def refunded(event: RefundDone) -> None:
    """Both sides hear what was sent back."""
    with transaction() as session:
        refund = session.get_one(Refund, event.refund_id)
        due = refund.receipt.receivable
        tell(event, "payments.refunded", sides(due), of_money(refund), receivable_id=due.id)


def reversed_(event: ReceiptReversed) -> None:
    """Both sides hear that a receipt was booked by mistake."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        values = of_receivable(due) | of_receipt(session.get_one(Receipt, event.receipt_id))
        tell(event, "payments.reversed", sides(due), values | {"note": event.reason}, receivable_id=due.id)


def passed_on(event: PayoutDone) -> None:
    """The university hears that money is on its way to its account."""
    with transaction() as session:
        payout = session.get_one(Payout, event.payout_id)
        due = payout.receipt.receivable
        readers = people(payout.creditor_id, MONEY_PEOPLE)
        tell(event, "payments.passed_on", readers, of_money(payout), receivable_id=due.id)


def contested(event: DisputeOpened) -> None:
    """The university and the operators hear that a payer contests a payment."""
    with transaction() as session:
        dispute = session.get_one(Dispute, event.dispute_id)
        due = dispute.receipt.receivable
        readers = people(due.creditor_id, MONEY_PEOPLE) + operators()
        tell(event, "payments.contested", readers, of_money(dispute), receivable_id=due.id)


def decided(event: DisputeClosed) -> None:
    """When the card's bank has taken the money back, both sides and the operators hear it."""
    if event.state != "lost":
        return
    with transaction() as session:
        dispute = session.get_one(Dispute, event.dispute_id)
        due = dispute.receipt.receivable
        tell(event, "payments.lost", sides(due) + operators(), of_money(dispute), receivable_id=due.id)


def matter(event: MatterNoted) -> None:
    """The operators hear that something about money needs a look."""
    with transaction():
        tell(event, "payments.matter", operators(), {"reason": MATTERS.get(event.kind, event.kind)})


def sides(due: Receivable) -> list[User]:
    """The money people of both sides."""
    return people(due.debtor_id, MONEY_PEOPLE) + people(due.creditor_id, MONEY_PEOPLE)


def of_money(row: Refund | Payout | Dispute) -> dict[str, object]:
    """What messages say about money of a receipt that goes back, on, or is contested."""
    values = of_receivable(row.receipt.receivable) | of_receipt(row.receipt)
    return values | {"amount_money": [row.amount_minor, row.currency]}


def of_receivable(due: Receivable) -> dict[str, object]:
    """What messages say about an amount due."""
    return (
        {
            "title": due.title,
            "reference": due.reference,
            "amount_money": [due.amount_minor, due.currency],
            "due_on": due.due_on.isoformat() if due.due_on else "",
        }
        | named("debtor", due.debtor)
        | named("creditor", due.creditor)
    )


def of_receipt(receipt: Receipt) -> dict[str, object]:
    """What messages say about a receipt."""
    return {
        "number": receipt.number,
        "amount_money": [receipt.amount_minor, receipt.currency],
        "surplus_money": [receipt.surplus_minor, receipt.currency],
        "received_on": receipt.received_on.isoformat(),
    }
