"""`market doctor`: one look at everything that can quietly go wrong."""

import shutil
import smtplib
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select, text

from market.cli.data import print_result
from market.core import clock, migrations
from market.core.db import db
from market.core.outbox import Job, TimedRun, wired
from market.core.settings import settings
from market.ledger import queries as ledger_queries
from market.ledger import service as ledger
from market.reconciliation import queries as reconciliation_queries
from market.reconciliation import rules as reconciliation_rules
from market.reconciliation import service as reconciliation
from market.search.index import upkeep as search_index

Finding = dict[str, Any]

LOW_DISK_BYTES = 500 * 1024 * 1024
LATE = timedelta(minutes=10)
MOST_TOLD = 200
"""How many differences are listed; all are counted."""


def check_database() -> Finding:
    """Answers, and (SQLite) its file is whole."""
    answer = db.session.execute(text("select 1")).scalar()
    finding: Finding = {"ok": answer == 1, "engine": db.engines[None].dialect.name}
    if settings().sqlite:
        verdict = db.session.execute(text("pragma quick_check(1)")).scalar()
        finding |= {"ok": verdict == "ok", "quick_check": verdict, "sqlite": sqlite3.sqlite_version}
    return finding


def check_migrations() -> Finding:
    """The database has the form this code needs."""
    current, newest = migrations.current(), migrations.newest()
    return {"ok": current == newest, "current": current, "newest": newest}


def check_index() -> Finding:
    """The search index opens and holds just what the database says."""
    return search_index.health()


def check_jobs() -> Finding:
    """No job was given up, none is stuck, none waits long past its time."""
    now = clock.now()
    dead = _count(Job.state == "dead")
    stuck = _count((Job.state == "running") & (Job.lease_until < now))
    late = _count((Job.state == "waiting") & (Job.due_at < now - LATE))
    waiting = _count(Job.state == "waiting")
    return {"ok": not (dead or stuck or late), "dead": dead, "stuck": stuck, "late": late, "waiting": waiting}


def _count(condition: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(Job).where(condition)) or 0)


def check_scheduler() -> Finding:
    """Every timed job has run when it should, without an error."""
    rows = {row.name: row for row in db.session.scalars(select(TimedRun))}
    overdue = [name for name, row in rows.items() if row.next_at < clock.now() - LATE]
    failing = [name for name, row in rows.items() if row.last_error]
    never = [timed.name for timed in wired().timed if timed.name not in rows]
    return {"ok": not (overdue or failing), "overdue": overdue, "failing": failing, "never_run": never}


def check_disk() -> Finding:
    """There is room on the disks of data and index."""
    free = min(shutil.disk_usage(folder).free for folder in (settings().data, settings().index) if folder.exists())
    return {"ok": free > LOW_DISK_BYTES, "free_mb": free // 2**20}


def check_mail() -> Finding:
    """The mail server answers; without one, mail goes to files (development only)."""
    found = settings()
    if not found.smtp_host:
        return {"ok": not found.production, "mode": "files", "folder": str(found.data / "mail")}
    try:
        with smtplib.SMTP(found.smtp_host, found.smtp_port, timeout=5) as server:
            code, _answer = server.noop()
    except (OSError, smtplib.SMTPException) as error:
        return {"ok": False, "mode": "smtp", "error": str(error)}
    return {"ok": code == 250, "mode": "smtp"}


def check_ledger() -> Finding:
    """Every entry sums to zero in its accounts' currency, and debit and credit of the whole book are equal."""
    problems = ledger.self_check()
    level = all(debit == credit for debit, credit in ledger_queries.sums(ledger_queries.trial_balance()))
    return {"ok": level and not problems, "balance": level and not problems, "problems": problems}


def check_reconciliation() -> Finding:
    """Book, amounts due, receipts and bank statements agree, or a person has explained why they do not.

    Looks afresh, and adds what the nightly check has found (it asks the card service too) and nobody has explained.
    """
    explained = {row.key: row.finding for row in reconciliation_queries.explained_differences()}
    now = {one.key: one for one in reconciliation.findings() if explained.get(one.key) != one}
    known = {row.key: row.finding for row in reconciliation_queries.open_differences() if row.kind == "door"}
    differences = [describe(one) for one in (now | known).values()]
    check = reconciliation_queries.last_check()
    return {
        "ok": not differences,
        "count": len(differences),
        "differences": differences[:MOST_TOLD],
        "explained": len(explained),
        "checked_at": check.at.isoformat() if check else None,
    }


def describe(found: reconciliation_rules.Finding) -> dict[str, Any]:
    """A difference for a machine: kind, what it is about, what it says, how much."""
    money = found.money
    return {
        "kind": found.kind,
        "about": found.about,
        "says": found.sentence % dict(found.facts),
        "amount_minor": money.minor if money else None,
        "currency": money.currency if money else None,
    }


def check_payments() -> Finding:
    """No card payment has been without an outcome for longer than any session of a card service lives."""
    stuck = [describe(found) for found in reconciliation_queries.stuck_payments()]
    return {"ok": not stuck, "stuck": len(stuck), "stuck_payments": stuck[:MOST_TOLD]}


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": check_database,
    "migrations": check_migrations,
    "index": check_index,
    "jobs": check_jobs,
    "scheduler": check_scheduler,
    "disk": check_disk,
    "mail": check_mail,
    "ledger": check_ledger,
    "reconciliation": check_reconciliation,
    "payments": check_payments,
}


def examine() -> dict[str, Any]:
    """Every check; one that cannot be made counts as failed and says why."""
    findings: dict[str, Finding] = {}
    for name, check in CHECKS.items():
        try:
            findings[name] = check()
        except Exception as error:
            db.session.rollback()
            findings[name] = {"ok": False, "error": f"{type(error).__name__}: {error}"[:300]}
    return {"ok": all(finding["ok"] for finding in findings.values()), **findings}


def headline(result: dict[str, Any]) -> dict[str, Any]:
    """What an operator asks first about money, beside the checks it comes from."""
    return {
        "balance": result["ledger"].get("balance", False),
        "reconciliation_differences": result["reconciliation"].get("count"),
        "stuck_payments": result["payments"].get("stuck"),
    }


def told(finding: Finding) -> list[str]:
    """The differences of a finding, a line each."""
    lists = [value for value in finding.values() if isinstance(value, list)]
    return [str(one["says"]) for value in lists for one in value if isinstance(one, dict)]


def in_short(finding: Finding) -> str:
    """The other values of a finding, on one line."""
    plain = {key: value for key, value in finding.items() if key not in ("ok", "differences", "stuck_payments")}
    return ", ".join(f"{key} {value}" for key, value in plain.items())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
@with_appcontext
def doctor(as_json: bool) -> None:
    """Look at database, index, jobs, mail, ledger, reconciliation, payments; exit code 1 when something is wrong."""
    result = examine()
    for name in CHECKS:
        finding = result[name]
        details = in_short(finding)
        click.echo(f"{'ok ' if finding['ok'] else 'BAD'}  {name:<14} {details}", err=as_json)
        for line in told(finding):
            click.echo(f"     {'':<14} {line}", err=as_json)
    if as_json:
        print_result(True, result | headline(result))
    if not result["ok"]:
        raise click.exceptions.Exit(1)


COMMANDS = (doctor,)
