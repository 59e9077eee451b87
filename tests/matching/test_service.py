"""Runs over needs and listings, repeated and raced; answers of both sides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from market.core.actor import Actor
from market.core.db import db, lock_row, transaction
from market.core.errors import Conflict, NotFound
from market.core.outbox import EventRow
from market.listings import service as listing_service
from market.matching import queries, service
from market.matching.errors import AnsweredMeanwhile, NoLongerOpen, ReasonMissing
from market.matching.models import NeedRun, Proposal
from market.needs import service as need_service
from market.needs.models import Need
from market.patents.models import Patent
from tests.factories import accounts, listings, needs
from tests.matching.conftest import CASTING, Market, describing


def proposals(need: Need) -> list[Proposal]:
    """What is proposed for a need, in order."""
    return [proposal for proposal in queries.of_need(need.id) if not proposal.stale]


def events(name: str) -> list[EventRow]:
    """The stored events of one kind."""
    return list(db.session.scalars(select(EventRow).where(EventRow.name == f"matching.{name}")))


def matched(market: Market) -> tuple[Actor, Need, Proposal]:
    """A matched need with its proposal of the casting listing."""
    firm, need = needs.published()
    service.match_need(need.id)
    found = next(proposal for proposal in proposals(need) if proposal.listing_id == market.casting.id)
    return firm, need, found


def test_listings_come_first_then_patents_and_reasons_say_why(market: Market) -> None:
    _, need = needs.published()
    assert service.match_need(need.id) >= 2
    found = proposals(need)
    assert found[0].listing_id == market.casting.id
    assert market.die.id in [proposal.patent_id for proposal in found]
    assert market.feed.id not in [proposal.patent_id for proposal in found]
    reasons = {reason["kind"]: reason for reason in found[0].reasons}
    assert {"缩松", "轮毂"} <= set(reasons["terms"]["words"])
    assert reasons["classes"]["fit"] == "yes"
    assert (reasons["fee"]["fit"], reasons["fee"]["budget"]) == ("yes", "within")
    assert reasons["region"]["near"] == "city"
    assert found[0].owner_id == market.university.id
    run = db.session.get_one(NeedRun, need.id)
    assert run.classes
    assert run.classes[-1] == "B22D"


def test_the_confidential_part_is_never_compared(market: Market) -> None:
    secret = "饲料霉菌毒素检测试纸胶体金"
    _, need = needs.published(confidential=secret * 5)
    service.match_need(need.id)
    assert market.feed.id not in [proposal.patent_id for proposal in proposals(need)]
    assert not any("试纸" in str(proposal.reasons) for proposal in proposals(need))


def test_repeating_a_run_changes_nothing(market: Market) -> None:
    _, need = needs.published()
    first = service.match_need(need.id)
    before = [(proposal.id, proposal.rank) for proposal in proposals(need)]
    assert service.match_need(need.id) == 0
    assert [(proposal.id, proposal.rank) for proposal in proposals(need)] == before
    assert first == len(before)
    assert len(events("NeedMatched")) == 1


def test_parallel_runs_make_each_proposal_once(market: Market, in_thread: Callable[..., Any]) -> None:
    _, need = needs.published()
    number = need.id

    def run() -> int:
        try:
            return service.match_need(number)
        except Conflict:
            return 0

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        news = list(pool.map(lambda _: in_thread(run)(), range(4)))
    db.session.rollback()
    rows = db.session.scalar(select(func.count(Proposal.id)).where(Proposal.need_id == number))
    assert sum(news) == rows
    assert len(events("NeedMatched")) == 1


def test_publishing_matches_by_the_worker(market: Market, work: Callable[[], None]) -> None:
    _, need = needs.published()
    work()
    assert proposals(need)
    assert len(events("NeedMatched")) == 1


def test_answers_outlive_what_is_proposed_no_more(market: Market) -> None:
    firm, need, proposal = matched(market)
    with transaction():
        service.answer(firm, proposal, "declined", "over_budget")
        problem = "饲料原料霉菌毒素检测慢，需要胶体金试纸现场检测。"
        changed = needs.details(title="饲料霉菌毒素现场检测试纸", problem=problem, background="", indicators="10分钟")
        need_service.save(firm, need, changed)
    service.match_need(need.id)
    db.session.refresh(proposal)
    assert (proposal.stale, proposal.firm_answer, proposal.firm_reason) == (True, "declined", "over_budget")
    assert market.feed.id in [found.patent_id for found in proposals(need)]


def test_a_closed_need_proposes_nothing(market: Market, work: Callable[[], None]) -> None:
    firm, need, proposal = matched(market)
    with transaction():
        need_service.close(firm, need, "dropped")
    work()
    db.session.refresh(proposal)
    assert proposal.stale
    assert service.match_need(need.id) == 0
    with pytest.raises(NoLongerOpen), transaction():
        service.answer(firm, proposal, "interested")


def test_what_has_ended_is_not_proposed(market: Market, reindexed: Callable[[], Any]) -> None:
    with transaction() as session:
        patent = session.get_one(Patent, market.die.id)
        patent.status, patent.status_detail = "dead", "lapsed"
    reindexed()
    _, need = needs.published()
    service.match_need(need.id)
    assert market.die.id not in [proposal.patent_id for proposal in proposals(need)]


def test_a_firms_own_patents_are_not_proposed_to_it(market: Market) -> None:
    firm, need = needs.published()
    with transaction() as session:
        for owner in session.get_one(Patent, market.die.id).owners:
            owner.organisation_id = firm.organisation_id
    service.match_need(need.id)
    assert market.die.id not in [proposal.patent_id for proposal in proposals(need)]


def test_without_an_index_the_clock_tries_again(app: Flask, work: Callable[[], None]) -> None:
    _, need = needs.published()
    work()
    assert db.session.get_one(NeedRun, need.id).due
    service.run_due()


def test_imports_ask_for_new_runs_in_batches(market: Market, reindexed: Callable[[], Any]) -> None:
    _, need = needs.published()
    service.match_need(need.id)
    new = listings.granted_patent(market.university, **(CASTING | {"title": "轮毂低压铸造缩松的在线检测与补缩"}))
    reindexed()
    service.on_import([])
    db.session.expire_all()
    assert db.session.get_one(NeedRun, need.id).due
    service.run_due()
    assert new.id in [proposal.patent_id for proposal in proposals(need)]
    assert not db.session.get_one(NeedRun, need.id).due


def test_a_new_listing_meets_open_needs_and_profiles(market: Market, work: Callable[[], None]) -> None:
    _, need = needs.published()
    service.match_need(need.id)
    founder = accounts.organisation(
        "firm", industry="C36", profile="铝合金轮毂铸造企业，采用低压铸造工艺，关注缩松、模具冷却和良品率。"
    )
    baker = accounts.organisation("firm", industry="A", profile="低压铸造轮毂与缩松无关的养殖企业，饲料加工。")
    patent = listings.granted_patent(market.university, **(CASTING | {"title": "轮毂铸造缩松的分区补缩装置"}))
    text = describing("轮毂低压铸造的分区补缩装置", "低压铸造轮毂时分区补缩，缩松减少，良品率提高。")
    listing = listings.announced_listing(market.university, patent, fee=listings.FREE, description=text)
    work()
    assert listing.id in [proposal.listing_id for proposal in proposals(need)]
    firms = {p.firm_id for p in db.session.scalars(select(Proposal).where(Proposal.need_id.is_(None)))}
    assert founder.id in firms
    assert baker.id not in firms
    said = [event.payload for event in events("ListingMatched") if event.payload["listing_id"] == listing.id]
    assert [payload["count"] for payload in said] == [2]
    assert len(events("NeedMatched")) == 1


def test_a_suspended_listing_is_proposed_no_more(market: Market, work: Callable[[], None]) -> None:
    _, need, _ = matched(market)
    with transaction():
        listing_service.suspend(listings.manager(market.university), market.casting.id, "年费待核实")
    work()
    assert market.casting.id not in [proposal.listing_id for proposal in proposals(need)]


def test_both_interested_begins_the_talks(market: Market) -> None:
    firm, need, proposal = matched(market)
    with transaction():
        service.answer(firm, proposal, "interested")
    assert (proposal.firm_answer, need.state) == ("interested", "published")
    with transaction():
        service.answer(market.person.actor, proposal, "interested")
    db.session.expire_all()
    assert proposal.both_interested
    assert need.state == "in_talks"
    assert [event.payload["side"] for event in events("ProposalAnswered")] == ["firm", "owner"]


def test_a_decline_needs_a_reason_of_its_own_list(market: Market) -> None:
    firm, _, proposal = matched(market)
    for reason in ("", "budget_low", "x"):
        with pytest.raises(ReasonMissing), transaction():
            service.answer(firm, proposal, "declined", reason)
    with pytest.raises(ReasonMissing), transaction():
        service.answer(market.person.actor, proposal, "declined", "over_budget")


@pytest.mark.parametrize("kind", ["firm", "university", "operator", "service"])
def test_nobody_else_answers(market: Market, kind: str) -> None:
    _, _, proposal = matched(market)
    with pytest.raises(NotFound), transaction():
        service.answer(accounts.actor(kind), proposal, "interested")


def test_the_same_answer_twice_is_said_once_and_a_late_one_clashes(market: Market) -> None:
    firm, _, proposal = matched(market)
    with transaction():
        service.answer(firm, proposal, "interested")
    with transaction():
        service.answer(firm, proposal, "interested", seen="interested")
    assert len(events("ProposalAnswered")) == 1
    with pytest.raises(AnsweredMeanwhile), transaction():
        service.answer(firm, proposal, "declined", "too_early", seen="")


def race(in_thread: Callable[..., Any], firm: Actor, number: int, careless: bool) -> list[str]:
    """Several colleagues answer at once; what each was told. Careless ones claim to have seen whatever stands."""
    reasons = ["too_early", "over_budget", "wrong_field", "solved"]

    def one(reason: str) -> str:
        try:
            with transaction() as session:
                proposal = session.get_one(Proposal, number)
                if careless:
                    lock_row(proposal)
                seen = proposal.firm_answer if careless else ""
                service.answer(firm, proposal, "declined", reason, seen)
        except Conflict:
            return "refused"
        return reason

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda reason: in_thread(lambda: one(reason))(), reasons))
    db.session.rollback()
    return answers


def test_two_answers_at_once_make_one(market: Market, in_thread: Callable[..., Any]) -> None:
    firm, _, proposal = matched(market)
    number = proposal.id
    answers = race(in_thread, firm, number, careless=False)
    assert answers.count("refused") == 3
    assert db.session.get_one(Proposal, number).firm_reason in answers
    assert len(events("ProposalAnswered")) == 1


def test_the_race_is_decided_by_what_was_seen(market: Market, in_thread: Callable[..., Any]) -> None:
    """Negative control: those who say that they have seen everything overwrite each other."""
    firm, _, proposal = matched(market)
    assert race(in_thread, firm, proposal.id, careless=True).count("refused") < 3


def test_owners_learn_why_but_not_who(market: Market) -> None:
    for reason in ("over_budget", "over_budget", "too_early"):
        firm, _, proposal = matched(market)
        with transaction():
            service.answer(firm, proposal, "declined", reason)
    learned = queries.declines(market.university.id)
    assert [(listing.id, counts) for listing, counts in learned] == [
        (market.casting.id, [("over_budget", 2), ("too_early", 1)])
    ]
    assert queries.reasons_of_listing(market.casting.id) == [("over_budget", 2), ("too_early", 1)]
    assert queries.declines(accounts.organisation("university").id) == []
