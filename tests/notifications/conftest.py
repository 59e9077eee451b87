"""A small market in rows: one university, one firm, one operator, a listing, a notice."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from market.accounts.models import User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.licensing.models import Licence, LicenceRequest
from market.licensing.service.terms import freeze
from market.listings.models import Listing
from tests.factories import accounts


@dataclass
class Market:
    """Ids of the rows that the tests speak of."""

    university: int
    firm: int
    operator: int
    owner: int
    finance: int
    boss: int
    clerk: int
    desk: int
    listing: int
    request: int
    licence: int


def actor_of(user_id: int) -> Actor:
    """The actor a person is when signed in."""
    return db.session.get_one(User, user_id).actor


@pytest.fixture
def market(app: Flask) -> Market:
    """The rows, stored."""
    university = accounts.organisation("university", name="云州理工大学", name_en="Yunzhou University of Technology")
    firm = accounts.organisation(
        "firm", name="恒砥精密铸造有限公司", name_en="Hengdi Castings", vetting_message="请补充"
    )
    operator = accounts.organisation("operator", name="云州运营中心")
    owner = accounts.user(university, email="owner@uni.example", language="zh", name="王敏")
    finance = accounts.user(university, "finance", email="finance@uni.example", name="Chen Lan")
    boss = accounts.user(firm, email="boss@firm.example", name="Li Jianping")
    clerk = accounts.user(firm, "member", email="clerk@firm.example", language="zh")
    desk = accounts.user(operator, email="desk@centre.example", language="zh")
    with transaction() as session:
        listing = Listing(
            reference="KF-1",
            organisation_id=university.id,
            state="announced",
            title="充型压力自适应控制",
            title_en="Adaptive pressure control",
            fee_kind="free",
        )
        session.add(listing)
        session.flush()
        request = LicenceRequest(
            reference="XK-2026-0001",
            listing_id=listing.id,
            licensee_id=firm.id,
            licensor_id=university.id,
            sent_by=clerk.id,
            once="once-1",
            notice="愿意实施",
            title=listing.title,
            title_en=listing.title_en,
            terms=freeze(listing, firm),
            terms_hash="0" * 64,
        )
        session.add(request)
        session.flush()
        licence = Licence(
            reference="XK-2026-0001",
            request_id=request.id,
            listing_id=listing.id,
            licensee_id=firm.id,
            licensor_id=university.id,
            effective_on=date(2026, 10, 19),
            recordal_from=date(2026, 10, 19),
            recordal_due=date(2027, 1, 19),
            created_at=clock.now(),
        )
        session.add(licence)
        session.flush()
        return Market(
            university.id,
            firm.id,
            operator.id,
            owner.id,
            finance.id,
            boss.id,
            clerk.id,
            desk.id,
            listing.id,
            request.id,
            licence.id,
        )
