"""What becomes of refunds and payouts that stand on a list for the bank."""

from collections.abc import Collection
from datetime import date

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.payments.errors import NotNow, OperatorOnly
from market.payments.models import Payout, Refund
from market.payments.rules import TransferOutcome
from market.payments.service import payouts, refunds

Row = Payout | Refund


def mark_listed(actor: Actor, payout_ids: Collection[int] = (), refund_ids: Collection[int] = ()) -> None:
    """They stand in a file for the bank now: their amounts are fixed. All or nothing; raises NotNow."""
    for row in _rows(actor, payout_ids, refund_ids):
        if row.way != "bank" or row.state != "asked":
            raise NotNow
        row.state, row.listed_at = "listed", clock.now()
    db.session.flush()


def mark_done(
    actor: Actor,
    payout_ids: Collection[int] = (),
    refund_ids: Collection[int] = (),
    done_on: date | None = None,
    bank_reference: str = "",
) -> None:
    """The bank has carried them out: book them, once each. One that was never listed may be done by hand as well."""
    on = done_on or clock.today()
    for row in _rows(actor, payout_ids, refund_ids):
        if row.way != "bank" or row.state not in ("asked", "listed", "done"):
            raise NotNow
        if row.state == "done":
            continue
        row.bank_reference = bank_reference[:60]
        if isinstance(row, Payout):
            payouts.finish(row, TransferOutcome(row.key, "", "done", on))
        else:
            refunds.finish_refund(row, on)


def mark_undone(
    actor: Actor, payout_ids: Collection[int] = (), refund_ids: Collection[int] = (), problem: str = ""
) -> None:
    """The bank has not carried them out: they wait again, over what is to be passed on by now."""
    for row in _rows(actor, payout_ids, refund_ids):
        if row.way != "bank" or row.state != "listed":
            raise NotNow
        row.state, row.listed_at, row.problem = "asked", None, problem[:1000]
        if isinstance(row, Payout):
            payouts.adjust(row.receipt.receivable)
    db.session.flush()


def _rows(actor: Actor, payout_ids: Collection[int], refund_ids: Collection[int]) -> list[Row]:
    if not actor.operator:
        raise OperatorOnly
    found: list[Row] = [payouts.held(number) for number in sorted(payout_ids)]
    return found + [refunds.held(number) for number in sorted(refund_ids)]
