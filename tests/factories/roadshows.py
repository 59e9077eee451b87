"""Roadshows for tests, of our own invention, stored at once in the state wanted."""

import itertools
from datetime import timedelta
from typing import Any

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.roadshows.models import Roadshow
from tests.factories import accounts

_numbers = itertools.count(1)


def operator() -> Actor:
    """A person of a new operator."""
    return accounts.actor("operator")


def roadshow(by: Actor | None = None, **over: Any) -> Roadshow:
    """An announced roadshow in thirty days, open for pitches and registrations, unless told otherwise."""
    by = by or operator()
    number, starts = next(_numbers), over.pop("starts_at", clock.now() + timedelta(days=30))
    values: dict[str, Any] = {
        "reference": f"RS-2026-{number:03d}",
        "organisation_id": by.organisation_id,
        "kind": "patents",
        "state": "announced",
        "title": f"铸造与轻量化专场 {number}",
        "title_en": f"Casting and light weight {number}",
        "summary": "八项开放许可专利，六家企业讲需求，会后一对一洽谈。",
        "summary_en": "Eight patents under open licence, six needs, one-to-one talks.",
        "chain": "汽车零部件",
        "industry": "C33",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=4),
        "place": "会展中心 3 号厅",
        "place_en": "Hall 3, convention centre",
        "stream_url": "https://live.example.org/room/1",
        "capacity": 80,
        "call_opens_at": clock.now() - timedelta(days=1),
        "call_closes_at": starts - timedelta(days=20),
        "register_opens_at": clock.now() - timedelta(days=1),
        "register_closes_at": starts - timedelta(hours=1),
        "files_due_at": starts - timedelta(days=2),
        "announced_at": clock.now(),
    }
    found = Roadshow(**(values | over))
    with transaction() as session:
        session.add(found)
    return found
