"""Reading statements, rows, suspense and lists for the bank; each query starts from the accounts one handles."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import BankAccount, Organisation
from market.accounts.queries import bank_accounts
from market.banking.models import AccountReading, BankList, BankListLine, BankPart, BankRow, BankStatement
from market.banking.rules.access import may_handle, of_programme
from market.banking.rules.matching import Due, Movement
from market.banking.rules.texts import firm_name, plain
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.ledger.queries import balance
from market.payments.models import Receipt, Receivable
from market.payments.queries import open_amounts
from market.payments.rules import references_in

HAND_BOOKED_DAYS = 31
"""How far apart in days a receipt booked by hand and the row of the statement may be."""
PART_OF_KEY = re.compile(r"/\d{1,2}$")
WAITING = and_(
    BankRow.incoming,
    BankRow.state.in_(("unmatched", "partial")),
    BankRow.assigned_minor < BankRow.amount_minor,
)


def accounts(actor: Actor) -> list[BankAccount]:
    """The accounts in use whose statements the actor handles."""
    own = actor.organisation_id
    return bank_accounts(own) if own is not None and may_handle(actor, own) else []


def account(actor: Actor, account_id: int) -> BankAccount:
    """One account whose statements the actor handles; raises NotFound."""
    found = db.session.get(BankAccount, account_id)
    if found is None or not may_handle(actor, found.organisation_id):
        raise NotFound
    return found


def _handled(actor: Actor) -> ColumnElement[bool]:
    """The accounts the actor handles, as a condition on BankAccount."""
    own = actor.organisation_id
    if own is None or not may_handle(actor, own):
        return BankAccount.id.is_(None)
    return BankAccount.organisation_id == own


def statements(actor: Actor, account_id: int | None = None) -> Select[Any]:
    """The statements one handles, newest first; of one account when given."""
    found = select(BankStatement).join(BankAccount, BankAccount.id == BankStatement.account_id).where(_handled(actor))
    if account_id is not None:
        found = found.where(BankStatement.account_id == account_id)
    return found.options(joinedload(BankStatement.account), joinedload(BankStatement.file)).order_by(
        BankStatement.id.desc()
    )


def statement(actor: Actor, statement_id: int) -> BankStatement:
    """One statement the actor handles; raises NotFound."""
    found: BankStatement | None = db.session.scalar(statements(actor).where(BankStatement.id == statement_id))
    if found is None:
        raise NotFound
    return found


def row(actor: Actor, row_id: int) -> BankRow:
    """One row of an account the actor handles; raises NotFound."""
    found = db.session.get(BankRow, row_id)
    if found is None or not may_handle(actor, found.account.organisation_id):
        raise NotFound
    return found


def part(actor: Actor, part_id: int) -> BankPart:
    """One part of such a row; raises NotFound."""
    found = db.session.get(BankPart, part_id)
    if found is None or not may_handle(actor, found.row.account.organisation_id):
        raise NotFound
    return found


def rows_of(statement_id: int, state: str = "", words: str = "") -> Select[Any]:
    """The rows of a statement in its order. `state`: one of the states, "waiting", "debit", or empty for all."""
    found = select(BankRow).where(BankRow.statement_id == statement_id)
    return _narrowed(found, state, words).order_by(BankRow.line, BankRow.id)


def rows(actor: Actor, state: str = "waiting", words: str = "") -> Select[Any]:
    """The rows of all accounts one handles, oldest first, narrowed as in a statement."""
    found = select(BankRow).join(BankAccount, BankAccount.id == BankRow.account_id).where(_handled(actor))
    return _narrowed(found, state, words).order_by(BankRow.booked_on, BankRow.id)


def _narrowed(found: Select[Any], state: str, words: str) -> Select[Any]:
    found = found.options(joinedload(BankRow.account), selectinload(BankRow.parts).joinedload(BankPart.receivable))
    if state == "waiting":
        found = found.where(WAITING)
    elif state == "debit":
        found = found.where(~BankRow.incoming)
    elif state:
        found = found.where(BankRow.incoming, BankRow.state == state)
    if words:
        texts = (BankRow.name, BankRow.text, BankRow.reference, BankRow.number)
        found = found.where(or_(*(column.icontains(words, autoescape=True) for column in texts)))
    return found


def counts(statement_id: int) -> dict[str, int]:
    """How many rows of a statement stand in each state; "waiting" and "debit" beside them, "" for all."""
    grouped = db.session.execute(
        select(BankRow.incoming, BankRow.state, func.count())
        .where(BankRow.statement_id == statement_id)
        .group_by(BankRow.incoming, BankRow.state)
    )
    found = {"": 0, "debit": 0}
    for incoming, state, count in grouped:
        found[""] += count
        name = state if incoming else "debit"
        found[name] = found.get(name, 0) + count
    waiting = select(func.count()).select_from(BankRow).where(BankRow.statement_id == statement_id, WAITING)
    found["waiting"] = int(db.session.scalar(waiting) or 0)
    return found


def waiting_count(organisation_id: int) -> int:
    """How many rows of an organisation's accounts wait for a person."""
    found = select(func.count()).select_from(BankRow).join(BankAccount, BankAccount.id == BankRow.account_id)
    return int(db.session.scalar(found.where(BankAccount.organisation_id == organisation_id, WAITING)) or 0)


def waiting_statements() -> Sequence[BankStatement]:
    """Statements of the programme's accounts with rows that wait, oldest first."""
    return db.session.scalars(
        select(BankStatement)
        .join(BankAccount, BankAccount.id == BankStatement.account_id)
        .join(Organisation, Organisation.id == BankAccount.organisation_id)
        .where(Organisation.kind == "operator")
        .where(select(BankRow.id).where(BankRow.statement_id == BankStatement.id, WAITING).exists())
        .order_by(BankStatement.id)
        .options(joinedload(BankStatement.account), joinedload(BankStatement.file))
    ).all()


def suspense(organisation_id: int, currency: str = "CNY") -> Money:
    """What stands in suspense for the accounts of an organisation, by the ledger."""
    return -balance("suspense", organisation_id, currency)


def reading_of(account_id: int) -> AccountReading | None:
    """How the statements of an account are read and booked, when it was said."""
    return db.session.scalar(select(AccountReading).where(AccountReading.account_id == account_id))


def automatic(account_id: int) -> bool:
    """Whether sure matches of an account are booked at once."""
    found = reading_of(account_id)
    return found is None or found.automatic


def before(statement: BankStatement) -> BankStatement | None:
    """The statement of the account that ends last before this one begins."""
    if statement.first_day is None:
        return None
    return db.session.scalar(
        select(BankStatement)
        .where(
            BankStatement.account_id == statement.account_id,
            BankStatement.id != statement.id,
            BankStatement.state == "done",
            BankStatement.closing_minor.is_not(None),
            BankStatement.last_day < statement.first_day,
        )
        .order_by(BankStatement.last_day.desc(), BankStatement.id.desc())
        .limit(1)
    )


def in_scope(account: BankAccount) -> ColumnElement[bool]:
    """Which amounts due money on an account can be for: the holder's own, everybody's on the programme's account."""
    if of_programme(account.organisation.kind):
        return Receivable.id.is_not(None)
    return Receivable.creditor_id == account.organisation_id


def movement(row: BankRow) -> Movement:
    """What matching knows of a row."""
    return Movement(row.rest, row.name, tuple(references_in(f"{row.text} {row.reference}")))


def dues_for(account: BankAccount, movements: Sequence[Movement]) -> list[Due]:
    """The amounts due that could fit one of these movements: named, of its amount or debtor, or paid in part."""
    references = {reference for each in movements for reference in each.references}
    amounts = {each.money.minor for each in movements}
    named = _debtors_named({firm_name(each.name) for each in movements} - {""})
    still = and_(Receivable.settled_at.is_(None), Receivable.cancelled_at.is_(None))
    begun = Receivable.receipts.any()
    fits = or_(Receivable.amount_minor.in_(amounts), Receivable.debtor_id.in_(named), begun)
    found = db.session.scalars(
        select(Receivable)
        .where(in_scope(account), or_(Receivable.reference.in_(references), and_(still, fits)))
        .options(joinedload(Receivable.debtor))
    ).all()
    left = open_amounts(found)
    return [as_due(each, left[each.id]) for each in found]


def as_due(receivable: Receivable, left: Money) -> Due:
    """An amount due as matching sees it."""
    names = (receivable.debtor.name, receivable.debtor.name_en)
    return Due(receivable.id, receivable.reference, receivable.debtor_id, names, left, receivable.due_on)


def _debtors_named(names: set[str]) -> list[int]:
    """Organisations that owe something and bear one of the names, as firms are compared."""
    if not names:
        return []
    owing = select(Receivable.debtor_id).where(Receivable.settled_at.is_(None), Receivable.cancelled_at.is_(None))
    found = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.name_en).where(Organisation.id.in_(owing))
    )
    return [number for number, *each in found if any(firm_name(name) in names for name in each)]


def search_dues(account: BankAccount, words: str) -> list[Due]:
    """Open amounts due by a part of debtor, title or reference, for a person who looks for one."""
    texts = [Receivable.title.icontains(words, autoescape=True)]
    texts.append(Receivable.debtor.has(Organisation.name.icontains(words, autoescape=True)))
    texts.append(Receivable.reference.in_([*references_in(words), words.replace(" ", "").upper()]))
    statement = select(Receivable).where(in_scope(account), Receivable.cancelled_at.is_(None), or_(*texts))
    found = db.session.scalars(statement.order_by(Receivable.id.desc()).limit(20)).all()
    left = open_amounts(found)
    return [as_due(each, left[each.id]) for each in found]


def receivables(ids: Sequence[int]) -> dict[int, Receivable]:
    """Amounts due by id, for showing them."""
    return {each.id: each for each in db.session.scalars(select(Receivable).where(Receivable.id.in_(list(ids))))}


def hand_booked(account: BankAccount, start: date, end: date) -> list[Receipt]:
    """Bank receipts near these days that were booked by hand and belong to no row yet."""
    used = select(BankPart.receipt_id).where(BankPart.taken_back_at.is_(None))
    around = timedelta(days=HAND_BOOKED_DAYS)
    return list(
        db.session.scalars(
            select(Receipt)
            .join(Receivable, Receivable.id == Receipt.receivable_id)
            .where(
                in_scope(account),
                Receipt.way == "bank",
                Receipt.reversed_at.is_(None),
                Receipt.received_on.between(start - around, end + around),
                Receipt.id.not_in(used),
            )
            .order_by(Receipt.id)
        )
    )


def reference_of(receipt: Receipt) -> str:
    """The bank's number of a receipt as compared, without /1, /2 of a divided transfer."""
    return PART_OF_KEY.sub("", plain_key(receipt.bank_reference))


def plain_key(reference: str) -> str:
    """A bank's number as compared; the stroke of /1, /2 stays."""
    base, stroke, part_ = reference.rpartition("/")
    return f"{plain(base)}/{part_}" if stroke and part_.isdecimal() else plain(reference)


def lists() -> Select[Any]:
    """The lists for the bank, newest first."""
    return select(BankList).options(selectinload(BankList.lines)).order_by(BankList.id.desc())


def bank_list(list_id: int) -> BankList:
    """One list; raises NotFound."""
    found = db.session.get(BankList, list_id)
    if found is None:
        raise NotFound
    return found


def line(line_id: int) -> BankListLine:
    """One line of a list; raises NotFound."""
    found = db.session.get(BankListLine, line_id)
    if found is None:
        raise NotFound
    return found
