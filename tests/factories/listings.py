"""Listings for tests: patents fit to be declared, drafts that pass every rule, and listings further on their way."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.calendar import add_months
from market.core.db import db, transaction
from market.core.files import keep
from market.core.money import Money
from market.listings import service
from market.listings.models import Listing
from market.listings.rules.offer import Description, Fee, FeeKind
from market.patents.models import Owner, Patent
from market.patents.rules.identifiers import check_digit

_numbers = itertools.count(1)
TYPE_DIGITS = {"invention": "1", "utility_model": "2", "design": "3"}
FEE = Fee(
    kind=FeeKind.ENTRY_ROYALTY,
    amount=Money.of(30_000),
    due_days=15,
    rate=Decimal("0.015"),
    base="net_sales",
    annual_cap=Money.of(200_000),
)
ONE_OFF = Fee(kind=FeeKind.ONE_OFF, amount=Money.of(30_000), due_days=15)
FREE = Fee(kind=FeeKind.FREE)
FEE_TEXT = "入门费 30,000.00 元，通知到达之日起 15 日内付清；另按净销售额 1.5% 提成。"
DESCRIPTION = Description(
    title="低压铸造充型压力控制方法",
    title_en="Pressure control for low-pressure casting",
    summary=(
        "低压铸造时，铝液在压力下自下而上充满模具。本方法在升液管和模具上各装一组温度与压力传感器，"
        "每 50 毫秒估算一次液面位置，再修正下一段的加压曲线，不改模具。"
    ),
    summary_en="Sensors estimate the level of the melt every 50 ms and correct the pressure curve.",
    application="铝合金低压铸造车间，旧机台改造",
    products="汽车轮毂、电机壳体",
    not_for="高压压铸",
    industry="C33",
    maturity="pilot",
    maturity_note="两家企业累计试产 3,200 件",
    benefits=(("缩松废品率", "6.8% → 2.9%", "中试记录，1,600 件对 1,600 件"),),
)


def number(kind: str = "invention", year: int = 2020) -> str:
    """A valid application number, another one each time."""
    digits = f"{year}{TYPE_DIGITS[kind]}{next(_numbers):07d}"
    return f"{digits}.{check_digit(digits)}"


def granted_patent(organisation: Organisation | None = None, **over: Any) -> Patent:
    """A stored patent in force, annuities paid, owned by the organisation alone unless `owners` names others."""
    kind = over.get("kind", "invention")
    names = over.pop("owners", None) or [organisation.name if organisation else "某单位"]
    values: dict[str, Any] = {
        "application_number": number(kind),
        "kind": kind,
        "title": "一种低压铸造充型压力自适应控制方法",
        "title_en": "Adaptive control of filling pressure in low-pressure casting",
        "filing_date": date(2020, 5, 8),
        "grant_number": f"CN1{next(_numbers):08d}B",
        "grant_date": date(2022, 8, 9),
        "ipc_main": "B22D 18/04",
        "ipc": ["B22D 18/04"],
        "status": "in_force",
        "status_detail": "granted",
        "status_source": "国家专利登记簿",
        "status_as_of": clock.today(),
        "expiry_date": date(2040, 5, 8),
        "annuity_due": add_months(clock.today(), 6),
        "industry": "C33",
    }
    patent = Patent(**(values | over))
    patent.owners = [
        Owner(
            position=position,
            name=name,
            organisation_id=organisation.id if organisation and name == organisation.name else None,
        )
        for position, name in enumerate(names)
    ]
    with transaction() as session:
        session.add(patent)
        session.flush()
    return patent


def manager(organisation: Organisation, **over: Any) -> Actor:
    """Somebody who may sign for the organisation, without a stored person."""
    values: dict[str, Any] = {
        "organisation_id": organisation.id,
        "kind": organisation.kind,
        "role": "manager",
        "vetted": organisation.state == "approved",
        "name": "经办人",
    }
    return replace(Actor(**values), **over)


def draft_listing(organisation: Organisation, *patents: Patent, fee: Fee = FEE, **over: Any) -> Listing:
    """A stored draft that passes every rule; `over` sets columns afterwards."""
    actor = over.pop("actor", None) or manager(organisation)
    chosen = [patent.id for patent in patents] or [granted_patent(organisation).id]
    description = over.pop("description", DESCRIPTION)
    with transaction() as session:
        listing = service.begin(actor, chosen)
        session.flush()
        service.set_fee(actor, listing.id, listing.version, fee, FEE_TEXT)
        session.flush()
        service.set_term(actor, listing.id, listing.version, add_months(clock.today(), 60), "")
        session.flush()
        service.describe(actor, listing.id, listing.version, description)
        session.flush()
        service.confirm_statements(actor, listing.id, listing.version, True)
        for name, value in over.items():
            setattr(listing, name, value)
    return listing


def declared_listing(organisation: Organisation, *patents: Patent, **over: Any) -> Listing:
    """A stored listing awaiting its announcement."""
    listing = draft_listing(organisation, *patents, **over)
    with transaction():
        service.declare(manager(organisation), listing.id)
    return listing


def announced_listing(organisation: Organisation, *patents: Patent, **over: Any) -> Listing:
    """A stored listing that anyone may take; pass `fee=FREE` or `fee=ONE_OFF` for other prices."""
    listing = declared_listing(organisation, *patents, **over)
    with transaction():
        service.announce(manager(organisation), listing.id, f"测试-{listing.id:04d}", clock.today() - timedelta(days=1))
    return listing


def suspended_listing(organisation: Organisation, *patents: Patent, **over: Any) -> Listing:
    """A stored listing that is suspended for a reason."""
    listing = announced_listing(organisation, *patents, **over)
    with transaction():
        service.suspend(manager(organisation), listing.id, "年费信息待核实")
    return listing


def withdrawn_listing(organisation: Organisation, *patents: Patent, **over: Any) -> Listing:
    """A stored listing whose withdrawal was announced today."""
    listing = announced_listing(organisation, *patents, **over)
    with transaction():
        service.withdraw(manager(organisation), listing.id, "技术路线调整", clock.today())
    return listing


def document(listing: Listing, kind: str = "public", content: bytes = b"%PDF-1.4 test", **over: Any) -> int:
    """A stored file of a listing; returns the document's id."""
    stored = keep(BytesIO(content), over.pop("filename", "file.pdf"), listing.organisation_id)
    actor = manager(listing.organisation)
    with transaction():
        return service.add_document(actor, listing.id, stored, kind, **over).id


def refresh(listing: Listing) -> Listing:
    """The listing as it now stands in the database."""
    db.session.rollback()
    found = db.session.get(Listing, listing.id)
    if found is None:
        raise LookupError(listing.id)
    return found
