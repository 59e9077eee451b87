"""Checkout: a page of Stripe's own to pay on, one for each try."""

from typing import Any

from market.core import clock
from market.core.money import Money
from market.core.settings import settings
from market.payments.errors import DoorRefused
from market.payments.gateway.stripe.client import api, asking, day, money, text
from market.payments.rules import Outcome, SessionAsk

LONGEST_TITLE = 200
GONE_WRONG = ("requires_payment_method", "canceled")


def open_session(ask: SessionAsk) -> str:
    """A Checkout session; the same key gives the same one for a day. Raises DoorRefused, DoorUnreachable."""
    with asking("session"):
        made = api().checkout.sessions.create(_wanted(ask), {"idempotency_key": ask.key})
    return str(made.id)


def _wanted(ask: SessionAsk) -> dict[str, Any]:
    """Everything here comes from our row, so that asking again asks for exactly the same."""
    back = f"{settings().public_url}/payments/card"
    about = {"key": ask.key}
    wanted: dict[str, Any] = {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "allowed_payment_method_types": [ask.method],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": ask.money.currency.lower(),
                    "unit_amount": ask.money.minor,
                    "product_data": {"name": ask.title[:LONGEST_TITLE] or ask.key},
                },
            }
        ],
        "client_reference_id": ask.key,
        "metadata": about,
        "payment_intent_data": {"metadata": about, "transfer_group": ask.key},
        "expires_at": int(ask.expires_at.timestamp()),
        "success_url": f"{back}/{{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{back}/left/{ask.key}",
    }
    if ask.method == "wechat_pay":
        wanted["payment_method_options"] = {"wechat_pay": {"client": "web"}}
    return wanted


def _found(session_id: str) -> dict[str, Any]:
    with asking("session", reading=True):
        expand = ["payment_intent.latest_charge"]
        found: dict[str, Any] = api().checkout.sessions.retrieve(session_id, {"expand": expand}).to_dict()
    return found


def address(session_id: str) -> str:
    """Where the payer goes; empty when this session can be paid no more."""
    return str(_found(session_id).get("url") or "")


def outcome(session_id: str) -> Outcome:
    """What has become of a session. Raises NotFound, DoorUnreachable."""
    found = _found(session_id)
    intent = found.get("payment_intent")
    intent = intent if isinstance(intent, dict) else {}
    state = _state(found, intent)
    return Outcome(
        key=str(found.get("client_reference_id") or (found.get("metadata") or {}).get("key", "")),
        session_id=str(found["id"]),
        state=state,
        money=_paid(intent) if state == "paid" else money(found["amount_total"], found["currency"]),
        fact=text(intent),
        on=day((intent.get("latest_charge") or {}).get("created") or clock.now().timestamp()),
    )


def _state(found: dict[str, Any], intent: dict[str, Any]) -> str:
    """Paid is what the payment itself says; a finished session that is unpaid waits for the payer's bank."""
    if intent.get("status") == "succeeded":
        return "paid"
    if found["status"] == "expired":
        return "expired"
    if found["status"] == "open":
        return "open"
    return "failed" if intent.get("status") in GONE_WRONG else "pending"


def _paid(intent: dict[str, Any]) -> Money:
    return money(intent["amount_received"], intent["currency"])


def close_session(session_id: str) -> None:
    """Nobody can pay here any more, unless it has happened."""
    try:
        with asking("session"):
            api().checkout.sessions.expire(session_id)
    except DoorRefused:
        return
