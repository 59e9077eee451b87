"""Agreed licences and deals for tests."""

import itertools
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from market.core import clock
from market.core.actor import SYSTEM
from market.core.db import db, transaction
from market.core.files import StoredFile, keep
from market.core.money import Money
from market.licensing import service as licensing
from market.licensing.models import Licence
from market.licensing.rules.agreements import Agreed
from market.licensing.rules.fees import FeePlan, Part
from market.negotiation import service
from market.negotiation.models import Deal, Offer
from market.negotiation.rules.offers import Terms
from market.negotiation.rules.processes import LICENCES, Kind
from market.patents.models import Patent
from tests.factories import listings
from tests.factories.licensing import Side, once, side

_numbers = itertools.count(900_001)


def plan(yuan: int = 50_000) -> FeePlan:
    """One payment."""
    return FeePlan(kind="one_off", parts=(Part(Money.of(yuan).minor),))


def agreed(university: Side, firm: Side, *patents: Patent, **over: Any) -> Agreed:
    """An ordinary licence for three years at 50,000 yuan, concluded today, unless told otherwise."""
    values: dict[str, Any] = {
        "kind": "ordinary",
        "licensor_id": university.organisation.id,
        "licensee_id": firm.organisation.id,
        "patent_ids": tuple(patent.id for patent in patents),
        "title": "低压铸造充型压力控制方法",
        "title_en": "Pressure control for low-pressure casting",
        "fee": plan().to_plain(),
        "term_start": None,
        "term_end": clock.today() + timedelta(days=3 * 365),
        "concluded_on": clock.today(),
        "negotiation": next(_numbers),
        "signed_by": firm.person.id,
        "contract": "HT-1",
    }
    return Agreed(**(values | over))


def licence(university: Side, firm: Side, *patents: Patent, **over: Any) -> Licence:
    """A licence in force that two sides agreed on."""
    with transaction():
        return licensing.grant_agreed(SYSTEM, agreed(university, firm, *patents, **over))


def later(days: int) -> date:
    """A day so many days ahead."""
    return clock.today() + timedelta(days=days)


def terms(deal: Deal, **over: Any) -> Terms:
    """An offer that passes: what the deal is about, for three years at 50,000 yuan."""
    kind = over.pop("kind", deal.kind)
    values: dict[str, Any] = {
        "kind": kind,
        "patent_ids": tuple(link.patent_id for link in deal.patents),
        "fee": plan().to_plain(),
        "term_end": later(3 * 365) if kind in LICENCES else None,
    }
    if kind == Kind.EQUITY:
        values |= {"share": "12.5", "company": "云州轻合金有限公司", "fee": FeePlan(kind="free").to_plain()}
    return Terms(**(values | over))


def talks(university: Side | None = None, firm: Side | None = None, *patents: Patent, **over: Any) -> Deal:
    """A firm has asked a university about a patent of its own."""
    university, firm = university or side("university"), firm or side()
    chosen = [patent.id for patent in patents] or [listings.granted_patent(university.organisation).id]
    values: dict[str, Any] = {"text": "请问能否许可我司实施？", "once": once()}
    with transaction():
        return service.ask(firm.actor, chosen, **(values | over))


def offered(by: Side, deal: Deal, **over: Any) -> Offer:
    """An offer of one side."""
    seen = over.pop("seen", None)
    with transaction():
        found = db.session.get_one(Deal, deal.id)
        latest = max((offer.number for offer in found.offers), default=0)
        return service.make(by.actor, deal.id, terms(found, **over), latest if seen is None else seen)


def accepted(by: Side, deal: Deal) -> Deal:
    """The standing offer is accepted."""
    with transaction():
        standing = db.session.get_one(Deal, deal.id).standing
        if standing is None:
            raise LookupError(deal.id)
        return service.accept(by.actor, deal.id, standing.number, standing.seal)


def no_notice(university: Side) -> None:
    """This university holds no public notices."""
    with transaction():
        service.set_rule(university.actor, False, 15, "")


def agreed_deal(university: Side, firm: Side, *patents: Patent, **over: Any) -> Deal:
    """Talks, an offer of the university, accepted by the firm; ready to sign when nothing is missing."""
    deal = talks(university, firm, *patents)
    offered(university, deal, **over)
    return accepted(firm, deal)


def confirmed(deal: Deal, *sides: Side, number: str = "HT-2026-01") -> Deal:
    """Each of these sides confirms the contract on paper, today."""
    for one in sides:
        with transaction():
            service.confirm(one.actor, deal.id, number, clock.today())
    return again(deal)


def again(deal: Deal) -> Deal:
    """The deal as it stands now."""
    db.session.rollback()
    return db.session.get_one(Deal, deal.id)


def stored(university: Side, name: str = "consent.pdf") -> StoredFile:
    """A file on disk, not in the database yet."""
    return keep(BytesIO(b"%PDF-1.4 test"), name, university.organisation.id)
