"""The declared processes of negotiated deals: ordinary, sole and exclusive licence, transfer, contribution as equity,
and the answer to a posted need, which opens one of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from market.core.i18n import N_
from market.core.process import Move, Process, always
from market.licensing.rules.states import BOTH, EVERYBODY, PARTIES, Who


class Kind(StrEnum):
    """What is negotiated."""

    ORDINARY = "ordinary"
    SOLE = "sole"
    EXCLUSIVE = "exclusive"
    TRANSFER = "transfer"
    EQUITY = "equity"


KIND_NAMES: Mapping[str, str] = {
    Kind.ORDINARY: N_("Ordinary licence"),
    Kind.SOLE: N_("Sole licence"),
    Kind.EXCLUSIVE: N_("Exclusive licence"),
    Kind.TRANSFER: N_("Transfer of the patent"),
    Kind.EQUITY: N_("Contribution as equity"),
}
KIND_HINTS: Mapping[str, str] = {
    Kind.ORDINARY: N_("Others may be licensed too; the owner may exploit as well."),
    Kind.SOLE: N_("There is only one licensee; the owner may exploit as well."),
    Kind.EXCLUSIVE: N_("The licensee alone exploits, not even the owner does."),
    Kind.TRANSFER: N_("The patent gets a new owner, from its registration with CNIPA on (Patent Law Art. 10)."),
    Kind.EQUITY: N_("The owner brings the patent into a company and receives shares."),
}
LICENCES = frozenset({Kind.ORDINARY, Kind.SOLE, Kind.EXCLUSIVE})


class State(StrEnum):
    """Where a deal stands."""

    ANSWERED = "answered"
    TALKING = "talking"
    OFFERED = "offered"
    AGREED = "agreed"
    SIGNING = "signing"
    REGISTERING = "registering"
    CONCLUDED = "concluded"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


STATE_NAMES: Mapping[str, str] = {
    State.ANSWERED: N_("Answered, for the firm to decide"),
    State.TALKING: N_("In talks"),
    State.OFFERED: N_("An offer is on the table"),
    State.AGREED: N_("Agreed, to be prepared"),
    State.SIGNING: N_("Contract to be signed"),
    State.REGISTERING: N_("Signed, to be registered"),
    State.CONCLUDED: N_("Concluded, licence in force"),
    State.COMPLETED: N_("Registered, completed"),
    State.DECLINED: N_("Ended without an agreement"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.EXPIRED: N_("Expired without an agreement"),
}
STATE_TONES: Mapping[str, str] = {
    State.ANSWERED: "info",
    State.TALKING: "info",
    State.OFFERED: "warn",
    State.AGREED: "info",
    State.SIGNING: "info",
    State.REGISTERING: "info",
    State.CONCLUDED: "ok",
    State.COMPLETED: "ok",
    State.DECLINED: "idle",
    State.WITHDRAWN: "idle",
    State.EXPIRED: "idle",
}
TALKS = frozenset({State.TALKING, State.OFFERED})
LIVE = frozenset({State.ANSWERED, *TALKS, State.AGREED, State.SIGNING, State.REGISTERING})
BOUND = frozenset({State.AGREED, State.SIGNING, State.REGISTERING, State.CONCLUDED, State.COMPLETED})
"""The states whose terms are frozen: an offer was accepted."""
UNAGREED = frozenset(State) - BOUND
"""The states in which nothing is agreed, or nothing any more."""


@dataclass(frozen=True)
class Situation:
    """What the guards look at.

    `who` acts; `offer_by`: who made the standing offer, empty without one; `fits`: it may still be accepted (in time,
    nothing stands against it); `ready`: consents and public notice are in order; `noticed`: a public notice was held;
    `confirmed`: who has confirmed the contract on paper; `signed`: both sides have signed; `steps_done`: the checklist
    up to the registration is done; `quiet`: nobody has said anything for long.
    """

    who: str = ""
    offer_by: str = ""
    fits: bool = True
    ready: bool = True
    noticed: bool = False
    confirmed: frozenset[str] = frozenset()
    signed: bool = False
    steps_done: bool = False
    quiet: bool = False


def _from_other(it: Situation) -> bool:
    return bool(it.offer_by) and it.offer_by != it.who


SIDES = frozenset(BOTH)
SYSTEM = frozenset({Who.SYSTEM})
OPERATOR = frozenset({Who.OPERATOR})
SIGNED = "both sides have signed here, or both have confirmed the same contract on paper"


def _move(
    label: str,
    come_from: frozenset[State],
    to: str,
    who: frozenset[Who],
    guard: Callable[[Situation], bool] = always,
    holds: str = "",
    needs: str = "",
) -> Move:
    """A move of which both sides and the operator are told."""
    return Move(label, come_from, to, who, guard, needs=needs, holds=holds, tells=EVERYBODY)


def _at(*states: State) -> frozenset[State]:
    return frozenset(states)


ANSWER_MOVES: Mapping[str, Move] = {
    "take_up": _move(N_("Take up the answer"), _at(State.ANSWERED), State.TALKING, frozenset({Who.LICENSEE})),
    "refuse": _move(
        N_("Decline the answer"), _at(State.ANSWERED), State.DECLINED, frozenset({Who.LICENSEE}), needs="reason"
    ),
    "withdraw": _move(
        N_("Withdraw the answer"), _at(State.ANSWERED), State.WITHDRAWN, frozenset({Who.LICENSOR}), needs="reason"
    ),
}
TALK_MOVES: Mapping[str, Move] = {
    "offer": _move(N_("Make an offer"), TALKS, State.OFFERED, SIDES, needs="terms"),
    "accept": _move(
        N_("Accept the offer"),
        _at(State.OFFERED),
        State.AGREED,
        SIDES,
        lambda it: _from_other(it) and it.fits,
        "the offer named by number and seal is the standing one, the other side made it, it is in time, R02-R06 and "
        "R11 find nothing",
    ),
    "reject": _move(
        N_("Reject the offer"),
        _at(State.OFFERED),
        State.TALKING,
        SIDES,
        _from_other,
        "the other side made it",
        "reason",
    ),
    "take_back": _move(
        N_("Take the offer back"),
        _at(State.OFFERED),
        State.TALKING,
        SIDES,
        lambda it: it.offer_by == it.who,
        "one's own offer, not yet accepted",
    ),
    "decline": _move(N_("End the talks"), TALKS, State.DECLINED, SIDES, needs="reason"),
    "expire": replace(
        _move(
            N_("Expire"),
            TALKS | {State.ANSWERED},
            State.EXPIRED,
            SYSTEM,
            lambda it: it.quiet,
            "nobody has said anything for 90 days",
        ),
        timer="every six hours",
        override=True,
    ),
    "prepare": replace(
        _move(
            N_("Ready to sign"),
            _at(State.AGREED),
            State.SIGNING,
            SYSTEM,
            lambda it: it.ready,
            "co-owners and pledgees agree (R06, R23), the public notice is over and its result recorded (R20)",
        ),
        timer="with each deed that may make it ready",
        override=True,
    ),
    "object": _move(
        N_("An objection is upheld"),
        _at(State.AGREED),
        State.TALKING,
        frozenset({Who.LICENSOR}),
        lambda it: it.noticed,
        "a public notice was held (R20)",
        "reason",
    ),
    "confirm": _move(
        N_("Confirm the signed contract"),
        _at(State.SIGNING),
        "",
        SIDES,
        lambda it: it.who not in it.confirmed,
        "not confirmed by this side yet",
        "number, day and copy of the contract",
    ),
    "reopen": _move(
        N_("Set back to talks"), _at(State.AGREED, State.SIGNING), State.TALKING, OPERATOR, needs="reason"
    ),
    "stop": _move(
        N_("Stop the deal"),
        _at(State.AGREED, State.SIGNING, State.REGISTERING),
        State.WITHDRAWN,
        OPERATOR,
        needs="reason",
    ),
}
LICENCE_MOVES: Mapping[str, Move] = {
    "conclude": _move(
        N_("Conclude: the licence is granted"),
        _at(State.SIGNING),
        State.CONCLUDED,
        SYSTEM,
        lambda it: it.signed,
        SIGNED + "; R02-R06 and R03 both ways are looked at again",
    ),
}
REGISTRATION_MOVES: Mapping[str, Move] = {
    "conclude": _move(
        N_("Conclude: the registration begins"),
        _at(State.SIGNING),
        State.REGISTERING,
        SYSTEM,
        lambda it: it.signed,
        SIGNED,
    ),
    "register": _move(
        N_("Enter the registration"),
        _at(State.REGISTERING),
        State.COMPLETED,
        frozenset(EVERYBODY),
        lambda it: it.steps_done,
        "every earlier step of the checklist is done",
        "number, day and file",
    ),
}
COMMON = frozenset(State) - {State.REGISTERING, State.CONCLUDED, State.COMPLETED}


def _within(move: Move, states: frozenset[State]) -> Move:
    """The move without the states that its process does not have."""
    return replace(move, come_from=frozenset(state for state in move.come_from if state in states))


def _process(name: str, title: str, ending: Mapping[str, Move], states: frozenset[State]) -> Process:
    moves = {key: _within(move, states) for key, move in {**ANSWER_MOVES, **TALK_MOVES, **ending}.items()}
    names = {state: label for state, label in STATE_NAMES.items() if state in states}
    return Process(name, title, names, State.ANSWERED, moves, PARTIES)


ANSWER_STATES = _at(State.ANSWERED, State.TALKING, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
ANSWER = Process(
    "answer",
    N_("Answer to a posted need"),
    {state: label for state, label in STATE_NAMES.items() if state in ANSWER_STATES},
    State.ANSWERED,
    {**ANSWER_MOVES, "expire": _within(TALK_MOVES["expire"], _at(State.ANSWERED))},
    PARTIES,
)
"""A university answers a need with patents and a proposed kind; taken up, it goes on as that kind of deal."""
LICENCE = _process(
    "licence", N_("Negotiated licence (ordinary, sole, exclusive)"), LICENCE_MOVES, COMMON | {State.CONCLUDED}
)
REGISTERED = COMMON | {State.REGISTERING, State.COMPLETED}
TRANSFER = _process("transfer", KIND_NAMES[Kind.TRANSFER], REGISTRATION_MOVES, REGISTERED)
EQUITY = _process("equity", KIND_NAMES[Kind.EQUITY], REGISTRATION_MOVES, REGISTERED)
PROCESSES: Mapping[str, Process] = {
    Kind.ORDINARY: LICENCE,
    Kind.SOLE: LICENCE,
    Kind.EXCLUSIVE: LICENCE,
    Kind.TRANSFER: TRANSFER,
    Kind.EQUITY: EQUITY,
}


@dataclass(frozen=True)
class Step:
    """Who must act next and what he must do, as message ids."""

    who: str
    deed: str


NEXT: Mapping[str, Step] = {
    State.ANSWERED: Step(N_("The firm"), N_("takes the answer up or declines it")),
    State.TALKING: Step(N_("Both sides"), N_("ask, answer, make an offer")),
    State.OFFERED: Step(N_("The side that got the offer"), N_("accepts, rejects, or makes another offer")),
    State.AGREED: Step(N_("The owner"), N_("brings consents and public notice in order")),
    State.SIGNING: Step(N_("Both sides"), N_("sign the contract")),
    State.REGISTERING: Step(N_("Both sides"), N_("see the registration through")),
}
