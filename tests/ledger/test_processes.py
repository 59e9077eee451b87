"""Deeds about the same money in real processes at once, on both databases: nothing lost, nothing twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from market.core.db import db
from market.core.money import Money
from market.ledger import queries as ledger
from market.ledger import service as book
from market.payments import service as payments
from market.payments.gateway import sandbox
from market.payments.models import GivenBack, Receipt, Refund, SandboxRefund
from market.reconciliation import service as reconciliation
from tests.factories import payments as make
from tests.instance import ROOT
from tests.payments.doors import try_to_pay

PROCESSES, DEEDS, SESSIONS = 4, 15, 3


def environment(app: Flask) -> dict[str, str]:
    """This application's settings, for processes of their own."""
    found = app.extensions["settings"]
    return {
        **os.environ,
        "MARKET_ENV": found.environment,
        "SECRET_KEY": found.secret_key,
        "DATABASE_URL": found.sqlalchemy_url,
        "MARKET_DATA": str(found.data),
        "MARKET_INDEX": str(found.index),
    }


def paid_sessions(app: Flask, receivables: list[int]) -> list[str]:
    """A card session of each amount due, paid at the door and told to nobody."""
    with app.test_request_context():
        sessions = [try_to_pay(number) for number in receivables]
    for session in sessions:
        sandbox.pay(session)
    return sessions


def test_processes_at_once_keep_the_books(app: Flask, tmp_path: Path) -> None:
    firm, university = make.organisation("firm"), make.organisation("university")
    receivables = [make.receivable(Money(2500), firm, university) for _number in range(5)]
    sessions = paid_sessions(app, receivables[:SESSIONS])
    plan = tmp_path / "plan.json"
    plan.write_text(
        json.dumps({"receivables": receivables, "sessions": sessions, "processes": PROCESSES, "deeds": DEEDS})
    )
    db.session.remove()
    command = [sys.executable, "-m", "tests.ledger.crowd", str(plan)]
    result = subprocess.run(command, cwd=ROOT, env=environment(app), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-4000:]
    db.session.rollback()
    receipts = db.session.scalars(select(Receipt)).all()
    assert len(receipts) > 8, "hardly anything happened: the test proves nothing"
    every_fact_is_booked_once(receipts)
    what_came_less_what_went_is_there(university)
    assert sum(row.money.minor for row in ledger.trial_balance()) == 0
    assert book.self_check() == payments.self_check() == []
    assert reconciliation.findings() == []


def every_fact_is_booked_once(receipts: list[Receipt]) -> None:
    """No fact has two receipts that stand, and the numbers have no gap."""
    standing = Counter((row.way, row.external_key) for row in receipts if row.reversed_at is None)
    assert set(standing.values()) == {1}
    assert sorted(int(row.number[-6:]) for row in receipts) == list(range(1, len(receipts) + 1))
    for row in receipts:
        gone = sum(one.amount_minor for one in row.refunds if one.alive)
        gone += sum(one.amount_minor for one in row.given_back)
        assert gone <= row.amount_minor
        assert row.reversed_at is None or not gone


def what_came_less_what_went_is_there(university: int) -> None:
    """The accounts of money hold what came by standing receipts, less what went back; the door says the same."""
    came = total(select(func.sum(Receipt.amount_minor)).where(Receipt.reversed_at.is_(None)))
    refunded = select(func.sum(Refund.amount_minor)).where(Refund.state == "done")
    went = total(refunded) + total(select(func.sum(GivenBack.amount_minor)))
    held = ledger.balance("bank", university) + ledger.balance("card_clearing", university)
    assert held.minor == came - went
    assert total(refunded.where(Refund.way != "bank")) == total(select(func.sum(SandboxRefund.amount_minor)))


def total(statement: object) -> int:
    return int(db.session.scalar(statement) or 0)  # type: ignore[call-overload]
