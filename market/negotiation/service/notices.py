"""The public notice of an agreed price (R20): published, objected to, its result recorded."""

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Conflict, Forbidden, Invalid, NotFound
from market.core.i18n import N_
from market.licensing.rules.notices import SIGNING_ROLES
from market.licensing.rules.states import Who
from market.negotiation import queries
from market.negotiation.errors import NoticeStillRuns, NotPossibleNow, ResultMustTell
from market.negotiation.events import NoticePublished, ObjectionRaised
from market.negotiation.models import Deal, NoticeRule, Objection, PublicNotice
from market.negotiation.rules import owners
from market.negotiation.rules.processes import State
from market.negotiation.service import moving, signing

LONGEST_DAYS = 90


def publish(actor: Actor, deal_id: int) -> PublicNotice:
    """Publish name and agreed price for at least fifteen days, inside a transaction (STTP Law Art. 18)."""
    deal, side = moving.hold(actor, deal_id)
    if side != Who.LICENSOR or deal.state != State.AGREED or moving.notice_state(deal) is not None:
        raise NotPossibleNow
    rule, today = queries.notice_rule(deal.owner), clock.today()
    notice = PublicNotice(
        deal_id=deal.id, starts_on=today, ends_on=owners.notice_ends(today, rule.days), contact=rule.contact
    )
    db.session.add(notice)
    moving.refresh(deal)
    outbox.emit(NoticePublished(deal_id=deal.id, notice_id=notice.id), actor)
    return notice


def raise_objection(notice_id: int, name: str, contact: str, text: str) -> Objection:
    """Anybody may object while a notice runs, inside a transaction."""
    notice = queries.public_notice(notice_id)
    if notice.result or clock.today() > notice.ends_on or not queries.stands(notice):
        raise Conflict(N_("This public notice is over; objections are no longer taken."))
    objection = Objection(notice_id=notice.id, name=name.strip(), contact=contact.strip(), text=text.strip())
    db.session.add(objection)
    db.session.flush()
    outbox.emit(ObjectionRaised(deal_id=notice.deal_id, notice_id=notice.id))
    return objection


def decide(actor: Actor, deal_id: int, result: str, text: str) -> Deal:
    """Record what came of a notice when its time is over, inside a transaction.

    "none" and "settled" let the contract be signed; "upheld" leads back to the talks.
    """
    deal, side = moving.hold(actor, deal_id)
    notice = deal.notice
    state = moving.notice_state(deal)
    if side != Who.LICENSOR or notice is None or state is None or state.result or deal.state != State.AGREED:
        raise NotPossibleNow
    if result not in owners.RESULTS:
        raise Invalid(fields={"result": N_("Choose what came of the notice.")})
    if not owners.notice_over(state, clock.today()) and result != "upheld":
        raise NoticeStillRuns(day=notice.ends_on.isoformat())
    if (notice.objections and result == "none") or (result != "none" and not text.strip()):
        raise ResultMustTell
    notice.result, notice.result_text, notice.decided_at = result, text.strip()[:2000], clock.now()
    moving.refresh(deal)
    if result == "upheld":
        moving.take(deal, "object", moving.situation(deal, side), reason=text.strip()[:2000], **UNBOUND)
        moving.told(deal, "object", actor, text.strip()[:2000])
    else:
        signing.prepare(deal)
    return deal


UNBOUND = {"terms": None, "terms_hash": "", "accepted_number": None, "agreed_at": None, "agreed_by": None}
"""What is no longer agreed when a deal goes back to the talks."""


def set_rule(actor: Actor, required: bool, days: int, contact: str) -> NoticeRule:
    """An organisation says whether it holds public notices and for how long, inside a transaction."""
    if actor.organisation_id is None:
        raise NotFound
    if actor.role not in SIGNING_ROLES:
        raise Forbidden
    if not owners.NOTICE_DAYS <= days <= LONGEST_DAYS:
        raise Invalid(fields={"days": N_("A public notice runs for 15 days at least and 90 at most.")})
    rule = db.session.get(NoticeRule, actor.organisation_id)
    if rule is None:
        rule = NoticeRule(organisation_id=actor.organisation_id)
        db.session.add(rule)
    rule.required, rule.days, rule.contact = required, days, contact.strip()[:200]
    db.session.flush()
    return rule
