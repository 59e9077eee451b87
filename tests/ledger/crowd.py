"""Several processes that do things with the same money at once: run as `python -m tests.ledger.crowd PLAN`.

PLAN is a file of JSON: amounts due, card sessions that are paid at the door, how many processes and deeds. All are
forked from one process that has the application imported; each child draws its deeds from a seed of its own.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from market import create_app
from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.payments import gateway, service
from market.payments.models import Receipt, Receivable
from tests.factories import payments as make


class Hand:
    """One process and its deeds; what is refused is refused, anything else raised ends it with an error."""

    def __init__(self, plan: dict[str, Any], seed: int) -> None:
        self.plan, self.chance = plan, random.Random(seed)

    def work(self) -> None:
        """All its deeds, in an order of its own."""
        deeds: list[Callable[[], object]] = [
            self.book, self.book, self.book, self.conclude, self.conclude, self.slip, self.refund, self.give_back,
            self.hold, self.cancel,
        ]  # fmt: skip
        for _time in range(self.plan["deeds"]):
            try:
                self.chance.choice(deeds)()
            except Refusal:
                pass
            finally:
                db.session.remove()

    def receipt(self) -> int:
        """Some receipt, or none."""
        found = [row[0] for row in db.session.execute(db.select(Receipt.id))]
        db.session.remove()
        return self.chance.choice(found) if found else 0

    def book(self) -> None:
        """A transfer; every process knows the same few, so that each is told several times."""
        key = self.chance.randrange(30)
        number = self.plan["receivables"][key % len(self.plan["receivables"])]
        with transaction():
            service.book_receipt(make.OPERATOR, number, "bank", f"T{key}", Money(1000 + key), clock.today())

    def conclude(self) -> None:
        """A card session's outcome, told again and again."""
        gateway.fulfil(self.chance.choice(self.plan["sessions"]))

    def slip(self) -> None:
        """A receipt that was a slip."""
        receipt = self.receipt()
        with transaction():
            service.reverse_receipt(make.OPERATOR, receipt, "typed twice")

    def refund(self) -> None:
        """Money of a receipt goes back; asked for and sent by whoever comes first."""
        receipt, money = self.receipt(), Money(self.chance.choice((300, 700)))
        with transaction():
            row = service.ask_refund(make.OPERATOR, receipt, money, "agreed")
            number, way = row.id, row.way
        if way != "bank":
            gateway.send_refund(number)

    def give_back(self) -> None:
        """Surplus goes back."""
        receipt = self.receipt()
        with transaction():
            service.give_back(make.OPERATOR, receipt, clock.today(), "OUT")

    def hold(self) -> None:
        """An amount is held, or let go."""
        with transaction() as session:
            row = session.get_one(Receivable, self.chance.choice(self.plan["receivables"]))
            if row.unpaid:
                service.freeze(row, "patent lapsed") if self.chance.random() < 0.5 else service.unfreeze(row)

    def cancel(self) -> None:
        """One amount, the last, is no longer due."""
        with transaction() as session:
            service.cancel(session.get_one(Receivable, self.plan["receivables"][-1]))


def child(plan: dict[str, Any], seed: int) -> int:
    """Fork one process; its id. It starts with the others and leaves with 0 when only refusals were in its way."""
    if number := os.fork():
        return number
    with create_app().app_context():
        time.sleep(max(0.0, plan["start"] - time.time()))
        Hand(plan, seed).work()
    os._exit(0)


def main() -> None:
    """Run the crowd; the exit code counts the processes that failed."""
    plan = json.loads(Path(sys.argv[1]).read_text())
    plan["start"] = time.time() + 1.0
    children = [child(plan, seed) for seed in range(plan["processes"])]
    sys.exit(sum(os.waitpid(number, 0)[1] != 0 for number in children))


if __name__ == "__main__":
    main()
