"""Moving on by itself: a notice, talks, a licence, its recordal and money say how far an intent has come.

Each reaction reads how things stand now, so that repeating it or hearing events out of order changes nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from market.core import clock, outbox
from market.core.actor import SYSTEM
from market.core.db import db, lock_row, transaction
from market.core.process import may
from market.intents import queries
from market.intents.events import IntentAdvanced, IntentLinked, IntentSetBack
from market.intents.models import Intent
from market.intents.rules.processes import MOVES, Who, onward
from market.intents.rules.states import OPEN, Kind
from market.intents.service import moving
from market.licensing.events import LicenceEvent, RequestEvent
from market.licensing.models import Licence, LicenceRequest
from market.negotiation.events import DealEvent
from market.negotiation.models import Deal
from market.negotiation.queries import deal_of_subject
from market.negotiation.rules.processes import LICENCES
from market.negotiation.rules.processes import Kind as DealKind
from market.payments.events import PaymentReceived


def on_request(event: RequestEvent) -> None:
    """A notice was sent, or came to nothing."""
    with transaction() as session:
        _request_moved(session.get(LicenceRequest, event.request_id))


def on_licence(event: LicenceEvent) -> None:
    """A licence was granted or recorded."""
    with transaction() as session:
        licence = session.get(Licence, event.licence_id)
        if licence is not None:
            _request_moved(licence.request)


def on_deal(event: DealEvent) -> None:
    """Talks were opened, went on, were concluded or ended."""
    with transaction() as session:
        _deal_moved(session.get(Deal, event.deal_id))


def on_money(event: PaymentReceived) -> None:
    """Money came in for a request, a licence or a deal."""
    kind, _, number = event.subject_key.partition(":")
    if not number.isdecimal() or len(number) > 9:
        return
    with transaction() as session:
        if kind == "request":
            _request_moved(session.get(LicenceRequest, int(number)))
        elif kind == "licence":
            licence = session.get(Licence, int(number))
            _request_moved(licence.request if licence is not None else None)
        elif kind == "deal":
            _deal_moved(session.get(Deal, int(number)))


def _request_moved(request: LicenceRequest | None) -> None:
    if request is None:
        return
    negotiated = request.terms.get("negotiation")
    deal = deal_of_subject(f"deal:{negotiated}") if negotiated else None
    if deal is not None:
        _deal_moved(deal)
        return
    if not queries.of_request(request.id):
        found = queries.candidates(request.licensee_id, request.noticed_at, listing_id=request.listing_id)
        _link(_best(found, (Kind.LICENCE, Kind.KNOW_MORE, Kind.JOINT)), request=request)
    _follow_all(queries.of_request(request.id))


def _deal_moved(deal: Deal | None) -> None:
    if deal is None:
        return
    if not queries.of_deal(deal.id):
        found = _of_talks(deal, deal.created_at)
        _link(_best(found, _kinds(deal)), deal=deal)
    _follow_all(queries.of_deal(deal.id))


def _of_talks(deal: Deal, before: datetime) -> list[Intent]:
    """The intents that talks may have come of: the firm's on a listing, or the answering side's on a need."""
    if deal.need_id is not None:
        sides = [one for one in (deal.owner_id, deal.broker_id) if one is not None]
        return [row for one in sides for row in queries.candidates(one, before, need_id=deal.need_id)]
    if deal.listing_id is not None:
        return list(queries.candidates(deal.firm_id, before, listing_id=deal.listing_id))
    patents = {link.patent_id for link in deal.patents}
    return list(queries.on_patents(deal.firm_id, before, patents))


def _kinds(deal: Deal) -> tuple[str, ...]:
    first = Kind.LICENCE if deal.kind in LICENCES else Kind.PURCHASE if deal.kind == DealKind.TRANSFER else Kind.JOINT
    return (first, *(kind for kind in (Kind.LICENCE, Kind.JOINT, Kind.PURCHASE, Kind.KNOW_MORE) if kind != first))


def _best(found: Iterable[Intent], kinds: tuple[str, ...]) -> Intent | None:
    """The one that fits best: of the fitting kind, the latest; one that still leads to something else is passed over.

    One contract has one intent behind it, so that no figure counts it twice.
    """
    known = queries.chains(found)
    free = [one.intent for one in known.values() if (one.request is None and one.deal is None) or one.failed]
    fitting = [row for row in free if row.kind in kinds]
    return min(fitting, key=lambda row: (kinds.index(row.kind), -row.id), default=None)


def _link(intent: Intent | None, request: LicenceRequest | None = None, deal: Deal | None = None) -> None:
    if intent is None:
        return
    lock_row(intent)
    intent.request_id = request.id if request is not None else None
    intent.deal_id = deal.id if deal is not None else None
    db.session.flush()
    about = request or deal
    moving.log(intent, "link", SYSTEM, about.reference if about is not None else "")
    outbox.emit(IntentLinked(intent.id, intent.request_id or 0, intent.deal_id or 0), SYSTEM)


def _follow_all(found: Iterable[Intent]) -> None:
    for intent in list(found):
        follow(intent)


def follow(intent: Intent) -> None:
    """Bring one intent to where its request or deal is, inside a transaction: forwards only, step by step.

    When that came to nothing, its owner is told and it is due today.
    """
    lock_row(intent)
    known = queries.chain(intent)
    if known.licence is not None and intent.request_id != known.licence.request_id:
        intent.request_id = known.licence.request_id
        db.session.flush()
    facts = known.facts
    for name in onward(intent.stage, facts):
        if not may(MOVES, name, intent.stage, Who.SYSTEM, facts):
            return
        moving.take(intent, name, Who.SYSTEM, facts, closed_reason="", closed_note="")
        moving.log(intent, name, SYSTEM)
        outbox.emit(IntentAdvanced(intent.id, intent.stage, by_itself=True), SYSTEM)
    if facts.failed and intent.stage in OPEN and not _told(intent):
        intent.next_on = clock.today()
        moving.log(intent, "set_back", SYSTEM, (known.request or known.deal or intent).reference)
        outbox.emit(IntentSetBack(intent.id), SYSTEM)


def _told(intent: Intent) -> bool:
    """Whether this failure was said already: since the last link nothing was."""
    said = [step.what for step in intent.steps if step.what in ("link", "set_back")]
    return bool(said) and said[-1] == "set_back"
