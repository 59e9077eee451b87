"""The rows of payments against the book: states, receipts, payments and refunds without an outcome, old surplus."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db
from market.core.money import Money
from market.ledger.models import Account, JournalEntry, Posting
from market.ledger.queries import every_subject
from market.ledger.service import self_check
from market.payments.models import CardPayment, GivenBack, Receipt, Receivable, Refund
from market.reconciliation.rules import REFUND_STUCK_AFTER, STUCK_AFTER, SURPLUS_DAYS, Finding

ENTRY = "receipt:"


def row_findings() -> Iterator[Finding]:
    """Every difference inside the house: book, states, receipts, outcomes that do not come, surplus that stays."""
    for line in self_check():
        yield Finding("book", f"book:{line}"[:160], facts={"finding": line})
    yield from _states()
    yield from _receipts()
    yield from _orphans()
    yield from stuck_attempts()
    yield from _stuck_refunds()
    yield from _old_surplus()
    yield from _surplus_sums()


def _states() -> Iterator[Finding]:
    """Amounts due whose state says something else than the ledger."""
    stands = every_subject("receivable")
    columns = (Receivable.id, Receivable.reference, Receivable.currency, Receivable.settled_at, Receivable.cancelled_at)
    for number, reference, currency, settled_at, cancelled_at in db.session.execute(select(*columns)):
        found = stands.get(f"receivable:{number}", {})
        minor, others = found.get(currency, 0), [one for key, one in found.items() if key != currency and one]
        unpaid = settled_at is None and cancelled_at is None
        if minor < 0 or others or (minor > 0) != unpaid:
            state = "open" if unpaid else "cancelled" if cancelled_at else "settled"
            money = Money(minor, currency)
            facts = {"reference": reference, "state": state, "open": str(money)}
            yield Finding("state", f"state:receivable:{number}", f"receivable:{number}", facts, money)


def _receipts() -> Iterator[Finding]:
    """Receipts that do not stand in the book, or with another amount; a reversed one must have been taken back."""
    booked = _booked()
    columns = (Receipt.id, Receipt.number, Receipt.amount_minor, Receipt.currency)
    for number, name, minor, currency in db.session.execute(select(*columns)):
        money, about = Money(minor, currency), f"receipt:{number}"
        stands = booked.get(f"{ENTRY}{number}")
        if stands is None:
            yield Finding("unposted", f"unposted:{about}", about, {"number": name, "amount": str(money)}, money)
        elif stands != (minor, currency):
            facts = {"number": name, "amount": str(money), "booked": str(Money(stands[0], stands[1]))}
            yield Finding("amount", f"amount:{about}", about, facts, money)


def _booked() -> dict[str, tuple[int, str]]:
    """What came in by the entries of receipts: the sum of their debit side, by business key."""
    rows = db.session.execute(
        select(JournalEntry.business_key, func.sum(Posting.amount_minor), func.max(Posting.currency))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(JournalEntry.kind == "receipt", JournalEntry.reverses_id.is_(None), Posting.amount_minor > 0)
        .group_by(JournalEntry.business_key)
    )
    return {key: (int(minor), currency) for key, minor, currency in rows}


def _orphans() -> Iterator[Finding]:
    """Entries of receipts that are not there: money would be counted that nobody can show a receipt for."""
    numbers = set(db.session.scalars(select(Receipt.id)))
    for key, (minor, currency) in _booked().items():
        number = key.removeprefix(ENTRY)
        if key.startswith(ENTRY) and number.isdecimal() and int(number) not in numbers:
            money = Money(minor, currency)
            yield Finding("orphan", f"orphan:{key}", facts={"entry": key, "amount": str(money)}, money=money)


def stuck_attempts() -> Iterator[Finding]:
    """Card payments whose outcome should have been known long ago."""
    before = clock.now() - STUCK_AFTER
    rows = select(CardPayment).where(CardPayment.state.in_(("started", "open")), CardPayment.created_at < before)
    for row in db.session.scalars(rows.order_by(CardPayment.id)):
        since = clock.local_date(row.created_at).isoformat()
        facts = {"amount": str(row.money), "reference": row.receivable.reference, "since": since}
        yield Finding("stuck", f"stuck:{row.idempotency_key}", f"receivable:{row.receivable_id}", facts, row.money)


def _stuck_refunds() -> Iterator[Finding]:
    before = clock.now() - REFUND_STUCK_AFTER
    late: ColumnElement[bool] = or_(Refund.listed_at < before, Refund.asked_at < before)
    for row in db.session.scalars(select(Refund).where(Refund.state.in_(("asked", "listed")), late)):
        since = clock.local_date(row.asked_at).isoformat()
        facts = {"says": "refund", "amount": str(row.money), "number": row.receipt.number, "since": since}
        yield Finding("stuck", f"stuck:refund:{row.id}", f"receipt:{row.receipt_id}", facts, row.money)


def _old_surplus() -> Iterator[Finding]:
    """Surplus that has neither gone back nor is on its way, after SURPLUS_DAYS."""
    returned = select(func.coalesce(func.sum(GivenBack.amount_minor), 0)).where(GivenBack.receipt_id == Receipt.id)
    rows = select(Receipt).where(
        Receipt.surplus_minor > 0,
        Receipt.surplus_minor > returned.scalar_subquery(),
        Receipt.received_on < clock.today() - timedelta(days=SURPLUS_DAYS),
    )
    for row in db.session.scalars(rows.order_by(Receipt.id)):
        if row.left_to_give_back.minor > 0:
            money = row.left_to_give_back
            facts = {"number": row.number, "amount": str(money), "since": row.received_on.isoformat()}
            yield Finding("surplus", f"surplus:receipt:{row.id}", f"receipt:{row.id}", facts, money)


def _surplus_sums() -> Iterator[Finding]:
    """Firms whose receipts leave another surplus than their account has."""
    sums: dict[tuple[int | None, str], list[int]] = defaultdict(lambda: [0, 0])
    rows = select(Receipt).where(Receipt.surplus_minor > 0)
    loaded = (joinedload(Receipt.receivable), selectinload(Receipt.given_back), selectinload(Receipt.refunds))
    for row in db.session.scalars(rows.options(*loaded)):
        sums[row.receivable.debtor_id, row.currency][0] += row.left_to_give_back.minor
    booked = (
        select(Account.organisation_id, Account.currency, func.sum(Posting.amount_minor))
        .join(Posting, Posting.account_id == Account.id)
        .where(Account.code.startswith("surplus:"))
        .group_by(Account.organisation_id, Account.currency)
    )
    for owner, currency, minor in db.session.execute(booked):
        sums[owner, currency][1] -= int(minor)
    for (owner, currency), (left, stands) in sums.items():
        if left != stands:
            facts = {
                "says": "surplus_sum",
                "amount": str(Money(left, currency)),
                "booked": str(Money(stands, currency)),
            }
            facts["firm"] = str(db.session.scalar(select(Organisation.name).where(Organisation.id == owner)) or "")
            yield Finding("surplus", f"surplus:firm:{owner}:{currency}", "", facts, Money(stands - left, currency))
