"""Deeds on listings, on both databases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from market.core import clock
from market.core.actor import NOBODY
from market.core.db import db, transaction
from market.core.errors import Conflict, Invalid, NotFound
from market.core.money import Money
from market.core.outbox import EventRow, emit
from market.listings import queries, service
from market.listings.errors import (
    AlreadyDeclared,
    AlreadyPublished,
    ChangedMeanwhile,
    NotReady,
    NotVetted,
    NotYours,
    OnlyManagers,
    TermsAreFixed,
    WrongMove,
)
from market.listings.models import Listing, ListingPatent, Publication
from market.listings.rules.offer import Description
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent
from tests.factories import accounts
from tests.factories import listings as make

TODAY = clock.today


def events(listing: Listing) -> list[str]:
    """What has happened to a listing, by short name."""
    rows = db.session.scalars(select(EventRow).where(EventRow.subject == f"listing:{listing.id}").order_by(EventRow.id))
    return [row.name.removeprefix("listings.Listing") for row in rows]


def test_a_listing_goes_its_whole_way(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.refresh(make.announced_listing(university))
    assert listing.state == "announced"
    assert listing.reference == f"GP-{TODAY().year}-{listing.id:04d}"
    assert listing.due_at_start_minor == 3_000_000
    assert queries.takeable(listing, TODAY())
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 1
    assert events(listing) == ["Drafted", "Declared", "Announced"]


def test_terms_are_canonical_plain_values(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.refresh(make.announced_listing(university))
    terms = queries.terms(listing)
    assert terms["rate"] == "0.015"
    assert (terms["currency"], terms["amount_minor"], terms["due_at_start_minor"]) == ("CNY", 3_000_000, 3_000_000)
    assert terms["annual_cap_minor"] == 20_000_000
    assert terms["territory"] == "CN"
    assert [patent["number"] for patent in terms["patents"]] == [
        row.patent.application_number for row in listing.patents
    ]
    assert terms == queries.terms(make.refresh(listing))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"status": "dead"}, "R02"),
        ({"exclusive_until": date(2099, 1, 1)}, "R03"),
        ({"preserved": True}, "R04"),
        ({"annuity_due": date(2020, 1, 1)}, "R05"),
        ({"pledged": True}, "R06"),
        ({"kind": "design", "filing_date": date(2022, 1, 1), "expiry_date": date(2037, 1, 1)}, "R07"),
        ({"owners": ["甲", "乙"]}, "R08"),
    ],
)
def test_declaring_is_refused_by_its_rule(app: Flask, changes: dict[str, Any], rule: str) -> None:
    university = accounts.organisation("university")
    owners = changes.pop("owners", None)
    patent = make.granted_patent(university, owners=[university.name, *owners] if owners else None, **changes)
    changes.update({"owners": owners} if owners else {})
    listing = make.draft_listing(university, patent)
    with pytest.raises(NotReady) as refusal, transaction():
        service.declare(make.manager(university), listing.id)
    assert rule in {finding.rule for finding in refusal.value.findings}
    assert make.refresh(listing).state == "draft"


def test_documents_lift_what_they_prove(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(
        university,
        kind="utility_model",
        expiry_date=date(2040, 5, 8),
        owners=[university.name, "乙公司"],
        pledged=True,
    )
    listing = make.draft_listing(university, patent)
    make.document(listing, "co_owner_consent")
    make.document(listing, "pledgee_consent")
    with pytest.raises(NotReady) as refusal, transaction():
        service.declare(make.manager(university), listing.id)
    assert {finding.rule for finding in refusal.value.findings} == {"R07"}
    make.document(listing, "evaluation", patent_id=patent.id, conclusion="positive")
    with transaction():
        service.declare(make.manager(university), listing.id)
    assert make.refresh(listing).state == "declared"


def test_who_may_declare(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.draft_listing(university)
    for role in ("member", "finance"):
        with pytest.raises(OnlyManagers), transaction():
            service.declare(make.manager(university, role=role), listing.id)
    with pytest.raises(NotVetted), transaction():
        service.declare(make.manager(university, vetted=False), listing.id)
    stranger = accounts.organisation("university")
    for actor in (make.manager(stranger), NOBODY):
        with pytest.raises(NotFound), transaction():
            service.declare(actor, listing.id)


def test_only_own_patents_can_be_chosen(app: Flask) -> None:
    university, other = accounts.organisation("university"), accounts.organisation("university")
    foreign = make.granted_patent(other)
    with pytest.raises(NotYours), transaction():
        service.begin(make.manager(university), [foreign.id])
    assert db.session.scalar(select(func.count()).select_from(Listing)) == 0


def test_a_second_tab_meets_a_conflict(app: Flask) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    listing = make.draft_listing(university)
    seen = listing.version
    with transaction():
        service.set_term(actor, listing.id, seen, listing.term_end, "第一个窗口")
    with pytest.raises(ChangedMeanwhile), transaction():
        service.set_term(actor, listing.id, seen, listing.term_end, "第二个窗口")
    assert make.refresh(listing).notes == "第一个窗口"


def test_a_change_of_parts_alone_counts_as_a_version(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.draft_listing(university)
    seen = listing.version
    make.document(listing)
    assert make.refresh(listing).version > seen


def test_terms_are_fixed_from_the_declaration_on_but_texts_are_not(app: Flask) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    listing = make.refresh(make.announced_listing(university))
    with pytest.raises(TermsAreFixed), transaction():
        service.set_fee(actor, listing.id, listing.version, make.FREE, "免费")
    other = make.granted_patent(university)
    with pytest.raises(TermsAreFixed), transaction():
        service.choose_patents(actor, listing.id, listing.version, [other.id])
    listing = make.refresh(listing)
    before = queries.terms(listing)
    with transaction():
        service.describe(actor, listing.id, listing.version, replace(make.DESCRIPTION, summary="新的说明"))
    listing = make.refresh(listing)
    assert listing.summary == "新的说明"
    assert queries.terms(listing) == before
    assert events(listing)[-1] == "Changed"


def test_changing_the_bundle_asks_for_the_statements_again(app: Flask) -> None:
    university = accounts.organisation("university")
    listing, other = make.draft_listing(university), make.granted_patent(university)
    with transaction():
        service.choose_patents(make.manager(university), listing.id, listing.version, [other.id])
    assert make.refresh(listing).statements_at is None


def test_announcing_checks_again(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university)
    listing = make.declared_listing(university, patent)
    with transaction():
        patent.disputed = True
    with pytest.raises(NotReady), transaction():
        service.announce(make.manager(university), listing.id, "公告 1", TODAY())
    assert make.refresh(listing).state == "declared"


def test_announcing_needs_number_and_a_day_that_has_come(app: Flask) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    listing = make.declared_listing(university)
    with transaction():
        service.record_filing(actor, listing.id, "F1", TODAY())
    for number, day in ((" ", TODAY()), ("1", TODAY() + timedelta(days=1)), ("1", TODAY() - timedelta(days=1))):
        with pytest.raises(Invalid), transaction():
            service.announce(actor, listing.id, number, day)


def test_the_operator_may_announce_but_not_declare(app: Flask) -> None:
    operator = make.manager(accounts.organisation("operator"))
    university = accounts.organisation("university")
    draft, declared = make.draft_listing(university), make.declared_listing(university)
    with pytest.raises(NotFound), transaction():
        service.declare(operator, draft.id)
    with transaction():
        service.announce(operator, declared.id, "公告 7", TODAY())
    assert make.refresh(declared).state == "announced"


def test_suspended_and_resumed(app: Flask) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    patent = make.granted_patent(university)
    listing = make.suspended_listing(university, patent)
    assert not queries.takeable(make.refresh(listing), TODAY())
    with transaction():
        patent.preserved = True
    with pytest.raises(NotReady), transaction():
        service.resume(actor, listing.id)
    with transaction():
        patent.preserved = False
        service.resume(actor, listing.id)
    assert queries.takeable(make.refresh(listing), TODAY())


@pytest.mark.rule("R17")
def test_withdrawal_has_effect_on_the_day_of_its_announcement(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.announced_listing(university)
    with transaction():
        service.withdraw(make.manager(university), listing.id, "技术路线调整", TODAY() + timedelta(days=3))
    listing = make.refresh(listing)
    assert queries.takeable(listing, TODAY())
    with transaction():
        service.recheck(listing, TODAY() + timedelta(days=3))
    assert make.refresh(listing).state == "withdrawn"
    assert not any(row.live for row in listing.patents)


@pytest.mark.rule("R17")
def test_withdrawal_of_a_co_owned_patent_needs_all(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university, owners=[university.name, "乙公司"])
    listing = make.draft_listing(university, patent)
    make.document(listing, "co_owner_consent")
    actor = make.manager(university)
    with transaction():
        service.declare(actor, listing.id)
        service.announce(actor, listing.id, "1", TODAY())
    with pytest.raises(NotReady), transaction():
        service.withdraw(actor, listing.id, "技术路线调整", TODAY())
    with transaction():
        service.withdraw(actor, listing.id, "技术路线调整", TODAY(), consents=True)
    assert make.refresh(listing).state == "withdrawn"


def test_after_withdrawal_the_patent_can_be_declared_anew(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university)
    make.withdrawn_listing(university, patent)
    assert make.refresh(make.announced_listing(university, patent)).state == "announced"


def test_moves_outside_the_table_are_refused(app: Flask) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    listing = make.withdrawn_listing(university)
    for deed in (
        lambda: service.resume(actor, listing.id),
        lambda: service.suspend(actor, listing.id, "年费待核实"),
        lambda: service.take_back(actor, listing.id),
        lambda: service.withdraw(actor, listing.id, "再撤一次", TODAY()),
        lambda: service.declare(actor, listing.id),
    ):
        with pytest.raises(WrongMove), transaction():
            deed()


def test_taking_back_frees_the_patent(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university)
    listing = make.declared_listing(university, patent)
    with transaction():
        service.take_back(make.manager(university), listing.id)
    assert make.refresh(listing).state == "draft"
    assert make.refresh(make.declared_listing(university, patent)).state == "declared"


def test_further_platforms_count_once(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.announced_listing(university, make.granted_patent(university), make.granted_patent(university))
    actor = make.manager(university)
    with transaction():
        service.publish_elsewhere(actor, listing.id, "省平台", TODAY())
    with pytest.raises(AlreadyPublished), transaction():
        service.publish_elsewhere(actor, listing.id, "省平台", TODAY())
    assert len(queries.publications(listing.id)) == 4


# ---- the market's own eye ----
@pytest.mark.rule("R18")
@pytest.mark.parametrize(
    ("changes", "state", "reason"),
    [
        ({"status": "dead", "status_detail": "lapsed"}, "ended", "lapsed"),
        ({"expiry_date": date(2026, 1, 1)}, "ended", "expired"),
        ({"annuity_due": date(2026, 1, 1)}, "suspended", ""),
        ({"pledged": True}, "suspended", ""),
        ({}, "announced", ""),
    ],
)
def test_the_nightly_check(app: Flask, changes: dict[str, Any], state: str, reason: str) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university)
    listing = make.announced_listing(university, patent)
    with transaction():
        for name, value in changes.items():
            setattr(patent, name, value)
    service.nightly()
    listing = make.refresh(listing)
    assert (listing.state, listing.end_reason) == (state, reason)
    if state == "suspended":
        assert listing.suspended_rules in ("R05", "R06")
        assert patent.application_number in listing.suspended_reason
    service.nightly()
    assert make.refresh(listing).state == state


def test_the_term_is_over(app: Flask) -> None:
    university = accounts.organisation("university")
    listing = make.announced_listing(university)
    with transaction():
        listing.term_end = TODAY() - timedelta(days=1)
    service.nightly()
    assert make.refresh(listing).end_reason == "term"


def test_one_dead_patent_of_a_bundle_suspends_it(app: Flask) -> None:
    university = accounts.organisation("university")
    first, second = make.granted_patent(university), make.granted_patent(university)
    listing = make.announced_listing(university, first, second)
    with transaction():
        first.status = "dead"
    service.nightly()
    assert make.refresh(listing).suspended_rules == "R02"


@pytest.mark.rule("R15")
def test_a_change_of_the_patents_status_takes_the_listing_down_at_once(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university)
    listing = make.announced_listing(university, patent)
    with transaction():
        patent.preserved = True
        db.session.flush()
        emit(PatentStatusChanged(patent.id, "in_force", "in_force"))
    assert make.refresh(listing).state == "suspended"
    assert events(listing)[-1] == "Suspended"


# ---- the database decides ----
def test_the_database_refuses_two_live_listings_of_one_patent(app: Flask) -> None:
    university = accounts.organisation("university")
    patent = make.granted_patent(university)
    make.declared_listing(university, patent)
    second = make.draft_listing(university, patent)
    with pytest.raises(Conflict), transaction():
        row = db.session.scalar(select(ListingPatent).where(ListingPatent.listing_id == second.id))
        row.live = True


def race(app: Flask, in_thread: Callable[..., Any], deeds: list[Callable[[], Any]]) -> list[str]:
    """Run the deeds at the same moment in threads; what came of each: "done" or the refusal's name."""
    barrier, results = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            deed()
            results.append("done")
        except Exception as error:
            results.append(type(error).__name__)

    threads = [threading.Thread(target=in_thread(lambda deed=deed: run(deed))) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def declaring(actor: Any, listing_id: int) -> Callable[[], None]:
    """The deed of declaring, in a transaction of its own."""

    def deed() -> None:
        with transaction():
            service.declare(actor, listing_id)

    return deed


def co_owned(app: Flask) -> tuple[Patent, list[tuple[Any, int]]]:
    """A patent of two universities, each with a finished draft."""
    first, second = accounts.organisation("university"), accounts.organisation("university")
    patent = make.granted_patent(first, owners=[first.name, second.name])
    with transaction():
        patent.owners[1].organisation_id = second.id
    drafts = []
    for university in (first, second):
        listing = make.draft_listing(university, patent)
        make.document(listing, "co_owner_consent")
        drafts.append((make.manager(university), listing.id))
    return patent, drafts


def test_two_universities_declare_the_same_patent_at_once(app: Flask, in_thread: Callable[..., Any]) -> None:
    """Exactly one wins, whichever it is; the other hears why."""
    for _round in range(3):
        patent, drafts = co_owned(app)
        results = race(app, in_thread, [declaring(actor, number) for actor, number in drafts])
        db.session.rollback()
        live = (
            select(func.count())
            .select_from(ListingPatent)
            .where(ListingPatent.patent_id == patent.id, ListingPatent.live)
        )
        assert db.session.scalar(live) == 1
        assert results[1] == "done"
        assert results[0] in (AlreadyDeclared.__name__, NotReady.__name__)


def test_two_tabs_declare_the_same_listing_at_once(app: Flask, in_thread: Callable[..., Any]) -> None:
    university = accounts.organisation("university")
    listing = make.draft_listing(university)
    actor = make.manager(university)
    results = race(app, in_thread, [declaring(actor, listing.id) for _ in range(4)])
    assert results.count("done") == 1
    assert events(make.refresh(listing)).count("Declared") == 1


def test_without_the_index_both_would_be_live(app: Flask) -> None:
    """The control: with the unique index gone, nothing but the check beforehand stands between two declarations."""
    with transaction():
        db.session.execute(text("drop index uq_listing_patent_live"))
    patent, drafts = co_owned(app)
    with transaction():
        for _actor, number in drafts:
            row = db.session.scalar(select(ListingPatent).where(ListingPatent.listing_id == number))
            row.live = True
    live = (
        select(func.count()).select_from(ListingPatent).where(ListingPatent.patent_id == patent.id, ListingPatent.live)
    )
    assert db.session.scalar(live) == 2


def test_references_are_unique_when_many_begin_at_once(app: Flask, in_thread: Callable[..., Any]) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    ids = [make.granted_patent(university).id for _ in range(6)]

    def begin(number: int) -> Callable[[], None]:
        def deed() -> None:
            with transaction():
                service.begin(actor, [number])

        return deed

    assert set(race(app, in_thread, [begin(number) for number in ids])) == {"done"}
    db.session.rollback()
    references = db.session.scalars(select(Listing.reference)).all()
    assert len(set(references)) == 6


def test_what_a_reader_may_see(app: Flask) -> None:
    university = accounts.organisation("university")
    draft, suspended = make.draft_listing(university), make.suspended_listing(university)
    announced, withdrawn = make.announced_listing(university), make.withdrawn_listing(university)
    seen = {listing.id for listing in db.session.scalars(queries.visible(NOBODY))}
    assert seen == {announced.id, withdrawn.id}
    assert {listing.id for listing in db.session.scalars(queries.public())} == {announced.id}
    owner = make.manager(university)
    assert {listing.id for listing in db.session.scalars(queries.visible(owner))} == {
        draft.id,
        suspended.id,
        announced.id,
        withdrawn.id,
    }
    with pytest.raises(NotFound):
        queries.get(make.manager(accounts.organisation("university")), draft.id)


def test_description_and_fee_are_stored_as_given(app: Flask) -> None:
    university = accounts.organisation("university")
    actor = make.manager(university)
    listing = make.draft_listing(university)
    with transaction():
        service.describe(actor, listing.id, listing.version, Description(title=" 标题 ", benefits=(("甲", "1", ""),)))
    listing = make.refresh(listing)
    assert listing.title == "标题"
    assert [(item.name, item.value) for item in listing.benefits] == [("甲", "1")]
    fee = queries.fee_of(listing)
    assert (fee.amount, fee.rate) == (Money.of(30_000), Decimal("0.015"))
