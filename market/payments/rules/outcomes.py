"""What is said between the market and a card service, as plain values: asked, and answered."""

from dataclasses import dataclass
from datetime import date, datetime

from market.core.money import Money

METHODS = ("card", "alipay", "wechat_pay")
LARGEST_CARD_PAYMENT = 99_999_999
"""Minor units: what one card payment can carry at most; above it only instalments or a bank transfer will do."""


def card_fits(money: Money) -> bool:
    """Whether one card payment can carry the amount."""
    return 0 < money.minor <= LARGEST_CARD_PAYMENT


@dataclass(frozen=True)
class SessionAsk:
    """A page to pay on: our key, how much, what for, by which method, and until when it may be used."""

    key: str
    money: Money
    title: str
    method: str
    expires_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What the card door knows of one try.

    `state` is "open" (can still be paid), "pending" (done by the payer, the bank has not answered), "paid", "failed" or
    "expired". `key` is our idempotency key, `fact` the door's own number of the payment, `on` the day it was paid.
    """

    key: str
    session_id: str
    state: str
    money: Money
    fact: str
    on: date


@dataclass(frozen=True)
class RefundAsk:
    """Money to send back of one payment: our key, for the how-manieth time after a failure, the payment's `fact`."""

    key: str
    turn: int
    fact: str
    money: Money


@dataclass(frozen=True)
class RefundOutcome:
    """What the card door knows of one refund: `state` is "asked" (undecided), "done" or "failed" (`problem` says why).

    `key` is ours, empty for a refund that somebody made outside; `external_id` is empty when none was ever made.
    """

    key: str
    external_id: str
    fact: str
    state: str
    money: Money
    on: date
    problem: str = ""
    turn: int = 1


@dataclass(frozen=True)
class TransferAsk:
    """Money to pass on to a connected account, out of the payment `fact`."""

    key: str
    account: str
    fact: str
    money: Money


@dataclass(frozen=True)
class TransferOutcome:
    """What came of it: `state` is "done" or "failed" (`problem` says why)."""

    key: str
    external_id: str
    state: str
    on: date
    problem: str = ""


@dataclass(frozen=True)
class DisputeOutcome:
    """A payment contested at the card's bank; `withdrawn`: the bank holds the money; `state`: open, won or lost."""

    external_id: str
    fact: str
    money: Money
    state: str
    withdrawn: bool
    reason: str
    answer_by: date | None


@dataclass(frozen=True)
class AccountOutcome:
    """A university's account at the card service, and whether money can be sent there."""

    account: str
    ready: bool


@dataclass(frozen=True)
class BalanceLine:
    """One movement of the house's balance at the card service, as the service tells it.

    `gross` less `fee` changes the balance; `kind` is the service's own word ("charge", "refund", "payout" ...);
    `source` is what it is about, `fact` the payment behind it when there is one.
    """

    id: str
    kind: str
    gross: Money
    fee: Money
    source: str
    fact: str
    on: date


UNKNOWN = "unknown"
"""What came of a message about nothing known here, or not yet: it is taken again for a while."""


@dataclass(frozen=True)
class Hint:
    """A signed message that something has changed: its number, the service's word for it, and what it is about.

    `concerns` is "session", "payment" (`object_id` is our key), "refunds" (of the payment `object_id`), "dispute",
    "account", or empty for what is of no interest here. `account` is the connected account it comes from, empty for
    the house's own.
    """

    id: str
    kind: str
    concerns: str
    object_id: str
    account: str = ""
