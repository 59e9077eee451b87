"""Where a meeting stands, as a declared process: asked, agreed, booked, held; and how it may end before."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_
from market.core.process import Move, Process


class State(StrEnum):
    """From one side's wish to a table and a result.

    `invited`: the organiser keeps a table for both, who may still decline. `agreed`: both want it, without a time.
    """

    ASKED = "asked"
    INVITED = "invited"
    AGREED = "agreed"
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


STATE_NAMES: Mapping[str, str] = {
    State.ASKED: N_("Asked, waiting for an answer"),
    State.INVITED: N_("Proposed by the organiser"),
    State.AGREED: N_("Agreed, time to be set"),
    State.BOOKED: N_("Time and table fixed"),
    State.HELD: N_("Meeting held"),
    State.MISSED: N_("Did not take place"),
    State.DECLINED: N_("Meeting declined"),
    State.CANCELLED: N_("Meeting cancelled"),
    State.EXPIRED: N_("Not answered in time"),
}
STATE_TONES: Mapping[str, str] = {
    State.ASKED: "warn",
    State.INVITED: "warn",
    State.AGREED: "info",
    State.BOOKED: "ok",
    State.HELD: "ok",
    State.MISSED: "bad",
    State.DECLINED: "idle",
    State.CANCELLED: "idle",
    State.EXPIRED: "idle",
}
STANDING = frozenset({State.ASKED, State.INVITED, State.AGREED, State.BOOKED})
"""The states in which something may still come of it; two organisations have one such meeting at most."""
SEATED = frozenset({State.INVITED, State.BOOKED})
"""The states that hold a slot and a table."""
TOOK_PLACE = frozenset({State.BOOKED, State.HELD, State.MISSED})
OPEN = frozenset({State.ASKED, State.INVITED})
"""The states in which somebody's word is missing."""


class Source(StrEnum):
    """Who had the idea."""

    ASKED = "asked"
    MATCHED = "matched"
    ORGANISER = "organiser"


SOURCE_NAMES: Mapping[str, str] = {
    Source.ASKED: N_("Asked for by one side"),
    Source.MATCHED: N_("Proposed by matching"),
    Source.ORGANISER: N_("Proposed by the organiser"),
}


class Who(StrEnum):
    """Who makes a move."""

    ASKER = "asker"
    ASKED = "asked"
    ORGANISER = "organiser"
    SYSTEM = "system"


@dataclass(frozen=True)
class Situation:
    """What the guards look at: whose answer is missing, whether a time is on the table, whether the slot is over."""

    waits_for: frozenset[str] = frozenset()
    timed: bool = False
    begun: bool = False
    over: bool = False
    due: bool = False


BOTH = frozenset({Who.ASKER, Who.ASKED})


MOVES: Mapping[str, Move] = {
    "accept": Move(
        N_("Accept"), frozenset({State.ASKED}), State.BOOKED, BOTH,
        guard=lambda it: bool(it.waits_for), needs=N_("a slot in which both sides are free"),
        holds="the other side has asked or proposed a time", tells=(Who.ASKER, Who.ASKED),
    ),
    "agree": Move(
        N_("Accept, the organiser sets the time"), frozenset({State.ASKED}), State.AGREED, BOTH,
        guard=lambda it: bool(it.waits_for), holds="the other side has asked", tells=(Who.ASKER, Who.ASKED),
    ),
    "propose": Move(
        N_("Propose another time"), frozenset({State.ASKED}), "", BOTH,
        guard=lambda it: bool(it.waits_for), needs=N_("a slot in which both sides are free"),
        holds="the other side has asked or proposed a time", tells=(Who.ASKER, Who.ASKED),
    ),
    "confirm": Move(
        N_("Yes, we come"), frozenset({State.INVITED}), State.BOOKED, BOTH,
        guard=lambda it: bool(it.waits_for), holds="this side has not said yes yet; the last yes confirms",
        tells=(Who.ASKER, Who.ASKED),
    ),
    "decline": Move(
        N_("Decline the meeting"), frozenset({State.ASKED, State.INVITED}), State.DECLINED, BOTH,
        guard=lambda it: bool(it.waits_for), needs=N_("a reason"), holds="an answer of this side is missing",
        tells=(Who.ASKER, Who.ASKED),
    ),
    "cancel": Move(
        N_("Cancel the meeting"), frozenset({State.ASKED, State.INVITED, State.AGREED, State.BOOKED}),
        State.CANCELLED, BOTH | {Who.ORGANISER}, guard=lambda it: not it.begun, holds="it has not begun",
        tells=(Who.ASKER, Who.ASKED),
    ),
    "set_time": Move(
        N_("Set time and table"), frozenset({State.AGREED}), State.BOOKED, frozenset({*BOTH, Who.ORGANISER}),
        needs=N_("a slot in which both sides are free"), tells=(Who.ASKER, Who.ASKED),
    ),
    "move": Move(
        N_("Move to another time or table"), frozenset({State.INVITED, State.BOOKED}), "",
        frozenset({Who.ORGANISER}), guard=lambda it: not it.begun, holds="it has not begun",
        tells=(Who.ASKER, Who.ASKED),
    ),
    "invite": Move(
        N_("Keep a table for both"), frozenset({State.ASKED}), State.INVITED, frozenset({Who.ORGANISER}),
        holds="the published timetable has a place for it", tells=(Who.ASKER, Who.ASKED),
    ),
    "expire": Move(
        N_("Let it expire"), frozenset({State.ASKED, State.INVITED}), State.EXPIRED, frozenset({Who.SYSTEM}),
        guard=lambda it: it.due, timer="the answer is overdue", tells=(Who.ASKER, Who.ASKED),
    ),
    "note_result": Move(
        N_("Note the result"), frozenset({State.BOOKED, State.HELD}), State.HELD, BOTH,
        guard=lambda it: it.begun, needs=N_("what came of it"), holds="it has begun",
    ),
    "miss": Move(
        N_("Somebody did not come"), frozenset({State.BOOKED, State.HELD}), State.MISSED,
        frozenset({*BOTH, Who.ORGANISER}), guard=lambda it: it.begun, needs=N_("who did not come"),
        holds="it has begun",
    ),
    "unmiss": Move(
        N_("They came after all"), frozenset({State.MISSED}), State.BOOKED, frozenset({Who.ORGANISER}),
    ),
}  # fmt: skip

PROCESS = Process(
    "meeting",
    N_("One-to-one meeting"),
    STATE_NAMES,
    State.ASKED,
    MOVES,
    {
        Who.ASKER: N_("The side that asked"),
        Who.ASKED: N_("The side that was asked"),
        Who.ORGANISER: N_("Organiser"),
        Who.SYSTEM: N_("The clock"),
    },
)


class Decline(StrEnum):
    """Why a side declines."""

    NO_NEED = "no_need"
    OTHER_FIELD = "other_field"
    WRITE_INSTEAD = "write_instead"
    NO_TIME = "no_time"
    OTHER = "other"


DECLINE_NAMES: Mapping[str, str] = {
    Decline.NO_NEED: N_("We have no need for it now"),
    Decline.OTHER_FIELD: N_("It is not our field"),
    Decline.WRITE_INSTEAD: N_("Please write to us instead"),
    Decline.NO_TIME: N_("We have no time left that day"),
    Decline.OTHER: N_("Another reason"),
}


class Outcome(StrEnum):
    """What a side takes home from a meeting."""

    NONE = "none"
    MATERIAL = "material"
    VISIT = "visit"
    INTENT = "intent"


OUTCOME_NAMES: Mapping[str, str] = {
    Outcome.NONE: N_("No interest"),
    Outcome.MATERIAL: N_("Send material"),
    Outcome.VISIT: N_("Arrange a visit"),
    Outcome.INTENT: N_("We have an intent"),
}
OUTCOME_TONES: Mapping[str, str] = {
    Outcome.NONE: "idle",
    Outcome.MATERIAL: "info",
    Outcome.VISIT: "info",
    Outcome.INTENT: "ok",
}
