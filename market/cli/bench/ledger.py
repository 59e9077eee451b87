"""`market bench ledger`: trial balance and deal pages over many amounts due."""

import random
import time
from typing import Any

import click
from flask import Flask

from market.cli.bench import books, scratch
from market.cli.bench.books import Books, Sample
from market.cli.data import print_result, progress_bar
from market.core import clock
from market.core.db import db
from market.ledger import queries
from market.ledger import service as book
from market.payments import service as payments

SEED = 7
WARM = 10


@click.command()
@click.option("--receivables", default=100_000, show_default=True, help="How many amounts due to build.")
@click.option("--pages", default=300, show_default=True, help="How many deal pages to visit.")
@click.option("--database", default="", help="Address of an empty database to use; without it SQLite in a temp folder.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
def ledger(receivables: int, pages: int, database: str, as_json: bool) -> None:
    """Build a market with many amounts due and their postings; measure trial balance and deal pages."""
    with scratch.market(database) as app:
        started = time.perf_counter()
        with progress_bar("Building the books") as progress:
            built = books.build(max(receivables, 50), progress)
        seconds = time.perf_counter() - started
        result = measured(app, built, pages)
        result |= {"build_seconds": round(seconds, 1), "database": db.engines[None].dialect.name}
        result |= {name: built.counts.get(name, 0) for name in ("receivable", "receipt", "journal_entry", "posting")}
    print_result(as_json, result)


def measured(app: Flask, built: Books, pages: int) -> dict[str, Any]:
    """The figures; seconds and milliseconds are of the slowest run or the 95th percentile."""
    operator = scratch.signed_in(app, built.operator_user)
    scratch.visit(app, operator, "/ledger")
    past = clock.today().replace(month=1, day=1).isoformat()
    deal = sorted(deal_pages(app, built, pages))
    started = time.perf_counter()
    problems = [*book.self_check(), *payments.self_check()]
    checked = time.perf_counter() - started
    sums = queries.sums(queries.trial_balance())
    return {
        "trial_balance_seconds": round(scratch.slowest(lambda: scratch.visit(app, operator, "/ledger")), 3),
        "trial_balance_past_seconds": round(
            scratch.slowest(lambda: scratch.visit(app, operator, f"/ledger?until={past}")), 3
        ),
        "deal_page_p95_ms": round(scratch.percentile(deal, 0.95) * 1000, 1),
        "deal_page_p50_ms": round(scratch.percentile(deal, 0.5) * 1000, 1),
        "deal_page_max_ms": round(deal[-1] * 1000, 1),
        "balanced": not problems and all(debit == credit for debit, credit in sums),
        "self_check_seconds": round(checked, 2),
        "problems": problems[:5],
    }


def deal_pages(app: Flask, built: Books, pages: int) -> list[float]:
    """Seconds of deal pages seen by their licensee, their licensor and the operator in turn; the longest deal too."""
    chance = random.Random(SEED)
    chosen = [chance.choice(built.samples) for _page in range(pages + WARM)] + built.samples[3:4]
    clients = {user: scratch.signed_in(app, user) for sample in chosen for user in viewers(sample, built)}
    taken = []
    for number, sample in enumerate(chosen):
        viewer = viewers(sample, built)[number % 3]
        taken.append(scratch.visit(app, clients[viewer], sample.path))
    return taken[WARM:]


def viewers(sample: Sample, built: Books) -> list[int]:
    """Who looks at a deal."""
    return [sample.licensee_user, sample.licensor_user, built.operator_user]
