"""The demo's patent records: well-formed numbers of a serial range that was never given out."""

from datetime import date, timedelta

from market.core import clock
from market.core.db import transaction
from market.demo.bodies import Cast
from market.demo.offers import Offer
from market.demo.people import UNIVERSITIES
from market.patents import service
from market.patents.models import Patent
from market.patents.rules.identifiers import parse_application_number
from market.patents.rules.legal import Statement
from market.patents.rules.rows import Facts
from market.patents.rules.status import Detail
from market.patents.service import Description

TYPE_DIGITS = {"invention": "1", "utility_model": "2", "design": "3"}
NEVER_GIVEN_OUT = 9_900_000
SOURCE = "演示登记簿"
NAMES = {body.key: body.name for body in UNIVERSITIES}


def enter(cast: Cast, offer: Offer, number: int) -> int:
    """Enter one patent with its legal situation; returns its id."""
    filed = date.fromisoformat(offer.filed)
    digits = f"{filed.year}{TYPE_DIGITS[offer.kind]}{NEVER_GIVEN_OUT + number * 37:07d}"
    grant_after = 760 if offer.kind == "invention" else 190
    grant = min(filed + timedelta(days=grant_after), clock.today() - timedelta(days=30))
    design = offer.kind == "design"
    facts = Facts(
        number=parse_application_number(digits),
        title=offer.title,
        abstract=offer.abstract,
        applicants=(NAMES[offer.owner],),
        filing_date=filed,
        ipc=() if design else (offer.ipc,),
        locarno=(offer.ipc,) if design else (),
        grant_date=grant,
    )
    actor = cast.actor(offer.owner)
    with transaction():
        patent = service.enter(actor, facts)
        service.describe(actor, patent, Description(offer.title, offer.title_en, offer.abstract, offer.industry))
        service.state(actor, patent, _statement(offer, filed, patent))
        return patent.id


def _statement(offer: Offer, filed: date, patent: Patent) -> Statement:
    """Granted, annuities paid for the running year, evaluation positive where one is needed."""
    today = clock.now().date()
    paid_to = min((today - filed).days // 365 + 2, 20)
    needs_report = offer.kind != "invention"
    return Statement(
        detail=Detail.GRANTED,
        source=SOURCE,
        as_of=clock.today(),
        annuity_paid_to_year=paid_to,
        evaluation="positive" if needs_report else "",
        evaluation_date=patent.grant_date if needs_report else None,
    )
