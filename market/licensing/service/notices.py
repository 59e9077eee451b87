"""Sending the written notice of Art. 51, reading it, and taking it back before any money has come."""

from collections.abc import Mapping

from sqlalchemy import select, update

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Forbidden, Invalid, NotFound, Refusal
from market.core.i18n import N_
from market.licensing import queries
from market.licensing.errors import (
    AlreadyAsked,
    AlreadyLicensed,
    MayNotSign,
    MoneyHasCome,
    NotATaker,
    NotOnOffer,
    NotVetted,
    ObstacleFound,
    OwnPatent,
    TermOver,
)
from market.licensing.events import NoticeRead, NoticeSent, RequestClosed
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules import notices as rules
from market.licensing.rules.notices import Bar
from market.licensing.rules.states import IN_FORCE, OPEN, RequestState
from market.licensing.rules.terms import Terms
from market.licensing.service import checks, grants, money, moves
from market.licensing.service.terms import freeze, notice_text
from market.listings.models import Listing
from market.listings.queries import on_offer
from market.listings.rules.states import State
from market.patents.service import hold_patents

ONCE_LENGTH = (8, 40)
HIDDEN = (State.DRAFT, State.DECLARED)
BARS: Mapping[Bar, type[Refusal]] = {
    Bar.KIND: NotATaker,
    Bar.VETTING: NotVetted,
    Bar.ROLE: MayNotSign,
    Bar.OWN: OwnPatent,
}
"""What each bar to a notice is refused with."""


def send_notice(
    actor: Actor, listing_id: int, once: str, product: str = "", place: str = "", remark: str = ""
) -> LicenceRequest:
    """Send the written notice on an announced listing, inside a transaction, and return the request.

    Freezes text and terms with their hash, asks for what is due at the start, or grants at once when nothing is. The
    same `once` of the same firm gives back the request it made. Raises the refusals of `licensing.errors`.
    """
    if not ONCE_LENGTH[0] <= len(once) <= ONCE_LENGTH[1]:
        raise Invalid(N_("This form is incomplete. Reload the page and send it again."))
    licensee = _licensee(actor)
    if licensee is not None and (known := _sent_before(licensee.id, once)) is not None:
        return known
    listing = db.session.get(Listing, listing_id)
    if listing is None or listing.state in HIDDEN:
        raise NotFound
    licensee = _admitted(actor, licensee, listing)
    _refuse_second(licensee, listing)
    hold_patents([link.patent_id for link in listing.patents])
    refuse_unless_on_offer(listing)
    request = _store(actor, licensee, listing, once, product.strip(), place.strip(), remark.strip())
    outbox.emit(NoticeSent(request_id=request.id), actor)
    if request.pay_by is None:
        grants.grant(request)
    else:
        money.ask(request)
    return request


def _licensee(actor: Actor) -> Organisation | None:
    """The acting organisation, its row held so that two tabs of one firm come one after the other."""
    if actor.organisation_id is None:
        return None
    return db.session.scalar(
        select(Organisation)
        .where(Organisation.id == actor.organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def _sent_before(licensee_id: int, once: str) -> LicenceRequest | None:
    return db.session.scalar(
        select(LicenceRequest).where(LicenceRequest.once == once, LicenceRequest.licensee_id == licensee_id)
    )


def _admitted(actor: Actor, licensee: Organisation | None, listing: Listing) -> Organisation:
    owners = [owner.organisation_id for link in listing.patents for owner in link.patent.owners]
    bar = rules.bar_to_notice(
        actor.kind,
        licensee is not None and licensee.vetted,
        actor.role,
        licensee.id if licensee else None,
        [listing.organisation_id, *(owner for owner in owners if owner is not None)],
    )
    if bar is not None:
        raise BARS[bar]
    if licensee is None:
        raise Forbidden
    return licensee


def _refuse_second(licensee: Organisation, listing: Listing) -> None:
    held = db.session.scalar(
        select(Licence).where(
            Licence.listing_id == listing.id, Licence.licensee_id == licensee.id, Licence.state.in_(IN_FORCE)
        )
    )
    if held is not None:
        raise AlreadyLicensed(held.request_id, held.reference)
    asked = db.session.scalar(
        select(LicenceRequest).where(
            LicenceRequest.listing_id == listing.id,
            LicenceRequest.licensee_id == licensee.id,
            LicenceRequest.state.in_(OPEN),
        )
    )
    if asked is not None:
        raise AlreadyAsked(asked.id, asked.reference)


def refuse_unless_on_offer(listing: Listing) -> None:
    """Raise the fitting refusal when nobody can take this licence today: no offer, term, or an obstacle (R02-R06)."""
    today = clock.today()
    if not on_offer(listing, today):
        raise NotOnOffer
    if listing.term_end is not None and listing.term_end < today:
        raise TermOver(day=listing.term_end.isoformat())
    found = checks.obstacles_now(listing, today)
    if found:
        raise ObstacleFound(reason=found[0].text())


def _store(
    actor: Actor, licensee: Organisation, listing: Listing, once: str, product: str, place: str, remark: str
) -> LicenceRequest:
    now = clock.now()
    noticed_on = clock.local_date(now)
    frozen = freeze(listing, licensee)
    terms = Terms.read(frozen)
    due = rules.pay_by(noticed_on, terms.due_days) if terms.due_at_start else None
    text = notice_text(terms, product, place, remark, due)
    request = LicenceRequest(
        reference=f"~{once[:19]}",
        listing_id=listing.id,
        title=listing.title,
        title_en=listing.title_en,
        licensee_id=licensee.id,
        licensor_id=listing.organisation_id,
        sent_by=actor.user_id,
        once=once,
        notice=text,
        product=product,
        place=place,
        terms=frozen,
        terms_hash=rules.seal(text, product, place, frozen),
        noticed_at=now,
        pay_by=due,
    )
    db.session.add(request)
    db.session.flush()
    request.reference = rules.request_reference(request.id, noticed_on)
    db.session.flush()
    return request


def preview(actor: Actor, listing: Listing) -> tuple[Terms, str]:
    """The terms and the notice as they would be sent now, for reading before signing."""
    licensee = db.session.get(Organisation, actor.organisation_id)
    if licensee is None:
        raise Forbidden
    terms = Terms.read(freeze(listing, licensee))
    due = rules.pay_by(clock.today(), terms.due_days) if terms.due_at_start else None
    return terms, notice_text(terms, "", "", "", due)


def mark_read(actor: Actor, request_id: int) -> bool:
    """Note when somebody of the licensor first opened the notice, inside a transaction; True the first time only."""
    result = db.session.execute(
        update(LicenceRequest)
        .where(
            LicenceRequest.id == request_id,
            LicenceRequest.licensor_id == actor.organisation_id,
            LicenceRequest.read_at.is_(None),
        )
        .values(read_at=clock.now(), version=LicenceRequest.version + 1)
    )
    first = bool(result.rowcount)  # type: ignore[attr-defined]
    if first:
        outbox.emit(NoticeRead(request_id=request_id), actor)
    return first


def cancel(actor: Actor, request_id: int) -> LicenceRequest:
    """The firm takes its notice back before any money has come, inside a transaction."""
    request = queries.request_for(actor, request_id)
    if not actor.of(request.licensee_id):
        raise NotFound
    if actor.role not in rules.SIGNING_ROLES:
        raise Forbidden
    if money.paid_in(request):
        raise MoneyHasCome
    money.withdraw(request)
    moves.take(request, RequestState.NOTICED, RequestState.CANCELLED, closed_at=clock.now())
    outbox.emit(RequestClosed(request_id=request.id, how="cancelled"), actor)
    return request
