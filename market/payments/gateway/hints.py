"""Messages of the card service: signed hints that something has changed; what is true is asked for again."""

from collections.abc import Callable

from market.core.db import forget, transaction
from market.core.errors import Conflict, NotFound
from market.payments import queries, service
from market.payments.errors import DoorRefused
from market.payments.gateway.doors import door
from market.payments.rules import UNKNOWN, Hint

TRIES = 3


def receive(body: bytes, signature: str) -> str:
    """Take a message: its number and what it causes are stored in one transaction, once.

    One about nothing known here is taken again when it is sent again, and by `hear_again`: a refund may be told before
    its payment is booked. Returns what came of it: "booked", "nothing", "unknown" (nothing of ours) or "repeated".
    Raises BadSignature, and DoorUnreachable when what is true could not be asked for: the service sends it again.
    """
    return _hear(door().hint(body, signature))


def hear_again(hint: Hint) -> str:
    """Take a message again that came before what it is about was known here."""
    return _hear(hint)


def _hear(hint: Hint) -> str:
    for _time in range(TRIES):
        if queries.heard_before(hint.id) is not None:
            return "repeated"
        forget()
        try:
            return _take(hint)
        except Conflict:
            forget()
    raise Conflict


def _take(hint: Hint) -> str:
    deed = _ask(hint)
    with transaction():
        kept = service.keep_hint(hint)
        kept.effect = effect = "nothing" if deed is None else _done(deed)
    return effect


def _done(deed: Callable[[], object]) -> str:
    try:
        return UNKNOWN if deed() is None else "booked"
    except NotFound:
        return UNKNOWN


def _ask(hint: Hint) -> Callable[[], object] | None:
    """Ask the door what is true (outside any transaction); the deed that makes it fact, or None."""
    asked = ASKED.get(hint.concerns)
    if asked is None or not hint.object_id or (hint.account and hint.concerns != "account"):
        return None
    try:
        return asked(hint.object_id)
    except NotFound:
        return lambda: None
    except DoorRefused as refusal:
        problem = str(refusal)
        return lambda: service.note_matter("balance", hint.id, movement=hint.kind, problem=problem)


def _session(session_id: str) -> Callable[[], object]:
    outcome = door().outcome(session_id)
    return lambda: service.conclude(outcome)


def _payment(key: str) -> Callable[[], object]:
    attempt = queries.attempt("", key)
    if attempt is None or attempt.session_id is None:
        return lambda: None
    return _session(attempt.session_id)


def _refunds(fact: str) -> Callable[[], object]:
    outcomes, way = door().refunds(fact), door().WAY
    return lambda: [row for row in [service.conclude_refund(one, way) for one in outcomes] if row] or None


def _dispute(external_id: str) -> Callable[[], object]:
    outcome, way = door().dispute(external_id), door().WAY
    return lambda: service.book_dispute(outcome, way)


def _account(account_id: str) -> Callable[[], object]:
    outcome = door().account(account_id)
    return lambda: service.account_told(outcome)


ASKED: dict[str, Callable[[str], Callable[[], object]]] = {
    "session": _session,
    "payment": _payment,
    "refunds": _refunds,
    "dispute": _dispute,
    "account": _account,
}
