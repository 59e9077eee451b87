"""The sandbox twin of a card service: no money moves. Its rows are its own memory; the market asks through here."""

import hashlib
import hmac
import json
import secrets
from datetime import timedelta

from flask import url_for
from sqlalchemy import select, update

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.core.money import Money
from market.core.settings import settings
from market.payments.errors import BadSignature
from market.payments.models import SandboxSession
from market.payments.rules import Outcome

LIFETIME = timedelta(minutes=30)
TOLERANCE_SECONDS = 300
SIGNATURE_HEADER = "X-Sandbox-Signature"
OUTCOMES = {"open": "open", "paid": "paid", "declined": "failed", "expired": "expired"}


def open_session(key: str, money: Money, title: str) -> str:
    """A session for a payment; the same key gives the same session, whatever happened to it since."""
    with transaction():
        found = db.session.scalar(
            select(SandboxSession).where(SandboxSession.idempotency_key == key).with_for_update()
        )
        if found is not None:
            return found.id
        made = SandboxSession(
            id=f"sbx_{secrets.token_hex(12)}",
            idempotency_key=key,
            title=title,
            amount_minor=money.minor,
            currency=money.currency,
            expires_at=clock.now() + LIFETIME,
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def address(session_id: str) -> str:
    """Where the payer goes."""
    return url_for("payments.sandbox", session_id=session_id)


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
        fact=f"sandbox:{found.id}",
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


def callback(session_id: str) -> tuple[bytes, str]:
    """The body and the signature of a callback about a session, as the service sends it."""
    body = json.dumps({"session": session_id}).encode()
    moment = str(int(clock.now().timestamp()))
    return body, f"t={moment},v1={_signature(moment, body)}"


def signed_session(body: bytes, signature: str) -> str:
    """The session a callback is about; raises BadSignature when it is forged, altered, or older than five minutes."""
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    moment, given = parts.get("t", ""), parts.get("v1", "")
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        raise BadSignature
    if not hmac.compare_digest(_signature(moment, body).encode(), given.encode()):
        raise BadSignature
    if abs(clock.now().timestamp() - int(moment)) > TOLERANCE_SECONDS:
        raise BadSignature
    try:
        return str(json.loads(body)["session"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadSignature from error


def _signature(moment: str, body: bytes) -> str:
    key = f"payments.callback:{settings().secret_key}".encode()
    return hmac.new(key, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
