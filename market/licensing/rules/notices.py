"""The written notice: who may send it, the time to pay, the day of effect, and the seal over its text and terms.

Patent Law 2020, Art. 51(1): whoever notifies the patentee in writing and pays as announced obtains the licence.
A notice that has reached the patentee keeps the terms it was sent under, also when the declaration is withdrawn later:
the offer to everybody was accepted while it stood (Civil Code, Arts. 137, 483, 484), and the withdrawal only works from
its announcement on (Patent Law, Art. 50(2)). It must still be paid in the time announced.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from market.core.calendar import add_working_days, next_working_day

TAKERS = ("firm",)
"""By law anyone; on this market organisations of these kinds, vetted."""
SIGNING_ROLES = ("owner", "manager")
DEFAULT_DUE_DAYS = 30
BANKING_DAYS = 5
"""Working days after the last day to pay in which a transfer made in time may still turn up on the statement."""


class Bar(StrEnum):
    """Why somebody may not send a notice."""

    KIND = "kind"
    VETTING = "vetting"
    ROLE = "role"
    OWN = "own"


def bar_to_notice(kind: str, vetted: bool, role: str, licensee: int | None, owners: Sequence[int]) -> Bar | None:
    """Why this person may not send a notice on a listing with these owners (organisation ids), None when he may."""
    if licensee is not None and licensee in owners:
        return Bar.OWN
    if kind not in TAKERS or licensee is None:
        return Bar.KIND
    if not vetted:
        return Bar.VETTING
    return None if role in SIGNING_ROLES else Bar.ROLE


def pay_by(noticed_on: date, due_days: int | None) -> date:
    """The last day to pay: so many days after the notice, moved to a working day (Civil Code, Arts. 201, 203)."""
    days = DEFAULT_DUE_DAYS if due_days is None else due_days
    return next_working_day(noticed_on + timedelta(days=days))


def lapses_on(last_day: date) -> date:
    """The first day on which an unpaid request lapses: banks get some working days to show a payment made in time."""
    return add_working_days(last_day, BANKING_DAYS) + timedelta(days=1)


def effective_on(noticed_on: date, paid_on: date | None, released_on: date | None = None) -> date:
    """The day the licence takes effect: the later of notice and payment (R14), never before an operator's release."""
    return max(day for day in (noticed_on, paid_on, released_on) if day is not None)


def canonical(value: Mapping[str, Any]) -> str:
    """The same text for the same content, whatever the order of its keys: JSON, sorted, without spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal(notice: str, product: str, place: str, terms: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) over the canonical JSON of what was sent: text, product, place and terms."""
    content = {"notice": notice, "place": place, "product": product, "terms": dict(terms)}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def request_reference(number: int, noticed_on: date) -> str:
    """The reference of a notice, TZ-2026-000012."""
    return f"TZ-{noticed_on.year}-{number:06d}"


def agreement_reference(number: int, on: date) -> str:
    """The reference of an agreement, XY-2026-000012."""
    return f"XY-{on.year}-{number:06d}"


def licence_reference(number: int, on: date) -> str:
    """The reference of a licence, XK-2026-000012."""
    return f"XK-{on.year}-{number:06d}"
