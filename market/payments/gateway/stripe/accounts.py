"""Connect: universities' own accounts, and money passed on to them (separate charges and transfers)."""

from typing import Any

from market.payments.errors import DoorRefused
from market.payments.gateway.stripe.client import api, asking, day, text
from market.payments.rules import AccountOutcome, TransferAsk, TransferOutcome

LONGEST_NAME = 100


def open_account(key: str, name: str) -> str:
    """An account for a university, to which money can be sent once it has been completed; its number."""
    wanted: dict[str, Any] = {
        "controller": {
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "stripe_dashboard": {"type": "express"},
        },
        "capabilities": {"transfers": {"requested": True}},
        "business_profile": {"name": name[:LONGEST_NAME]},
        "metadata": {"key": key},
    }
    with asking("account"):
        return str(api().accounts.create(wanted, {"idempotency_key": key}).id)


def onboarding(account_id: str, come_back: str) -> str:
    """Where the university completes its account; good for a few minutes, once."""
    wanted = {
        "account": account_id,
        "type": "account_onboarding",
        "refresh_url": come_back,
        "return_url": come_back,
    }
    with asking("onboarding"):
        return str(api().account_links.create(wanted).url)


def account(account_id: str) -> AccountOutcome:
    """Whether money can be sent to an account now."""
    with asking("account", reading=True):
        found: dict[str, Any] = api().accounts.retrieve(account_id).to_dict()
    able = (found.get("capabilities") or {}).get("transfers") == "active"
    return AccountOutcome(str(found["id"]), able and bool(found.get("details_submitted")))


def transfer(ask: TransferAsk) -> TransferOutcome:
    """Pass money of a payment on; the same key makes one transfer, also when Stripe has forgotten the key.

    Raises DoorRefused when nothing was passed on, DoorUnreachable when nobody knows.
    """
    with asking("payment", reading=True):
        intent: dict[str, Any] = api().payment_intents.retrieve(ask.fact).to_dict()
    charge, group = text(intent.get("latest_charge")), str(intent.get("transfer_group") or "")
    if not charge or not group:
        raise DoorRefused(problem="the payment has no charge")
    with asking("transfers", reading=True):
        made = api().transfers.list({"transfer_group": group, "limit": 100})
        found = [one.to_dict() for one in made.auto_paging_iter()]
    earlier = [one for one in found if (one.get("metadata") or {}).get("key") == ask.key]
    sent = earlier[0] if earlier else _send(ask, charge, group)
    return TransferOutcome(ask.key, str(sent["id"]), "done", day(sent["created"]))


def _send(ask: TransferAsk, charge: str, group: str) -> dict[str, Any]:
    wanted = {
        "amount": ask.money.minor,
        "currency": ask.money.currency.lower(),
        "destination": ask.account,
        "source_transaction": charge,
        "transfer_group": group,
        "metadata": {"key": ask.key},
    }
    with asking("transfer"):
        made: dict[str, Any] = api().transfers.create(wanted, {"idempotency_key": ask.key}).to_dict()
    return made
