"""Several processes that book, move and cancel the same meetings at once: `python -m tests.meetings.crowd PLAN`.

PLAN is a file of JSON: the open requests with the people who may answer, the slots, how many processes and deeds. Each
child draws its deeds from a seed of its own and says how many of them went through.
"""

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from market import create_app
from market.accounts.models import User
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.meetings import service


class Hand:
    """One process; what is refused is refused, anything else raised ends it with an error."""

    def __init__(self, plan: dict[str, Any], seed: int) -> None:
        self.plan, self.chance, self.done = plan, random.Random(seed), 0

    def work(self) -> None:
        """All its deeds, in an order of its own."""
        deeds = [self.accept] * 5 + [self.move] * 2 + [self.cancel, self.set_time]
        for _time in range(self.plan["deeds"]):
            try:
                self.chance.choice(deeds)()
                self.done += 1
            except Refusal:
                pass
            finally:
                db.session.remove()

    def meeting(self) -> dict[str, int]:
        """Some request."""
        found: dict[str, int] = self.chance.choice(self.plan["meetings"])
        return found

    def slot(self) -> int:
        """Some slot; the first few are wanted most."""
        return int(self.chance.choice(self.plan["slots"][: self.chance.randint(1, len(self.plan["slots"]))]))

    def actor(self, user_id: int) -> Actor:
        """A person as the value services take."""
        found = db.session.get_one(User, user_id).actor
        db.session.remove()
        return found

    def accept(self) -> None:
        """The side that was asked takes a slot."""
        one, slot = self.meeting(), self.slot()
        actor = self.actor(one["asked"])
        with transaction():
            service.accept(actor, one["id"], slot)

    def move(self) -> None:
        """The organiser moves a meeting."""
        one, slot = self.meeting(), self.slot()
        actor = self.actor(self.plan["operator"])
        with transaction():
            service.move(actor, one["id"], slot)

    def set_time(self) -> None:
        """One side agrees without a time, the other sets it at once."""
        one, slot = self.meeting(), self.slot()
        asked, asker = self.actor(one["asked"]), self.actor(one["asker"])
        with transaction():
            service.agree(asked, one["id"])
        with transaction():
            service.set_time(asker, one["id"], slot)

    def cancel(self) -> None:
        """One side calls it off and asks anew."""
        one = self.meeting()
        if self.chance.random() < 0.5:
            return
        actor = self.actor(one["asker"])
        with transaction():
            service.cancel(actor, one["id"])


def child(plan: dict[str, Any], seed: int) -> int:
    """Fork one process; its id. It starts with the others and leaves with 0 when only refusals were in its way."""
    if number := os.fork():
        return number
    with create_app().app_context():
        hand = Hand(plan, seed)
        time.sleep(max(0.0, plan["start"] - time.time()))
        hand.work()
    os._exit(0)


def main() -> None:
    """Run the crowd; the exit code counts the processes that failed."""
    plan = json.loads(Path(sys.argv[1]).read_text())
    plan["start"] = time.time() + 1.5
    children = [child(plan, seed) for seed in range(plan["processes"])]
    sys.exit(sum(os.waitpid(number, 0)[1] != 0 for number in children))


if __name__ == "__main__":
    main()
