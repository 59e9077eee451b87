"""Kinds of contract, the states of a contract and of a template, who signs how: one table for pages and services."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from market.core.i18n import N_


class Kind(StrEnum):
    """What is agreed."""

    OPEN = "open"
    ORDINARY = "ordinary"
    SOLE = "sole"
    EXCLUSIVE = "exclusive"
    TRANSFER = "transfer"
    EQUITY = "equity"


KINDS: Mapping[str, str] = {
    Kind.OPEN: N_("Open licence, confirmation"),
    Kind.ORDINARY: N_("Ordinary licence"),
    Kind.SOLE: N_("Sole licence"),
    Kind.EXCLUSIVE: N_("Exclusive licence"),
    Kind.TRANSFER: N_("Transfer of the patent"),
    Kind.EQUITY: N_("Contribution as equity"),
}
LICENCES = frozenset({Kind.OPEN, Kind.ORDINARY, Kind.SOLE, Kind.EXCLUSIVE})


class Family(StrEnum):
    """The templates there are; each has its versions, of which one at most is in force."""

    OPEN = "open"
    LICENCE = "licence"
    TRANSFER = "transfer"
    EQUITY = "equity"


FAMILIES: Mapping[str, str] = {
    Family.OPEN: N_("Confirmation of an open licence"),
    Family.LICENCE: N_("Licence contract (ordinary, sole, exclusive)"),
    Family.TRANSFER: N_("Transfer of the patent"),
    Family.EQUITY: N_("Contribution of the patent as equity"),
}
FAMILY_OF: Mapping[str, str] = {
    Kind.OPEN: Family.OPEN,
    Kind.ORDINARY: Family.LICENCE,
    Kind.SOLE: Family.LICENCE,
    Kind.EXCLUSIVE: Family.LICENCE,
    Kind.TRANSFER: Family.TRANSFER,
    Kind.EQUITY: Family.EQUITY,
}


class State(StrEnum):
    """Where a contract stands."""

    DRAFTING = "drafting"
    SIGNING = "signing"
    CONCLUDED = "concluded"
    VOID = "void"


STATES: Mapping[str, str] = {
    State.DRAFTING: N_("Being drawn up"),
    State.SIGNING: N_("Ready to be signed"),
    State.CONCLUDED: N_("Concluded"),
    State.VOID: N_("Set aside"),
}
TONES: Mapping[str, str] = {
    State.DRAFTING: "info",
    State.SIGNING: "warn",
    State.CONCLUDED: "ok",
    State.VOID: "idle",
}
LIVE = frozenset({State.DRAFTING, State.SIGNING})


class TemplateState(StrEnum):
    """Where a version of a template stands."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


TEMPLATE_STATES: Mapping[str, str] = {
    TemplateState.DRAFT: N_("Draft"),
    TemplateState.IN_FORCE: N_("In force"),
    TemplateState.WITHDRAWN: N_("Withdrawn"),
}
TEMPLATE_TONES: Mapping[str, str] = {
    TemplateState.DRAFT: "info",
    TemplateState.IN_FORCE: "ok",
    TemplateState.WITHDRAWN: "idle",
}
TEMPLATE_MOVES: Mapping[str, Collection[str]] = {
    TemplateState.DRAFT: frozenset({TemplateState.IN_FORCE, TemplateState.WITHDRAWN}),
    TemplateState.IN_FORCE: frozenset({TemplateState.WITHDRAWN}),
    TemplateState.WITHDRAWN: frozenset(),
}


class Side(StrEnum):
    """The two sides of every contract: who gives the patent or the right, and who takes it."""

    LICENSOR = "licensor"
    LICENSEE = "licensee"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.LICENSEE if self is Side.LICENSOR else Side.LICENSOR


SIDES: Mapping[tuple[str, str], str] = {
    ("licence", Side.LICENSOR): N_("Licensor"),
    ("licence", Side.LICENSEE): N_("Licensee"),
    ("transfer", Side.LICENSOR): N_("Transferor"),
    ("transfer", Side.LICENSEE): N_("Transferee"),
    ("equity", Side.LICENSOR): N_("Contributor"),
    ("equity", Side.LICENSEE): N_("Company that takes the contribution"),
}


def side_name(kind: str, side: str) -> str:
    """What a side of a contract of this kind is called, as message id."""
    return SIDES["licence" if kind in LICENCES else kind, Side(side)]


class Way(StrEnum):
    """How a side signs."""

    CLICK = "click"
    SCAN = "scan"


WAYS: Mapping[str, str] = {
    Way.CLICK: N_("Accepted by click with the password"),
    Way.SCAN: N_("Signed and sealed copy uploaded"),
}
SIGNING_ROLES = ("owner", "manager")
SCAN_LIMIT = 20 * 1024 * 1024
ESIGN_NOTE = N_(
    "Acceptance by click binds like a signature where it can be shown who accepted which text and when (Electronic "
    "Signature Law, Arts. 3, 13, 14; Civil Code, Art. 469). The market keeps person, organisation, time, text hash and "
    "request number. Where an office asks for paper or a qualified signature, sign and seal a printed copy as well."
)


def reference(number: int, year: int) -> str:
    """The number of a contract, HT-2026-000012."""
    return f"HT-{year}-{number:06d}"
