"""Kinds of roadshows and where one stands."""

from collections.abc import Mapping
from enum import StrEnum

from market.core.i18n import N_


class Kind(StrEnum):
    """What is shown: patents, needs (answers are called for), financing with banks, or training."""

    PATENTS = "patents"
    NEEDS = "needs"
    BANKS = "banks"
    TRAINING = "training"


KIND_NAMES: Mapping[str, str] = {
    Kind.PATENTS: N_("Patent roadshow"),
    Kind.NEEDS: N_("Needs roadshow"),
    Kind.BANKS: N_("Banks meet firms"),
    Kind.TRAINING: N_("Training"),
}


class State(StrEnum):
    """Where a roadshow stands; whether it is on right now, `live` says."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    LIVE = "live"
    HELD = "held"
    CANCELLED = "cancelled"


STATE_NAMES: Mapping[str, str] = {
    State.DRAFT: N_("In planning"),
    State.SUBMITTED: N_("Waiting for approval"),
    State.RETURNED: N_("Returned for revision"),
    State.APPROVED: N_("Approved"),
    State.ANNOUNCED: N_("Announced"),
    State.LIVE: N_("Going on"),
    State.HELD: N_("Has been held"),
    State.CANCELLED: N_("Called off"),
}
STATE_TONES: Mapping[str, str] = {
    State.DRAFT: "idle",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.APPROVED: "info",
    State.ANNOUNCED: "ok",
    State.LIVE: "bad",
    State.HELD: "idle",
    State.CANCELLED: "idle",
}
PUBLIC = frozenset({State.ANNOUNCED, State.LIVE, State.HELD, State.CANCELLED})
"""The states in which everybody may see the page; one called off says so there."""
COMING = frozenset({State.ANNOUNCED, State.LIVE})


class Part(StrEnum):
    """In which part a body takes part in holding it."""

    HOST = "host"
    ORGANISER = "organiser"
    CO_ORGANISER = "co_organiser"
    SUPPORTER = "supporter"


PART_NAMES: Mapping[str, str] = {
    Part.HOST: N_("Host"),
    Part.ORGANISER: N_("Organiser"),
    Part.CO_ORGANISER: N_("Co-organiser"),
    Part.SUPPORTER: N_("Supported by"),
}
