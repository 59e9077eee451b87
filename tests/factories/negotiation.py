"""Agreed licences and deals for tests."""

import itertools
from datetime import date, timedelta
from typing import Any

from market.core import clock
from market.core.actor import SYSTEM
from market.core.db import transaction
from market.core.money import Money
from market.licensing import service as licensing
from market.licensing.models import Licence
from market.licensing.rules.agreements import Agreed
from market.licensing.rules.fees import FeePlan, Part
from market.patents.models import Patent
from tests.factories.licensing import Side

_numbers = itertools.count(900_001)


def plan(yuan: int = 50_000) -> FeePlan:
    """One payment."""
    return FeePlan(kind="one_off", parts=(Part(Money.of(yuan).minor),))


def agreed(university: Side, firm: Side, *patents: Patent, **over: Any) -> Agreed:
    """An ordinary licence for three years at 50,000 yuan, concluded today, unless told otherwise."""
    values: dict[str, Any] = {
        "kind": "ordinary",
        "licensor_id": university.organisation.id,
        "licensee_id": firm.organisation.id,
        "patent_ids": tuple(patent.id for patent in patents),
        "title": "低压铸造充型压力控制方法",
        "title_en": "Pressure control for low-pressure casting",
        "fee": plan().to_plain(),
        "term_start": None,
        "term_end": clock.today() + timedelta(days=3 * 365),
        "concluded_on": clock.today(),
        "negotiation": next(_numbers),
        "signed_by": firm.person.id,
        "contract": "HT-1",
    }
    return Agreed(**(values | over))


def licence(university: Side, firm: Side, *patents: Patent, **over: Any) -> Licence:
    """A licence in force that two sides agreed on."""
    with transaction():
        return licensing.grant_agreed(SYSTEM, agreed(university, firm, *patents, **over))


def later(days: int) -> date:
    """A day so many days ahead."""
    return clock.today() + timedelta(days=days)
