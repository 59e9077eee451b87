"""Deals of the demo market in negotiation: one in talks, one ready to sign, one under public notice, one to register."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from market.accounts.models import Organisation
from market.accounts.queries import members_of
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.licensing.rules.fees import FeePlan, Part, Royalty, Step
from market.listings.models import ListingPatent
from market.negotiation import service
from market.negotiation.models import Deal
from market.negotiation.rules.offers import Terms
from market.patents.models import Owner, Patent

LUMP = FeePlan(kind="one_off", parts=(Part(Money.of(80_000).minor),))
ROYALTY = FeePlan(
    kind="entry_royalty",
    parts=(Part(Money.of(30_000).minor),),
    royalty=Royalty(steps=(Step(1, Decimal("0.02")),), cap_minor=Money.of(200_000).minor),
)
MOST_DEALS = 4


def build() -> None:
    """Believable deals between the universities and firms that are there; doing it twice changes nothing."""
    if db.session.scalar(select(Deal.id).limit(1)) is not None:
        return
    firms = [actor for actor in _signers("firm") if actor.vetted]
    stories = (_talk, _ready, _notice, _register)
    for story, patent_id, firm in zip(stories, _patents(), firms, strict=False):
        owner = _owner(patent_id)
        if owner is not None:
            story(owner, firm, patent_id)


def _signers(kind: str) -> list[Actor]:
    bodies = select(Organisation.id).where(Organisation.kind == kind, Organisation.state == "approved")
    people = [members_of(one, ("owner", "manager")) for one in db.session.scalars(bodies.order_by(Organisation.id))]
    return [found[0].actor for found in people if found]


def _patents() -> Sequence[int]:
    """Patents of universities in force, those that are in no live declaration first."""
    live = select(ListingPatent.patent_id).where(ListingPatent.live)
    owned = select(Owner.patent_id).join(Organisation).where(Organisation.kind == "university")
    statement = (
        select(Patent.id)
        .where(
            Patent.status == "in_force",
            Patent.secret.is_(False),
            Patent.pledged.is_(False),
            Patent.disputed.is_(False),
            Patent.preserved.is_(False),
            Patent.id.in_(owned),
        )
        .order_by(Patent.id.in_(live), Patent.id)
        .limit(MOST_DEALS)
    )
    return db.session.scalars(statement).all()


def _owner(patent_id: int) -> Actor | None:
    owner = db.session.scalar(select(Owner.organisation_id).where(Owner.patent_id == patent_id).limit(1))
    found = members_of(owner, ("owner", "manager")) if owner else []
    return found[0].actor if found else None


def _ask(firm: Actor, patent_id: int, kind: str, text: str) -> int:
    with transaction():
        return service.ask(firm, [patent_id], text, f"demo-deal-{patent_id:06d}", kind).id


def _offer(actor: Actor, deal_id: int, kind: str, plan: FeePlan, note: str) -> tuple[int, str]:
    with transaction():
        deal = db.session.get_one(Deal, deal_id)
        ends = clock.today() + timedelta(days=3 * 365) if kind not in ("transfer", "equity") else None
        ids = tuple(link.patent_id for link in deal.patents)
        terms = Terms(kind, ids, plan.to_plain(), term_end=ends)
        latest = max((offer.number for offer in deal.offers), default=0)
        offer = service.make(actor, deal_id, terms, latest, note)
        return offer.number, offer.seal


def _accept(actor: Actor, deal_id: int, offer: tuple[int, str]) -> None:
    with transaction():
        service.accept(actor, deal_id, *offer)


def _talk(owner: Actor, firm: Actor, patent_id: int) -> None:
    deal_id = _ask(firm, patent_id, "exclusive", "我司想独占使用这项技术，请问价格和期限如何考虑？能否派人指导首批试制？")
    with transaction():
        service.write(owner, deal_id, "可以谈独占许可，首批试制由课题组派两人驻厂一周。")
    _offer(owner, deal_id, "exclusive", LUMP, "一次付清，含驻厂指导。")
    _offer(firm, deal_id, "exclusive", ROYALTY, "希望改为入门费加提成，设年度上限。")


def _ready(owner: Actor, firm: Actor, patent_id: int) -> None:
    deal_id = _ask(firm, patent_id, "ordinary", "我司产线拟采用这项技术，请提供普通许可的报价。")
    with transaction():
        service.set_rule(owner, False, 15, "")
    _accept(firm, deal_id, _offer(owner, deal_id, "ordinary", LUMP, "含技术资料一套。"))


def _notice(owner: Actor, firm: Actor, patent_id: int) -> None:
    with transaction():
        service.set_rule(owner, True, 15, "科研院，0500-0000000")
    deal_id = _ask(firm, patent_id, "transfer", "我司有意受让这件专利。")
    _accept(firm, deal_id, _offer(owner, deal_id, "transfer", LUMP, "按协议价转让。"))
    with transaction():
        service.publish(owner, deal_id)


def _register(owner: Actor, firm: Actor, patent_id: int) -> None:
    with transaction():
        service.set_rule(owner, False, 15, "")
    deal_id = _ask(firm, patent_id, "transfer", "我司有意受让这件专利，请告知手续。")
    _accept(firm, deal_id, _offer(owner, deal_id, "transfer", LUMP, ""))
    with transaction():
        service.set_rule(owner, True, 15, "科研院，0500-0000000")
    for actor in (owner, firm):
        with transaction():
            service.confirm(actor, deal_id, f"ZR-{deal_id:04d}", clock.today())
    with transaction():
        service.do_step(owner, deal_id, "papers", "", clock.today())
