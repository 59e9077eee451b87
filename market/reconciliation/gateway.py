"""The comparison as a whole: the card service is asked for its movements outside of any transaction, then all is kept.

The door's part in it is `balance_lines(since, until)`; the sandbox keeps no balance, so that its sessions are read.
"""

import logging
from datetime import date, datetime, timedelta

from sqlalchemy import select

from market.core import clock
from market.core.db import db, forget, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.payments import gateway
from market.payments.models import SandboxRefund, SandboxSession
from market.payments.rules import BalanceLine
from market.reconciliation import service
from market.reconciliation.rules import SETTLE, Finding

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=35)
"""How far back the card service's movements are compared: a month and some days."""


def check() -> None:
    """Timed job: compare everything, and keep what differs where the operator sees it."""
    found = service.findings()
    moved, skipped = _door()
    forget()
    with transaction():
        service.keep([*found, *moved], skipped)


def _door() -> tuple[list[Finding], list[str]]:
    """Differences with the card service, or why it could not be asked."""
    if not gateway.available():
        return [], []
    since, until = clock.now() - LOOK_BACK, clock.now() - SETTLE
    try:
        lines = _lines(since, until)
    except Refusal as refusal:
        log.warning("the card service was not asked: %s", refusal)
        return [], [f"{service.DOOR}: {refusal}"]
    start, end = clock.local_date(since) + timedelta(days=1), clock.local_date(until) - timedelta(days=1)
    return service.door_findings(lines, str(gateway.door().WAY), start, end), []


def _lines(since: datetime, until: datetime) -> list[BalanceLine]:
    """The card service's movements between two instants, on the margin some more."""
    if gateway.plays():
        return _sandbox_lines(since)
    lines: list[BalanceLine] = gateway.door().balance_lines(since, until)
    return lines


def _sandbox_lines(since: datetime) -> list[BalanceLine]:
    """The sandbox's paid sessions and refunds as movements."""
    before = clock.now() - SETTLE
    sessions = select(SandboxSession).where(
        SandboxSession.state == "paid", SandboxSession.finished_at >= since, SandboxSession.finished_at < before
    )
    refunds = select(SandboxRefund).where(SandboxRefund.created_at >= since, SandboxRefund.created_at < before)
    paid = [
        BalanceLine(
            row.id, "charge", row.money, Money.zero(row.currency), row.id, f"sandbox:{row.id}", _day(row.finished_at)
        )
        for row in db.session.scalars(sessions)
    ]
    back = [
        BalanceLine(row.id, "refund", -row.money, Money.zero(row.currency), row.id, "", _day(row.created_at))
        for row in db.session.scalars(refunds)
    ]
    return [*paid, *back]


def _day(moment: datetime | None) -> date:
    return clock.local_date(moment or clock.now())
