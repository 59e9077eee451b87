"""Lists of transfers for the bank: made from refunds, surplus and payouts that wait, and ticked off line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from market.accounts.queries import account_for
from market.banking import queries
from market.banking.errors import AlreadyListed, ListClosed, NothingToList, NotYourAccount
from market.banking.events import BankListLineDone, BankListMade
from market.banking.models import BankList, BankListLine, BankPart, BankRow
from market.banking.rules import transfers as rules
from market.banking.rules.access import may_handle
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row, transaction
from market.core.errors import NotFound
from market.core.money import Money
from market.core.outbox import emit
from market.ledger.service import next_number
from market.payments import queries as payments
from market.payments.models import Receipt
from market.payments.service import bank_lists, refunds


@dataclass(frozen=True)
class Waiting:
    """Something to be transferred: what for ("refund:3", "payout:4", "surplus:5"), to whom, how much.

    `number` is empty when no bank account of the payee is known; then it cannot be put on a list.
    """

    subject: str
    payee: str
    number: str
    bank: str
    money: Money
    reference: str
    receipt: Receipt

    @property
    def kind(self) -> str:
        """ "refund", "payout" or "surplus"."""
        return self.subject.partition(":")[0]


def waiting(currency: str = "") -> list[Waiting]:
    """All that could be put on a list now, in one currency when given; oldest first of each kind."""
    found = [_to_debtor(f"refund:{each.id}", each.receipt, each.money) for each in payments.refunds_waiting()]
    found += [
        _to_debtor(f"surplus:{each.id}", each, each.left_to_give_back)
        for each in payments.receipt_rows(payments.surpluses())
        if each.way == "bank"
    ]
    found += [_to_creditor(each.id, each.receipt, each.money) for each in payments.payouts_waiting()]
    return [each for each in found if not currency or each.money.currency == currency]


def _to_debtor(subject: str, receipt: Receipt, money: Money) -> Waiting:
    """Back to who paid: the account entered for it, else the one the money came from."""
    receivable = receipt.receivable
    account = account_for(receivable.debtor_id, "refunds", money.currency)
    if account is not None:
        payee, number, bank = account.holder, account.number, account.bank_and_branch
    else:
        row = db.session.scalar(
            select(BankRow)
            .join(BankPart, BankPart.row_id == BankRow.id)
            .where(BankPart.receipt_id == receipt.id, BankPart.taken_back_at.is_(None))
        )
        payee, number, bank = (row.name, row.number, "") if row else (receivable.debtor.name, "", "")
    return Waiting(subject, payee, number, bank, money, receivable.reference, receipt)


def _to_creditor(payout_id: int, receipt: Receipt, money: Money) -> Waiting:
    receivable = receipt.receivable
    account = account_for(receivable.creditor_id, "income", money.currency)
    facts = (account.holder, account.number, account.bank_and_branch) if account else (receivable.creditor.name, "", "")
    return Waiting(f"payout:{payout_id}", *facts, money, receivable.reference, receipt)


def make_list(actor: Actor, subjects: Sequence[str], account_id: int | None = None) -> BankList:
    """Put chosen things on a new list; surplus becomes a refund by bank. All in one currency.

    Its number is taken first, so that people who make lists at the same moment do so one after the other.
    Raises NotYourAccount, NothingToList, AlreadyListed.
    """
    if not actor.operator or actor.organisation_id is None or not may_handle(actor, actor.organisation_id):
        raise NotYourAccount
    if account_id is not None:
        queries.account(actor, account_id)
    year = clock.today().year
    number = next_number(rules.SERIES, year)
    known = {each.subject: each for each in waiting()}
    if any(subject not in known for subject in subjects):
        raise AlreadyListed
    chosen = [known[subject] for subject in dict.fromkeys(subjects) if known[subject].number]
    currencies = {each.money.currency for each in chosen}
    if not chosen or len(chosen) < len(set(subjects)) or len(currencies) != 1:
        raise NothingToList
    made = BankList(
        number=rules.list_number(year, number),
        account_id=account_id,
        currency=currencies.pop(),
        total_minor=sum(each.money.minor for each in chosen),
        made_by=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    for position, each in enumerate(chosen, start=1):
        made.lines.append(_line(actor, made, position, each))
    db.session.flush()
    emit(BankListMade(made.id), actor)
    return made


def _line(actor: Actor, made: BankList, position: int, each: Waiting) -> BankListLine:
    """A line whose refund or payout is fixed from now on."""
    subject = each.subject
    if each.kind == "surplus":
        asked = refunds.ask_refund(actor, each.receipt.id, each.money, made.number, by_bank=True)
        if asked.surplus_minor != asked.amount_minor:
            raise AlreadyListed
        subject = f"refund:{asked.id}"
    kind, _colon, number = subject.partition(":")
    bank_lists.mark_listed(actor, **_ids(kind, int(number)))
    return BankListLine(
        position=position,
        subject=subject,
        payee=each.payee[:160],
        number=each.number[:60],
        bank=each.bank[:240],
        amount_minor=each.money.minor,
        currency=each.money.currency,
        remark=rules.remark(made.number, position, each.reference)[:120],
    )


def _ids(kind: str, number: int) -> dict[str, tuple[int, ...]]:
    return {"refund_ids": (number,)} if kind == "refund" else {"payout_ids": (number,)}


def line(actor: Actor, line_id: int) -> BankListLine:
    """One line of a list, held until the transaction ends; for those who handle the programme's accounts."""
    if not actor.operator or actor.organisation_id is None or not may_handle(actor, actor.organisation_id):
        raise NotYourAccount
    found = db.session.get(BankListLine, line_id)
    if found is None:
        raise NotFound
    lock_row(found)
    return found


def mark_done(
    actor: Actor, line_id: int, done_on: date, bank_reference: str, row: BankRow | None = None
) -> BankListLine:
    """The transfer has left the account: books it. Harmless to repeat; raises ListClosed for a removed line."""
    found = line(actor, line_id)
    if found.state == "done":
        return found
    if found.state != "open":
        raise ListClosed
    kind, _colon, number = found.subject.partition(":")
    bank_lists.mark_done(actor, **_ids(kind, int(number)), done_on=done_on, bank_reference=bank_reference)
    found.state, found.done_on, found.done_by = "done", done_on, actor.user_id
    found.bank_reference = bank_reference[:80]
    if row is not None:
        found.row_id = row.id
        row.state, row.decided_by, row.decided_at = "matched", actor.user_id, clock.now()
    db.session.flush()
    emit(BankListLineDone(found.id, found.bank_reference), actor)
    return found


def remove_line(actor: Actor, line_id: int, reason: str) -> BankListLine:
    """The bank did not carry it out: it waits again for another list. Harmless to repeat; raises ListClosed."""
    found = line(actor, line_id)
    if found.state == "removed":
        return found
    if found.state != "open":
        raise ListClosed
    kind, _colon, number = found.subject.partition(":")
    bank_lists.mark_undone(actor, **_ids(kind, int(number)), problem=reason)
    found.state, found.done_by = "removed", actor.user_id
    db.session.flush()
    return found


def match_debit(actor: Actor, row_id: int) -> int:
    """Tick off the one open line that a debit shows; gives 1 when it did."""
    if not actor.operator:
        return 0
    row = db.session.get(BankRow, row_id)
    if row is None or row.incoming or row.state != "unmatched":
        return 0
    number = rules.found_on(row.name, row.number, row.text, row.money, _open_transfers(row))
    if number is None:
        return 0
    with transaction():
        row = queries.row(actor, row_id)
        lock_row(row)
        if row.state != "unmatched" or db.session.get_one(BankListLine, number).state != "open":
            return 0
        mark_done(actor, number, row.booked_on, row.reference, row)
    return 1


def _open_transfers(row: BankRow) -> list[rules.Transfer]:
    """Open lines of lists that leave from the row's account, or from none in particular."""
    found = db.session.scalars(
        select(BankListLine)
        .join(BankList, BankList.id == BankListLine.list_id)
        .where(
            BankListLine.state == "open",
            BankListLine.amount_minor == row.amount_minor,
            BankListLine.currency == row.currency,
            BankList.account_id.is_(None) | (BankList.account_id == row.account_id),
        )
    )
    return [rules.Transfer(each.id, each.payee, each.number, each.money, each.remark) for each in found]
