"""How money that comes, goes back or on is counted, on which accounts, and who may book it."""

from dataclasses import dataclass
from decimal import Decimal

from market.core.actor import Actor
from market.core.money import Money
from market.ledger.rules import Line

BOOKING_ROLES = ("owner", "finance")
BASIS_POINTS = 10_000


@dataclass(frozen=True)
class Portions:
    """How money that came in is booked: the part that pays what is open, and the part above it."""

    applied: Money
    surplus: Money


def portions(received: Money, open_amount: Money) -> Portions:
    """Split what was received; in another currency than the amount due, all of it is surplus."""
    nothing = Money.zero(received.currency)
    if received.currency != open_amount.currency:
        return Portions(nothing, received)
    applied = max(nothing, min(received, open_amount))
    return Portions(applied, received - applied)


def may_book(actor: Actor, creditor_id: int) -> bool:
    """Whether this person may book a bank receipt for that body: its owner or finance role, or the operator."""
    return actor.operator or (actor.of(creditor_id) and actor.role in BOOKING_ROLES)


def platform_fee(due: Money, basis_points: int) -> Money:
    """What the house keeps of money that was due: basis points of it, rounded half up."""
    return due.part(Decimal(basis_points) / BASIS_POINTS)


ACCOUNTS = {"bank": "bank", "sandbox_card": "card_clearing", "stripe": "stripe_clearing"}
"""On which account of the ledger money of each way comes in."""
HOUSE_ACCOUNTS = ("stripe_clearing",)
"""Kept once for the house, because the card service holds one balance for it, not one per receiving body."""


def clearing(way: str, creditor_id: int, money: Money) -> Line:
    """The line on the account that money of a way comes in by (and goes back from, when negative)."""
    purpose = ACCOUNTS[way]
    return Line(purpose, None if purpose in HOUSE_ACCOUNTS else creditor_id, money)


def apply_key(receipt_id: int, turn: int) -> str:
    """The ledger's key for the n-th time that surplus of a receipt pays what is open again."""
    return f"apply:{receipt_id}:{turn}"
