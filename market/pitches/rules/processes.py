"""The declared process of an application to pitch: buttons, guards and tests are made from this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_
from market.core.process import Move, Process, always
from market.pitches.rules.states import STATE_NAMES, State


class Who(StrEnum):
    """Who moves an application."""

    APPLICANT = "applicant"
    OPERATOR = "operator"


PARTY_NAMES: Mapping[str, str] = {Who.APPLICANT: N_("Applicant"), Who.OPERATOR: N_("Operator")}


@dataclass(frozen=True)
class Situation:
    """What the guards look at.

    `call_open`: the call takes applications now; `coming`: the roadshow is announced and not over; `begun`: its first
    minute has come; `blocked`: a check that stops a selection has failed; `members`: the person may act for the
    organisation and it is vetted.
    """

    call_open: bool = True
    coming: bool = True
    begun: bool = False
    blocked: bool = False
    members: bool = True


def _may_submit(it: Situation) -> bool:
    return it.members and it.call_open and it.coming and not it.begun


def _may_resubmit(it: Situation) -> bool:
    return it.members and it.coming and not it.begun


def _before_it_begins(it: Situation) -> bool:
    return not it.begun


def _selectable(it: Situation) -> bool:
    return it.coming and not it.blocked


APPLICANT = frozenset({Who.APPLICANT})
OPERATOR = frozenset({Who.OPERATOR})
FIRST = frozenset({State.DRAFT})


def _move(
    label: str,
    come_from: frozenset[State],
    to: State,
    who: frozenset[Who],
    guard: Callable[[Situation], bool] = always,
    holds: str = "",
    needs: str = "",
) -> Move:
    told = (Who.OPERATOR,) if who == APPLICANT else (Who.APPLICANT,)
    return Move(label, frozenset(come_from), to, frozenset(who), guard, needs=needs, holds=holds, tells=told)


MOVES: Mapping[str, Move] = {
    "submit": _move(
        N_("Hand in"),
        FIRST,
        State.SUBMITTED,
        APPLICANT,
        _may_submit,
        "the call is open and the organisation is vetted",
        "application",
    ),
    "resubmit": _move(
        N_("Hand in again"),
        frozenset({State.RETURNED}),
        State.SUBMITTED,
        APPLICANT,
        _may_resubmit,
        "the roadshow has not begun; the call may be over",
        "application",
    ),
    "withdraw": _move(
        N_("Withdraw"),
        frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.SELECTED, State.RESERVE}),
        State.WITHDRAWN,
        APPLICANT,
        _before_it_begins,
        "the roadshow has not begun",
    ),
    "select": _move(
        N_("Select"),
        frozenset({State.SUBMITTED, State.RESERVE}),
        State.SELECTED,
        OPERATOR,
        _selectable,
        "no check that stops it has failed",
    ),
    "reserve": _move(
        N_("Put in reserve"),
        frozenset({State.SUBMITTED, State.SELECTED}),
        State.RESERVE,
        OPERATOR,
        needs="reason",
    ),
    "decline": _move(
        N_("Do not select"),
        frozenset({State.SUBMITTED, State.RETURNED, State.RESERVE, State.SELECTED}),
        State.DECLINED,
        OPERATOR,
        needs="reason",
    ),
    "return": _move(
        N_("Return for revision"),
        frozenset({State.SUBMITTED, State.RESERVE}),
        State.RETURNED,
        OPERATOR,
        needs="reason",
    ),
}
DECISIONS = ("select", "reserve", "decline", "return")
"""The operator's moves, in the order of the desk."""
PROCESS = Process("pitch", "Application to pitch", STATE_NAMES, State.DRAFT, MOVES, PARTY_NAMES)
