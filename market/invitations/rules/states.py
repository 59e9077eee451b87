"""Where an invitation stands, how it is sent, and what may be answered."""

from collections.abc import Mapping
from enum import StrEnum

from market.core.i18n import N_
from market.core.process import Move, Process


class State(StrEnum):
    """From being drafted to an answer, or to a registration."""

    DRAFTED = "drafted"
    SENT = "sent"
    PERHAPS = "perhaps"
    COMING = "coming"
    DECLINED = "declined"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[str, str] = {
    State.DRAFTED: N_("Drafted"),
    State.SENT: N_("Sent, no answer yet"),
    State.PERHAPS: N_("Undecided"),
    State.COMING: N_("Wants to come"),
    State.DECLINED: N_("Not coming"),
    State.REGISTERED: N_("Has registered"),
    State.WITHDRAWN: N_("Taken back"),
}
STATE_TONES: Mapping[str, str] = {
    State.DRAFTED: "idle",
    State.SENT: "info",
    State.PERHAPS: "warn",
    State.COMING: "ok",
    State.DECLINED: "idle",
    State.REGISTERED: "ok",
    State.WITHDRAWN: "idle",
}
LEFT = "left"
"""Shown instead of "registered" when everybody of the organisation has cancelled: read from the registrations, so that
it is right again once somebody comes back."""
SHOWN_NAMES: Mapping[str, str] = {
    **{state: name for state, name in STATE_NAMES.items() if state != State.WITHDRAWN},
    LEFT: N_("Registered, cancelled later"),
    State.WITHDRAWN: STATE_NAMES[State.WITHDRAWN],
}
SHOWN_TONES: Mapping[str, str] = {**STATE_TONES, LEFT: "warn"}
WAITING = frozenset({State.SENT, State.PERHAPS})
OPEN = frozenset({State.SENT, State.PERHAPS, State.COMING, State.DECLINED})
"""The states in which the firm may answer, also differently from before."""
ANSWERS = (State.COMING, State.PERHAPS, State.DECLINED)
ANSWER_NAMES: Mapping[str, str] = {
    State.COMING: N_("We want to come"),
    State.PERHAPS: N_("Not sure yet"),
    State.DECLINED: N_("Not this time"),
}
REASONS: Mapping[str, str] = {
    "no_time": N_("The date does not suit us"),
    "wrong_field": N_("It is not our field"),
    "too_early": N_("Too early for us"),
    "solved": N_("We have a solution already"),
    "other": N_("Another reason"),
}
"""Why a firm does not come: a closed list can be counted."""


class Way(StrEnum):
    """How it went out."""

    MAIL = "mail"
    WECHAT = "wechat"
    SMS = "sms"
    PHONE = "phone"


WAY_NAMES: Mapping[str, str] = {
    Way.MAIL: N_("Mail"),
    Way.WECHAT: N_("WeChat"),
    Way.SMS: N_("Text message"),
    Way.PHONE: N_("Telephone"),
}

OPERATOR, FIRM, SYSTEM = "operator", "firm", "system"
PROCESS = Process(
    name="invitation",
    title=N_("Invitation to a roadshow"),
    states=STATE_NAMES,
    start=State.DRAFTED,
    parties={OPERATOR: N_("Operator"), FIRM: N_("Firm"), SYSTEM: N_("System")},
    moves={
        "send": Move(
            N_("Send"), frozenset({State.DRAFTED}), State.SENT, frozenset({OPERATOR}), needs="way", tells=(FIRM,)
        ),
        "come": Move(N_("We want to come"), OPEN, State.COMING, frozenset({FIRM, OPERATOR})),
        "wait": Move(N_("Not sure yet"), OPEN, State.PERHAPS, frozenset({FIRM, OPERATOR})),
        "decline": Move(N_("Not this time"), OPEN, State.DECLINED, frozenset({FIRM, OPERATOR}), needs="reason"),
        "register": Move(
            N_("A person of the firm registers"),
            OPEN | {State.DRAFTED},
            State.REGISTERED,
            frozenset({SYSTEM}),
            timer=N_("with the registration"),
        ),
        "withdraw": Move(
            N_("Take back"),
            frozenset({State.DRAFTED, State.SENT, State.PERHAPS}),
            State.WITHDRAWN,
            frozenset({OPERATOR}),
        ),
    },
)
MOVE_OF: Mapping[str, str] = {State.COMING: "come", State.PERHAPS: "wait", State.DECLINED: "decline"}
