"""The declared process of a registration: who may move it from where to where."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.core.process import Move, Process
from market.guests.rules.states import SEATED, STANDING, STATE_NAMES, State

GUEST, ORGANISER, SYSTEM = "guest", "organiser", "system"
PARTY_NAMES: Mapping[str, str] = {
    GUEST: N_("Guest"),
    ORGANISER: N_("Organiser"),
    SYSTEM: N_("The market itself"),
}
GONE = frozenset({State.CANCELLED, State.EXPIRED, State.DECLINED})
MOVES: Mapping[str, Move] = {
    "apply": Move(
        label=N_("Register again"), come_from=GONE, to=State.APPLIED, who=frozenset({GUEST}), tells=(GUEST, ORGANISER)
    ),
    "confirm": Move(
        label=N_("Admit to a free place"),
        come_from=frozenset({State.APPLIED, State.WAITING, *GONE}),
        to=State.CONFIRMED,
        who=frozenset({ORGANISER, SYSTEM}),
        holds=N_("a place is free; by itself where the organiser admits vetted organisations automatically"),
        tells=(GUEST,),
    ),
    "wait": Move(
        label=N_("Admit to the waiting list"),
        come_from=frozenset({State.APPLIED, *GONE}),
        to=State.WAITING,
        who=frozenset({ORGANISER, SYSTEM}),
        holds=N_("every place is taken, or others wait already"),
        tells=(GUEST,),
    ),
    "offer": Move(
        label=N_("Offer a free place"),
        come_from=frozenset({State.WAITING}),
        to=State.OFFERED,
        who=frozenset({SYSTEM}),
        holds=N_("a place is free, and nobody waits longer"),
        tells=(GUEST,),
    ),
    "accept": Move(
        label=N_("Take the place"),
        come_from=frozenset({State.OFFERED}),
        to=State.CONFIRMED,
        who=frozenset({GUEST, ORGANISER}),
        holds=N_("the offer has not run out"),
        tells=(GUEST,),
    ),
    "expire": Move(
        label=N_("Let the offer run out"),
        come_from=frozenset({State.OFFERED}),
        to=State.EXPIRED,
        who=frozenset({SYSTEM}),
        holds=N_("the offer's time is over"),
        timer=N_("offers, every minute"),
        tells=(GUEST,),
    ),
    "cancel": Move(
        label=N_("Cancel the registration"),
        come_from=STANDING,
        to=State.CANCELLED,
        who=frozenset({GUEST}),
        tells=(GUEST,),
    ),
    "decline": Move(
        label=N_("Decline"),
        come_from=STANDING,
        to=State.DECLINED,
        who=frozenset({ORGANISER}),
        needs="reason",
        tells=(GUEST,),
    ),
}
PROCESS = Process(
    name="registration",
    title=N_("Registration for a roadshow"),
    states=STATE_NAMES,
    start=State.APPLIED,
    moves=MOVES,
    parties=PARTY_NAMES,
)


def takes_a_place(state: str) -> bool:
    """Whether somebody in this state counts against the places."""
    return state in SEATED
