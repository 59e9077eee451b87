"""How a filing with the patent office proceeds, and who may move it: one table for pages, services and tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_


class Kind(StrEnum):
    """What is filed (Measures on recording patent licence contracts; gazette entries EE01, EM01, EC01)."""

    RECORDAL = "recordal"
    CHANGE = "change"
    CANCELLATION = "cancellation"


class State(StrEnum):
    """Where a filing stands."""

    PREPARING = "preparing"
    FILED = "filed"
    REFUSED = "refused"
    RECORDED = "recorded"
    DROPPED = "dropped"


OPEN = frozenset({State.PREPARING, State.FILED})

KIND_NAMES: Mapping[str, str] = {
    Kind.RECORDAL: N_("Recordal"),
    Kind.CHANGE: N_("Change of the recordal"),
    Kind.CANCELLATION: N_("Cancellation of the recordal"),
}
STATE_NAMES: Mapping[str, str] = {
    State.PREPARING: N_("Being prepared"),
    State.FILED: N_("Filed, waiting for the office"),
    State.REFUSED: N_("Refused by the office"),
    State.RECORDED: N_("Recorded by the office"),
    State.DROPPED: N_("Given up"),
}
STATE_TONES: Mapping[str, str] = {
    State.PREPARING: "info",
    State.FILED: "info",
    State.REFUSED: "bad",
    State.RECORDED: "ok",
    State.DROPPED: "idle",
}


@dataclass(frozen=True)
class Move:
    """One move: from where to where. Only the side that files, or the operator, makes it."""

    come_from: frozenset[State]
    to: State


MOVES: Mapping[str, Move] = {
    "submit": Move(frozenset({State.PREPARING}), State.FILED),
    "record": Move(OPEN, State.RECORDED),
    "refuse": Move(frozenset({State.FILED}), State.REFUSED),
    "drop": Move(OPEN, State.DROPPED),
}


def open_moves(state: str) -> list[str]:
    """What can be done with a filing in this state, in the table's order."""
    return [name for name, move in MOVES.items() if state in move.come_from]


@dataclass(frozen=True)
class Standing:
    """What decides which filing may begin: the licence's state, whether it was ever recorded, what is open."""

    licence: str
    ever_recorded: bool = False
    cancelled: bool = False
    open_filing: bool = False


def may_begin(kind: str, standing: Standing) -> bool:
    """Whether a filing of this kind may begin: at most one at a time, each where it makes sense."""
    if standing.open_filing or standing.cancelled:
        return False
    if kind == Kind.RECORDAL:
        return standing.licence == "effective" and not standing.ever_recorded
    if kind == Kind.CHANGE:
        return standing.licence == "recorded" and standing.ever_recorded
    return kind == Kind.CANCELLATION and standing.ever_recorded


def kinds_to_begin(standing: Standing) -> list[Kind]:
    """The filings that may begin now."""
    return [kind for kind in Kind if may_begin(kind, standing)]


OTHER_GROUND = "other"
"""The office refused on a ground outside the eight (a paper missing, a seal unlike the name)."""
