"""A copy of an earlier roadshow: its days beside the earlier ones, and what somebody must look at before it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from market.core.calendar import is_working_day
from market.core.clock import SHANGHAI
from market.core.i18n import N_
from market.roadshows.rules.plans import Plan

DAY_NAMES: Mapping[str, str] = {
    "call_opens_at": N_("Call for pitches opens"),
    "call_closes_at": N_("Call for pitches closes"),
    "files_due_at": N_("Slides and videos due"),
    "register_opens_at": N_("Registration opens"),
    "register_closes_at": N_("Registration closes"),
    "starts_at": N_("Begins at"),
    "ends_at": N_("Ends at"),
}
"""The days of a plan in the order in which they come."""
OPENINGS = frozenset({"call_opens_at", "register_opens_at"})
"""Days that may be past: what opens before the announcement opens with it."""


@dataclass(frozen=True)
class Day:
    """One day of the copy: its name, when it was in the earlier plan and is in this one; `past`: too late already;

    `off`: nobody works that day (weekend or statutory holiday in Shanghai).
    """

    name: str
    before: datetime | None
    now: datetime
    past: bool
    off: bool


@dataclass(frozen=True)
class Taken:
    """One thing another room copied: its name, how many there are (0: the earlier one had none), its page."""

    name: str
    count: int
    endpoint: str


def days(before: Plan, copy: Plan, now: datetime) -> list[Day]:
    """The days of a copy beside those of the plan it was made from."""
    found = ((name, getattr(before, name), getattr(copy, name)) for name in DAY_NAMES)
    return [
        Day(
            DAY_NAMES[name],
            was,
            then,
            past=then <= now and name not in OPENINGS,
            off=not is_working_day(then.astimezone(SHANGHAI).date()),
        )
        for name, was, then in found
        if then is not None
    ]


def to_look_at(before: Plan, copy: Plan) -> list[str]:
    """What came along as it was and may be another thing this time, most pressing first."""
    found: list[str] = []
    if copy.title == before.title or (copy.title_en and copy.title_en == before.title_en):
        found.append(N_("Title and summary are the earlier ones: is there a number, a season or a year in them?"))
    links = (copy.stream_url, copy.meeting_url)
    if any(link and link in (before.stream_url, before.meeting_url) for link in links):
        found.append(N_("The links are the earlier ones, and the earlier guests know them: set new ones if need be."))
    if copy.place and copy.place == before.place:
        found.append(N_("The place is the earlier one: is it free on the new day?"))
    if copy.budget == before.budget and copy.target_firms == before.target_firms:
        found.append(N_("Targets and budget are the earlier ones; the bureau decides on them anew."))
    if copy.bodies and copy.bodies == before.bodies:
        found.append(N_("Hosts and organisers are the earlier ones: have they agreed to take part again?"))
    return found
