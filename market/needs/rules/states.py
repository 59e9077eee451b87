"""The states of a need, who may move it, and how it can end. The same table drives buttons, pages and tests."""

from enum import StrEnum

from market.core.i18n import N_


class State(StrEnum):
    """Where a need stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    IN_TALKS = "in_talks"
    SOLVED = "solved"
    CLOSED = "closed"
    EXPIRED = "expired"


FIRM, OPERATOR, SYSTEM = "firm", "operator", "system"
BOTH = frozenset({FIRM, OPERATOR})
FIRM_ONLY = frozenset({FIRM})
OPERATOR_ONLY = frozenset({OPERATOR})
ANY = frozenset({FIRM, OPERATOR, SYSTEM})

MOVES: dict[State, dict[State, frozenset[str]]] = {
    State.DRAFT: {State.SUBMITTED: FIRM_ONLY, State.CLOSED: FIRM_ONLY},
    State.SUBMITTED: {
        State.DRAFT: FIRM_ONLY,
        State.PUBLISHED: OPERATOR_ONLY,
        State.RETURNED: OPERATOR_ONLY,
        State.CLOSED: BOTH,
    },
    State.RETURNED: {State.SUBMITTED: BOTH, State.CLOSED: BOTH},
    State.PUBLISHED: {
        State.IN_TALKS: ANY,
        State.RETURNED: OPERATOR_ONLY,
        State.SOLVED: ANY,
        State.CLOSED: BOTH,
        State.EXPIRED: frozenset({SYSTEM}),
    },
    State.IN_TALKS: {
        State.PUBLISHED: BOTH,
        State.SOLVED: ANY,
        State.CLOSED: BOTH,
        State.EXPIRED: frozenset({SYSTEM}),
    },
    State.EXPIRED: {State.SUBMITTED: BOTH, State.CLOSED: BOTH},
    State.SOLVED: {},
    State.CLOSED: {},
}
"""From state to state, and who may do it."""

ON_BOARD = (State.PUBLISHED, State.IN_TALKS)
"""States in which the public sees a need and matching works for it."""
EDITABLE = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.PUBLISHED, State.IN_TALKS, State.EXPIRED)

LABELS: dict[State, str] = {
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("Being reviewed"),
    State.RETURNED: N_("Returned for changes"),
    State.PUBLISHED: N_("On the board"),
    State.IN_TALKS: N_("In talks"),
    State.SOLVED: N_("Solved here"),
    State.CLOSED: N_("Closed"),
    State.EXPIRED: N_("Expired"),
}
TONES: dict[State, str] = {
    State.DRAFT: "idle",
    State.SUBMITTED: "info",
    State.RETURNED: "warn",
    State.PUBLISHED: "ok",
    State.IN_TALKS: "ok",
    State.SOLVED: "ok",
    State.CLOSED: "idle",
    State.EXPIRED: "idle",
}

HOW: dict[str, str] = {
    "deal": N_("Solved by a licence or contract found here"),
    "elsewhere": N_("Solved another way"),
    "dropped": N_("No longer needed"),
    "not_a_need": N_("This is not a technology need"),
    "repeat": N_("The same need is already here"),
    "expired": N_("Its time has run out"),
}
"""How a need ended."""
HOW_FIRM = ("deal", "elsewhere", "dropped")
HOW_OPERATOR = ("not_a_need", "repeat", "deal", "elsewhere", "dropped")


def may(state: str, target: str, who: str) -> bool:
    """Whether this party may move a need from one state to another."""
    return who in MOVES[State(state)].get(State(target), frozenset())


def end_of(how: str) -> State:
    """The state in which a need that ended this way stands."""
    return {"deal": State.SOLVED, "expired": State.EXPIRED}.get(how, State.CLOSED)
