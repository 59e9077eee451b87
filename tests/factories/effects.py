"""Licences with reports on their effect for tests."""

from typing import Any

from market.accounts.models import Membership, User
from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.effects import service
from market.effects.models import EffectReport
from market.effects.rules.reporting import Effect
from market.licensing.models import Licence
from tests.factories import licensing, listings

GOOD = Effect(True, "低压铸造轮毂", Money.of(1_200_000), Money.of(200_000), Money.of(90_000), Money.of(50_000), 6)


def licence(free: bool = False, sme_class: str = "small", **over: Any) -> Licence:
    """A licence in force since today, to a small firm."""
    offer = licensing.offer(fee=listings.FREE) if free else licensing.offer()
    return licensing.licence(offer, licensing.side(sme_class=sme_class), **over)


def person_of(organisation_id: int) -> User:
    """Somebody who signs for an organisation."""
    return db.session.query(Membership).filter_by(organisation_id=organisation_id).order_by(Membership.id).first().user


def report(found: Licence, effect: Effect = GOOD, year: int | None = None) -> EffectReport:
    """The licensee's report on this year, unless told otherwise."""
    actor = person_of(found.licensee_id).actor
    with transaction():
        return service.report(actor, found.id, year or clock.today().year, effect)
