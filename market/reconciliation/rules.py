"""What counts as a difference, what people call it, and how it lives. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from market.core.i18n import N_
from market.core.money import Money


class State(StrEnum):
    """How far a difference is."""

    OPEN = "open"
    EXPLAINED = "explained"
    GONE = "gone"


MOVES: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.EXPLAINED, State.GONE}),
    State.EXPLAINED: frozenset({State.OPEN, State.GONE}),
    State.GONE: frozenset({State.OPEN}),
}
"""What can become of it: a person explains, the check closes and opens again."""

STUCK_AFTER = timedelta(hours=25)
"""A card payment has an outcome by then: the longest session of a card service lives 24 hours."""
REFUND_STUCK_AFTER = timedelta(days=7)
SURPLUS_DAYS = 14
"""Money that came too much should be on its way back after so many days."""
UNMATCHED_DAYS = 7
"""A bank row should have found what it is for after so many days."""
SETTLE = timedelta(minutes=15)
"""What has moved that lately may still be on its way through."""

KINDS: Mapping[str, str] = {
    "book": N_("Mistake in the ledger"),
    "state": N_("State and ledger disagree"),
    "unposted": N_("Receipt without an entry"),
    "orphan": N_("Entry without a receipt"),
    "amount": N_("Receipt and entry disagree"),
    "stuck": N_("Payment without an outcome"),
    "surplus": N_("Surplus not given back"),
    "door": N_("Card service and ledger disagree"),
    "bank": N_("Bank statement and ledger disagree"),
    "unmatched": N_("Bank row not assigned"),
}
SENTENCES: Mapping[str, str] = {
    "book": N_("The self-check of the ledger says: %(finding)s."),
    "state": N_("The amount due %(reference)s is kept as %(state)s, but by the ledger %(open)s is open."),
    "unposted": N_("Receipt %(number)s over %(amount)s does not stand in the ledger."),
    "orphan": N_("The ledger has an entry %(entry)s over %(amount)s for a receipt that does not exist."),
    "amount": N_("Receipt %(number)s is over %(amount)s, but %(booked)s stands in the ledger."),
    "stuck": N_("The outcome of a card payment over %(amount)s for %(reference)s is unknown since %(since)s."),
    "refund": N_("The outcome of a refund over %(amount)s for receipt %(number)s is unknown since %(since)s."),
    "surplus": N_("Of receipt %(number)s, %(amount)s is waiting to be given back since %(since)s."),
    "surplus_sum": N_("Receipts of %(firm)s leave %(amount)s to be given back, but %(booked)s stands in the ledger."),
    "door_only": N_("The card service moved %(amount)s (%(fact)s) on %(day)s, which is not in the ledger."),
    "book_only": N_("Receipt %(number)s over %(amount)s is booked, but the card service does not know %(fact)s."),
    "door_amount": N_("The card service moved %(moved)s (%(fact)s) on %(day)s, but %(amount)s is booked."),
    "bank": N_("The self-check of the bank statements says: %(finding)s."),
    "bank_break": N_("In the statement of %(day)s the balances do not follow from one another (line %(lines)s)."),
    "bank_gap": N_("A statement ends with %(closing)s on %(day)s, the next one begins with %(opening)s on %(next)s."),
    "not_shown": N_(
        "Receipt %(number)s over %(amount)s is booked as a transfer, but the statement of that day has none."
    ),
    "unmatched": N_("A transfer of %(amount)s from %(payer)s on %(day)s has not been assigned to an amount due."),
}
"""What a difference says; a kind may have several sentences, named by `facts["says"]`."""


@dataclass(frozen=True)
class Finding:
    """One difference as a check finds it. `facts` are plain texts and numbers; amounts stand in them as texts."""

    kind: str
    key: str
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    money: Money | None = None

    @property
    def sentence(self) -> str:
        """The message id of what it says."""
        return SENTENCES[str(self.facts.get("says", self.kind))]


def seen_again(state: str, before: Finding, now: Finding) -> State:
    """What a known difference becomes when it is found again: explained only as long as it is the very same."""
    same = (before.facts, before.money) == (now.facts, now.money)
    return State.EXPLAINED if state == State.EXPLAINED and same else State.OPEN


def may_move(state: str, to: State) -> bool:
    """Whether the table of states has this move."""
    return to in MOVES[State(state)]
