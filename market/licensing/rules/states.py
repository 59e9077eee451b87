"""The states of a request and of a licence, and who may move them: one table for pages, services and tests."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from market.core.i18n import N_
from market.core.process import Move, Process, may, open_moves

__all__ = ["Move", "may", "open_moves"]


class RequestState(StrEnum):
    """Where a notice stands on its way to a licence."""

    NOTICED = "noticed"
    HELD = "held"
    GRANTED = "granted"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    CLOSED = "closed"


class LicenceState(StrEnum):
    """Where a licence stands."""

    EFFECTIVE = "effective"
    RECORDED = "recorded"
    ENDED = "ended"


OPEN = frozenset({RequestState.NOTICED, RequestState.HELD})
IN_FORCE = frozenset({LicenceState.EFFECTIVE, LicenceState.RECORDED})


class Who(StrEnum):
    """Who makes a move."""

    LICENSEE = "licensee"
    LICENSOR = "licensor"
    OPERATOR = "operator"
    SYSTEM = "system"


BOTH = (Who.LICENSEE, Who.LICENSOR)
EVERYBODY = (*BOTH, Who.OPERATOR)


@dataclass(frozen=True)
class Situation:
    """What the guards look at.

    `paid`: the part due at the start is paid in full, or nothing is due; `money_in`: some money has come; `clear`: the
    re-checks R02-R06 find nothing; `time_over`: the time to pay has run out.
    """

    paid: bool = False
    money_in: bool = False
    clear: bool = True
    time_over: bool = False


REQUEST_MOVES: Mapping[str, Move] = {
    "grant": Move(
        N_("Grant"),
        OPEN,
        RequestState.GRANTED,
        frozenset({Who.SYSTEM}),
        lambda it: it.paid and it.clear,
        holds="what is due at the start is paid (or nothing is) and the checks R02-R06 find nothing",
        tells=EVERYBODY,
    ),
    "hold": Move(
        N_("Hold"),
        frozenset({RequestState.NOTICED}),
        RequestState.HELD,
        frozenset({Who.SYSTEM}),
        lambda it: it.money_in and (not it.clear or it.time_over),
        holds="money has come, and a check stands against it or the time to pay is over with only a part paid",
        tells=EVERYBODY,
    ),
    "cancel": Move(
        N_("Cancel the notice"),
        frozenset({RequestState.NOTICED}),
        RequestState.CANCELLED,
        frozenset({Who.LICENSEE}),
        lambda it: not it.money_in,
        holds="no money has come",
        tells=BOTH,
    ),
    "lapse": Move(
        N_("Lapse"),
        frozenset({RequestState.NOTICED}),
        RequestState.LAPSED,
        frozenset({Who.SYSTEM}),
        lambda it: it.time_over and not it.money_in,
        holds="the time to pay and the banking days after it are over, no money has come",
        timer="hourly",
        tells=BOTH,
    ),
    "release": Move(
        N_("Grant the licence"),
        frozenset({RequestState.HELD}),
        RequestState.GRANTED,
        frozenset({Who.OPERATOR}),
        lambda it: it.paid and it.clear,
        holds="all is paid and every check passes again",
        tells=EVERYBODY,
    ),
    "close": Move(
        N_("Close and give the money back"),
        frozenset({RequestState.HELD}),
        RequestState.CLOSED,
        frozenset({Who.OPERATOR}),
        needs="reason",
        tells=BOTH,
    ),
}

LICENCE_MOVES: Mapping[str, Move] = {
    "record": Move(
        N_("Enter the recordal"),
        frozenset({LicenceState.EFFECTIVE}),
        LicenceState.RECORDED,
        frozenset({Who.LICENSEE, Who.LICENSOR, Who.OPERATOR}),
        needs="certificate",
        tells=EVERYBODY,
    ),
    "end": Move(
        N_("End"),
        frozenset(IN_FORCE),
        LicenceState.ENDED,
        frozenset({Who.SYSTEM}),
        holds="the term or the last patent is over (R18)",
        timer="every six hours, and at once when a patent ends",
        tells=EVERYBODY,
    ),
}

PARTIES: Mapping[str, str] = {
    Who.LICENSEE: "licensee",
    Who.LICENSOR: "licensor",
    Who.OPERATOR: "operator",
    Who.SYSTEM: "the market itself",
}


def after_payment(situation: Situation) -> str:
    """Which move payment causes: "grant", "hold", or an empty text while part of it is still open."""
    if situation.paid and situation.clear:
        return "grant"
    return "hold" if situation.paid else ""


def after_deadline(situation: Situation) -> str:
    """Which move the end of the time to pay causes: "lapse", "hold" when part of the money has come, or none."""
    if situation.paid or not situation.time_over:
        return ""
    return "hold" if situation.money_in else "lapse"


STAGES: Mapping[str, str] = {
    RequestState.NOTICED: N_("Waiting for payment"),
    RequestState.HELD: N_("Paid, held for a decision"),
    LicenceState.EFFECTIVE: N_("In force, to be recorded"),
    LicenceState.RECORDED: N_("In force, recorded"),
    LicenceState.ENDED: N_("Ended"),
    RequestState.CANCELLED: N_("Cancelled by the firm"),
    RequestState.LAPSED: N_("Lapsed, not paid in time"),
    RequestState.CLOSED: N_("Closed, money to be given back"),
}
"""The state of a whole deal: the request's until the licence is granted, then the licence's."""

OPEN_LICENCE = Process(
    name="open",
    title=N_("Open licence"),
    states=STAGES,
    start=RequestState.NOTICED,
    moves={
        name: replace(move, to=LicenceState.EFFECTIVE) if move.to == RequestState.GRANTED else move
        for name, move in {**REQUEST_MOVES, **LICENCE_MOVES}.items()
    },
    parties=PARTIES,
)
"""Notice and payment (Patent Law Art. 51), then recordal: one process. A request that is granted goes on
as its licence.
"""

STAGE_TONES: Mapping[str, str] = {
    RequestState.NOTICED: "info",
    RequestState.HELD: "warn",
    LicenceState.EFFECTIVE: "info",
    LicenceState.RECORDED: "ok",
    LicenceState.ENDED: "idle",
    RequestState.CANCELLED: "idle",
    RequestState.LAPSED: "idle",
    RequestState.CLOSED: "idle",
}


def stage(request_state: str, licence_state: str | None) -> str:
    """The stage of a deal, a key of STAGES."""
    return licence_state if request_state == RequestState.GRANTED and licence_state else request_state


HOLD_REASONS: Mapping[str, str] = {
    "R02": N_("A patent of this listing is not in force, or that is not known for certain."),
    "R03": N_("An exclusive or sole licence stands against it."),
    "R04": N_("Ownership is disputed, or a court has ordered preservation."),
    "R05": N_("An annuity is unpaid or in the period of grace."),
    "R06": N_("A patent is pledged and the pledgee's consent is not on file."),
    "vetting": N_("The firm is not vetted at present."),
    "licensor": N_("The licensor is not vetted at present."),
    "term": N_("The term of the licence is already over."),
    "part_paid": N_("The time to pay is over and only part of the amount has come in."),
}
"""What can stand between a payment and the licence; the codes R.. are the re-checks of R15."""


def held_sentences(codes: str) -> list[str]:
    """The sentences for the stored codes ("R05,vetting"); unknown codes are left out."""
    return [HOLD_REASONS[code] for code in codes.split(",") if code in HOLD_REASONS]


@dataclass(frozen=True)
class Step:
    """Who must act next and what he must do, as message ids."""

    who: str
    deed: str


NEXT: Mapping[str, Step] = {
    RequestState.NOTICED: Step(N_("The licensee"), N_("pays what is due at the start")),
    RequestState.HELD: Step(N_("The operator"), N_("decides: grant after cure, or give the money back")),
    LicenceState.EFFECTIVE: Step(N_("The licensor or the licensee"), N_("records the licence with the patent office")),
    LicenceState.RECORDED: Step(N_("Nobody at present"), N_("the licence runs")),
}
"""The next step of each stage that has one."""
