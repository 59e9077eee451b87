"""What a timetable is asked for, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from market.core.i18n import N_

LARGEST_FIT = 1_000
FIRST_MEETING = 10 * LARGEST_FIT
"""The fairness floor: that a party meets anybody at all weighs as much as ten meetings of the best fit."""


@dataclass(frozen=True)
class Wish:
    """A meeting that both sides want, or that matching proposes. `fit` is 1 to LARGEST_FIT."""

    id: int
    host: int
    guest: int
    fit: int


@dataclass(frozen=True)
class Party:
    """One who can sit at one table at a time: the slots it is free in, and the most meetings it takes.

    `away` are slots it would have offered, but for which it is on stage.
    """

    id: int
    slots: frozenset[int]
    most: int
    away: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Question:
    """Everything a timetable is made from. `tables` is how many there are in each slot, by its number.

    `fixed` says which wishes already have their slot; `rest` is how many slots a party keeps free between two meetings.
    """

    parties: Mapping[int, Party]
    wishes: Sequence[Wish]
    tables: Sequence[int]
    fixed: Mapping[int, int] = field(default_factory=dict)
    rest: int = 0


class Reason(StrEnum):
    """Why a wish has no place."""

    NO_COMMON_SLOT = "no_common_slot"
    ON_STAGE = "on_stage"
    ENOUGH_MEETINGS = "enough_meetings"
    TABLES_FULL = "tables_full"
    BETTER_ELSEWHERE = "better_elsewhere"


REASONS: Mapping[str, str] = {
    Reason.NO_COMMON_SLOT: N_("The two sides have no slot in which both are free."),
    Reason.ON_STAGE: N_("In every slot that both have offered, one of the two is on stage."),
    Reason.ENOUGH_MEETINGS: N_("One side already has as many meetings as it takes."),
    Reason.TABLES_FULL: N_("Every table is taken whenever both sides are free."),
    Reason.BETTER_ELSEWHERE: N_("Their common slots went to meetings that fit better in sum."),
}


@dataclass(frozen=True)
class Arranged:
    """A timetable: the slot of each placed wish, why the others have none, and how good it is.

    `fit` is the sum of the placed wishes; `value` counts the first meetings too, and can be no more than `bound`.
    """

    slots: Mapping[int, int]
    left_out: Mapping[int, Reason]
    fit: int
    value: int
    bound: int

    @property
    def share_of_bound(self) -> float:
        """How much of what is possible at most was reached, 0 to 1."""
        return 1.0 if not self.bound else self.value / self.bound
