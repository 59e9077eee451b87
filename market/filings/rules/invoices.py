"""Asking for an invoice (fapiao): kinds, amounts, states. The market records; it issues none.

Technology transfer and the licensing of patents are exempt from value added tax once certified (Caishui 2016 No. 36,
annex 3, 1(26)); who uses the exemption issues ordinary invoices marked exempt and no special ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_
from market.core.money import Money

ITEM = "专利许可使用费"
"""The item text for licence fees; not technical consulting."""


class Kind(StrEnum):
    """Which invoice is asked for."""

    EXEMPT = "exempt"
    ORDINARY = "ordinary"
    SPECIAL = "special"


KIND_NAMES: Mapping[str, str] = {
    Kind.EXEMPT: N_("Ordinary invoice, exempt from VAT"),
    Kind.ORDINARY: N_("Ordinary VAT invoice"),
    Kind.SPECIAL: N_("Special VAT invoice"),
}


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ISSUED = "issued"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REVERSED = "reversed"


STATE_NAMES: Mapping[str, str] = {
    State.ASKED: N_("Asked for"),
    State.ISSUED: N_("Issued"),
    State.DECLINED: N_("Not issued"),
    State.CANCELLED: N_("Taken back"),
    State.REVERSED: N_("Cancelled by a red-letter invoice"),
}
STATE_TONES: Mapping[str, str] = {
    State.ASKED: "info",
    State.ISSUED: "ok",
    State.DECLINED: "bad",
    State.CANCELLED: "idle",
    State.REVERSED: "idle",
}
COUNTING = frozenset({State.ASKED, State.ISSUED})
"""The states in which a request's amount counts as invoiced."""


@dataclass(frozen=True)
class Move:
    """One move of a request; `who` is the debtor that asked ("debtor") or the licensor ("creditor")."""

    come_from: State
    to: State
    who: str


MOVES: Mapping[str, Move] = {
    "issue": Move(State.ASKED, State.ISSUED, "creditor"),
    "decline": Move(State.ASKED, State.DECLINED, "creditor"),
    "cancel": Move(State.ASKED, State.CANCELLED, "debtor"),
    "reverse": Move(State.ISSUED, State.REVERSED, "creditor"),
}


def kinds(exempt: bool | None) -> Sequence[Kind]:
    """The kinds a licensor issues: by whether it claims the exemption; None while it has not said."""
    if exempt is None:
        return tuple(Kind)
    return (Kind.EXEMPT,) if exempt else (Kind.ORDINARY, Kind.SPECIAL)


def room(paid: Money, invoiced: Money) -> Money:
    """What may still be invoiced: what was paid, less what is invoiced already; never less than nothing."""
    return max(paid - invoiced, Money.zero(paid.currency))
