"""A suspended organisation shows, sells, takes and learns nothing more, whatever it could do the day before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from market.accounts.models import Organisation
from market.banking import service as banking
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Forbidden, NotFound
from market.effects import service as effects
from market.income.service import deciding, drafting, keeping, paying
from market.income.service.keeping import PersonData
from market.intents import service as intents
from market.intents.errors import NotVetted as NotVettedForIntents
from market.intents.rules import Wish
from market.licensing import service as licensing
from market.licensing.errors import NotOnOffer
from market.licensing.rules.fees import FeePlan, Milestone
from market.listings import queries as listing_queries
from market.listings import service as listings
from market.listings.errors import NotVetted, OnlyManagers
from market.listings.rules.offer import Description
from market.matching import service as matching
from market.matching.models import Proposal
from market.meetings import service as meetings
from market.meetings.errors import MayNotAsk, NotTakingPart
from market.needs import service as needs
from market.patents import service as patents
from market.patents.errors import NotVetted as UnvettedKeeper
from market.patents.models import ImportRun
from market.pitches import service as pitches
from market.pitches.errors import NotVetted as NotVettedToPitch
from market.pitches.rules.application import Application
from market.roadshows import service as roadshows
from market.royalties.service import milestones as royalties
from tests.factories import accounts
from tests.factories import banking as bank
from tests.factories import effects as effect_factory
from tests.factories import income as income_factory
from tests.factories import intents as intent_factory
from tests.factories import licensing as make
from tests.factories import listings as listing_factory
from tests.factories import meetings as meeting_factory
from tests.factories import needs as need_factory
from tests.factories import pitches as pitch_factory
from tests.factories import roadshows as roadshow_factory
from tests.factories import royalties as royalty_factory


def suspend(organisation_id: int | None) -> None:
    """What the operator's decision leaves behind."""
    with transaction():
        db.session.get_one(Organisation, organisation_id).state = "suspended"


def unvetted(actor: Actor) -> Actor:
    """The person as the next request loads him."""
    return replace(actor, vetted=False)


def test_nobody_takes_a_licence_from_a_suspended_licensor(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    listing = make.offer(university)
    assert listing_queries.takeable(listing, clock.today())
    suspend(university.organisation.id)
    assert not listing_queries.takeable(listing_factory.refresh(listing), clock.today())
    with pytest.raises(NotOnOffer), transaction():
        licensing.send_notice(firm.actor, listing.id, make.once())


def test_what_was_paid_to_a_suspended_licensor_is_held(app: Flask) -> None:
    university = make.side("university")
    request = make.notice(make.offer(university), make.side())
    suspend(university.organisation.id)
    make.pay(request)
    assert (make.again(request).state, make.again(request).held_reason) == ("held", "licensor")


@pytest.mark.rule("R17")
def test_no_licence_from_the_day_of_the_withdrawal_on_though_the_night_has_not_come(app: Flask) -> None:
    listing, firm = make.offer(), make.side()
    with transaction():
        listing.withdrawn_at = clock.today() + timedelta(days=1)
    make.notice(listing, make.side())
    with transaction():
        listing.withdrawn_at = clock.today()
    with pytest.raises(NotOnOffer), transaction():
        licensing.send_notice(firm.actor, listing.id, make.once())


def test_a_suspended_university_changes_no_public_page(app: Flask) -> None:
    listing = make.offer()
    who = unvetted(listing_factory.manager(listing.organisation))
    with pytest.raises(NotVetted), transaction():
        listings.describe(who, listing.id, listing.version, Description(title="x"))
    with pytest.raises(NotVetted), transaction():
        listings.publish_elsewhere(who, listing.id, "x", clock.today())
    suspend(listing.organisation_id)
    with pytest.raises(NotVetted):
        listing_factory.document(listing_factory.refresh(listing))


def test_a_member_prepares_drafts_but_changes_no_public_page(app: Flask) -> None:
    listing = make.offer()
    member = listing_factory.manager(listing.organisation, role="member")
    with pytest.raises(OnlyManagers), transaction():
        listings.describe(member, listing.id, listing.version, Description(title="x"))
    with pytest.raises(OnlyManagers), transaction():
        listings.publish_elsewhere(member, listing.id, "x", clock.today())


def test_a_suspended_firm_changes_nothing_on_the_board(app: Flask) -> None:
    firm, need = need_factory.published()
    changed = need_factory.details(title="另一个完全不同的需求标题，汽车轮毂低压铸造")
    with pytest.raises(Forbidden), transaction():
        needs.save(unvetted(firm), need, changed)
    with transaction():
        needs.save(firm, need, changed)


@pytest.mark.parametrize("kind", ["firm", "university"])
def test_the_suspended_answer_no_proposal(app: Flask, kind: str) -> None:
    university = make.side("university")
    firm, need = need_factory.published()
    listing = make.offer(university)
    with transaction():
        proposal = Proposal(
            need_id=need.id, listing_id=listing.id, owner_id=university.organisation.id, score=1.0, rank=1, reasons=[]
        )
        db.session.add(proposal)
    actor = firm if kind == "firm" else university.actor
    with pytest.raises(Forbidden), transaction():
        matching.answer(unvetted(actor), proposal, "interested")
    with transaction():
        matching.answer(actor, proposal, "interested")


def test_a_suspended_university_runs_no_import(app: Flask) -> None:
    keeper = accounts.actor("university")
    with pytest.raises(UnvettedKeeper), transaction():
        patents.ask_to_run(unvetted(keeper), ImportRun(mapping={"columns": {"application_number": 0}}))


def test_a_suspended_university_handles_no_bank_statement(app: Flask) -> None:
    university = bank.account(kind="university")
    bank.imported(university, bank.csv([bank.Line("30", "a", "b")]))
    row = bank.rows(university)[0].id
    with pytest.raises(NotFound), transaction():
        banking.ignore(unvetted(university.person), row, "x")


def test_a_suspended_university_divides_approves_and_pays_nothing(app: Flask) -> None:
    one = income_factory.case()
    drafter, approver, wishes = one.drafter, one.approver, income_factory.proposal(one)
    with pytest.raises((Forbidden, NotFound)), transaction():
        drafting.draft(unvetted(drafter), one.receipt_id, wishes)
    with pytest.raises((Forbidden, NotFound)), transaction():
        keeping.save_person(unvetted(drafter), PersonData("x"))
    split_id = income_factory.draft(one).id
    with pytest.raises((Forbidden, NotFound)), transaction():
        deciding.approve(unvetted(approver), split_id)
    with transaction():
        share = deciding.approve(approver, split_id).shares[0].id
    with pytest.raises((Forbidden, NotFound)), transaction():
        paying.pay(unvetted(approver), [share], paying.Paid(clock.today()))


def test_the_suspended_neither_follow_intents_up_nor_learn_contacts(app: Flask) -> None:
    university, pitch = pitch_factory.pitch(roadshow_factory.roadshow(state="held"))
    firm, intent = intent_factory.intent(pitch)
    deeds = (
        lambda: intents.advance(unvetted(university), intent.id, "talk"),
        lambda: intents.note(unvetted(university), intent.id, "x"),
        lambda: intents.close(unvetted(university), intent.id, "price"),
        lambda: intents.plan(unvetted(university), intent.id, clock.today()),
        lambda: intents.share_contact(unvetted(firm), intent.id),
        lambda: intents.declare(unvetted(firm), pitch.id, Wish("joint")),
    )
    for deed in deeds:
        with pytest.raises(NotVettedForIntents), transaction():
            deed()
    with transaction():
        intents.advance(university, intent.id, "talk")
        intents.withdraw(unvetted(firm), intent.id)


def test_a_suspended_operator_plans_nothing_and_a_suspended_bureau_decides_nothing(app: Flask) -> None:
    operator, bureau = roadshow_factory.operator(), accounts.actor("authority")
    show = roadshow_factory.roadshow(operator, state="submitted")
    for deed in (
        lambda: roadshows.take_back(unvetted(operator), show.id),
        lambda: roadshows.change(unvetted(operator), show.id, show.plan),
        lambda: roadshows.clone(unvetted(operator), show.id, show.starts_at),
        lambda: roadshows.approve(unvetted(bureau), show.id),
        lambda: roadshows.return_(unvetted(bureau), show.id, "x"),
    ):
        with pytest.raises(NotFound), transaction():
            deed()
    with transaction():
        roadshows.approve(bureau, show.id)


def test_the_suspended_hand_in_no_pitch_and_change_none_that_stands(app: Flask) -> None:
    show = roadshow_factory.roadshow()
    university, standing = pitch_factory.pitch(show)
    drafter, draft = pitch_factory.pitch(
        show, state="draft", position=None, speaker_phone="0538-1234567", summary="x" * 40
    )
    for deed in (
        lambda: pitches.submit(unvetted(drafter), draft.id),
        lambda: pitches.edit(unvetted(university), standing.id, Application(title="x")),
    ):
        with pytest.raises(NotVettedToPitch), transaction():
            deed()
    with transaction():
        pitches.submit(drafter, draft.id)
        pitches.withdraw(unvetted(university), standing.id)


def test_the_suspended_meet_nobody_and_may_only_step_back(app: Flask) -> None:
    hall = meeting_factory.hall()
    firm, other = meeting_factory.side(hall), meeting_factory.side(hall)
    university = meeting_factory.side(hall, "university")
    asked = meeting_factory.asked(hall, firm, university).id
    for deed in (
        lambda: meetings.ask(unvetted(other), hall.id, university.organisation_id or 0, meeting_factory.REASON),
        lambda: meetings.offer_times(unvetted(other), hall.id, hall.slots, ""),
        lambda: meetings.accept(unvetted(university), asked, hall.slots[0]),
        lambda: meetings.agree(unvetted(university), asked),
        lambda: meetings.propose(unvetted(university), asked, hall.slots[0]),
    ):
        with pytest.raises((Forbidden, NotTakingPart)), transaction():
            deed()
    suspend(university.organisation_id)
    with pytest.raises(MayNotAsk):
        meeting_factory.asked(hall, other, university)
    with transaction():
        meetings.decline(unvetted(university), asked, "no_time")


def test_a_suspended_firm_reports_no_effect(app: Flask) -> None:
    found = effect_factory.licence()
    actor = effect_factory.person_of(found.licensee_id).actor
    with pytest.raises(Forbidden), transaction():
        effects.report(unvetted(actor), found.id, clock.today().year, effect_factory.GOOD)
    with transaction():
        effects.report(actor, found.id, clock.today().year, effect_factory.GOOD)


def test_the_suspended_report_verify_and_confirm_no_royalties(app: Flask) -> None:
    firm, university = make.side(sme_class="small"), make.side("university")
    plan = FeePlan("milestones", milestones=(Milestone("Prototype", 1_000_000),))
    line = royalty_factory.lines(royalty_factory.schedule(plan, firm, university), "milestone")[0].id
    with pytest.raises(Forbidden), transaction():
        royalties.reach(unvetted(firm.actor), line, clock.today(), "")
    with transaction():
        royalties.reach(firm.actor, line, clock.today(), "")
    with pytest.raises(Forbidden), transaction():
        royalties.confirm(unvetted(university.actor), line)
    with transaction():
        royalties.confirm(university.actor, line)
