"""What changes between talks, agreement and contract: who owns the patent, who is admitted, what was noticed."""

import pytest
from flask import Flask

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.licensing.errors import ObstacleFound
from market.negotiation import service
from market.negotiation.errors import OtherOwnerNow, SideNotVetted
from market.patents.models import Patent
from market.patents.service import hand_over
from tests.factories import licensing as make
from tests.factories import listings
from tests.factories import negotiation as agree
from tests.factories.licensing import Side


def sides() -> tuple[Side, Side]:
    university = make.side("university")
    agree.no_notice(university)
    return university, make.side()


def sold(patent: Patent, seller: Side, buyer: Side) -> None:
    """The patent was registered for somebody else."""
    with transaction():
        found = db.session.get_one(Patent, patent.id)
        hand_over(found, seller.organisation, buyer.organisation, clock.today(), "N-1", seller.actor)


@pytest.mark.rule("R19")
@pytest.mark.parametrize("kind", ["ordinary", "exclusive", "transfer"])
def test_who_has_sold_a_patent_agrees_on_nothing_more_about_it(app: Flask, kind: str) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    deal = agree.talks(university, firm, patent)
    agree.offered(university, deal, kind=kind)
    sold(patent, university, make.side())
    with pytest.raises(OtherOwnerNow):
        agree.accepted(firm, deal)
    assert agree.again(deal).state == "offered"


@pytest.mark.rule("R19")
@pytest.mark.parametrize("kind", ["ordinary", "transfer"])
def test_a_patent_sold_after_the_agreement_is_not_contracted_about(app: Flask, kind: str) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    deal = agree.agreed_deal(university, firm, patent, kind=kind)
    agree.confirmed(deal, university)
    sold(patent, university, make.side())
    with pytest.raises(OtherOwnerNow):
        agree.confirmed(deal, firm)
    assert agree.again(deal).state == "signing"


@pytest.mark.rule("R04")
def test_a_patent_under_preservation_is_not_transferred_by_a_contract_agreed_before(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    deal = agree.agreed_deal(university, firm, patent, kind="transfer")
    agree.confirmed(deal, university)
    with transaction():
        db.session.get_one(Patent, patent.id).preserved = True
    with pytest.raises(ObstacleFound):
        agree.confirmed(deal, firm)
    assert agree.again(deal).state == "signing"


@pytest.mark.parametrize("who", ["firm", "university"])
def test_nothing_is_agreed_or_concluded_with_a_suspended_organisation(app: Flask, who: str) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    first, second = (university, firm) if who == "university" else (firm, university)
    agree.offered(first, deal)
    with _suspended(first), pytest.raises(SideNotVetted):
        agree.accepted(second, deal)
    agree.accepted(second, deal)
    agree.confirmed(deal, first)
    with _suspended(first), pytest.raises(SideNotVetted):
        agree.confirmed(deal, second)
    assert agree.confirmed(deal, second).state == "concluded"


class _suspended:
    """An organisation suspended for a while."""

    def __init__(self, side: Side) -> None:
        self.side = side

    def __enter__(self) -> None:
        self._set("suspended")

    def __exit__(self, *_: object) -> None:
        self._set("approved")

    def _set(self, state: str) -> None:
        with transaction():
            db.session.get_one(Organisation, self.side.organisation.id).state = state


@pytest.mark.rule("R20")
def test_a_notice_never_shows_the_price_of_a_later_agreement(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    deal = agree.agreed_deal(university, firm)
    with transaction():
        notice = service.publish(university.actor, deal.id).id
    visitor = app.test_client()
    assert "50,000" in visitor.get(f"/public-notices/{notice}?lang=en").text
    operator = make.side("operator")
    with transaction():
        service.force(operator.actor, deal.id, "reopen", "对价有误")
    agree.offered(university, deal, fee=agree.plan(77_000).to_plain())
    agree.accepted(firm, deal)
    for url in (f"/public-notices/{notice}?lang=en", "/public-notices?lang=en"):
        assert "77,000" not in visitor.get(url).text
    with pytest.raises(Refusal), transaction():
        service.raise_objection(notice, "张三", "0533-1", "价格过低")
