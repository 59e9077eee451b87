"""The sandbox twin of a card service: no money moves. Its rows are its own memory; the market asks through here."""

import hashlib
import hmac
import json
import secrets
from datetime import datetime
from typing import NoReturn

from sqlalchemy import select, update

from market.core import clock
from market.core.db import db, lock_row, transaction
from market.core.errors import NotFound
from market.core.money import Money
from market.core.settings import settings
from market.payments.errors import BadSignature, DoorRefused
from market.payments.models import SandboxRefund, SandboxSession
from market.payments.rules import (
    BalanceLine,
    Hint,
    Outcome,
    RefundAsk,
    RefundOutcome,
    SessionAsk,
    split_key,
    turn_key,
)

TOLERANCE_SECONDS = 300
SIGNATURE_HEADER = "X-Sandbox-Signature"
PAGE = "/pay/sandbox"
WAY = "sandbox_card"
OUTSIDE = "outside-"
OUTCOMES = {"open": "open", "paid": "paid", "declined": "failed", "expired": "expired"}


def open_session(ask: SessionAsk) -> str:
    """A session for a payment; the same key gives the same session, whatever happened to it since."""
    with transaction():
        found = db.session.scalar(
            select(SandboxSession).where(SandboxSession.idempotency_key == ask.key).with_for_update()
        )
        if found is not None:
            return found.id
        made = SandboxSession(
            id=f"sbx_{secrets.token_hex(12)}",
            idempotency_key=ask.key,
            title=ask.title,
            amount_minor=ask.money.minor,
            currency=ask.money.currency,
            expires_at=max(ask.expires_at, clock.now()),
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def address(session_id: str) -> str:
    """Where the payer goes."""
    return f"{PAGE}/{session_id}"


def session(session_id: str) -> SandboxSession:
    """One session; raises NotFound."""
    found = db.session.get(SandboxSession, session_id)
    if found is None:
        raise NotFound
    return found


def outcome(session_id: str) -> Outcome:
    """What has become of a session."""
    found = session(session_id)
    over = found.state == "open" and found.expires_at <= clock.now()
    return Outcome(
        key=found.idempotency_key,
        session_id=found.id,
        state="expired" if over else OUTCOMES[found.state],
        money=found.money,
        fact=fact_of(found.id),
        on=clock.local_date(found.finished_at or clock.now()),
    )


def close_session(session_id: str) -> None:
    """Nobody can pay here any more, unless it has happened."""
    _decide(session_id, "expired")


def pay(session_id: str) -> bool:
    """The payer pays; False when the session was decided or over before."""
    return _decide(session_id, "paid")


def decline(session_id: str) -> bool:
    """The card is declined; False when the session was decided or over before."""
    return _decide(session_id, "declined")


def _decide(session_id: str, state: str) -> bool:
    now = clock.now()
    with transaction():
        changed = db.session.execute(
            update(SandboxSession)
            .where(
                SandboxSession.id == session_id,
                SandboxSession.state == "open",
                SandboxSession.expires_at > now,
            )
            .values(state=state, finished_at=now)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]


def callback(session_id: str, number: str = "") -> tuple[bytes, str]:
    """The body and the signature of a message about a session, as the service sends it; each has its own number."""
    return signed({"id": number or f"sbx_evt_{secrets.token_hex(12)}", "about": "session", "object": session_id})


def refund_callback(session_id: str) -> tuple[bytes, str]:
    """The message that money of a session went back."""
    return signed({"id": f"sbx_evt_{secrets.token_hex(12)}", "about": "refunds", "object": fact_of(session_id)})


def signed(message: dict[str, str]) -> tuple[bytes, str]:
    """A message with its signature."""
    body = json.dumps(message).encode()
    moment = str(int(clock.now().timestamp()))
    return body, f"t={moment},v1={_signature(moment, body)}"


def hint(body: bytes, signature: str) -> Hint:
    """What a message is about; raises BadSignature when it is forged, altered, or older than five minutes."""
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    moment, given = parts.get("t", ""), parts.get("v1", "")
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        raise BadSignature
    if not hmac.compare_digest(_signature(moment, body).encode(), given.encode("utf-8", "replace")):
        raise BadSignature
    if abs(clock.now().timestamp() - int(moment)) > TOLERANCE_SECONDS:
        raise BadSignature
    try:
        said = json.loads(body)
        return Hint(str(said["id"]), f"sandbox.{said['about']}", str(said["about"]), str(said["object"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadSignature from error


def _signature(moment: str, body: bytes) -> str:
    key = f"payments.callback:{settings().secret_key}".encode()
    return hmac.new(key, moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def fact_of(session_id: str) -> str:
    """The number of the payment made in a session."""
    return f"sandbox:{session_id}"


def refund(ask: RefundAsk) -> RefundOutcome:
    """Send money of a payment back, never more than is left; the same key gives the same refund. Raises DoorRefused."""
    with transaction():
        paid = session(ask.fact.removeprefix("sandbox:"))
        lock_row(paid)
        key = turn_key(ask.key, ask.turn)
        found = db.session.scalar(select(SandboxRefund).where(SandboxRefund.idempotency_key == key))
        if found is None:
            gone = sum(row.amount_minor for row in _refunds(paid.id))
            possible = paid.state == "paid" and paid.currency == ask.money.currency
            if not possible or gone + ask.money.minor > paid.amount_minor:
                raise DoorRefused(problem="more than is left of the payment")
            found = SandboxRefund(
                id=f"sbx_re_{secrets.token_hex(12)}",
                idempotency_key=key,
                session_id=paid.id,
                amount_minor=ask.money.minor,
                currency=ask.money.currency,
            )
            db.session.add(found)
            db.session.flush()
        return _told(found)


def refund_outside(session_id: str, money: Money) -> str:
    """Somebody sends money back at the service itself; its number."""
    ask = RefundAsk(f"{OUTSIDE}{secrets.token_hex(8)}", 1, fact_of(session_id), money)
    return refund(ask).external_id


def _refunds(session_id: str) -> list[SandboxRefund]:
    rows = select(SandboxRefund).where(SandboxRefund.session_id == session_id).order_by(SandboxRefund.id)
    return list(db.session.scalars(rows))


def _told(row: SandboxRefund) -> RefundOutcome:
    key, turn = split_key("" if row.idempotency_key.startswith(OUTSIDE) else row.idempotency_key)
    on = clock.local_date(row.created_at)
    return RefundOutcome(key, row.id, fact_of(row.session_id), "done", row.money, on, turn=turn)


def refunds(fact: str) -> list[RefundOutcome]:
    """Every refund of a payment."""
    return [_told(row) for row in _refunds(fact.removeprefix("sandbox:"))]


def balance_lines(_since: datetime, _until: datetime) -> list[BalanceLine]:
    """The sandbox takes no fees and keeps no balance."""
    return []


def _absent(*_values: object) -> NoReturn:
    """The sandbox knows no disputes, no transfers and no accounts of universities."""
    raise NotFound


dispute = transfer = open_account = onboarding = account = _absent
