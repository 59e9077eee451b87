"""The stages of an intent as a declared process, and what the market itself knows of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_
from market.core.process import Move, Process
from market.intents.rules.states import OPEN, STAGE_NAMES, WON, Stage


class Who(StrEnum):
    """Who makes a move."""

    DECLARER = "declarer"
    PRESENTER = "presenter"
    OPERATOR = "operator"
    SYSTEM = "system"


PARTIES: Mapping[str, str] = {
    Who.DECLARER: "who declared it",
    Who.PRESENTER: "who pitched",
    Who.OPERATOR: "operator",
    Who.SYSTEM: "the market itself",
}
CARERS = frozenset({Who.PRESENTER, Who.OPERATOR})
EVERYBODY = (Who.DECLARER, Who.PRESENTER, Who.OPERATOR)


@dataclass(frozen=True)
class Facts:
    """What the market knows from the request or deal that an intent led to.

    `linked`: there is one; then its own course says how far it is, and nobody says more by hand. `failed`: it came to
    nothing. `free`: signed, and nothing is ever to be paid.
    """

    linked: bool = False
    signed: bool = False
    recorded: bool = False
    paid: bool = False
    failed: bool = False
    free: bool = False


HOLDS = "the linked request or deal says so, or there is none here"
MOVES: Mapping[str, Move] = {
    "talk": Move(
        N_("Talks have begun"),
        frozenset({Stage.INTENT}),
        Stage.TALK,
        CARERS | {Who.SYSTEM},
        timer="with a notice, a question or an answer about the same patent or need",
        tells=EVERYBODY,
    ),
    "visit": Move(
        N_("Visited, or confidentiality agreed"),
        frozenset({Stage.INTENT, Stage.TALK}),
        Stage.VISIT,
        CARERS,
        tells=EVERYBODY,
    ),
    "sign": Move(
        N_("Signed"),
        OPEN | {Stage.CLOSED},
        Stage.SIGNED,
        CARERS | {Who.SYSTEM},
        lambda it: it.signed or not it.linked,
        needs="number or day of the contract",
        holds=HOLDS,
        timer="with the licence granted or the contract concluded",
        tells=EVERYBODY,
    ),
    "record": Move(
        N_("Recorded with the patent office"),
        frozenset({Stage.SIGNED}),
        Stage.RECORDED,
        CARERS | {Who.SYSTEM},
        lambda it: it.recorded or not it.linked,
        holds=HOLDS,
        timer="with the recordal of the licence or the registration of the transfer",
        tells=EVERYBODY,
    ),
    "pay": Move(
        N_("Money received"),
        frozenset({Stage.RECORDED}),
        Stage.PAID,
        CARERS | {Who.SYSTEM},
        lambda it: it.paid or not it.linked,
        holds=HOLDS,
        timer="with the first money booked on it, once it is recorded",
        tells=EVERYBODY,
    ),
    "close": Move(N_("Close the intent"), OPEN, Stage.CLOSED, CARERS, needs="reason", tells=EVERYBODY),
    "reopen": Move(N_("Take it up again"), frozenset({Stage.CLOSED}), Stage.TALK, CARERS, tells=EVERYBODY),
    "renew": Move(
        N_("Declare again"), frozenset({Stage.CLOSED}), Stage.INTENT, frozenset({Who.DECLARER}), tells=EVERYBODY
    ),
    "withdraw": Move(N_("Withdraw the intent"), OPEN, Stage.WITHDRAWN, frozenset({Who.DECLARER}), tells=EVERYBODY),
    "correct": Move(
        N_("Set back, it was entered by mistake"),
        WON,
        Stage.TALK,
        frozenset({Who.OPERATOR}),
        lambda it: not it.signed,
        needs="reason",
        holds="no licence or contract here says otherwise",
        tells=EVERYBODY,
    ),
}
BY_HAND = ("talk", "visit", "sign", "record", "pay", "reopen", "correct")
"""The moves of the follow-up form; closing and withdrawing have forms of their own."""
REASONED = frozenset({"sign", "correct"})
"""The moves that need a word."""
PROCESS = Process("intent", N_("Intent on a pitch"), STAGE_NAMES, Stage.INTENT, MOVES, PARTIES)


def onward(stage: str, facts: Facts) -> list[str]:
    """The moves the market itself makes now, in order; only forwards, and never for what was withdrawn."""
    path = []
    if facts.linked and not facts.signed and stage == Stage.INTENT:
        return ["talk"]
    if facts.signed and stage in MOVES["sign"].come_from:
        path, stage = ["sign"], Stage.SIGNED
    if facts.signed and facts.recorded and stage == Stage.SIGNED:
        path, stage = [*path, "record"], Stage.RECORDED
    if facts.signed and facts.paid and stage == Stage.RECORDED:
        path = [*path, "pay"]
    return path


SAID: Mapping[str, str] = {
    "declare": N_("Intent declared"),
    "enter": N_("Entered by the operator, as it was said"),
    "confirm": N_("Confirmed by the one it was entered for"),
    "change": N_("Intent changed"),
    "withdraw": N_("Intent withdrawn"),
    "share": N_("Contact shared with the other side"),
    "unshare": N_("Contact no longer shared"),
    "note": N_("A word"),
    "assign": N_("Handed over"),
    "close": N_("Closed without a contract"),
    "reopen": N_("The intent was taken up again"),
    "renew": N_("Declared again"),
    "correct": N_("Set back, it was entered by mistake"),
    "link": N_("A request or deal came of it"),
    "outside": N_("Contract signed outside reported"),
    "set_back": N_("The request or deal came to nothing"),
    "remind": N_("Reminder given"),
}
"""What the log calls its entries; the other ones are called after the stage reached."""
NEXT: Mapping[str, str] = {
    Stage.INTENT: N_("Call the one who declared it and bring both sides together."),
    Stage.TALK: N_("Agree on a visit or a confidentiality agreement, or go straight to the licence request."),
    Stage.VISIT: N_("Send the licence request or open the deal; the form is filled in from this intent."),
    Stage.SIGNED: N_("Record the licence or transfer with the patent office."),
    Stage.RECORDED: N_("See that what is due is paid."),
    Stage.PAID: N_("Nothing more to do; the figures of the roadshow count it."),
    Stage.CLOSED: N_("Nothing more to do. Take it up again if things change."),
    Stage.WITHDRAWN: N_("Nothing more to do. A new intent may be declared at any time."),
}
"""What to do next in each stage."""
