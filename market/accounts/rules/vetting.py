"""Vetting: the states of an organisation and who may move it from one to the next."""

from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_


class State(StrEnum):
    """Where an organisation stands; only `APPROVED` publishes and takes licences."""

    PENDING = "pending"
    RETURNED = "returned"
    APPROVED = "approved"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


STATE_NAMES: dict[str, str] = {
    State.PENDING: N_("Waiting for vetting"),
    State.RETURNED: N_("Returned for correction"),
    State.APPROVED: N_("Vetted"),
    State.DECLINED: N_("Application declined"),
    State.SUSPENDED: N_("Account suspended"),
    State.REVOKED: N_("Vetting revoked"),
}
STATE_TONES: dict[str, str] = {
    State.PENDING: "info",
    State.RETURNED: "warn",
    State.APPROVED: "ok",
    State.DECLINED: "bad",
    State.SUSPENDED: "bad",
    State.REVOKED: "bad",
}


@dataclass(frozen=True)
class Move:
    """One decision: from which states, to which, and whether it needs a message to the organisation."""

    label: str
    come_from: frozenset[State]
    to: State
    needs_message: bool = False


MOVES: dict[str, Move] = {
    "approve": Move(N_("Approve the organisation"), frozenset({State.PENDING}), State.APPROVED),
    "return": Move(N_("Return for correction"), frozenset({State.PENDING}), State.RETURNED, needs_message=True),
    "decline": Move(
        N_("Decline the application"), frozenset({State.PENDING, State.RETURNED}), State.DECLINED, needs_message=True
    ),
    "reopen": Move(N_("Take up again"), frozenset({State.DECLINED}), State.PENDING),
    "suspend": Move(N_("Suspend the organisation"), frozenset({State.APPROVED}), State.SUSPENDED, needs_message=True),
    "reinstate": Move(N_("Reinstate the organisation"), frozenset({State.SUSPENDED, State.REVOKED}), State.APPROVED),
    "revoke": Move(
        N_("Revoke the vetting"), frozenset({State.APPROVED, State.SUSPENDED}), State.REVOKED, needs_message=True
    ),
}
"""The operator's decisions. The organisation itself makes one move: it sends a returned application again."""

NOTE_ONLY = N_("Keep the note only")
DECISION_NAMES: dict[str, str] = {
    "approve": N_("Vetted"),
    "return": N_("Returned for correction"),
    "decline": N_("Application declined"),
    "reopen": N_("Taken up again"),
    "suspend": N_("Account suspended"),
    "reinstate": N_("Reinstated"),
    "revoke": N_("Vetting revoked"),
    "resubmit": N_("Sent again by the organisation"),
    "note": N_("Private note"),
}

PUBLIC_STATES = (State.APPROVED,)
"""States in which everybody may see the organisation's page."""


def moves_from(state: str) -> dict[str, Move]:
    """The decisions an operator may take now, by name."""
    return {name: move for name, move in MOVES.items() if state in move.come_from}


def may_resubmit(state: str) -> bool:
    """Whether the applicant may correct the application and send it again."""
    return state == State.RETURNED


def may_change_identity(state: str) -> bool:
    """Whether kind, name and code may still be corrected by the applicant: what was vetted stays as it was vetted."""
    return state in (State.PENDING, State.RETURNED)
