"""Meeting days for tests: a roadshow with rules, one session, tables, and organisations that offer all its slots."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from market.core.actor import Actor
from market.core.db import transaction
from market.meetings import queries, service
from market.meetings.models import Meeting
from market.meetings.rules.circles import DEFAULT
from market.meetings.rules.planning import Rules, SessionTimes
from market.roadshows.models import Roadshow
from tests.factories import accounts, guests, roadshows

REASON = "我们想了解低压铸造工艺的许可条件。"


@dataclass
class Hall:
    """A roadshow whose meetings are planned: the organiser, the roadshow, its slots and tables by id."""

    operator: Actor
    roadshow: Roadshow
    id: int
    slots: list[int] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)


def hall(slots: int = 4, tables: int = 3, minutes: int = 20, **over: Any) -> Hall:
    """A planned meeting day; `over` are rules (see Rules)."""
    operator = roadshows.operator()
    roadshow = roadshows.roadshow(operator)
    starts = roadshow.starts_at.replace(second=0, microsecond=0) + timedelta(hours=2)
    times = SessionTimes("下午", starts, starts + timedelta(minutes=slots * (minutes + 5)), minutes, 5)
    number = roadshow.id
    with transaction():
        service.set_rules(operator, number, Rules(**({"pairs": tuple(DEFAULT)} | over)))
        service.add_session(operator, number, times)
        service.add_tables(operator, number, tables, "3 号厅")
    found = Hall(operator, roadshow, number)
    found.slots = [slot.id for slot in queries.slots(number)]
    found.tables = [table.id for table in queries.tables(number)]
    return found


def side(
    of: Hall, kind: str = "firm", slots: list[int] | None = None, actor: Actor | None = None, **over: Any
) -> Actor:
    """A confirmed person of an organisation, who offers these slots (all of them unless told otherwise)."""
    role = over.pop("role", "firm" if kind == "firm" else "pitcher")
    person, _registration = guests.registration(of.roadshow, actor or accounts.actor(kind), role=role, **over)
    if slots != []:
        with transaction():
            service.offer_times(person, of.id, of.slots if slots is None else slots, "找合作")
    return person


def asked(of: Hall, asker: Actor, other: Actor, **over: Any) -> Meeting:
    """A request that waits for its answer."""
    with transaction():
        return service.ask(asker, of.id, other.organisation_id or 0, REASON, **over)


def booked(of: Hall, asker: Actor, other: Actor, slot: int | None = None) -> Meeting:
    """A meeting with time and table."""
    meeting = asked(of, asker, other)
    number = meeting.id
    with transaction():
        service.accept(other, number, of.slots[0] if slot is None else slot)
    return again(number)


def again(meeting_id: int) -> Meeting:
    """A meeting read afresh."""
    return queries.get(Actor(kind="operator", vetted=True), meeting_id)
