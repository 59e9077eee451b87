"""Where an application to pitch stands."""

from collections.abc import Mapping
from enum import StrEnum

from market.core.i18n import N_


class State(StrEnum):
    """From draft to the stage."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SELECTED = "selected"
    RESERVE = "reserve"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[str, str] = {
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("Applied, to be reviewed"),
    State.RETURNED: N_("Returned for revision"),
    State.SELECTED: N_("On the programme"),
    State.RESERVE: N_("In reserve"),
    State.DECLINED: N_("Not chosen"),
    State.WITHDRAWN: N_("Withdrawn"),
}
STATE_TONES: Mapping[str, str] = {
    State.DRAFT: "idle",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.SELECTED: "ok",
    State.RESERVE: "info",
    State.DECLINED: "idle",
    State.WITHDRAWN: "idle",
}
CHOSEN = frozenset({State.SELECTED, State.RESERVE})
"""Those the operator has said yes to, at once or in case another one drops out."""
DOUBTS: Mapping[str, str] = {
    "suspended": N_("Its listing is suspended: no licence can be taken at the moment."),
    "withdrawn": N_("Its open licence is withdrawn."),
    "ended": N_("Its listing has ended: the term is over, or the patent is no longer in force."),
    "owner": N_("Its organisation is suspended."),
    "need_over": N_("Its need is solved, closed or expired."),
    "need_returned": N_("Its need was taken off the board for revision."),
}
"""Why a chosen pitch may no longer stand: what it is about is not on offer any more."""
LIVE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.SELECTED, State.RESERVE})


class Tier(StrEnum):
    """Who may open a file: everybody, those registered, those who declared an intent, or the organiser alone."""

    PUBLIC = "public"
    REGISTERED = "registered"
    INTENT = "intent"
    ORGANISER = "organiser"


TIER_NAMES: Mapping[str, str] = {
    Tier.PUBLIC: N_("Everybody"),
    Tier.REGISTERED: N_("Those registered"),
    Tier.INTENT: N_("Firms with an intent"),
    Tier.ORGANISER: N_("Only the organiser"),
}
