"""The states of a listing and who may move it where; the same table drives service, buttons and tests."""

from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_


class State(StrEnum):
    """Where a listing stands; anyone may take the licence only while it is announced."""

    DRAFT = "draft"
    DECLARED = "declared"
    ANNOUNCED = "announced"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


STATE_NAMES: dict[str, str] = {
    State.DRAFT: N_("Draft"),
    State.DECLARED: N_("Declared, awaiting announcement"),
    State.ANNOUNCED: N_("Announced"),
    State.SUSPENDED: N_("Suspended"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.ENDED: N_("Ended"),
}
STATE_TONES: dict[str, str] = {
    State.DRAFT: "idle",
    State.DECLARED: "info",
    State.ANNOUNCED: "ok",
    State.SUSPENDED: "warn",
    State.WITHDRAWN: "idle",
    State.ENDED: "bad",
}

OWNER, OPERATOR, CLOCK = "owner", "operator", "clock"
"""Who moves: the declaring organisation, the operator, or the market by itself (nightly check, change of a patent)."""


@dataclass(frozen=True)
class Move:
    """The name of the deed, what its button says, and who may do it."""

    deed: str
    label: str
    who: frozenset[str]


MOVES: dict[State, dict[State, Move]] = {
    State.DRAFT: {
        State.DECLARED: Move("declare", N_("Declare"), frozenset({OWNER})),
    },
    State.DECLARED: {
        State.DRAFT: Move("take_back", N_("Back to draft"), frozenset({OWNER, OPERATOR})),
        State.ANNOUNCED: Move("announce", N_("Record the announcement"), frozenset({OWNER, OPERATOR})),
    },
    State.ANNOUNCED: {
        State.SUSPENDED: Move("suspend", N_("Suspend"), frozenset({OWNER, OPERATOR, CLOCK})),
        State.WITHDRAWN: Move("withdraw", N_("Record the withdrawal"), frozenset({OWNER, CLOCK})),
        State.ENDED: Move("end", N_("End"), frozenset({OPERATOR, CLOCK})),
    },
    State.SUSPENDED: {
        State.ANNOUNCED: Move("resume", N_("Resume"), frozenset({OWNER, OPERATOR})),
        State.WITHDRAWN: Move("withdraw", N_("Record the withdrawal"), frozenset({OWNER, CLOCK})),
        State.ENDED: Move("end", N_("End"), frozenset({OPERATOR, CLOCK})),
    },
    State.WITHDRAWN: {},
    State.ENDED: {},
}

LIVE = (State.DECLARED, State.ANNOUNCED, State.SUSPENDED)
"""States in which a patent cannot be declared a second time."""
PUBLIC = (State.ANNOUNCED, State.WITHDRAWN, State.ENDED)
"""States in which strangers may read the page; only an announced listing can be taken."""
OVER = (State.WITHDRAWN, State.ENDED)


class EndReason(StrEnum):
    """Why a listing ended."""

    TERM = "term"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    INVALID = "invalid"
    SURRENDERED = "surrendered"
    PATENT = "patent"


END_REASONS: dict[str, str] = {
    EndReason.TERM: N_("The licence term announced is over."),
    EndReason.EXPIRED: N_("The patent has expired."),
    EndReason.LAPSED: N_("The patent lapsed because the annuity was not paid."),
    EndReason.INVALID: N_("The patent was declared invalid."),
    EndReason.SURRENDERED: N_("The patent was surrendered."),
    EndReason.PATENT: N_("The patent is no longer in force."),
}


def may_move(old: str, new: str, who: str) -> bool:
    """Whether the table has this move for this mover."""
    move = MOVES[State(old)].get(State(new))
    return move is not None and who in move.who


def deeds(state: str, who: str) -> dict[str, Move]:
    """The moves open to somebody, by the name of the deed."""
    return {move.deed: move for move in MOVES[State(state)].values() if who in move.who}
