"""Opening talks, writing to each other, and ending them without an agreement."""

from collections.abc import Sequence

from sqlalchemy import select

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.i18n import N_
from market.licensing import queries as licensing
from market.licensing.models import LicenceRequest
from market.licensing.rules.states import Who
from market.listings.models import Listing
from market.needs import queries as needs
from market.needs.models import Need
from market.negotiation import queries
from market.negotiation.errors import (
    AlreadyAnswered,
    NeedNotOpen,
    NoOwnerHere,
    NotForYou,
    NotOneOwner,
    NotPossibleNow,
    NotVetted,
    OwnPatent,
    ReasonNeeded,
    TextNeeded,
)
from market.negotiation.events import DealOpened, MessageSent, WordOnRequest
from market.negotiation.models import Deal, DealPatent, Message, MessageFile
from market.negotiation.rules.processes import LIVE, Kind, State
from market.negotiation.service import moving, turns
from market.patents import queries as patents
from market.patents.models import Patent

LONGEST_TEXT = 4000
MOST_PATENTS = 20
ANSWERERS = ("university", "service")


def ask(
    actor: Actor,
    patent_ids: Sequence[int],
    text: str,
    once: str,
    kind: str = Kind.ORDINARY,
    listing_id: int | None = None,
    files: Sequence[StoredFile] = (),
) -> Deal:
    """A firm asks the owner of patents, inside a transaction; the same `once` gives back the deal it opened.

    On an open listing its price is not touched: what is agreed here is a separate licence (Patent Law Art. 51(3)).
    """
    if actor.kind != "firm" or actor.organisation_id is None:
        raise NotForYou
    if not actor.vetted:
        raise NotVetted
    if (known := _opened_before(actor, once)) is not None:
        return known
    listing = db.session.get(Listing, listing_id) if listing_id is not None else None
    if listing is not None and not patent_ids:
        patent_ids = [link.patent_id for link in listing.patents]
    chosen = _patents(actor, patent_ids)
    owner = listing.organisation if listing is not None else _owner(chosen)
    if owner.id == actor.organisation_id:
        raise OwnPatent
    deal = _open(actor, State.TALKING, kind, once, actor.organisation_id, owner.id, chosen, listing, None)
    outbox.emit(DealOpened(deal_id=deal.id, how="asked"), actor)
    _say(actor, deal, text, files, owner.id)
    return deal


def answer_need(
    actor: Actor,
    need_id: int,
    patent_ids: Sequence[int],
    kind: str,
    text: str,
    once: str,
    files: Sequence[StoredFile] = (),
) -> Deal:
    """A university, or a service body for one, answers a posted need with patents, inside a transaction."""
    if actor.kind not in ANSWERERS or actor.organisation_id is None:
        raise NotForYou(N_("Needs are answered by universities, institutes and service bodies."))
    if not actor.vetted:
        raise NotVetted
    if (known := _opened_before(actor, once)) is not None:
        return known
    need = _open_need(need_id)
    chosen = _patents(actor, patent_ids)
    owner = _owner(chosen)
    if actor.kind == "university" and owner.id != actor.organisation_id:
        own = [one for one in chosen if any(actor.of(link.organisation_id) for link in one.owners)]
        if len(own) != len(chosen):
            raise NotOneOwner
        owner = db.session.get_one(Organisation, actor.organisation_id)
    if need.organisation_id is None or need.organisation_id == owner.id:
        raise NeedNotOpen
    live = select(Deal.id).where(Deal.need_id == need.id, Deal.owner_id == owner.id, Deal.state.in_(LIVE))
    if (other := db.session.scalar(live)) is not None:
        raise AlreadyAnswered(other)
    deal = _open(actor, State.ANSWERED, kind, once, need.organisation_id, owner.id, chosen, None, need)
    deal.disclosed = need.show_name
    if actor.organisation_id != owner.id:
        deal.broker_id = actor.organisation_id
    db.session.flush()
    outbox.emit(DealOpened(deal_id=deal.id, how="answered"), actor)
    _say(actor, deal, text, files, need.organisation_id)
    return deal


def _open_need(need_id: int) -> Need:
    need = needs.on_board(need_id)
    if need.state not in ("published", "in_talks"):
        raise NeedNotOpen
    return need


def _opened_before(actor: Actor, once: str) -> Deal | None:
    if not 8 <= len(once) <= 40:
        raise Invalid(N_("This form is incomplete. Reload the page and send it again."))
    found = db.session.scalar(select(Deal).where(Deal.once == once))
    if found is not None and actor.organisation_id not in (found.firm_id, found.owner_id, found.broker_id):
        raise NotFound
    return found


def _patents(actor: Actor, ids: Sequence[int]) -> list[Patent]:
    if not ids or len(set(ids)) > MOST_PATENTS:
        raise Invalid(fields={"patents": N_("Choose between one and twenty patents.")})
    return [patents.patent(actor, patent_id) for patent_id in sorted(set(ids))]


def _owner(chosen: Sequence[Patent]) -> Organisation:
    owner = queries.owner_of(chosen)
    if owner is not None:
        return owner
    if len(chosen) > 1 and all(queries.owner_of([one]) is not None for one in chosen):
        raise NotOneOwner
    raise NoOwnerHere


def _open(
    actor: Actor,
    state: State,
    kind: str,
    once: str,
    firm_id: int,
    owner_id: int,
    chosen: Sequence[Patent],
    listing: Listing | None,
    need: Need | None,
) -> Deal:
    title = listing.title if listing is not None else chosen[0].title
    title_en = listing.title_en if listing is not None else chosen[0].title_en
    deal = Deal(
        reference=f"~{once[:19]}",
        kind=Kind(kind),
        state=state,
        firm_id=firm_id,
        owner_id=owner_id,
        opened_by=actor.user_id,
        once=once,
        listing_id=listing.id if listing else None,
        need_id=need.id if need else None,
        title=title[:200],
        title_en=title_en[:300],
        patents=[DealPatent(patent_id=patent.id) for patent in chosen],
    )
    db.session.add(deal)
    db.session.flush()
    deal.reference = f"QT-{clock.today().year}-{deal.id:06d}"
    db.session.flush()
    return deal


def write(actor: Actor, deal_id: int, text: str, files: Sequence[StoredFile] = ()) -> Message:
    """Write to the other side, inside a transaction; anybody of the two sides, the broker, or the operator may."""
    deal = queries.deal_for(actor, deal_id)
    lock_row(deal)
    if deal.state not in LIVE and not deal.licence_id and deal.state != State.COMPLETED:
        raise NotPossibleNow
    side = queries.side_of(actor, deal)
    other = {Who.LICENSEE: deal.owner_id, Who.LICENSOR: deal.firm_id}.get(Who(side)) if side else None
    return _say(actor, deal, text, files, other)


def _say(actor: Actor, deal: Deal, text: str, files: Sequence[StoredFile], other: int | None) -> Message:
    message = _message(actor, text, files, deal_id=deal.id)
    deal.last_word_at = clock.now()
    if other is not None and actor.organisation_id is not None:
        turns.spoke(actor.organisation_id, other, deal_id=deal.id)
    outbox.emit(
        MessageSent(deal_id=deal.id, message_id=message.id, organisation_id=message.organisation_id), actor
    )
    return message


def _message(
    actor: Actor, text: str, files: Sequence[StoredFile], deal_id: int | None = None, request_id: int | None = None
) -> Message:
    text = text.strip()[:LONGEST_TEXT]
    if not text:
        raise TextNeeded
    for stored in files:
        db.session.add(stored)
    db.session.flush()
    message = Message(
        deal_id=deal_id,
        request_id=request_id,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        text=text,
        files=[MessageFile(file_id=stored.id) for stored in files],
    )
    db.session.add(message)
    db.session.flush()
    return message


def write_on_request(actor: Actor, request_id: int, text: str, files: Sequence[StoredFile] = ()) -> Message:
    """Write to the other side about a notice or a licence, inside a transaction."""
    request: LicenceRequest = licensing.request_for(actor, request_id)
    message = _message(actor, text, files, request_id=request.id)
    sides = {request.licensee_id: request.licensor_id, request.licensor_id: request.licensee_id}
    other = sides.get(actor.organisation_id or 0)
    if other is not None and actor.organisation_id is not None:
        turns.spoke(actor.organisation_id, other, request_id=request.id)
    outbox.emit(
        WordOnRequest(request_id=request.id, message_id=message.id, organisation_id=message.organisation_id), actor
    )
    return message


def take_up(actor: Actor, deal_id: int) -> Deal:
    """The firm takes up the answer to its need: both sides talk, and know each other."""
    deal, side = moving.hold(actor, deal_id)
    moving.take(deal, "take_up", moving.situation(deal, side), disclosed=True)
    turns.answered(deal.firm_id, deal_id=deal.id)
    moving.told(deal, "take_up", actor)
    return deal


def end(actor: Actor, deal_id: int, move: str, reason: str) -> Deal:
    """End it without an agreement: "refuse" or "withdraw" an answer, "decline" the talks; with a reason."""
    if move not in ("refuse", "withdraw", "decline"):
        raise NotPossibleNow
    if not reason.strip():
        raise ReasonNeeded
    deal, side = moving.hold(actor, deal_id)
    moving.take(deal, move, moving.situation(deal, side), reason=reason.strip())
    if actor.organisation_id is not None:
        turns.answered(actor.organisation_id, deal_id=deal.id)
    close_offers(deal)
    turns.over(deal)
    moving.told(deal, move, actor, reason.strip())
    return deal


def close_offers(deal: Deal) -> None:
    """The standing offer falls with the talks."""
    standing = deal.standing
    if standing is not None:
        standing.state, standing.ended_at = "over", clock.now()
        moving.refresh(deal)
