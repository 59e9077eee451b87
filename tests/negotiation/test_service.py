"""Talks, offers, acceptance, signing, registration, public notice: through the services, on both databases."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Conflict, Forbidden, Invalid, NotFound
from market.core.outbox import EventRow
from market.licensing.errors import DeclarationStands, ObstacleFound
from market.licensing.models import Licence
from market.licensing.rules.terms import Terms as FrozenTerms
from market.listings import queries as listing_queries
from market.listings.models import Listing
from market.negotiation import queries, service
from market.negotiation.errors import (
    AlreadyAnswered,
    AlreadyPromised,
    MayNotSign,
    NoOwnerHere,
    NotForYou,
    NoticeStillRuns,
    NotPossibleNow,
    NotSameContract,
    NotVetted,
    OfferChanged,
    OfferOver,
    OwnPatent,
    ReasonNeeded,
    ResultMustTell,
    TextNeeded,
)
from market.negotiation.models import Deal, Turn
from market.negotiation.service import timers
from market.patents.models import LegalEvent, Patent
from tests.factories import accounts, listings, needs
from tests.factories import licensing as make
from tests.factories import negotiation as agree
from tests.factories.licensing import Side


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def told(name: str) -> int:
    db.session.rollback()
    found = select(func.count()).select_from(EventRow).where(EventRow.name == f"negotiation.{name}")
    return int(db.session.scalar(found) or 0)


def sides() -> tuple[Side, Side]:
    university = make.side("university")
    agree.no_notice(university)
    return university, make.side()


# ---- asking ----


def test_a_firm_asks_and_the_owner_must_answer_in_time(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    assert (deal.state, deal.owner_id, deal.firm_id) == ("talking", university.organisation.id, firm.organisation.id)
    assert deal.reference.startswith("QT-")
    (turn,) = queries.turns(deal_id=deal.id)
    assert (turn.organisation_id, turn.due_on > clock.today()) == (university.organisation.id, True)
    with transaction():
        service.write(university.actor, deal.id, "可以，请看报价。")
    (turn,) = queries.turns(deal_id=deal.id)
    assert turn.organisation_id == firm.organisation.id
    responses = queries.responses(university.organisation.id)
    assert responses is not None
    assert (responses.median, responses.count) == (0, 1)


def test_the_same_form_twice_opens_one_deal(app: Flask) -> None:
    university, firm = sides()
    patent, form = listings.granted_patent(university.organisation), make.once()
    first = agree.talks(university, firm, patent, once=form).id
    assert agree.talks(university, firm, patent, once=form).id == first
    assert count(Deal) == 1


def test_who_may_not_ask(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    with pytest.raises(NotForYou):
        agree.talks(university, university, patent)
    pending = make.side("firm", state="pending")
    with pytest.raises(NotVetted):
        agree.talks(university, pending, patent)
    own = listings.granted_patent(firm.organisation)
    with pytest.raises(OwnPatent):
        agree.talks(university, firm, own)
    nobody = listings.granted_patent(None)
    with pytest.raises(NoOwnerHere):
        agree.talks(university, firm, nobody)
    secret = listings.granted_patent(university.organisation, secret=True)
    with pytest.raises(NotFound):
        agree.talks(university, firm, secret)
    with pytest.raises(TextNeeded):
        agree.talks(university, firm, patent, text="  ")


def test_strangers_see_nothing(app: Flask) -> None:
    university, firm = sides()
    deal, stranger = agree.talks(university, firm), make.side()
    with pytest.raises(NotFound):
        queries.deal_for(stranger.actor, deal.id)
    with pytest.raises(NotFound), transaction():
        service.write(stranger.actor, deal.id, "你好")
    assert queries.deal_for(make.side("operator").actor, deal.id).id == deal.id


# ---- answer to a need ----


def answer(university: Side, need_id: int, patent: Patent, **over: object) -> Deal:
    with transaction():
        values = {"kind": "ordinary", "text": "我校有相应专利。", "once": make.once()} | over
        return service.answer_need(university.actor, need_id, [patent.id], **values)  # type: ignore[arg-type]


def test_an_answer_to_a_need_is_taken_up_or_declined_with_a_reason(app: Flask) -> None:
    university, firm = sides()
    _actor, need = needs.published(firm.actor, show_name=False)
    patent = listings.granted_patent(university.organisation)
    deal = answer(university, need.id, patent)
    assert (deal.state, deal.disclosed) == ("answered", False)
    with pytest.raises(AlreadyAnswered):
        answer(university, need.id, patent)
    with pytest.raises(ReasonNeeded), transaction():
        service.end(firm.actor, deal.id, "refuse", " ")
    with transaction():
        service.take_up(firm.actor, deal.id)
    found = agree.again(deal)
    assert (found.state, found.disclosed) == ("talking", True)


def test_a_declined_answer_may_be_followed_by_another(app: Flask) -> None:
    university, firm = sides()
    _actor, need = needs.published(firm.actor)
    patent = listings.granted_patent(university.organisation)
    deal = answer(university, need.id, patent)
    with transaction():
        service.end(firm.actor, deal.id, "refuse", "价格不合适")
    assert agree.again(deal).state == "declined"
    assert queries.turns(deal_id=deal.id) == []
    assert answer(university, need.id, patent).state == "answered"


# ---- offers ----


def test_a_counter_offer_takes_the_place_of_the_offer(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    first = agree.offered(university, deal)
    agree.offered(firm, deal, fee=agree.plan(30_000).to_plain())
    found = agree.again(deal)
    assert [(it.number, it.side, it.state) for it in found.offers] == [
        (1, "licensor", "superseded"),
        (2, "licensee", "standing"),
    ]
    with pytest.raises(OfferChanged), transaction():
        service.accept(firm.actor, deal.id, 1, first.seal)
    assert agree.again(deal).state == "offered"


def test_who_has_not_seen_the_latest_offer_cannot_make_one(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    agree.offered(university, deal)
    with pytest.raises(OfferChanged):
        agree.offered(firm, deal, seen=0)


def test_acceptance_freezes_and_seals_the_terms(app: Flask) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm, field="轮毂")
    found = agree.again(deal)
    assert (found.state, found.accepted_number) == ("signing", 1)
    terms = queries.agreed_terms(found)
    assert isinstance(terms, FrozenTerms)
    assert (terms.kind, terms.field, terms.negotiation) == ("ordinary", "轮毂", deal.id)
    assert len(found.terms_hash) == 64
    with pytest.raises(NotPossibleNow):
        agree.offered(firm, deal)


def test_nobody_accepts_his_own_offer_or_one_with_another_seal(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    offer = agree.offered(university, deal)
    with pytest.raises(NotPossibleNow):
        agree.accepted(university, deal)
    with pytest.raises(OfferChanged), transaction():
        service.accept(firm.actor, deal.id, 1, "0" * 64)
    with pytest.raises(MayNotSign), transaction():
        service.accept(accounts.user(firm.organisation, "member").actor, deal.id, 1, offer.seal)
    assert agree.again(deal).state == "offered"


def test_an_offer_past_its_day_cannot_be_accepted(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    agree.offered(university, deal, valid_until=agree.later(5))
    with time_machine.travel(clock.now() + timedelta(days=7)), pytest.raises(OfferOver):
        agree.accepted(firm, deal)


def test_reject_and_take_back_lead_back_to_the_talks(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    agree.offered(university, deal)
    with pytest.raises(NotPossibleNow), transaction():
        service.reject(university.actor, deal.id, 1, "不行")
    with transaction():
        service.reject(firm.actor, deal.id, 1, "价格太高")
    assert agree.again(deal).state == "talking"
    agree.offered(university, deal)
    with pytest.raises(NotPossibleNow), transaction():
        service.take_back(firm.actor, deal.id, 2)
    with transaction():
        service.take_back(university.actor, deal.id, 2)
    found = agree.again(deal)
    assert (found.state, [it.state for it in found.offers]) == ("talking", ["rejected", "taken_back"])
    with pytest.raises(OfferChanged), transaction():
        service.accept(firm.actor, deal.id, 2, found.offers[1].seal)


@pytest.mark.parametrize(
    ("field", "over"),
    [
        ("term_end", {"term_end": None}),
        ("term_end", {"term_end": clock.today() - timedelta(days=1)}),
        ("fee", {"fee": {"kind": "one_off", "parts": []}}),
        ("share", {"kind": "equity", "share": "0"}),
        ("company", {"kind": "equity", "company": " "}),
        ("patents", {"patent_ids": (987654,)}),
    ],
)
def test_an_offer_that_lacks_something_says_where(app: Flask, field: str, over: dict[str, object]) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    with pytest.raises(Invalid) as refused:
        agree.offered(university, deal, **over)
    assert field in refused.value.fields


@pytest.mark.rule("R11")
def test_a_licence_offered_beyond_its_patent_is_refused(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation, expiry_date=agree.later(100))
    deal = agree.talks(university, firm, patent)
    with pytest.raises(Invalid):
        agree.offered(university, deal, term_end=agree.later(101))
    assert agree.offered(university, deal, term_end=agree.later(100)).number == 1


# ---- R03, R13 ----


@pytest.mark.rule("R03")
@pytest.mark.parametrize("kind", ["sole", "exclusive"])
def test_on_an_open_listing_no_sole_or_exclusive_licence_is_offered(app: Flask, kind: str) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    make.offer(university, patent)
    deal = agree.talks(university, firm, patent)
    with pytest.raises(Invalid) as refused:
        agree.offered(university, deal, kind=kind)
    assert "kind" in refused.value.fields


@pytest.mark.rule("R03")
def test_a_declaration_made_meanwhile_stands_against_an_exclusive_licence(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    deal = agree.agreed_deal(university, firm, patent, kind="exclusive")
    listings.declared_listing(university.organisation, patent)
    agree.confirmed(deal, university)
    with pytest.raises(DeclarationStands):
        agree.confirmed(deal, firm)
    found = agree.again(deal)
    assert (found.state, count(Licence)) == ("signing", 0)


@pytest.mark.rule("R03")
def test_two_agreements_that_exclude_each_other_are_not_made(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    agree.agreed_deal(university, firm, patent, kind="exclusive")
    for kind in ("ordinary", "exclusive", "transfer"):
        with pytest.raises(AlreadyPromised):
            agree.agreed_deal(university, make.side(), patent, kind=kind)
    university2, firm2 = sides()
    shared = listings.granted_patent(university2.organisation)
    agree.agreed_deal(university2, firm2, shared)
    assert agree.agreed_deal(university2, make.side(), shared).state == "signing"


@pytest.mark.rule("R13")
def test_another_price_is_a_separate_ordinary_licence_and_leaves_the_listing_as_it_is(app: Flask) -> None:
    university, firm = sides()
    listing = make.offer(university)
    before = listing_queries.terms(listing)
    with transaction():
        deal = service.ask(firm.actor, [], "能否优惠？", make.once(), listing_id=listing.id)
    agree.offered(university, deal, fee=agree.plan(10_000).to_plain())
    agree.accepted(firm, deal)
    found = agree.confirmed(deal, university, firm)
    assert found.licence is not None
    assert (found.licence.kind, found.licence.listing_id, found.licence.amount_minor) == ("ordinary", None, 1_000_000)
    assert listing_queries.terms(db.session.get_one(Listing, listing.id)) == before
    taken = make.notice(db.session.get_one(Listing, listing.id), make.side())
    assert FrozenTerms.read(taken.terms).amount_minor == before["amount_minor"]


# ---- signing ----


def test_both_sides_confirm_the_same_contract_and_the_licence_is_granted(app: Flask) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm, kind="exclusive")
    assert agree.confirmed(deal, university).state == "signing"
    with pytest.raises(NotSameContract):
        agree.confirmed(deal, firm, number="HT-other")
    found = agree.confirmed(deal, firm)
    assert found.state == "concluded"
    assert found.licence is not None
    assert (found.licence.kind, found.licence.effective_on) == ("exclusive", clock.today())
    assert (found.contract_reference, count(Licence)) == ("HT-2026-01", 1)
    assert FrozenTerms.read(found.licence.request.terms).negotiation == deal.id


def test_one_side_confirms_once(app: Flask) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm)
    agree.confirmed(deal, university)
    with pytest.raises(NotPossibleNow):
        agree.confirmed(deal, university)


class Concluded:
    """As contracts says it."""

    def __init__(self, deal: Deal) -> None:
        self.subject_key, self.contract_id = f"deal:{deal.id}", 1
        self.concluded_on, self.reference = clock.today().isoformat(), "HT-9"


def test_a_contract_signed_here_concludes_once(app: Flask) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm)
    for _ in range(2):
        with transaction():
            service.on_concluded(Concluded(deal))
    found = agree.again(deal)
    assert (found.state, found.contract_reference, count(Licence)) == ("concluded", "HT-9", 1)


def test_a_contract_about_something_else_is_not_ours(app: Flask) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm)
    event = Concluded(deal)
    event.subject_key = "licence:1"
    with transaction():
        service.on_concluded(event)
    assert agree.again(deal).state == "signing"


@pytest.mark.rule("R05")
def test_an_unpaid_annuity_stands_against_the_agreement(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation, annuity_due=clock.today() - timedelta(days=30))
    deal = agree.talks(university, firm, patent)
    agree.offered(university, deal)
    with pytest.raises(ObstacleFound):
        agree.accepted(firm, deal)


# ---- co-owners, pledgees ----


def owned_by_two(university: Side, **over: object) -> Patent:
    return listings.granted_patent(university.organisation, owners=[university.organisation.name, "另一所大学"], **over)


@pytest.mark.rule("R23")
@pytest.mark.parametrize("kind", ["sole", "exclusive", "transfer", "equity"])
def test_a_co_owner_alone_gives_an_ordinary_licence_only(app: Flask, kind: str) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm, owned_by_two(university), kind=kind)
    assert deal.state == "agreed"
    with pytest.raises(Forbidden), transaction():
        service.add_document(firm.actor, deal.id, "co_owner_consent", agree.stored(firm))
    with transaction():
        service.add_document(university.actor, deal.id, "co_owner_consent", agree.stored(university))
    assert agree.again(deal).state == "signing"


@pytest.mark.rule("R23")
def test_an_ordinary_licence_of_a_co_owner_needs_no_consent(app: Flask) -> None:
    university, firm = sides()
    assert agree.agreed_deal(university, firm, owned_by_two(university)).state == "signing"


@pytest.mark.rule("R06")
def test_a_pledged_patent_waits_for_the_pledgee(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation, pledged=True)
    deal = agree.agreed_deal(university, firm, patent)
    assert deal.state == "agreed"
    with transaction():
        service.add_document(university.actor, deal.id, "pledgee_consent", agree.stored(university))
    assert agree.confirmed(deal, university, firm).state == "concluded"


# ---- public notice ----


@pytest.mark.rule("R20")
def test_a_university_notices_the_price_for_fifteen_days_before_signing(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    deal = agree.agreed_deal(university, firm)
    assert deal.state == "agreed"
    with transaction():
        notice = service.publish(university.actor, deal.id)
    assert (notice.ends_on - notice.starts_on).days == 15
    with pytest.raises(NoticeStillRuns), transaction():
        service.decide(university.actor, deal.id, "none", "")
    with transaction():
        service.raise_objection(notice.id, "王某", "13800000000", "价格过低")
    with time_machine.travel(clock.now() + timedelta(days=16)):
        with pytest.raises(ResultMustTell), transaction():
            service.decide(university.actor, deal.id, "none", "")
        with pytest.raises(Conflict), transaction():
            service.raise_objection(notice.id, "李某", "x", "太晚了")
        with transaction():
            service.decide(university.actor, deal.id, "settled", "经复核，价格与评估一致。")
        assert agree.again(deal).state == "signing"


@pytest.mark.rule("R20")
def test_an_upheld_objection_leads_back_to_the_talks(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    deal = agree.agreed_deal(university, firm)
    with transaction():
        service.publish(university.actor, deal.id)
    with transaction():
        service.decide(university.actor, deal.id, "upheld", "异议成立，重新议价。")
    found = agree.again(deal)
    assert (found.state, found.terms, found.accepted_number) == ("talking", None, None)
    agree.offered(university, deal, fee=agree.plan(80_000).to_plain())
    assert agree.accepted(firm, deal).state == "agreed"
    with transaction():
        assert service.publish(university.actor, deal.id).id


@pytest.mark.rule("R20")
def test_a_university_that_holds_no_notices_signs_at_once(app: Flask) -> None:
    university, firm = sides()
    assert agree.agreed_deal(university, firm).state == "signing"
    with pytest.raises(Invalid), transaction():
        service.set_rule(university.actor, True, 14, "")


# ---- transfer and equity ----


def steps(deal: Deal, by: Side, *keys: str) -> Deal:
    for key in keys:
        with transaction():
            service.do_step(by.actor, deal.id, key, "N-1", clock.today())
    return agree.again(deal)


@pytest.mark.rule("R19")
def test_a_registered_transfer_gives_the_patent_a_new_owner_and_suspends_the_listing(app: Flask) -> None:
    university, firm = sides()
    patent = listings.granted_patent(university.organisation)
    listing = make.offer(university, patent)
    earlier = make.licence(listing, make.side())
    deal = agree.confirmed(agree.agreed_deal(university, firm, patent, kind="transfer"), university, firm)
    assert deal.state == "registering"
    with pytest.raises(Invalid), transaction():
        service.do_step(firm.actor, deal.id, "registered", "N-1", clock.today())
    deal = steps(deal, firm, "papers", "filing", "registered")
    assert (deal.state, deal.completed_on) == ("completed", clock.today())
    owners = [owner.organisation_id for owner in db.session.get_one(Patent, patent.id).owners]
    assert owners == [firm.organisation.id]
    found = db.session.get_one(Listing, listing.id)
    assert (found.state, found.suspended_rules, found.organisation_id) == ("suspended", "R19", firm.organisation.id)
    assert db.session.get_one(Licence, earlier.id).state == "effective"
    assert count(LegalEvent) == 1
    with pytest.raises(NotPossibleNow), transaction():
        service.do_step(firm.actor, deal.id, "registered", "N-1", clock.today())


def test_equity_is_complete_with_the_registered_shares(app: Flask) -> None:
    university, firm = sides()
    deal = agree.confirmed(agree.agreed_deal(university, firm, kind="equity"), university, firm)
    with pytest.raises(Invalid), transaction():
        service.do_step(firm.actor, deal.id, "registered", "N-1", clock.today())
    deal = steps(deal, university, "value", "resolution", "papers", "filing", "registered")
    assert deal.state == "registering"
    assert steps(deal, firm, "shares").state == "completed"


# ---- clocks ----


def test_the_clock_reminds_then_escalates_once_each(app: Flask) -> None:
    university, firm = sides()
    agree.talks(university, firm)
    timers.remind_and_escalate()
    assert (told("AnswerDueSoon"), told("AnswerOverdue")) == (0, 0)
    with time_machine.travel(clock.now() + timedelta(days=30)):
        for _ in range(2):
            timers.remind_and_escalate()
        assert told("AnswerOverdue") == 1
        assert [turn.organisation_id for turn in queries.overdue()] == [university.organisation.id]


def test_the_reminder_comes_before_the_last_day(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    due = queries.turns(deal_id=deal.id)[0].due_on
    with transaction():
        turn = db.session.scalars(select(Turn)).one()
        turn.asked_at = clock.now() - timedelta(days=12)
        turn.due_on = due
    for _ in range(2):
        timers.remind_and_escalate()
    assert (told("AnswerDueSoon"), told("AnswerOverdue")) == (1, 0)


def test_quiet_talks_expire(app: Flask) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    agree.offered(university, deal)
    with time_machine.travel(clock.now() + timedelta(days=89)):
        timers.expire_quiet()
        assert agree.again(deal).state == "offered"
    with time_machine.travel(clock.now() + timedelta(days=92)):
        timers.expire_quiet()
        found = agree.again(deal)
        assert (found.state, found.offers[0].state, queries.turns(deal_id=deal.id)) == ("expired", "over", [])


# ---- operator ----


def test_the_operator_forces_only_what_the_table_allows_and_says_why(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    deal, operator = agree.agreed_deal(university, firm), make.side("operator")
    assert deal.state == "agreed"
    with pytest.raises(ReasonNeeded), transaction():
        service.force(operator.actor, deal.id, "prepare", "")
    with pytest.raises(NotPossibleNow), transaction():
        service.force(operator.actor, deal.id, "accept", "试试")
    with pytest.raises(NotFound), transaction():
        service.force(firm.actor, deal.id, "prepare", "试试")
    with transaction():
        service.force(operator.actor, deal.id, "prepare", "公示已在校内完成，见附件。")
    assert agree.again(deal).state == "signing"
    with transaction():
        service.force(operator.actor, deal.id, "reopen", "双方同意重新议价。")
    found = agree.again(deal)
    assert (found.state, found.terms) == ("talking", None)
    agree.offered(university, deal)
    agree.accepted(firm, deal)
    with transaction():
        service.force(operator.actor, deal.id, "stop", "双方同意终止。")
    assert agree.again(deal).state == "withdrawn"


# ---- thread of an open licence ----


def test_both_sides_of_a_notice_write_to_each_other(app: Flask) -> None:
    university, firm = sides()
    request = make.notice(make.offer(university), firm)
    with transaction():
        service.write_on_request(firm.actor, request.id, "备案材料何时能好？", [agree.stored(firm, "照片.pdf")])
    (turn,) = queries.turns(request_id=request.id)
    assert turn.organisation_id == university.organisation.id
    with transaction():
        service.write_on_request(university.actor, request.id, "下周三。")
    thread = queries.thread(request_id=request.id)
    assert [message.text for message in thread] == ["下周三。", "备案材料何时能好？"]
    file = thread[1].files[0]
    assert queries.message_file(university.actor, file.id).file.filename == "照片.pdf"
    stranger = make.side()
    with pytest.raises(NotFound):
        queries.message_file(stranger.actor, file.id)
    with pytest.raises(NotFound), transaction():
        service.write_on_request(stranger.actor, request.id, "你好")
