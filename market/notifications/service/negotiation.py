"""What both sides and the operator hear while a deal is negotiated."""

from market.accounts.models import Organisation, User
from market.accounts.queries import operators
from market.core.db import db, transaction
from market.core.events import Event
from market.licensing.models import LicenceRequest
from market.licensing.rules.states import Who
from market.negotiation import queries
from market.negotiation.events import (
    AnswerDueSoon,
    AnswerOverdue,
    ContractConfirmed,
    DealCompleted,
    DealConcluded,
    DealMoved,
    DealOpened,
    DocumentAdded,
    MessageSent,
    NoticePublished,
    ObjectionRaised,
    OfferAccepted,
    OfferEnded,
    OfferMade,
    StepTaken,
    WordOnRequest,
)
from market.negotiation.models import Deal, PublicNotice, Turn
from market.negotiation.rules.processes import State
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, nameless, tell


def of_deal(deal: Deal) -> dict[str, object]:
    """What messages say about a deal."""
    firm = named("firm", deal.firm) if deal.disclosed else nameless("firm")
    return {"reference": deal.reference, "title": deal.title, "title_en": deal.title_en, **firm} | named(
        "owner", deal.owner
    )


def sides(deal: Deal, but: int | None = None) -> list[User]:
    """Owners and managers of both sides, without those of one organisation."""
    return [person for one in (deal.firm_id, deal.owner_id) if one != but for person in people(one, MANAGERS)]


def _tell(event: Event, name: str, deal: Deal, readers: list[User], **values: object) -> None:
    tell(event, f"negotiation.{name}", readers, of_deal(deal) | values, deal_id=deal.id)


def _sender(deal: Deal, organisation_id: int) -> dict[str, object]:
    """Who speaks, unless the firm has not made itself known."""
    if organisation_id == deal.firm_id and not deal.disclosed:
        return nameless("sender")
    return named("sender", db.session.get(Organisation, organisation_id))


def opened(event: DealOpened) -> None:
    """The owner hears of a question, the firm of an answer to its need; the operators get a line."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        due = next((turn.due_on.isoformat() for turn in queries.turns(deal_id=deal.id)), "")
        asked = event.how == "asked"
        readers = people(deal.owner_id if asked else deal.firm_id, MANAGERS)
        values = of_deal(deal) | {"due_on": due}
        tell(event, f"negotiation.{event.how}", readers, values, deal_id=deal.id)
        tell(event, f"negotiation.{event.how}", operators(), values, mailed=False, deal_id=deal.id)


def written(event: MessageSent) -> None:
    """The other side hears of a message; what opened the deal has been told already."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        thread = queries.thread(deal_id=deal.id)
        if thread and thread[-1].id == event.message_id:
            return
        sender = _sender(deal, event.organisation_id)
        _tell(event, "message", deal, sides(deal, event.organisation_id), **sender)


def offered(event: OfferMade) -> None:
    """The other side hears of an offer."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        own = side_id(deal, event.side)
        _tell(event, "offer", deal, sides(deal, own), number=event.offer, **_sender(deal, own))


def side_id(deal: Deal, side: str) -> int:
    """The organisation on a side."""
    return deal.firm_id if side == Who.LICENSEE else deal.owner_id


def offer_ended(event: OfferEnded) -> None:
    """Who made a rejected offer, or got one that was taken back, hears of it."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        offer = next(one for one in deal.offers if one.number == event.offer)
        maker = side_id(deal, offer.side)
        other = deal.owner_id if maker == deal.firm_id else deal.firm_id
        readers = people(maker if event.how == "rejected" else other, MANAGERS)
        _tell(event, event.how, deal, readers, number=event.offer)


def accepted(event: OfferAccepted) -> None:
    """Both sides and the operators hear of an agreement."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        _tell(event, "accepted", deal, sides(deal), number=event.offer)
        values = of_deal(deal) | {"number": event.offer}
        tell(event, "negotiation.accepted", operators(), values, mailed=False, deal_id=deal.id)


def moved(event: DealMoved) -> None:
    """Both sides hear how it goes on; of an answer that was declined only who gave it, with the operators."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        but = {"take_up": deal.firm_id, "refuse": deal.firm_id, "withdraw": deal.owner_id}.get(event.move)
        _tell(event, event.move, deal, sides(deal, but), reason=event.reason)
        if event.move in ("decline", "refuse", "expire"):
            values = of_deal(deal) | {"reason": event.reason}
            tell(event, f"negotiation.{event.move}", operators(), values, mailed=False, deal_id=deal.id)


def confirmed(event: ContractConfirmed) -> None:
    """The other side hears that it is its turn to confirm."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        if deal.state != State.SIGNING:
            return
        own = side_id(deal, event.side)
        _tell(event, "confirmed", deal, sides(deal, own), **_sender(deal, own))


def concluded(event: DealConcluded) -> None:
    """Of a transfer or equity both sides hear what comes next; of a licence its own message tells."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        if deal.licence_id is None:
            _tell(event, "concluded", deal, sides(deal))


def completed(event: DealCompleted) -> None:
    """Both sides and the operators hear that the registration is done."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        _tell(event, "completed", deal, sides(deal) + operators())


def step(event: StepTaken) -> None:
    """Both sides see that a step is done."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        _tell(event, "step", deal, sides(deal))


def noticed(event: NoticePublished) -> None:
    """The firm and the operators hear of the public notice."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        ends = session.get_one(PublicNotice, event.notice_id).ends_on.isoformat()
        _tell(event, "notice", deal, people(deal.firm_id, MANAGERS) + operators(), ends_on=ends)


def objected(event: ObjectionRaised) -> None:
    """The institution and the operators hear of an objection."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        _tell(event, "objection", deal, people(deal.owner_id, MANAGERS) + operators())


def document(event: DocumentAdded) -> None:
    """Both sides see that a document is on file."""
    with transaction() as session:
        deal = session.get_one(Deal, event.deal_id)
        _tell(event, "document", deal, sides(deal))


def answer_soon(event: AnswerDueSoon) -> None:
    """Who must answer is reminded."""
    with transaction() as session:
        turn = session.get_one(Turn, event.turn_id)
        _of_turn(event, turn, "soon", people(turn.organisation_id, MANAGERS))


def answer_overdue(event: AnswerOverdue) -> None:
    """Who did not answer in time, and the operators, who see to it."""
    with transaction() as session:
        turn = session.get_one(Turn, event.turn_id)
        _of_turn(event, turn, "overdue", people(turn.organisation_id, MANAGERS) + operators())


def _of_turn(event: Event, turn: Turn, name: str, readers: list[User]) -> None:
    due: dict[str, object] = {"due_on": turn.due_on.isoformat()}
    if turn.deal is not None:
        values = of_deal(turn.deal) | due | _sender(turn.deal, turn.organisation_id)
        tell(event, f"negotiation.answer_{name}", readers, values, deal_id=turn.deal.id)
    elif turn.request is not None:
        values = _of_request(turn.request) | due | named("sender", turn.organisation)
        tell(event, f"negotiation.word_{name}", readers, values, request_id=turn.request.id)


def _of_request(request: LicenceRequest) -> dict[str, object]:
    reference = request.licence.reference if request.licence else request.reference
    return {"reference": reference, "title": request.title, "title_en": request.title_en}


def word(event: WordOnRequest) -> None:
    """The other side of a notice or a licence hears of a message."""
    with transaction() as session:
        request = session.get_one(LicenceRequest, event.request_id)
        both = (request.licensee_id, request.licensor_id)
        readers = [person for one in both if one != event.organisation_id for person in people(one, MANAGERS)]
        values = _of_request(request) | named("sender", session.get(Organisation, event.organisation_id))
        tell(event, "negotiation.word", readers, values, request_id=request.id)
