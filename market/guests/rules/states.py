"""Where a registration stands, in which role and how somebody comes."""

from collections.abc import Mapping
from enum import StrEnum

from market.core.i18n import N_


class State(StrEnum):
    """From asking for a place to having one."""

    APPLIED = "applied"
    WAITING = "waiting"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


STATE_NAMES: Mapping[str, str] = {
    State.APPLIED: N_("Waiting for the organiser"),
    State.WAITING: N_("On the waiting list"),
    State.OFFERED: N_("A place is offered"),
    State.CONFIRMED: N_("Confirmed"),
    State.DECLINED: N_("Not admitted"),
    State.CANCELLED: N_("Cancelled"),
    State.EXPIRED: N_("Offer not taken in time"),
}
STATE_TONES: Mapping[str, str] = {
    State.APPLIED: "info",
    State.WAITING: "info",
    State.OFFERED: "warn",
    State.CONFIRMED: "ok",
    State.DECLINED: "idle",
    State.CANCELLED: "idle",
    State.EXPIRED: "idle",
}
STANDING = frozenset({State.APPLIED, State.WAITING, State.OFFERED, State.CONFIRMED})
BARRED = frozenset({"suspended", "revoked", "declined"})
"""States of an organisation (accounts) whose people neither register nor are let in."""
SEATED = frozenset({State.OFFERED, State.CONFIRMED})
"""The states that take a place."""


class Role(StrEnum):
    """In which role somebody takes part."""

    PITCHER = "pitcher"
    FIRM = "firm"
    INVESTOR = "investor"
    SERVICE = "service"
    EXPERT = "expert"
    PRESS = "press"
    STAFF = "staff"


ROLE_NAMES: Mapping[str, str] = {
    Role.PITCHER: N_("Speaker"),
    Role.FIRM: N_("Firm"),
    Role.INVESTOR: N_("Bank or investor"),
    Role.SERVICE: N_("Service body"),
    Role.EXPERT: N_("Expert"),
    Role.PRESS: N_("Press"),
    Role.STAFF: N_("Staff"),
}


class Way(StrEnum):
    """On site or over the net."""

    SITE = "site"
    ONLINE = "online"


WAY_NAMES: Mapping[str, str] = {Way.SITE: N_("On site"), Way.ONLINE: N_("Over the internet")}
