"""Filing with the patent office: who files, what it answers, filing again, changes, cancellation, reminders."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Forbidden, NotFound
from market.core.outbox import EventRow
from market.filings import queries, service
from market.filings.errors import FilingNotRight, NotTheFiler, NotToBeFiled, OnlySigners, TakenAlready, TooLate
from market.filings.models import Filing, FilingPaper
from market.filings.rules.precheck import Outcome
from market.licensing import service as licensing
from market.licensing.models import Licence
from market.patents.models import Patent
from tests.factories import accounts
from tests.factories import filings as file
from tests.factories import licensing as make


def filing(found: Filing) -> Filing:
    """The row as it stands now."""
    db.session.rollback()
    return db.session.get_one(Filing, found.id)


def said(name: str) -> int:
    """How often something was said."""
    db.session.rollback()
    return len(db.session.scalars(select(EventRow).where(EventRow.name == name)).all())


@pytest.mark.rule("R16")
@pytest.mark.parametrize("who", ["firm", "university", "operator"])
def test_either_side_files_and_enters_the_recordal(app: Flask, who: str) -> None:
    deal = file.deal()
    side = getattr(deal, who)
    begun = file.begin(side.actor, deal.licence_id)
    assert (begun.side, begun.organisation_id, begun.attempt) == (
        {"firm": "licensee", "university": "licensor"}.get(who, who),
        side.organisation.id,
        1,
    )
    file.submit(side.actor, begun)
    stored = file.paper("certificate.pdf")
    file.enter(side.actor, deal.licence_id, "x2026 9800 00001", stored)
    found, licence = filing(begun), deal.licence
    assert (found.state, found.number, found.recorded_on) == ("recorded", "X2026980000001", clock.today())
    assert (licence.state, licence.recordal_number, licence.recorded_on) == (
        "recorded",
        "X2026980000001",
        clock.today(),
    )
    assert licence.certificate_id == found.certificate_id is not None
    assert said("licensing.LicenceRecorded") == 1


@pytest.mark.rule("R16")
def test_only_one_side_files(app: Flask) -> None:
    deal = file.deal()
    begun = file.begin(deal.firm.actor, deal.licence_id)
    with pytest.raises(TakenAlready, match=deal.firm.organisation.name):
        file.begin(deal.university.actor, deal.licence_id)
    with pytest.raises(NotTheFiler):
        file.submit(deal.university.actor, begun)
    with pytest.raises(NotTheFiler):
        file.enter(deal.university.actor, deal.licence_id)
    with transaction():
        service.recordals.drop(deal.firm.actor, begun.id)
    again = file.begin(deal.university.actor, deal.licence_id)
    assert (again.attempt, again.side, filing(begun).state) == (2, "licensor", "dropped")
    file.submit(deal.operator.actor, again)
    assert filing(again).state == "filed"


def test_members_file_nothing_and_strangers_see_nothing(app: Flask) -> None:
    deal = file.deal()
    member = accounts.user(deal.firm.organisation, role="member").actor
    with pytest.raises(OnlySigners):
        file.begin(member, deal.licence_id)
    with pytest.raises(NotFound):
        file.begin(make.side().actor, deal.licence_id)
    begun = file.begin(deal.firm.actor, deal.licence_id)
    with pytest.raises(NotFound):
        file.submit(make.side("university").actor, begun)
    unvetted = Actor(**(deal.firm.actor.__dict__ | {"vetted": False}))
    with pytest.raises(OnlySigners):
        file.submit(unvetted, begun)


@pytest.mark.rule("R16")
def test_refused_then_put_right_and_filed_again(app: Flask) -> None:
    deal = file.deal()
    first = file.submit(deal.firm.actor, file.begin(deal.firm.actor, deal.licence_id))
    with pytest.raises(FilingNotRight) as wrong:
        file.refuse(deal.firm.actor, first, "nonsense")
    assert set(wrong.value.fields) == {"ground"}
    with pytest.raises(FilingNotRight):
        file.refuse(deal.firm.actor, first, "other")
    file.refuse(deal.firm.actor, first, "annuity", "年费未缴")
    assert (filing(first).state, filing(first).ground, filing(first).refusal) == ("refused", "annuity", "年费未缴")
    with pytest.raises(TooLate):
        file.submit(deal.firm.actor, first)
    second = file.begin(deal.university.actor, deal.licence_id)
    assert second.attempt == 2
    file.submit(deal.university.actor, second)
    file.enter(deal.university.actor, deal.licence_id)
    assert [it.state for it in queries.filings_of(deal.licence_id)] == ["recorded", "refused"]


def test_days_and_numbers_that_cannot_be(app: Flask) -> None:
    deal = file.deal()
    begun = file.begin(deal.firm.actor, deal.licence_id)
    for on in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=400)):
        with pytest.raises(FilingNotRight) as wrong:
            file.submit(deal.firm.actor, begun, on)
        assert set(wrong.value.fields) == {"submitted_on"}
    with pytest.raises(FilingNotRight) as wrong:
        file.submit(deal.firm.actor, begun, receipt="none")
    assert set(wrong.value.fields) == {"receipt_number"}
    with pytest.raises(FilingNotRight) as wrong:
        file.enter(deal.firm.actor, deal.licence_id, "??")
    assert set(wrong.value.fields) == {"number"}
    assert filing(begun).state == "preparing"


def test_one_number_stands_on_one_licence(app: Flask) -> None:
    one, two = file.deal(), file.deal()
    file.enter(one.firm.actor, one.licence_id, "X2026980000777")
    with pytest.raises(FilingNotRight) as wrong:
        file.enter(two.firm.actor, two.licence_id, "x2026980000777")
    assert set(wrong.value.fields) == {"number"}
    assert two.licence.state == "effective"


def test_a_recordal_entered_elsewhere_closes_the_filing(app: Flask) -> None:
    deal, other = file.deal(), file.deal()
    begun = file.begin(deal.firm.actor, deal.licence_id)
    with transaction():
        licensing.record(deal.university.actor, deal.licence_id, "X2026980000123", clock.today())
        licensing.record(other.university.actor, other.licence_id, "X2026980000124", clock.today())
    assert (filing(begun).state, filing(begun).number) == ("recorded", "X2026980000123")
    assert [it.number for it in queries.filings_of(other.licence_id)] == ["X2026980000124"]


def test_change_and_cancellation_follow_a_recordal(app: Flask) -> None:
    deal = file.deal()
    with pytest.raises(NotToBeFiled):
        file.begin(deal.firm.actor, deal.licence_id, "change", "new name")
    file.enter(deal.firm.actor, deal.licence_id)
    with pytest.raises(FilingNotRight):
        file.begin(deal.firm.actor, deal.licence_id, "change", "  ")
    with pytest.raises(NotToBeFiled):
        file.begin(deal.firm.actor, deal.licence_id)
    change = file.begin(deal.firm.actor, deal.licence_id, "change", "被许可方更名")
    file.submit(deal.firm.actor, change)
    file.enter(deal.firm.actor, deal.licence_id, "B2026980000002")
    assert (filing(change).state, filing(change).number) == ("recorded", "B2026980000002")
    assert deal.licence.recordal_number == "X2026980000001"
    file.begin(deal.university.actor, deal.licence_id, "cancellation", "合同解除")
    file.enter(deal.university.actor, deal.licence_id, "Z2026980000003", file.paper())
    assert said("filings.FilingRecorded") == 2
    with pytest.raises(NotToBeFiled):
        file.begin(deal.firm.actor, deal.licence_id, "change", "again")


def test_papers_are_kept_for_both_sides_and_taken_away_by_who_brought_them(app: Flask) -> None:
    deal = file.deal()
    with transaction():
        paper = service.papers.add(deal.firm.actor, deal.licence_id, "identity_licensee", file.paper("licence.pdf"))
    assert [it.kind for it in queries.papers_of(deal.licence_id)] == ["identity_licensee"]
    assert queries.paper_for(deal.university.actor, paper.id).file.filename == "licence.pdf"
    with pytest.raises(NotFound):
        queries.paper_for(make.side().actor, paper.id)
    with pytest.raises(Forbidden), transaction():
        service.papers.remove(deal.university.actor, paper.id)
    with transaction():
        service.papers.remove(deal.firm.actor, paper.id)
    assert queries.papers_of(deal.licence_id) == []
    assert db.session.get_one(FilingPaper, paper.id).removed_at is not None


def outcome(deal: file.Deal, ground: str, **patent: object) -> Outcome:
    """What the pre-check says once the patent is so."""
    with transaction() as session:
        row = session.get_one(Licence, deal.licence_id).patents[0].patent
        for name, value in patent.items():
            setattr(session.get_one(Patent, row.id), name, value)
    found = {it.ground: it.outcome for it in service.checks.findings(deal.licence, clock.today())}
    return found[ground]


@pytest.mark.rule("R16")
def test_the_precheck_reads_the_records(app: Flask) -> None:
    deal = file.deal()
    known = {"status_as_of": clock.today(), "status_source": "CNIPA"}
    assert outcome(deal, "owner", **known) is Outcome.PASSED
    assert outcome(deal, "dispute") is Outcome.PASSED
    assert outcome(deal, "dispute", disputed=True) is Outcome.FAILED
    assert outcome(deal, "preserved", preserved=True) is Outcome.FAILED
    assert outcome(deal, "pledge", pledged=True, pledgee_consent=False) is Outcome.FAILED
    assert outcome(deal, "pledge", pledgee_consent=True) is Outcome.PASSED
    assert outcome(deal, "annuity", annuity_due=clock.today() + timedelta(days=60)) is Outcome.PASSED
    assert outcome(deal, "annuity", annuity_due=date(2020, 1, 1)) is Outcome.FAILED
    assert outcome(deal, "ended", status="unknown") is Outcome.UNKNOWN
    assert outcome(deal, "ended", status="dead") is Outcome.FAILED
    assert outcome(deal, "term", expiry_date=clock.today() + timedelta(days=9)) is Outcome.FAILED
    assert outcome(deal, "preserved", preserved=False, status_as_of=None) is Outcome.UNKNOWN
    with transaction() as session:
        patent = session.get_one(Licence, deal.licence_id).patents[0].patent
        patent.owners[0].organisation_id = deal.firm.organisation.id
    assert outcome(deal, "owner") is Outcome.FAILED


@pytest.mark.rule("R16")
def test_reminders_rest_while_the_office_has_the_papers(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 4, tzinfo=UTC), tick=False):
        deal, left = file.deal(), file.deal()
    due = deal.licence.recordal_due
    reminded: list[int] = []
    noon = datetime(due.year, due.month, due.day, 4, tzinfo=UTC)
    for days in (60, 30, 7, -1):
        with time_machine.travel(noon - timedelta(days=days), tick=False):
            for _twice in range(2):
                service.timers.remind_of_recordal()
            if days == 60:
                file.submit(deal.firm.actor, file.begin(deal.firm.actor, deal.licence_id))
        rows = db.session.scalars(select(EventRow).where(EventRow.name == "licensing.RecordalDueSoon"))
        reminded = [row.payload["licence_id"] for row in rows]
    assert reminded.count(left.licence_id) == 4
    assert reminded.count(deal.licence_id) == 1


def test_the_term_is_explained_from_the_earliest_day(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 7, 1, 4, tzinfo=UTC), tick=False):
        deal = file.deal()
        found = queries.explained(deal.licence)
    assert (found.start, found.reason, found.due) == (date(2026, 7, 1), "noticed", date(2026, 10, 8))
    assert deal.licence.recordal_due == found.due
    assert len(found.days_off) == 7
