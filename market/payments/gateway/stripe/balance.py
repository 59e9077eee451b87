"""The movements of the house's balance at Stripe, for fees and for reconciliation."""

from datetime import datetime
from typing import Any

from market.payments.errors import DoorRefused
from market.payments.gateway.stripe.client import api, asking, day, money, text
from market.payments.rules import BalanceLine


def balance_lines(since: datetime, until: datetime) -> list[BalanceLine]:
    """Every movement made between two instants, oldest first. Raises DoorUnreachable.

    One in a currency that the market does not know is left out; reconciliation sees it at Stripe.
    """
    made = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
    wanted = {"created": made, "limit": 100, "expand": ["data.source"]}
    with asking("balance"):
        found = [one.to_dict() for one in api().balance_transactions.list(wanted).auto_paging_iter()]
    lines = [_line(one) for one in found]
    return [line for line in reversed(lines) if line is not None]


def _line(found: dict[str, Any]) -> BalanceLine | None:
    source = found.get("source")
    about = source if isinstance(source, dict) else {}
    try:
        return BalanceLine(
            id=str(found["id"]),
            kind=str(found["type"]),
            gross=money(found["amount"], found["currency"]),
            fee=money(found["fee"], found["currency"]),
            source=text(source),
            fact=text(about.get("payment_intent")),
            on=day(found["created"]),
        )
    except DoorRefused:
        return None
