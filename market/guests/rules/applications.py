"""What somebody asks for when registering, which roles suit which organisation, and what is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from market.core.i18n import N_
from market.guests.rules.states import Role, Way

LONGEST_QUESTION = 500
ROLES_OF: Mapping[str, Sequence[Role]] = {
    "firm": (Role.FIRM, Role.PITCHER, Role.INVESTOR, Role.EXPERT, Role.PRESS),
    "university": (Role.PITCHER, Role.EXPERT, Role.PRESS),
    "service": (Role.SERVICE, Role.INVESTOR, Role.EXPERT, Role.PRESS),
    "authority": (Role.STAFF, Role.EXPERT),
    "operator": (Role.STAFF, Role.EXPERT, Role.PRESS),
}
"""In which roles people of each kind of organisation may come; the first one is the usual."""
CONSENT = "2026-11"
"""The version of the words agreed to (PIPL Arts. 13, 14 and 17); kept with each registration."""
KEPT_YEARS = 2
"""How long question and interests are kept after the roadshow (PIPL Art. 19: no longer than needed)."""


@dataclass(frozen=True)
class Application:
    """What a person fills in. `interests` are ids of selected pitches; `consent` to the use of the data is required."""

    way: str
    role: str
    interests: tuple[int, ...] = ()
    question: str = ""
    consent: bool = False


def problems(
    asked: Application, kind: str, ways: Collection[str], pitches: Collection[int], agreed: bool = False
) -> dict[str, str]:
    """What is wrong, by field; empty when it can be taken. `agreed`: consent was given with an earlier version."""
    found = {}
    if asked.way not in ways:
        found["way"] = N_("Choose one of the ways to take part.")
    if asked.role not in ROLES_OF.get(kind, ()):
        found["role"] = N_("Choose one of the roles open to your organisation.")
    if not set(asked.interests) <= set(pitches):
        found["interests"] = N_("One of the chosen pitches is not on the programme any more. Choose again.")
    if len(asked.question) > LONGEST_QUESTION:
        found["question"] = N_("Use at most 500 characters.")
    if not (asked.consent or agreed):
        found["consent"] = N_("Without your consent we cannot register you.")
    return found


def ways(capacity: int, online: bool) -> list[Way]:
    """The ways to take part: on site where there are places, online unless the organiser offers the hall alone."""
    return [way for way, there in ((Way.SITE, capacity > 0), (Way.ONLINE, online or capacity <= 0)) if there]
