"""Sending money back through the card it came by."""

from market.core import clock
from market.core.db import forget, transaction
from market.payments import queries, service
from market.payments.errors import DoorRefused
from market.payments.gateway.doors import door
from market.payments.models import Refund
from market.payments.rules import RefundAsk, RefundOutcome


def send_refund(refund_id: int) -> Refund:
    """Give a refund that is asked for to the card service, under its stored key, and book what it says.

    Safe to repeat. Raises DoorUnreachable when the outcome is unknown: the timed job asks again.
    """
    refund = queries.refund_row(refund_id)
    if refund.state != "asked" or refund.way != door().WAY:
        return refund
    ask = RefundAsk(refund.key, refund.turn, refund.receipt.external_key, refund.money)
    forget()
    try:
        outcome: RefundOutcome = door().refund(ask)
    except DoorRefused as refusal:
        problem = str(refusal.values.get("problem", ""))
        outcome = RefundOutcome(ask.key, "", ask.fact, "failed", ask.money, clock.today(), problem, ask.turn)
    with transaction():
        return service.conclude_refund(outcome, door().WAY) or queries.refund_row(refund_id)
