"""Licences that two sides agreed on: granting, R03 both ways, R11, and races for the only exclusive place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from market.core import clock
from market.core.actor import SYSTEM
from market.core.db import db, transaction
from market.core.errors import Conflict, Refusal
from market.licensing import queries, service
from market.licensing.errors import (
    AlreadyBarred,
    DeclarationStands,
    LicenceStands,
    ObstacleFound,
    TermOver,
    TermTooLong,
)
from market.licensing.models import Licence, LicencePatent
from market.licensing.rules import recordal
from market.licensing.rules.terms import Terms
from market.licensing.service import timers
from market.listings import service as listing_service
from market.listings.errors import NotReady
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent
from tests.factories import licensing as make
from tests.factories import listings
from tests.factories import negotiation as agree
from tests.licensing.test_races import Wrap, at_once

BARRING = ("sole", "exclusive")


def patent(university: make.Side) -> Patent:
    return listings.granted_patent(university.organisation)


def until(row: Patent) -> Any:
    db.session.rollback()
    return db.session.get_one(Patent, row.id).exclusive_until


def count() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(Licence)) or 0)


def test_an_agreement_is_a_licence_from_the_day_of_its_contract(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    one, other = patent(university), patent(university)
    day = clock.today() - timedelta(days=3)
    licence = agree.licence(university, firm, one, other, concluded_on=day, field="轮毂", sublicense=True)
    assert (licence.kind, licence.state, licence.listing_id, licence.free) == ("ordinary", "effective", None, False)
    assert (licence.effective_on, licence.recordal_from, licence.recordal_due) == (day, day, recordal.due(day))
    assert {link.patent_id for link in licence.patents} == {one.id, other.id}
    terms = Terms.read(licence.request.terms)
    assert (terms.kind, terms.field, terms.sublicense, terms.agreed) == ("ordinary", "轮毂", True, True)
    assert terms.fee_line("en") == agree.plan().sentence("en")
    assert licence.amount_minor == agree.plan().amount.minor
    assert queries.as_deals([licence.request])[0].stage == "effective"
    assert queries.request_for(firm.actor, licence.request_id).title == terms.title


def test_the_same_deal_makes_one_licence(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    agreed = agree.agreed(university, firm, patent(university), kind="exclusive")
    with transaction():
        first = service.grant_agreed(SYSTEM, agreed).id
    with transaction():
        assert service.grant_agreed(SYSTEM, agreed).id == first
    assert count() == 1


@pytest.mark.rule("R03")
@pytest.mark.parametrize("kind", BARRING)
def test_a_barring_licence_bars_every_other_licence_and_the_open_declaration(app: Flask, kind: str) -> None:
    university, row = make.side("university"), None
    row = patent(university)
    licence = agree.licence(university, make.side(), row, kind=kind)
    assert until(row) == licence.term_end
    for other in ("ordinary", "sole", "exclusive"):
        with pytest.raises(AlreadyBarred):
            agree.licence(university, make.side(), row, kind=other)
    draft = listings.draft_listing(university.organisation, row)
    with transaction(), pytest.raises(NotReady) as refused:
        listing_service.declare(university.actor, draft.id)
    assert "R03" in {finding.rule for finding in refused.value.findings}


@pytest.mark.rule("R03")
@pytest.mark.parametrize("kind", BARRING)
def test_while_an_open_declaration_stands_only_an_ordinary_licence_is_given(app: Flask, kind: str) -> None:
    university, row = make.side("university"), None
    row = patent(university)
    listings.declared_listing(university.organisation, row)
    with pytest.raises(DeclarationStands):
        agree.licence(university, make.side(), row, kind=kind)
    assert agree.licence(university, make.side(), row).kind == "ordinary"
    assert until(row) is None


@pytest.mark.rule("R03")
@pytest.mark.parametrize("kind", BARRING)
def test_no_barring_licence_beside_any_other(app: Flask, kind: str) -> None:
    university, row = make.side("university"), None
    row = patent(university)
    agree.licence(university, make.side(), row)
    with pytest.raises(LicenceStands):
        agree.licence(university, make.side(), row, kind=kind)


@pytest.mark.rule("R03")
def test_an_open_notice_on_its_way_stands_against_an_exclusive_licence(app: Flask) -> None:
    university = make.side("university")
    row = patent(university)
    listing = make.offer(university, row)
    make.notice(listing, make.side())
    with transaction():
        listing_service.withdraw(university.actor, listing.id, "技术路线调整", clock.today())
    with pytest.raises(DeclarationStands):
        agree.licence(university, make.side(), row, kind="exclusive")


@pytest.mark.rule("R03")
def test_when_the_exclusive_licence_ends_the_patent_is_free_again(app: Flask) -> None:
    university, row = make.side("university"), None
    row = patent(university)
    licence = agree.licence(university, make.side(), row, kind="exclusive", term_end=clock.today())
    with transaction():
        db.session.get_one(Licence, licence.id).term_end = clock.today() - timedelta(days=1)
        db.session.get_one(Patent, row.id).exclusive_until = clock.today() - timedelta(days=1)
    timers.end_what_is_over()
    assert until(row) is None
    assert agree.licence(university, make.side(), row, kind="sole").state == "effective"


@pytest.mark.rule("R03")
def test_a_careless_entry_does_not_hide_the_exclusive_licence(app: Flask) -> None:
    university, row = make.side("university"), None
    row = patent(university)
    licence = agree.licence(university, make.side(), row, kind="exclusive")
    with transaction():
        db.session.get_one(Patent, row.id).exclusive_until = None
    timers.on_patent_status(PatentStatusChanged(row.id, "in_force", "in_force"))
    assert until(row) == licence.term_end


@pytest.mark.rule("R06")
def test_a_pledged_patent_needs_the_pledgees_consent(app: Flask) -> None:
    university = make.side("university")
    row = listings.granted_patent(university.organisation, pledged=True)
    with pytest.raises(ObstacleFound):
        agree.licence(university, make.side(), row)
    assert agree.licence(university, make.side(), row, pledgees_agreed=True).kind == "ordinary"


@pytest.mark.rule("R11")
def test_no_licence_ends_after_the_patent_or_before_today(app: Flask) -> None:
    university = make.side("university")
    row = listings.granted_patent(university.organisation, expiry_date=agree.later(300))
    with pytest.raises(TermTooLong):
        agree.licence(university, make.side(), row, term_end=agree.later(301))
    with pytest.raises(TermOver):
        agree.licence(university, make.side(), row, term_end=agree.later(-1))
    assert agree.licence(university, make.side(), row, term_end=agree.later(300)).kind == "ordinary"


def granting(university: make.Side, firm: make.Side, row: Patent, kind: str) -> Callable[[], Any]:
    agreed = agree.agreed(university, firm, row, kind=kind)

    def deed() -> Any:
        with transaction():
            return service.grant_agreed(SYSTEM, agreed).id

    return deed


@pytest.mark.rule("R03")
def test_of_many_exclusive_licences_at_once_one_is_given(app: Flask, in_thread: Wrap) -> None:
    university, row = make.side("university"), None
    row = patent(university)
    deeds = [granting(university, make.side(), row, kind) for kind in ("exclusive", "sole") * 4]
    results = at_once(deeds, in_thread)
    assert sum(isinstance(result, int) for result in results) == 1, results
    assert count() == 1


@pytest.mark.rule("R03")
def test_an_exclusive_licence_against_a_declaration(app: Flask, in_thread: Wrap) -> None:
    university, row = make.side("university"), None
    for _ in range(4):
        row = patent(university)
        draft = listings.draft_listing(university.organisation, row).id

        def declare(draft: int = draft) -> Any:
            with transaction():
                return listing_service.declare(university.actor, draft).id

        results = at_once([declare, granting(university, make.side(), row, "exclusive")], in_thread)
        assert sum(isinstance(result, Refusal) for result in results) == 1, results


@pytest.mark.rule("R03")
def test_an_exclusive_licence_against_an_ordinary_one(app: Flask, in_thread: Wrap) -> None:
    university, row = make.side("university"), None
    for _ in range(4):
        row = patent(university)
        deeds = [granting(university, make.side(), row, kind) for kind in ("ordinary", "exclusive")]
        results = at_once(deeds, in_thread)
        assert sum(isinstance(result, Refusal) for result in results) == 1, results


@pytest.mark.rule("R03")
def test_the_database_itself_refuses_a_second_exclusive_licence(app: Flask) -> None:
    university = make.side("university")
    row = patent(university)
    agree.licence(university, make.side(), row, kind="exclusive")
    other = agree.licence(university, make.side(), patent(university), kind="exclusive")
    with pytest.raises((IntegrityError, Conflict)), transaction() as session:
        session.add(LicencePatent(licence_id=other.id, patent_id=row.id, exclusive=True))
