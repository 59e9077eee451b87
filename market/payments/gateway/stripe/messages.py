"""Webhooks: who signed them, how old they are, and what they are about."""

import json
from typing import Any

import stripe

from market.core import clock
from market.core.settings import settings
from market.payments.errors import BadSignature
from market.payments.rules import Hint

SIGNATURE_HEADER = "Stripe-Signature"
TOLERANCE_SECONDS = 300
LONGEST_ID = 120
WRONG = (ValueError, TypeError, KeyError, AttributeError, RecursionError, stripe.SignatureVerificationError)


def hint(body: bytes, signature: str) -> Hint:
    """What a webhook is about; raises BadSignature when it is forged, altered, unreadable, too old or from the future.

    The library lets messages from the future pass; a clock that is five minutes wrong is no reason to trust them.
    """
    try:
        _verify(body, signature)
        said = json.loads(body)
        kind, about = str(said["type"]), dict(said["data"]["object"])
        number = str(said["id"])
    except WRONG as error:
        raise BadSignature from error
    if said.get("object") != "event" or not 0 < len(number) <= LONGEST_ID:
        raise BadSignature
    concerns, object_id = _concerns(kind, about)
    return Hint(number, kind[:80], concerns, object_id[:LONGEST_ID], str(said.get("account") or ""))


def _verify(body: bytes, signature: str) -> None:
    """One of our secrets must have signed it, within five minutes of now."""
    moment = next((part[2:] for part in signature.split(",") if part.startswith("t=")), "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        raise BadSignature
    if abs(clock.now().timestamp() - int(moment)) > TOLERANCE_SECONDS:
        raise BadSignature
    for secret in settings().stripe_webhook_secrets:
        try:
            stripe.WebhookSignature.verify_header(body, signature, secret)
        except stripe.SignatureVerificationError:
            continue
        return
    raise BadSignature


def _concerns(kind: str, about: dict[str, Any]) -> tuple[str, str]:
    """What to ask about again, and its number; nothing for what is of no interest here."""
    number = str(about.get("id") or "")
    if kind.startswith("checkout.session."):
        return "session", number
    if kind in ("payment_intent.succeeded", "payment_intent.payment_failed"):
        return "payment", str(dict(about.get("metadata") or {}).get("key", ""))
    if kind == "charge.refunded" or kind.startswith(("refund.", "charge.refund.")):
        return "refunds", str(about.get("payment_intent") or "")
    if kind.startswith("charge.dispute."):
        return "dispute", number
    if kind == "account.updated":
        return "account", number
    return "", number
