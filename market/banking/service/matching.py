"""Matching what waits: transfers that were booked by hand before, sure matches, and debits of lists for the bank."""

from collections.abc import Sequence

from sqlalchemy import select

from market.banking import queries
from market.banking.models import BankRow
from market.banking.queries import WAITING
from market.banking.rules import matching as rules
from market.banking.rules.matching import Due, Proposal
from market.banking.service import assigning, lists
from market.core.actor import Actor
from market.core.db import db, forget, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.payments.models import Receipt

CHUNK_ROWS = 200
NEAR_DAYS = 7
"""A receipt booked by hand with the same amount so near in days makes a match doubtful."""


def match_waiting(actor: Actor, account_id: int, statement_id: int | None = None) -> int:
    """Book every sure match among the waiting rows, each in a transaction of its own; gives how many.

    Whoever is not allowed to book leaves the rows to a person. Safe to run again and beside people who assign.
    """
    booked = 0
    waiting = _numbers(account_id, statement_id, WAITING)
    for start in range(0, len(waiting), CHUNK_ROWS):
        forget()
        chosen = BankRow.id.in_(waiting[start : start + CHUNK_ROWS])
        rows = list(db.session.scalars(select(BankRow).where(chosen).order_by(BankRow.id)))
        for number, plan in _plans(rows):
            booked += _carry_out(actor, number, plan)
    for number in _numbers(account_id, statement_id, ~BankRow.incoming & (BankRow.state == "unmatched")):
        forget()
        booked += lists.match_debit(actor, number)
    return booked


def _numbers(account_id: int, statement_id: int | None, condition: object) -> list[int]:
    forget()
    found = select(BankRow.id).where(BankRow.account_id == account_id, condition).order_by(BankRow.id)  # type: ignore[arg-type]
    if statement_id is not None:
        found = found.where(BankRow.statement_id == statement_id)
    return list(db.session.scalars(found))


def proposals(rows: Sequence[BankRow]) -> dict[int, Proposal]:
    """What each row of one account may pay, by row id; with doubt where a receipt booked by hand looks alike."""
    if not rows:
        return {}
    account = rows[0].account
    movements = {row.id: queries.movement(row) for row in rows}
    dues = queries.dues_for(account, list(movements.values()))
    return {row.id: rules.propose(movements[row.id], _own(movements[row.id], dues)) for row in rows}


def _own(movement: rules.Movement, dues: Sequence[Due]) -> list[Due]:
    """The amounts due that concern one movement: those it names, and the open ones."""
    return [due for due in dues if due.left or due.reference in movement.references]


def _plans(rows: Sequence[BankRow]) -> list[tuple[int, list[int] | list[tuple[int, Money]]]]:
    """What to do with each row: adopt receipts (their ids), or assign parts (receivable, money)."""
    if not rows:
        return []
    account = rows[0].account
    days = [row.booked_on for row in rows]
    by_hand = queries.hand_booked(account, min(days), max(days))
    plans: list[tuple[int, list[int] | list[tuple[int, Money]]]] = []
    found = proposals(rows)
    for row in rows:
        adopted = same_reference(row, by_hand)
        proposal = found[row.id]
        if adopted:
            plans.append((row.id, [receipt.id for receipt in adopted]))
        elif proposal.sure and not row.parts and not any(alike(row, proposal, receipt) for receipt in by_hand):
            plans.append((row.id, [(each.due.id, each.money) for each in proposal.candidates if each.money]))
    return plans


def same_reference(row: BankRow, receipts: Sequence[Receipt]) -> list[Receipt]:
    """The receipts booked by hand under the row's bank number, when together they are no more than is left of it."""
    if not row.reference:
        return []
    wanted = queries.PART_OF_KEY.sub("", queries.plain_key(row.reference))
    found = [receipt for receipt in receipts if queries.reference_of(receipt) == wanted]
    if any(receipt.currency != row.currency for receipt in found):
        return []
    return found if found and sum(receipt.amount_minor for receipt in found) <= row.rest.minor else []


def same_number(row: BankRow, receipt: Receipt) -> bool:
    """Whether a receipt booked by hand bears the bank number of the row."""
    return bool(same_reference(row, [receipt]))


def alike(row: BankRow, proposal: Proposal, receipt: Receipt) -> bool:
    """Whether a receipt booked by hand may be this very transfer under another number."""
    near = abs((receipt.received_on - row.booked_on).days) <= NEAR_DAYS
    named = {each.due.id for each in proposal.candidates}
    return near and receipt.receivable_id in named and receipt.amount_minor in _amounts(row, proposal)


def _amounts(row: BankRow, proposal: Proposal) -> set[int]:
    return {row.amount_minor, *(each.money.minor for each in proposal.candidates)}


def _carry_out(actor: Actor, row_id: int, plan: Sequence[int] | Sequence[tuple[int, Money]]) -> int:
    """One row in one transaction; a refusal leaves it to a person."""
    try:
        with transaction():
            for step in plan:
                if isinstance(step, int):
                    assigning.adopt(actor, row_id, step)
            shares = [step for step in plan if not isinstance(step, int)]
            if shares:
                assigning.assign(actor, row_id, shares)
    except Refusal:
        return 0
    return 1
