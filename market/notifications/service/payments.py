"""What debtor, creditor and operator hear about money."""

from sqlalchemy import select

from market.accounts.queries import operators
from market.core.db import transaction
from market.notifications.queries import people
from market.notifications.rules import MONEY_PEOPLE
from market.notifications.service.inbox import named, tell
from market.payments.events import PaymentAsked, PaymentReceived, ReceivableCancelled, SurplusGivenBack, SurplusReceived
from market.payments.models import GivenBack, Receipt, Receivable


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
