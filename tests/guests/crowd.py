"""Several processes that want the same places at once: run as `python -m tests.guests.crowd PLAN`.

PLAN is a file of JSON: the roadshow, the people, what each process does. All are forked from one process that has the
application imported; each child draws its deeds from a seed of its own and prints what is refused. `careless` is the
negative control: the same deeds by looking first and writing later, without holding anything.
"""

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from market import create_app
from market.accounts.models import User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.guests import service
from market.guests.models import Registration
from market.guests.rules.applications import Application
from market.guests.service import timers
from market.roadshows.models import Roadshow

FIRM = {"role": "firm", "consent": True}


class Hand:
    """One process and its people."""

    def __init__(self, plan: dict[str, Any], seed: int) -> None:
        self.plan, self.chance = plan, random.Random(seed)
        self.people = plan["people"][seed :: plan["processes"]]
        self.everybody = plan["people"]

    def work(self) -> None:
        """The deeds the plan asks for."""
        deed = getattr(self, self.plan["deed"])
        for person in self.people:
            try:
                deed(person)
            except Refusal as refusal:
                print(type(refusal).__name__, flush=True)
            finally:
                db.session.remove()

    def actor(self, person: int) -> Actor:
        """Who acts."""
        found = db.session.get_one(User, person).actor
        db.session.rollback()
        return found

    def register(self, person: int) -> None:
        """Everybody wants a place on site."""
        actor = self.actor(person)
        with transaction():
            service.register(actor, self.plan["roadshow"], Application("site", **FIRM))

    def mixed(self, _person: int) -> None:
        """Anybody, also people of other processes, does anything: register, switch, cancel, answer, wait for a job."""
        for _time in range(self.plan["deeds"]):
            actor = self.actor(self.chance.choice(self.everybody))
            way = self.chance.choice(("site", "site", "online"))
            try:
                self.one_deed(actor, way)
            except Refusal as refusal:
                print(type(refusal).__name__, flush=True)
            finally:
                db.session.remove()

    def one_deed(self, actor: Actor, way: str) -> None:
        """One of them."""
        kind = self.chance.random()
        if kind < 0.1:
            timers.look_after()
            return
        with transaction():
            if kind < 0.5:
                service.register(actor, self.plan["roadshow"], Application(way, **FIRM))
            elif kind < 0.7:
                service.cancel(actor, self.plan["roadshow"])
            else:
                self.answer(actor)

    def answer(self, actor: Actor) -> None:
        """Take an offered place, or let it go."""
        row = db.session.scalar(select(Registration).where(Registration.user_id == actor.user_id))
        if row is not None and row.state == "offered":
            (service.accept_offer if self.chance.random() < 0.6 else service.decline_offer)(row.id)

    def careless(self, person: int) -> None:
        """What must not be done: count, think, then write."""
        found = db.session.get_one(Roadshow, self.plan["roadshow"])
        seated = select(func.count()).where(Registration.roadshow_id == found.id, Registration.state == "confirmed")
        capacity, taken = found.capacity, int(db.session.scalar(seated) or 0)
        actor = self.actor(person)
        time.sleep(0.05)
        if taken >= capacity:
            return
        with transaction() as session:
            session.add(
                Registration(
                    roadshow_id=self.plan["roadshow"],
                    user_id=actor.user_id,
                    organisation_id=actor.organisation_id,
                    way="site",
                    state="confirmed",
                    consent_at=clock.now(),
                )
            )


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
    plan["start"] = time.time() + 1.5
    children = [child(plan, seed) for seed in range(plan["processes"])]
    sys.exit(sum(os.waitpid(number, 0)[1] != 0 for number in children))


if __name__ == "__main__":
    main()
