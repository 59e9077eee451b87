"""Money that goes back: refunds of a payment, and payments contested at the card's bank."""

from typing import Any

from market.payments.gateway.stripe.client import api, asking, day, money, text
from market.payments.rules import DisputeOutcome, RefundAsk, RefundOutcome, split_key, turn_key

STATES = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
WON = ("won", "warning_closed", "prevented")
WARNINGS = ("warning_needs_response", "warning_under_review", "warning_closed", "prevented")


def refund(ask: RefundAsk) -> RefundOutcome:
    """Send money of a payment back; the same key gives the same refund, also when Stripe has forgotten the key.

    Raises DoorRefused when it is more than is left, DoorUnreachable when nobody knows what came of it.
    """
    earlier = [one for one in refunds(ask.fact) if (one.key, one.turn) == (ask.key, ask.turn)]
    if earlier:
        return earlier[0]
    key = turn_key(ask.key, ask.turn)
    wanted = {"payment_intent": ask.fact, "amount": ask.money.minor, "metadata": {"key": key}}
    with asking("refund"):
        made = api().refunds.create(wanted, {"idempotency_key": key})
    return _refund(made.to_dict())


def refunds(fact: str) -> list[RefundOutcome]:
    """Every refund of a payment, whoever made it."""
    with asking("refunds", reading=True):
        found = api().refunds.list({"payment_intent": fact, "limit": 100})
        return [_refund(one.to_dict()) for one in found.auto_paging_iter()]


def _refund(found: dict[str, Any]) -> RefundOutcome:
    key, turn = split_key(str((found.get("metadata") or {}).get("key", "")))
    return RefundOutcome(
        key=key,
        external_id=str(found["id"]),
        fact=text(found.get("payment_intent")),
        state=STATES.get(str(found.get("status")), "asked"),
        money=money(found["amount"], found["currency"]),
        on=day(found["created"]),
        problem=str(found.get("failure_reason") or ""),
        turn=turn,
    )


def dispute(external_id: str) -> DisputeOutcome:
    """What the card's bank says about a contested payment, and whether it holds the money now."""
    with asking("dispute", reading=True):
        found: dict[str, Any] = api().disputes.retrieve(external_id).to_dict()
    status = str(found["status"])
    moved = sum(one["amount"] for one in found.get("balance_transactions") or [])
    due = (found.get("evidence_details") or {}).get("due_by")
    return DisputeOutcome(
        external_id=str(found["id"]),
        fact=text(found.get("payment_intent")),
        money=money(found["amount"], found["currency"]),
        state="won" if status in WON else "lost" if status == "lost" else "open",
        withdrawn=moved < 0 and status not in WARNINGS,
        reason=str(found.get("reason") or ""),
        answer_by=day(due) if due else None,
    )
