"""What a firm may want of a pitch, and the stages until money flows."""

from collections.abc import Mapping
from enum import StrEnum

from market.core.i18n import N_


class Kind(StrEnum):
    """What is wanted."""

    LICENCE = "licence"
    PURCHASE = "purchase"
    JOINT = "joint"
    KNOW_MORE = "know_more"


KIND_NAMES: Mapping[str, str] = {
    Kind.LICENCE: N_("Take a licence"),
    Kind.PURCHASE: N_("Buy the patent"),
    Kind.JOINT: N_("Develop together"),
    Kind.KNOW_MORE: N_("Know more first"),
}


class Stage(StrEnum):
    """How far it has come."""

    INTENT = "intent"
    TALK = "talk"
    VISIT = "visit"
    SIGNED = "signed"
    RECORDED = "recorded"
    PAID = "paid"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STAGE_NAMES: Mapping[str, str] = {
    Stage.INTENT: N_("Intent declared"),
    Stage.TALK: N_("In talks"),
    Stage.VISIT: N_("Visit or confidentiality agreement"),
    Stage.SIGNED: N_("Licence or transfer signed"),
    Stage.RECORDED: N_("Recorded with the patent office"),
    Stage.PAID: N_("Money received"),
    Stage.CLOSED: N_("Closed without a contract"),
    Stage.WITHDRAWN: N_("Withdrawn by the firm"),
}
STAGE_TONES: Mapping[str, str] = {
    Stage.INTENT: "info",
    Stage.TALK: "info",
    Stage.VISIT: "info",
    Stage.SIGNED: "ok",
    Stage.RECORDED: "ok",
    Stage.PAID: "ok",
    Stage.CLOSED: "idle",
    Stage.WITHDRAWN: "idle",
}
OPEN = frozenset({Stage.INTENT, Stage.TALK, Stage.VISIT})
WON = frozenset({Stage.SIGNED, Stage.RECORDED, Stage.PAID})


class Source(StrEnum):
    """Where it was declared."""

    LIVE = "live"
    MEETING = "meeting"
    PAGE = "page"
    OPERATOR = "operator"


SOURCE_NAMES: Mapping[str, str] = {
    Source.LIVE: N_("On the live page"),
    Source.MEETING: N_("After a meeting"),
    Source.PAGE: N_("On the website"),
    Source.OPERATOR: N_("Entered by the operator"),
}
