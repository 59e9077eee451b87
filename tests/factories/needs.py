"""Needs for tests, of our own invention."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from market.core import clock, files
from market.core.actor import Actor
from market.core.db import db, transaction
from market.needs import service
from market.needs.models import Need
from market.needs.rules.content import Details
from tests.factories import accounts

SECRET = "Kunde Nordwind GmbH, 38 Maschinen"


def details(**over: Any) -> Details:
    """A complete need: porosity in cast wheel hubs."""
    values: dict[str, Any] = {
        "title": "汽车轮毂低压铸造缩松控制，良品率提高到97%",
        "industry": "C",
        "industry_text": "汽车零部件",
        "background": "十九英寸以上铝合金轮毂的订单增加，轮辐根部的缩松成为主要废品原因，客户要求提高合格率。",
        "problem": "低压铸造时轮辐根部补缩不足，X光检出的缩松率为5.8%，调整涂料和模温以后仍然反复出现。",
        "indicators": "良品率不低于97%；循环时间不增加；保温炉不更换。",
        "present_state": "六台低压铸造机，每月两万件。",
        "tried": "调整涂料和模温，改善约一个百分点。",
        "budget_text": "10-50万元",
        "cooperation": ("licence", "development"),
        "deadline": clock.today() + timedelta(days=200),
        "ip_wish": "专利归高校，我方在本行业使用。",
        "confidential": SECRET,
        "contact_name": "李工",
        "contact_phone": "0538-0000000",
        "decision_maker": "王总",
        "region_text": "山东省泰安市",
        "valid_until": clock.today() + timedelta(days=180),
    }
    return Details(**(values | over))


def drafted(actor: Actor | None = None, **over: Any) -> tuple[Actor, Need]:
    """A firm's draft; a new vetted firm unless one is given."""
    actor = actor or accounts.actor("firm")
    with transaction():
        need = service.draft(actor, details(**over))
    return actor, need


def submitted(actor: Actor | None = None, **over: Any) -> tuple[Actor, Need]:
    """A need that waits for review."""
    actor, need = drafted(actor, **over)
    with transaction():
        service.submit(actor, need)
    return actor, need


def published(actor: Actor | None = None, operator: Actor | None = None, **over: Any) -> tuple[Actor, Need]:
    """A need on the board."""
    actor, need = submitted(actor, **over)
    with transaction():
        service.publish(operator or accounts.actor("operator"), need)
    return actor, need


def with_file(actor: Actor, need: Need, confidential: bool, content: bytes = b"drawing") -> int:
    """Attach a small file; returns the document's id."""
    stored = files.keep(BytesIO(content), "zeichnung.pdf", actor.organisation_id)
    with transaction():
        document = service.attach(actor, need, stored, confidential)
        db.session.flush()
        return document.id


def past(need: Need, last_day: date) -> None:
    """Give a need a last day."""
    with transaction():
        need.valid_until = last_day
