"""A university's own account at the card service, where its money is sent."""

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Conflict, Forbidden
from market.core.outbox import emit
from market.payments import queries, rules
from market.payments.events import PayoutAccountReady
from market.payments.models import PayoutAccount
from market.payments.rules import AccountOutcome


def begin_account(actor: Actor) -> PayoutAccount:
    """The account row of the actor's university; its key stands before the card service is asked to open one."""
    if actor.kind != "university" or actor.organisation_id is None or actor.role not in rules.BOOKING_ROLES:
        raise Forbidden
    found = queries.payout_account(actor.organisation_id)
    if found is None:
        found = PayoutAccount(organisation_id=actor.organisation_id, key=f"account-{actor.organisation_id}")
        db.session.add(found)
        db.session.flush()
    return found


def account_opened(organisation_id: int, account_id: str) -> None:
    """The card service has opened the account; harmless to say again."""
    found = queries.payout_account(organisation_id)
    if found is None or found.account_id not in (None, account_id):
        raise Conflict
    found.account_id = account_id


def account_told(outcome: AccountOutcome) -> PayoutAccount | None:
    """Whether money can be sent there now; None for an account that is not ours."""
    found = queries.payout_account_by(outcome.account)
    if found is None:
        return None
    lock_row(found)
    if outcome.ready and not found.ready:
        emit(PayoutAccountReady(found.organisation_id))
    found.ready, found.checked_at = outcome.ready, clock.now()
    db.session.flush()
    return found
