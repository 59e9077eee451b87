"""The process of a roadshow from the first plan to the day itself, declared as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from market.core.actor import Actor
from market.core.i18n import N_
from market.core.process import Move, Process
from market.roadshows.rules.states import STATE_NAMES, State

OPENS_EARLY = timedelta(hours=3)
"""So long before its beginning a roadshow may be opened: time to set up and to let guests in, and too short to open
one days early by a slip of the hand, which would end the plan, its calls and the registrations."""


class Who(StrEnum):
    """Who moves a roadshow."""

    OPERATOR = "operator"
    BUREAU = "bureau"


PARTIES: Mapping[str, str] = {Who.OPERATOR: N_("Operator"), Who.BUREAU: N_("Bureau"), "guests": N_("Registered people")}


@dataclass(frozen=True)
class Situation:
    """What the guards look at.

    `who` acts; `finished`: nothing is missing in the plan; `to_come`: its end lies ahead; `bureau`: there is a vetted
    authority that can decide; `near`: it begins within OPENS_EARLY, or has begun.
    """

    who: str = ""
    finished: bool = True
    to_come: bool = True
    bureau: bool = True
    near: bool = True


def party(actor: Actor) -> str:
    """As whom a person moves a roadshow; empty for everybody else."""
    if actor.operator:
        return Who.OPERATOR
    return Who.BUREAU if actor.kind == "authority" and actor.vetted else ""


def opens_from(starts_at: datetime) -> datetime:
    """From when a roadshow that begins at this instant may be opened."""
    return starts_at - OPENS_EARLY


def _ready(it: Situation) -> bool:
    return it.finished and it.to_come


def _to_come(it: Situation) -> bool:
    return it.to_come


def _near(it: Situation) -> bool:
    return it.near


def _decides(it: Situation) -> bool:
    return it.who == Who.BUREAU or not it.bureau


OPERATOR = frozenset({Who.OPERATOR})
DECIDERS = frozenset({Who.BUREAU, Who.OPERATOR})
BEFORE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED, State.ANNOUNCED})
"""The states before the day: it may still be called off."""
DECIDE_RULE = "the bureau; the operator only where no vetted authority takes part"
MOVES: Mapping[str, Move] = {
    "submit": Move(
        N_("Send to the bureau"),
        frozenset({State.DRAFT, State.RETURNED}),
        State.SUBMITTED,
        OPERATOR,
        _ready,
        holds="the plan is finished and its day lies ahead",
        tells=(Who.BUREAU,),
    ),
    "take_back": Move(N_("Take it back"), frozenset({State.SUBMITTED}), State.DRAFT, OPERATOR),
    "approve": Move(
        N_("Approve the plan"),
        frozenset({State.SUBMITTED}),
        State.APPROVED,
        DECIDERS,
        _decides,
        holds=DECIDE_RULE,
        tells=(Who.OPERATOR,),
    ),
    "return": Move(
        N_("Return the plan"),
        frozenset({State.SUBMITTED}),
        State.RETURNED,
        DECIDERS,
        _decides,
        needs="reason",
        holds=DECIDE_RULE,
        tells=(Who.OPERATOR,),
    ),
    "announce": Move(
        N_("Announce it"),
        frozenset({State.APPROVED}),
        State.ANNOUNCED,
        OPERATOR,
        _to_come,
        holds="its day lies ahead",
        tells=(Who.BUREAU,),
    ),
    "open": Move(
        N_("Open the roadshow"),
        frozenset({State.ANNOUNCED}),
        State.LIVE,
        OPERATOR,
        _near,
        holds="it begins within three hours or has begun",
    ),
    "close": Move(N_("Close the roadshow"), frozenset({State.LIVE}), State.HELD, OPERATOR),
    "cancel": Move(
        N_("Call the roadshow off"), BEFORE, State.CANCELLED, OPERATOR, needs="reason", tells=(Who.BUREAU, "guests")
    ),
}
PROCESS = Process("roadshow", N_("Roadshow"), STATE_NAMES, State.DRAFT, MOVES, PARTIES)
