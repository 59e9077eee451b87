"""What the Stripe-shaped server remembers, and the deeds of the outside world: payers, banks, people at Stripe's pages.

Webhooks are kept until a test delivers them: twice, late, shuffled, forged or not at all.
"""

import itertools
import json
import random
import threading
import time
import urllib.error
import urllib.request
from typing import Any

import stripe

Thing = dict[str, Any]
SECRET = "whsec_only_for_tests"
KEY = "sk_test_only_for_tests"
FEE_PERMILLE = 22
DISPUTE_FEE = 1500


class Refused(Exception):
    """An error as Stripe answers it."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        self.status, self.said = status, {"type": "invalid_request_error", "message": message, **more}
        super().__init__(message)


def shown(thing: Thing) -> Thing:
    """What the outside sees: our own notes begin with an underscore."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}


class Stripe:
    """The memory of the server and the deeds of the outside world: payers, banks, people at Stripe's own pages."""

    def __init__(self, seed: int = 0) -> None:
        self.things: dict[str, Thing] = {}
        self.answers: dict[str, tuple[str, int, bytes]] = {}
        self.pending: list[Thing] = []
        self.failures: list[tuple[int, str]] = []
        self.asked: list[str] = []
        self.lost_answers = 0
        self.lock = threading.RLock()
        self.random = random.Random(seed)
        self.numbers = itertools.count(1)
        self.base = self.webhook_url = ""

    def new(self, prefix: str, kind: str, **values: Any) -> Thing:
        """One more thing with a number of its own."""
        number = f"{prefix}_test_{next(self.numbers):06d}"
        thing = {"id": number, "object": kind, "created": int(time.time()), "livemode": False, "metadata": {}, **values}
        self.things[number] = thing
        return thing

    def get(self, number: str, kind: str = "") -> Thing:
        """A thing by its number."""
        found = self.things.get(number)
        if found is None or (kind and found["object"] != kind):
            raise Refused(404, f"No such {kind or 'object'}: '{number}'", code="resource_missing", param="id")
        return found

    def all(self, kind: str, **values: Any) -> list[Thing]:
        """Every thing of a kind with these values, newest first, as Stripe lists them."""
        found = [one for one in self.things.values() if one["object"] == kind]
        return [one for one in reversed(found) if all(one.get(name) == value for name, value in values.items())]

    def emit(self, kind: str, about: Thing, account: str = "") -> Thing:
        """Something has happened: a message waits to be delivered."""
        event = {
            "id": f"evt_test_{next(self.numbers):06d}",
            "object": "event",
            "api_version": stripe.api_version,
            "created": int(time.time()),
            "data": {"object": json.loads(json.dumps(shown(about)))},
            "livemode": False,
            "pending_webhooks": 1,
            "type": kind,
            **({"account": account} if account else {}),
        }
        self.pending.append(event)
        return event

    def moved(self, kind: str, amount: int, currency: str, source: str, fee: int = 0) -> str:
        """A movement of the balance."""
        sums = {"amount": amount, "fee": fee, "net": amount - fee, "currency": currency}
        return str(self.new("txn", "balance_transaction", type=kind, source=source, **sums)["id"])

    # what payers and their banks do

    def pay(self, session_id: str) -> None:
        """The payer pays, and the bank says yes at once."""
        with self.lock:
            session, intent = self._begin(session_id)
            self._charge(intent)
            session.update(status="complete", payment_status="paid", url=None)
            self.emit("checkout.session.completed", session)

    def pay_later(self, session_id: str) -> None:
        """The payer has done his part; his bank will say yes or no later."""
        with self.lock:
            session, intent = self._begin(session_id)
            intent["status"] = "processing"
            session.update(status="complete", payment_status="unpaid", url=None)
            self.emit("checkout.session.completed", session)

    def bank_says(self, session_id: str, yes: bool) -> None:
        """The payer's bank decides about a delayed payment."""
        with self.lock:
            session = self.get(session_id, "checkout.session")
            intent = self.get(session["payment_intent"])
            if yes:
                self._charge(intent)
                session["payment_status"] = "paid"
                self.emit("checkout.session.async_payment_succeeded", session)
            else:
                intent["status"] = "requires_payment_method"
                self.emit("payment_intent.payment_failed", intent)
                self.emit("checkout.session.async_payment_failed", session)

    def decline(self, session_id: str) -> None:
        """The card is refused; the page stays open for another card."""
        with self.lock:
            _session, intent = self._begin(session_id)
            intent["status"] = "requires_payment_method"
            self.emit("payment_intent.payment_failed", intent)

    def expire(self, session_id: str) -> Thing:
        """Nobody can pay on this page any more."""
        with self.lock:
            session = self.get(session_id, "checkout.session")
            if session["status"] != "open":
                raise Refused(400, "Only Checkout Sessions with a status in [open] can be expired.")
            session.update(status="expired", url=None)
            self.emit("checkout.session.expired", session)
            return session

    def _begin(self, session_id: str) -> tuple[Thing, Thing]:
        session = self.get(session_id, "checkout.session")
        if session["status"] != "open":
            raise Refused(400, "This Checkout Session is no longer open.")
        if session["payment_intent"] is None:
            data = session["_intent"]
            intent = self.new(
                "pi",
                "payment_intent",
                amount=session["amount_total"],
                amount_received=0,
                currency=session["currency"],
                status="requires_payment_method",
                latest_charge=None,
                transfer_group=data.get("transfer_group"),
            )
            intent["metadata"] = data.get("metadata", {})
            session["payment_intent"] = intent["id"]
        return session, self.get(session["payment_intent"])

    def _charge(self, intent: Thing) -> None:
        charge = self.new(
            "ch",
            "charge",
            amount=intent["amount"],
            amount_refunded=0,
            refunded=False,
            currency=intent["currency"],
            paid=True,
            status="succeeded",
            payment_intent=intent["id"],
        )
        fee = charge["amount"] * FEE_PERMILLE // 1000
        charge["balance_transaction"] = self.moved("charge", charge["amount"], charge["currency"], charge["id"], fee)
        intent.update(status="succeeded", latest_charge=charge["id"], amount_received=intent["amount"])
        self.emit("charge.succeeded", charge)
        self.emit("payment_intent.succeeded", intent)

    def refund(self, values: Thing) -> Thing:
        """Send money of a payment back, never more than is left."""
        intent = self.get(values.get("payment_intent", ""), "payment_intent")
        charge = self.get(intent["latest_charge"] or "", "charge")
        left = charge["amount"] - charge["amount_refunded"]
        amount = values.get("amount", left)
        if not 0 < amount <= left:
            message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
            raise Refused(400, message, param="amount", code=None if left else "charge_already_refunded")
        if any(one["status"] != "won" for one in self.all("dispute", payment_intent=intent["id"])):
            raise Refused(400, "This charge is disputed.", code="charge_disputed")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        made = self.new(
            "re",
            "refund",
            amount=amount,
            currency=charge["currency"],
            charge=charge["id"],
            payment_intent=intent["id"],
            status="succeeded",
        )
        made["metadata"] = values.get("metadata", {})
        made["balance_transaction"] = self.moved("refund", -amount, charge["currency"], made["id"])
        self.emit("refund.created", made)
        self.emit("charge.refunded", charge)
        return made

    def refund_fails(self, refund_id: str) -> None:
        """The payer's bank sends the money back to us."""
        with self.lock:
            made = self.get(refund_id, "refund")
            charge = self.get(made["charge"])
            made.update(status="failed", failure_reason="lost_or_stolen_card")
            charge.update(amount_refunded=charge["amount_refunded"] - made["amount"], refunded=False)
            self.moved("refund_failure", made["amount"], made["currency"], made["id"])
            self.emit("refund.failed", made)

    def contest(self, session_id: str, amount: int = 0) -> str:
        """The payer contests a payment at his bank, which takes the money until it decides."""
        with self.lock:
            intent = self.get(self.get(session_id)["payment_intent"])
            charge = self.get(intent["latest_charge"])
            amount = amount or charge["amount"] - charge["amount_refunded"]
            made = self.new(
                "du",
                "dispute",
                amount=amount,
                currency=charge["currency"],
                charge=charge["id"],
                payment_intent=intent["id"],
                status="needs_response",
                reason="fraudulent",
                evidence_details={"due_by": int(time.time()) + 7 * 86400},
            )
            self.emit("charge.dispute.created", made)
            taken = self.moved("adjustment", -amount, charge["currency"], made["id"], DISPUTE_FEE)
            made["balance_transactions"] = [dict(self.get(taken))]
            self.emit("charge.dispute.funds_withdrawn", made)
            return str(made["id"])

    def decide(self, dispute_id: str, won: bool) -> None:
        """The payer's bank decides."""
        with self.lock:
            made = self.get(dispute_id, "dispute")
            made["status"] = "won" if won else "lost"
            if won:
                back = self.moved("adjustment", made["amount"], made["currency"], made["id"])
                made["balance_transactions"].append(dict(self.get(back)))
                self.emit("charge.dispute.funds_reinstated", made)
            self.emit("charge.dispute.closed", made)

    def complete_account(self, account_id: str) -> None:
        """A university completes its account."""
        with self.lock:
            account = self.get(account_id, "account")
            account.update(details_submitted=True, payouts_enabled=True, capabilities={"transfers": "active"})
            self.emit("account.updated", account, account_id)

    # delivery

    def signed(self, event: Thing, secret: str = SECRET, age: int = 0) -> tuple[bytes, str]:
        """A message as it is sent, with its signature."""
        body = json.dumps(event, indent=2)
        moment = int(time.time()) - age
        return body.encode(), stripe.WebhookSignature.generate_signature_header(body, secret, moment)

    def deliver(self, times: int = 1, shuffled: bool = False, secret: str = SECRET, age: int = 0) -> list[int]:
        """Send what is pending; what is not taken stays pending. The answers' statuses."""
        with self.lock:
            waiting, self.pending = self.pending * times, []
        if shuffled:
            self.random.shuffle(waiting)
        statuses = []
        for event in waiting:
            statuses.append(self.send(*self.signed(event, secret, age)))
            if statuses[-1] >= 300 and event not in self.pending:
                self.pending.append(event)
        return statuses

    def send(self, body: bytes, signature: str) -> int:
        """One message over the wire; the status of the answer."""
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
        message = urllib.request.Request(self.webhook_url, body, headers)
        try:
            with urllib.request.urlopen(message, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
