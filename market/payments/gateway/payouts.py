"""Passing money on to universities that have an account at the card service."""

from datetime import timedelta

from market.core import clock
from market.core.actor import Actor
from market.core.db import forget, transaction
from market.payments import queries, service
from market.payments.errors import DoorRefused, DoorUnreachable
from market.payments.gateway.doors import available, door
from market.payments.rules import TransferAsk, TransferOutcome

REST = timedelta(days=1)
"""How long money rests before it is passed on by itself: a deal may still be closed on the day it was paid."""


def send_due() -> None:
    """Timed job: pass on what has rested."""
    send_payouts(REST)


def send_payouts(rest: timedelta) -> int:
    """Pass on what has rested this long; what got no answer keeps its key and is sent again. How many are done."""
    if not available():
        return 0
    forget()
    done = 0
    for number in queries.transfers_waiting(clock.now() - rest):
        try:
            done += _send(number)
        except DoorUnreachable:
            continue
    return done


def _send(payout_id: int) -> bool:
    with transaction():
        if not service.begin_transfer(payout_id):
            return False
    payout = queries.payout_row(payout_id)
    account = queries.payout_account(payout.creditor_id)
    if account is None or account.account_id is None:
        return False
    ask = TransferAsk(payout.key, account.account_id, payout.receipt.external_key, payout.money)
    forget()
    try:
        outcome: TransferOutcome = door().transfer(ask)
    except DoorRefused as refusal:
        problem = str(refusal.values.get("problem", ""))
        outcome = TransferOutcome(ask.key, "", "failed", clock.today(), problem)
    with transaction():
        return service.conclude_transfer(outcome).state == "done"


def onboard(actor: Actor, come_back: str) -> str:
    """The address of the card service's page where a university opens or completes its own account."""
    with transaction():
        account = service.begin_account(actor)
        organisation_id, key, account_id = account.organisation_id, account.key, account.account_id
        name = account.organisation.name_en or account.organisation.name
    if account_id is None:
        account_id = str(door().open_account(key, name))
        with transaction():
            service.account_opened(organisation_id, account_id)
    forget()
    return str(door().onboarding(account_id, come_back))
