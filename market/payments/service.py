"""The deeds about money: ask, book, settle, cancel, give back; card payments from their start to their outcome.

Every function runs inside the caller's transaction. The row of the amount due is locked first, whatever is done to it,
so that repeated and parallel deeds queue up behind each other.
"""

from datetime import date

from sqlalchemy import update

from market.core import clock
from market.core.actor import SYSTEM, Actor
from market.core.db import db, lock_row
from market.core.errors import NotFound
from market.core.files import StoredFile
from market.core.money import Money
from market.core.outbox import emit
from market.ledger import queries as ledger
from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries, rules
from market.payments.errors import (
    AskedDifferently,
    BookedElsewhere,
    NoSurplus,
    NothingOpen,
    NotYoursToBook,
    OperatorOnly,
    TooMuchForCard,
)
from market.payments.events import (
    PaymentAsked,
    PaymentReceived,
    ReceivableCancelled,
    ReceivableSettled,
    SurplusGivenBack,
    SurplusReceived,
)
from market.payments.models import CardPayment, GivenBack, Receipt, Receivable
from market.payments.queries import find_by_reference, open_amount, paid

__all__ = [
    "ask",
    "attempt_opened",
    "begin_attempt",
    "book_receipt",
    "cancel",
    "conclude",
    "find_by_reference",
    "give_back",
    "open_amount",
    "paid",
    "self_check",
]


def ask(
    subject: str,
    title: str,
    debtor_id: int,
    creditor_id: int,
    money: Money,
    due_on: date | None,
    position: int = 1,
) -> Receivable:
    """Ask one organisation to pay another; once per subject and position, asking again gives the same row.

    Raises AskedDifferently when it was asked before with another amount or other parties.
    """
    found = queries.receivable_for(subject, position)
    if found is not None:
        if (found.debtor_id, found.creditor_id, found.money) != (debtor_id, creditor_id, money):
            raise AskedDifferently
        return found
    today = clock.today()
    receivable = Receivable(
        reference=rules.reference_text(today.year, book.next_number(rules.REFERENCE_SERIES, today.year)),
        subject=subject,
        position=position,
        title=title,
        debtor_id=debtor_id,
        creditor_id=creditor_id,
        amount_minor=money.minor,
        currency=money.currency,
        due_on=due_on,
    )
    db.session.add(receivable)
    db.session.flush()
    _post_asked(receivable)
    emit(PaymentAsked(receivable_id=receivable.id, subject_key=subject))
    return receivable


def _post_asked(receivable: Receivable) -> None:
    book.post(
        f"ask:{receivable.id}",
        "ask",
        clock.today(),
        [
            Line("receivable", receivable.debtor_id, receivable.money),
            Line("payable", receivable.creditor_id, -receivable.money),
        ],
        {"reference": receivable.reference, "for": receivable.subject},
        receivable.ledger_subject,
    )


def book_receipt(
    actor: Actor,
    receivable_id: int,
    way: str,
    external_key: str,
    money: Money,
    received_on: date,
    payer_name: str = "",
    note: str = "",
    voucher: StoredFile | None = None,
) -> Receipt:
    """Book money that came in, as it came in: once per fact (`way`, `external_key`), whatever the amount or currency.

    `way` is "bank" (key: the bank's reference; the actor must be allowed to book) or "sandbox_card" (key: the door's
    payment number). What exceeds the open amount is surplus, to be given back. The same fact again gives the same
    receipt; a bank reference that was booked for something else raises BookedElsewhere.
    """
    receivable = _locked(receivable_id)
    if way == "bank":
        external_key = _bank_key(actor, receivable, external_key)
    if (found := queries.receipt_by_key(way, external_key)) is not None:
        return _same_fact(found, receivable_id, money)
    parts = rules.portions(money, queries.open_amount(receivable))
    receipt = Receipt(
        number=_receipt_number(),
        receivable=receivable,
        way=way,
        external_key=external_key,
        amount_minor=money.minor,
        surplus_minor=parts.surplus.minor,
        currency=money.currency,
        received_on=received_on,
        payer_name=payer_name,
        note=note,
        voucher=voucher,
        booked_by=actor.user_id,
    )
    _book(receipt, parts)
    return receipt


def _bank_key(actor: Actor, receivable: Receivable, reference: str) -> str:
    """The key of a bank transfer, for those who may book it."""
    if not rules.may_book(actor, receivable.creditor_id):
        raise NotYoursToBook
    return rules.bank_key(receivable.creditor_id, reference)


def _same_fact(found: Receipt, receivable_id: int, money: Money) -> Receipt:
    """The receipt that is there, if it says the same."""
    if (found.receivable_id, found.money) != (receivable_id, money):
        raise BookedElsewhere(number=found.number)
    return found


def _receipt_number() -> str:
    year = clock.today().year
    return rules.receipt_text(year, book.next_number(rules.RECEIPT_SERIES, year))


def _book(receipt: Receipt, parts: rules.Portions) -> None:
    """Store a receipt with its posting and say what happened."""
    db.session.add(receipt)
    db.session.flush()
    _post_receipt(receipt, parts)
    _tell_received(receipt, parts)


def _post_receipt(receipt: Receipt, parts: rules.Portions) -> None:
    receivable = receipt.receivable
    book.post(
        f"receipt:{receipt.id}",
        "receipt",
        receipt.received_on,
        [
            Line(rules.ACCOUNTS[receipt.way], receivable.creditor_id, receipt.money),
            Line("receivable", receivable.debtor_id, -parts.applied),
            Line("surplus", receivable.debtor_id, -parts.surplus),
        ],
        {"receipt": receipt.number, "way": receipt.way},
        receivable.ledger_subject,
    )


def _tell_received(receipt: Receipt, parts: rules.Portions) -> None:
    """Say that money came, whether too much, and whether that was the last part."""
    receivable = receipt.receivable
    subject = receivable.subject
    emit(PaymentReceived(receivable.id, receipt.id, subject))
    if parts.surplus:
        emit(SurplusReceived(receivable.id, receipt.id, subject))
    if receivable.state == "open" and not queries.open_amount(receivable):
        receivable.settled_at = clock.now()
        db.session.flush()
        days = [row.received_on for row in receivable.receipts if row.applied]
        emit(ReceivableSettled(receivable.id, subject, max(days).isoformat()))


def cancel(receivable: Receivable) -> None:
    """An amount is no longer due: what is open is taken back, what was paid becomes surplus, as later money will."""
    receivable = _locked(receivable.id)
    if receivable.cancelled_at is not None:
        return
    released = [receipt for receipt in receivable.receipts if receipt.applied]
    for receipt in released:
        book.post(
            f"release:{receipt.id}",
            "release",
            clock.today(),
            [
                Line("receivable", receivable.debtor_id, receipt.applied),
                Line("surplus", receivable.debtor_id, -receipt.applied),
            ],
            {"receipt": receipt.number},
            receivable.ledger_subject,
        )
        receipt.surplus_minor = receipt.amount_minor
    asked = ledger.entry(f"ask:{receivable.id}")
    if asked is not None:
        book.reverse(asked, "cancelled")
    receivable.cancelled_at = clock.now()
    db.session.flush()
    emit(ReceivableCancelled(receivable.id, receivable.subject))
    for receipt in released:
        emit(SurplusReceived(receivable.id, receipt.id, receivable.subject))


def give_back(
    actor: Actor,
    receipt_id: int,
    given_on: date,
    bank_reference: str,
    note: str = "",
    voucher: StoredFile | None = None,
) -> GivenBack:
    """Book that the surplus of a receipt went back to who paid it; raises NoSurplus when nothing is left."""
    if not actor.operator:
        raise OperatorOnly
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None:
        raise NotFound
    receivable = _locked(receipt.receivable_id)
    db.session.refresh(receipt)
    left = receipt.left_to_give_back
    if not left:
        raise NoSurplus
    given = GivenBack(
        receipt=receipt,
        amount_minor=left.minor,
        currency=left.currency,
        given_on=given_on,
        bank_reference=bank_reference,
        note=note,
        voucher=voucher,
        booked_by=actor.user_id,
    )
    db.session.add(given)
    db.session.flush()
    _post_given_back(given, receivable)
    emit(SurplusGivenBack(receivable.id, receipt.id, receivable.subject))
    return given


def _post_given_back(given: GivenBack, receivable: Receivable) -> None:
    book.post(
        f"given_back:{given.id}",
        "given_back",
        given.given_on,
        [
            Line("surplus", receivable.debtor_id, given.money),
            Line("bank", receivable.creditor_id, -given.money),
        ],
        {"receipt": given.receipt.number, "bank_reference": given.bank_reference},
        receivable.ledger_subject,
    )


def begin_attempt(actor: Actor, receivable_id: int) -> CardPayment:
    """The card payment under way on an amount the actor's organisation owes, or a new one over what is open.

    Its key is stored before the door is called. Raises NothingOpen, TooMuchForCard, NotFound.
    """
    receivable = _locked(queries.owed(actor, receivable_id).id)
    found = queries.open_attempt(receivable_id)
    if found is not None:
        return found
    money = queries.open_amount(receivable)
    if money.minor <= 0:
        raise NothingOpen
    if not rules.card_fits(money):
        raise TooMuchForCard
    number = queries.attempts_made(receivable_id) + 1
    attempt = CardPayment(
        receivable=receivable,
        attempt=number,
        idempotency_key=f"{receivable.reference}-{number}",
        amount_minor=money.minor,
        currency=money.currency,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def attempt_opened(attempt_id: int, session_id: str) -> None:
    """The door has opened a session for the try; harmless to say again."""
    db.session.execute(
        update(CardPayment)
        .where(CardPayment.id == attempt_id, CardPayment.state == "started")
        .values(state="open", session_id=session_id)
    )


def conclude(outcome: rules.Outcome) -> CardPayment:
    """What the door says becomes fact here, once: a paid try is booked (late or not), a failed one closed.

    Called by callback, return page and timed job alike; safe to run twice and in parallel. Raises NotFound for a
    session that was never ours.
    """
    attempt = queries.attempt(outcome.session_id, outcome.key)
    if attempt is None:
        raise NotFound
    receivable = _locked(attempt.receivable_id)
    db.session.refresh(attempt)
    attempt.session_id = outcome.session_id
    if outcome.state == "paid":
        book_receipt(
            SYSTEM,
            receivable.id,
            "sandbox_card",
            outcome.fact,
            outcome.money,
            outcome.on,
            payer_name=receivable.debtor.name,
        )
        _finish(attempt, "paid")
    elif outcome.state in ("failed", "expired") and attempt.undecided:
        _finish(attempt, outcome.state)
    db.session.flush()
    return attempt


def _finish(attempt: CardPayment, state: str) -> None:
    attempt.state = state
    attempt.finished_at = attempt.finished_at or clock.now()


def self_check() -> list[str]:
    """Where rows and ledger disagree, one line for each finding; empty when all is well. Reads only."""
    findings = []
    rows = queries.every_receivable()
    amounts = queries.open_amounts(rows)
    for row in rows:
        if (amounts[row.id].minor > 0) != (row.state == "open"):
            findings.append(f"receivable {row.id} is {row.state} but {amounts[row.id]} are open")
        if amounts[row.id].minor < 0:
            findings.append(f"receivable {row.id} is paid beyond its amount")
    missing = queries.unposted_receipts()
    return findings + [f"receipt {number} has no posting" for number in missing]


def _locked(receivable_id: int) -> Receivable:
    """The row of an amount due, held until the transaction ends and read afresh."""
    receivable = db.session.get(Receivable, receivable_id)
    if receivable is None:
        raise NotFound
    lock_row(receivable)
    return receivable
