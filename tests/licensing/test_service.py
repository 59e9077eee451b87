"""Notice, payment, licence: through the services, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.errors import Conflict, Forbidden, Invalid, NotFound
from market.core.money import Money
from market.ledger import service as book
from market.licensing import queries, service
from market.licensing.errors import (
    AlreadyAsked,
    AlreadyLicensed,
    MayNotSign,
    MoneyHasCome,
    NotATaker,
    NotOnOffer,
    NotPaidInFull,
    NotPossibleNow,
    NotVetted,
    ObstacleFound,
    OwnPatent,
    RecordalNotRight,
    StillInTheWay,
)
from market.licensing.models import Licence, LicenceRequest, Reminder
from market.licensing.rules import notices
from market.licensing.rules.terms import Terms
from market.licensing.service import timers
from market.listings import service as listing_service
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent
from market.payments import queries as payments
from market.payments.events import ReceivableSettled
from market.payments.models import Receipt, Receivable
from tests.factories import licensing as make
from tests.factories import listings

NOON = datetime(2026, 10, 13, 4, 0, tzinfo=UTC)


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def told(name: str) -> int:
    db.session.rollback()
    return int(
        db.session.scalar(
            select(func.count()).select_from(outbox.EventRow).where(outbox.EventRow.name == f"licensing.{name}")
        )
        or 0
    )


def change(patent: Patent, **values: object) -> None:
    with transaction():
        row = db.session.get_one(Patent, patent.id)
        for name, value in values.items():
            setattr(row, name, value)


def patent_of(listing_id: int) -> Patent:
    return listing_service_listing(listing_id).patents[0].patent


def listing_service_listing(listing_id: int) -> listings.Listing:
    return db.session.get_one(listings.Listing, listing_id)


def test_a_notice_freezes_text_and_terms(app: Flask, at: time_machine.Traveller) -> None:
    listing, firm = make.offer(), make.side()
    request = make.notice(listing, firm, place="淄博", product="19 英寸轮毂", remark="请寄资料")
    terms = Terms.read(request.terms)
    assert request.state == "noticed"
    assert request.reference == f"TZ-2026-{request.id:06d}"
    assert request.noticed_at == NOON
    assert terms.due_at_start == Money.of(30_000)
    assert request.pay_by == notices.pay_by(date(2026, 10, 13), 15)
    assert terms.licensee.uscc == firm.organisation.uscc
    assert "19 英寸轮毂" in request.notice
    assert terms.licensor.name in request.notice
    assert request.terms_hash == notices.seal(request.notice, "19 英寸轮毂", "淄博", request.terms)
    due = make.receivable(request)
    assert (due.money, due.due_on, due.debtor_id) == (Money.of(30_000), request.pay_by, firm.organisation.id)
    assert told("NoticeSent") == 1


def test_the_seal_still_fits_after_reading_back(app: Flask) -> None:
    request = make.again(make.notice(make.offer(fee=listings.FEE), make.side()))
    assert request.terms_hash == notices.seal(request.notice, request.product, request.place, request.terms)


@pytest.mark.rule("R14")
def test_payment_makes_the_licence_effective_on_the_later_day(app: Flask, at: time_machine.Traveller) -> None:
    request = make.notice(make.offer(), make.side())
    assert make.again(request).licence is None
    at.move_to(datetime(2026, 10, 20, 2, 0, tzinfo=UTC))
    make.pay(request, on=date(2026, 10, 19))
    licence = make.licence_of(request)
    assert licence.effective_on == date(2026, 10, 19)
    assert make.again(request).paid_on == date(2026, 10, 19)
    assert (licence.state, licence.free) == ("effective", False)
    assert [link.patent_id for link in licence.patents] == [patent_of(request.listing_id).id]


@pytest.mark.rule("R14")
def test_a_payment_dated_before_the_notice_does_not_bring_effect_forward(
    app: Flask, at: time_machine.Traveller
) -> None:
    request = make.notice(make.offer(), make.side())
    make.pay(request, on=date(2026, 10, 10))
    licence = make.licence_of(request)
    assert licence.effective_on == date(2026, 10, 13)
    assert licence.recordal_from == date(2026, 10, 10)


@pytest.mark.rule("R14")
def test_part_of_the_money_is_not_enough(app: Flask) -> None:
    request = make.notice(make.offer(), make.side())
    make.pay(request, Money.of(12_000))
    assert make.again(request).state == "noticed"
    assert count(Licence) == 0
    make.pay(request, Money.of(18_000))
    assert make.licence_of(request).state == "effective"


@pytest.mark.rule("R14")
def test_the_day_is_shanghais(app: Flask, at: time_machine.Traveller) -> None:
    at.move_to(datetime(2026, 10, 13, 17, 30, tzinfo=UTC))
    request = make.notice(make.offer(fee=listings.FREE), make.side())
    assert make.licence_of(request).effective_on == date(2026, 10, 14)


def test_a_free_listing_grants_at_once(app: Flask) -> None:
    request = make.notice(make.offer(fee=listings.FREE), make.side())
    licence = make.licence_of(request)
    assert (make.again(request).state, licence.free, licence.effective_on) == ("granted", True, clock.today())
    assert count(Receivable) == 0


@pytest.mark.rule("R16")
def test_recordal_is_due_three_months_after_the_notice(app: Flask, at: time_machine.Traveller) -> None:
    request = make.notice(make.offer(), make.side())
    at.move_to(datetime(2026, 10, 20, 2, 0, tzinfo=UTC))
    make.pay(request)
    licence = make.licence_of(request)
    assert licence.recordal_from == date(2026, 10, 13)
    assert licence.recordal_due == date(2027, 1, 13)


@pytest.mark.rule("R13")
def test_every_taker_gets_the_same_price(app: Flask) -> None:
    listing = make.offer(fee=listings.FEE)
    offers = [make.notice(listing, make.side()).terms["offer"] for _ in range(3)]
    assert offers[0] == offers[1] == offers[2]


@pytest.mark.rule("R13")
def test_the_price_asked_is_the_frozen_one(app: Flask) -> None:
    listing, first, second = make.offer(), make.side(), make.side()
    request = make.notice(listing, first)
    with transaction():
        db.session.get_one(listings.Listing, listing.id).amount_minor = 1
    assert Terms.read(make.again(request).terms).due_at_start == Money.of(30_000)
    assert make.receivable(request).money == Money.of(30_000)
    assert make.notice(listing, second).terms["offer"]["amount_minor"] == 1


def test_any_number_of_firms_take_the_same_listing(app: Flask) -> None:
    listing = make.offer()
    for _ in range(4):
        make.licence(listing, make.side())
    assert queries.licence_count(listing.id) == 4
    figures = queries.figures(clock.today(), clock.today())
    assert (figures.licences, figures.patents, figures.licensees, figures.one_to_many) == (4, 1, 4, 1)


def test_the_same_form_twice_is_one_request(app: Flask) -> None:
    listing, firm, form = make.offer(), make.side(), make.once()
    first = make.notice(listing, firm, once=form)
    second = make.notice(listing, firm, once=form, product="other")
    assert first.id == second.id
    assert (count(LicenceRequest), count(Receivable), told("NoticeSent")) == (1, 1, 1)
    make.pay(first)
    assert make.notice(listing, firm, once=form).state == "granted"


def test_a_second_form_is_told_of_the_first(app: Flask) -> None:
    listing, firm = make.offer(), make.side()
    request = make.notice(listing, firm)
    with pytest.raises(AlreadyAsked) as asked:
        make.notice(listing, firm)
    assert asked.value.request_id == request.id
    make.pay(request)
    with pytest.raises(AlreadyLicensed) as held:
        make.notice(listing, firm)
    assert held.value.request_id == request.id
    assert count(LicenceRequest) == 1


def test_another_firms_form_number_is_no_key(app: Flask) -> None:
    listing, form = make.offer(), make.once()
    make.notice(listing, make.side(), once=form)
    with pytest.raises(Conflict):
        make.notice(listing, make.side(), once=form)


def test_who_may_not_send(app: Flask) -> None:
    listing, university = make.offer(), make.side("university")
    for side, refusal in (
        (university, NotATaker),
        (make.side("operator"), NotATaker),
        (make.side(state="pending"), NotVetted),
        (make.side(state="suspended"), NotVetted),
        (make.side(role="finance"), MayNotSign),
    ):
        with pytest.raises(refusal):
            make.notice(listing, side)
    owner = make.side("university")
    with pytest.raises(OwnPatent):
        make.notice(make.offer(owner), owner)
    with pytest.raises(Invalid):
        make.notice(listing, make.side(), once="")
    assert count(LicenceRequest) == 0


def test_vetting_is_read_from_the_database_not_from_the_session(app: Flask) -> None:
    listing, firm = make.offer(), make.side(state="suspended")
    with pytest.raises(NotVetted), transaction():
        service.send_notice(replace(firm.actor, vetted=True), listing.id, make.once())


def test_only_an_announced_listing_can_be_taken(app: Flask) -> None:
    university, firm = make.side("university").organisation, make.side()
    for listing, refusal in (
        (listings.draft_listing(university), NotFound),
        (listings.declared_listing(university), NotFound),
        (listings.suspended_listing(university), NotOnOffer),
        (listings.withdrawn_listing(university), NotOnOffer),
    ):
        with pytest.raises(refusal):
            make.notice(listing, firm)


OBSTACLES = [
    ("R02", {"status": "dead"}),
    ("R03", {"exclusive_until": date(2099, 1, 1)}),
    ("R04", {"disputed": True}),
    ("R04", {"preserved": True}),
    ("R05", {"annuity_due": date(2020, 1, 1)}),
    ("R06", {"pledged": True}),
]


@pytest.mark.rule("R15")
@pytest.mark.parametrize(("rule", "obstacle"), OBSTACLES)
def test_an_obstacle_stops_a_notice(app: Flask, rule: str, obstacle: dict[str, object]) -> None:
    listing = make.offer()
    change(patent_of(listing.id), **obstacle)
    with pytest.raises(ObstacleFound):
        make.notice(listing, make.side())
    assert count(LicenceRequest) == 0


@pytest.mark.rule("R15")
@pytest.mark.parametrize(("rule", "obstacle"), OBSTACLES)
def test_an_obstacle_at_payment_holds_the_request_and_keeps_the_money(
    app: Flask, rule: str, obstacle: dict[str, object]
) -> None:
    request = make.notice(make.offer(), make.side())
    change(patent_of(request.listing_id), **obstacle)
    make.pay(request)
    held = make.again(request)
    assert (held.state, held.held_reason, held.licence) == ("held", rule, None)
    assert payments.paid(make.receivable(request)) == Money.of(30_000)
    assert told("RequestHeld") == 1


def hold(cure: bool = False) -> LicenceRequest:
    request = make.notice(make.offer(), make.side())
    change(patent_of(request.listing_id), disputed=True)
    make.pay(request)
    if cure:
        change(patent_of(request.listing_id), disputed=False)
    return make.again(request)


def test_a_held_request_is_granted_after_cure_and_not_before(app: Flask, at: time_machine.Traveller) -> None:
    request, operator = hold(), make.side("operator").actor
    with pytest.raises(StillInTheWay), transaction():
        service.release(operator, request.id)
    change(patent_of(request.listing_id), disputed=False)
    at.move_to(datetime(2026, 11, 2, 2, 0, tzinfo=UTC))
    with transaction():
        service.release(operator, request.id)
    licence = make.licence_of(request)
    assert licence.effective_on == date(2026, 11, 2)
    assert licence.recordal_from == date(2026, 10, 13)
    with pytest.raises(NotPossibleNow), transaction():
        service.release(operator, request.id)
    assert count(Licence) == 1


def test_a_closed_request_leaves_its_money_to_be_given_back(app: Flask) -> None:
    request, operator = hold(), make.side("operator").actor
    with pytest.raises(Invalid), transaction():
        service.close(operator, request.id, " ")
    with transaction():
        service.close(operator, request.id, "权属争议未结")
    assert (make.again(request).state, make.again(request).decision) == ("closed", "权属争议未结")
    receipt = db.session.scalars(select(Receipt)).one()
    assert receipt.left_to_give_back == Money.of(30_000)
    assert book.self_check() == []
    with pytest.raises(NotPossibleNow), transaction():
        service.close(operator, request.id, "again")


def test_only_the_operator_decides(app: Flask) -> None:
    request = hold(cure=True)
    for side in (make.side(), make.side("university")):
        with pytest.raises(NotFound), transaction():
            service.release(side.actor, request.id)
        with pytest.raises(NotFound), transaction():
            service.close(side.actor, request.id, "x")


def test_a_firm_that_lost_its_vetting_is_held(app: Flask) -> None:
    request = make.notice(make.offer(), make.side())
    with transaction():
        db.session.get_one(Organisation, request.licensee_id).state = "suspended"
    make.pay(request)
    assert (make.again(request).state, make.again(request).held_reason) == ("held", "vetting")


@pytest.mark.rule("R17")
def test_a_notice_before_the_withdrawal_keeps_its_terms(app: Flask) -> None:
    listing = make.offer()
    earlier, request = make.licence(listing, make.side()), make.notice(listing, make.side())
    with transaction():
        listing_service.withdraw(listings.manager(listing.organisation), listing.id, "技术路线调整", clock.today())
    with pytest.raises(NotOnOffer):
        make.notice(listing, make.side())
    make.pay(request)
    assert make.licence_of(request).state == "effective"
    assert db.session.get_one(Licence, earlier.id).state == "effective"


def test_the_same_settlement_told_again_changes_nothing(app: Flask) -> None:
    request = make.notice(make.offer(), make.side())
    make.pay(request)
    due = make.receivable(request)
    for _ in range(3):
        with transaction():
            service.on_settled(ReceivableSettled(due.id, due.subject, "2026-12-24"))
    assert count(Licence) == 1
    assert make.again(request).paid_on == clock.today()
    assert told("LicenceGranted") == 1


def test_settlements_of_other_things_are_left_alone(app: Flask) -> None:
    with transaction():
        for subject in ("licence:1", "request:999999", "request:abc", "event:1"):
            service.on_settled(ReceivableSettled(1, subject, "2026-12-24"))
    assert count(Licence) == 0


def test_a_firm_cancels_before_any_money_has_come(app: Flask) -> None:
    firm = make.side()
    request = make.notice(make.offer(), firm)
    with pytest.raises(NotFound), transaction():
        service.cancel(make.side().actor, request.id)
    with pytest.raises(Forbidden), transaction():
        service.cancel(replace(firm.actor, role="member"), request.id)
    with transaction():
        service.cancel(firm.actor, request.id)
    assert make.again(request).state == "cancelled"
    assert make.receivable(request).state == "cancelled"
    with pytest.raises(NotPossibleNow), transaction():
        service.cancel(firm.actor, request.id)
    assert make.notice(db.session.get_one(listings.Listing, request.listing_id), firm).state == "noticed"


def test_a_firm_cannot_cancel_once_money_has_come(app: Flask) -> None:
    firm = make.side()
    request = make.notice(make.offer(), firm)
    make.pay(request, Money.of(1))
    with pytest.raises(MoneyHasCome), transaction():
        service.cancel(firm.actor, request.id)


def test_an_unpaid_request_lapses_and_late_money_is_kept(app: Flask, at: time_machine.Traveller) -> None:
    request = make.notice(make.offer(), make.side())
    assert request.pay_by is not None
    at.move_to(datetime.combine(request.pay_by + timedelta(days=1), NOON.timetz()))
    timers.lapse_unpaid()
    assert make.again(request).state == "noticed", "the bank still has some days"
    at.move_to(datetime.combine(notices.lapses_on(request.pay_by), NOON.timetz()))
    timers.lapse_unpaid()
    timers.lapse_unpaid()
    assert make.again(request).state == "lapsed"
    assert told("RequestClosed") == 1
    make.pay(request)
    assert make.again(request).state == "lapsed"
    assert count(Licence) == 0
    assert db.session.scalars(select(Receipt)).one().left_to_give_back == Money.of(30_000)
    assert book.self_check() == []


def test_a_part_paid_request_is_held_when_its_time_is_over(app: Flask, at: time_machine.Traveller) -> None:
    request, operator = make.notice(make.offer(), make.side()), make.side("operator").actor
    make.pay(request, Money.of(10_000))
    assert request.pay_by is not None
    at.move_to(datetime.combine(notices.lapses_on(request.pay_by), NOON.timetz()))
    timers.lapse_unpaid()
    assert (make.again(request).state, make.again(request).held_reason) == ("held", "part_paid")
    with pytest.raises(NotPaidInFull), transaction():
        service.release(operator, request.id)
    make.pay(request, Money.of(20_000))
    assert make.licence_of(request).state == "effective"


def test_recording(app: Flask) -> None:
    firm = make.side()
    licence = make.licence(firm=firm)
    with pytest.raises(NotFound), transaction():
        service.record(make.side().actor, licence.id, "X2026", clock.today())
    with pytest.raises(Forbidden), transaction():
        service.record(replace(firm.actor, role="member"), licence.id, "X2026", clock.today())
    for number, on in (("", clock.today()), ("X", clock.today() + timedelta(1)), ("X", date(2020, 1, 1))):
        with pytest.raises(RecordalNotRight), transaction():
            service.record(firm.actor, licence.id, number, on)
    with transaction():
        service.record(firm.actor, licence.id, " X2026330000001 ", clock.today())
    stored = db.session.get_one(Licence, licence.id)
    assert (stored.state, stored.recordal_number, stored.recorded_on) == ("recorded", "X2026330000001", clock.today())
    with pytest.raises(NotPossibleNow), transaction():
        service.record(make.side("operator").actor, licence.id, "Y", clock.today())


@pytest.mark.rule("R16")
def test_reminders_are_given_once_each(app: Flask, at: time_machine.Traveller) -> None:
    licence = make.licence()
    for day in range(0, 100):
        at.move_to(NOON + timedelta(days=day))
        timers.remind_of_recordal()
        timers.remind_of_recordal()
    rows = db.session.scalars(
        select(outbox.EventRow).where(outbox.EventRow.name == "licensing.RecordalDueSoon").order_by(outbox.EventRow.id)
    )
    told_days = [(row.payload["days"], clock.local_date(row.at)) for row in rows]
    due = licence.recordal_due
    assert told_days == [(days, due - timedelta(days=days)) for days in (60, 30, 7)] + [(0, due + timedelta(1))]
    assert count(Reminder) == 4


def test_a_recorded_licence_is_not_reminded(app: Flask, at: time_machine.Traveller) -> None:
    firm = make.side()
    licence = make.licence(firm=firm)
    with transaction():
        service.record(firm.actor, licence.id, "X1", clock.today())
    at.move_to(NOON + timedelta(days=200))
    timers.remind_of_recordal()
    assert told("RecordalDueSoon") == 0


@pytest.mark.rule("R18")
def test_a_licence_ends_with_its_last_patent(app: Flask) -> None:
    university = make.side("university")
    patents = [listings.granted_patent(university.organisation) for _ in range(2)]
    licence = make.licence(make.offer(university, *patents))
    change(patents[0], status="dead")
    for _ in range(2):
        timers.on_patent_status(PatentStatusChanged(patents[0].id, "in_force", "dead"))
    assert db.session.get_one(Licence, licence.id).state == "effective"
    assert told("LicensedPatentEnded") == 1
    change(patents[1], status="dead")
    timers.end_what_is_over()
    ended = db.session.get_one(Licence, licence.id)
    assert (ended.state, ended.end_reason, ended.ended_on) == ("ended", "patent", clock.today())
    assert told("LicenceEnded") == 1


@pytest.mark.rule("R18")
def test_a_patent_put_right_again_counts_as_living(app: Flask) -> None:
    university = make.side("university")
    patents = [listings.granted_patent(university.organisation) for _ in range(2)]
    licence = make.licence(make.offer(university, *patents))
    for status, ended in (("dead", True), ("in_force", False)):
        change(patents[0], status=status)
        timers.on_patent_status(PatentStatusChanged(patents[0].id, "", status))
        db.session.rollback()
        marks = {link.patent_id: link.ended_on for link in db.session.get_one(Licence, licence.id).patents}
        assert (marks[patents[0].id] is not None) is ended
        assert marks[patents[1].id] is None


@pytest.mark.rule("R18")
def test_a_licence_on_living_patents_goes_on(app: Flask) -> None:
    licence = make.licence()
    change(licence.patents[0].patent, pledged=True)
    timers.on_patent_status(PatentStatusChanged(licence.patents[0].patent_id, "in_force", "in_force"))
    timers.end_what_is_over()
    assert db.session.get_one(Licence, licence.id).state == "effective"


def test_a_licence_ends_with_its_term(app: Flask, at: time_machine.Traveller) -> None:
    licence = make.licence()
    assert licence.term_end is not None
    at.move_to(datetime.combine(licence.term_end, NOON.timetz()))
    timers.end_what_is_over()
    assert db.session.get_one(Licence, licence.id).state == "effective", "the last day still counts"
    at.move_to(datetime.combine(licence.term_end + timedelta(1), NOON.timetz()))
    timers.end_what_is_over()
    db.session.rollback()
    assert db.session.get_one(Licence, licence.id).end_reason == "term"


def test_later_instalments_are_asked_for_at_the_grant(app: Flask) -> None:
    fee = replace(
        listings.ONE_OFF,
        kind="instalments",
        amount=Money.of(30_000),
        instalments=((Money.of(10_000), 0), (Money.of(20_000), 6)),
    )
    request = make.notice(make.offer(fee=fee), make.side())
    assert make.receivable(request).money == Money.of(10_000)
    make.pay(request)
    licence = make.licence_of(request)
    (later,) = payments.receivables_for(f"licence:{licence.id}")
    assert (later.money, later.position) == (Money.of(20_000), 2)


def test_reading_is_noted_once_and_only_for_the_licensor(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    request = make.notice(make.offer(university), firm)
    for actor in (firm.actor, make.side("university").actor):
        with transaction():
            assert service.mark_read(actor, request.id) is False
    with transaction():
        assert service.mark_read(university.actor, request.id) is True
    with transaction():
        assert service.mark_read(university.actor, request.id) is False
    assert make.again(request).read_at is not None
    assert told("NoticeRead") == 1


def test_who_sees_a_deal(app: Flask) -> None:
    university, firm = make.side("university"), make.side()
    request = make.notice(make.offer(university), firm)
    for side in (university, firm, make.side("operator")):
        assert queries.request_for(side.actor, request.id).id == request.id
        assert [row.id for row in db.session.scalars(queries.deals(side.actor)).unique()] == [request.id]
        assert queries.stage_counts(side.actor) == {"noticed": 1}
    for side in (make.side(), make.side("university"), make.side("authority")):
        with pytest.raises(NotFound):
            queries.request_for(side.actor, request.id)
        assert list(db.session.scalars(queries.deals(side.actor)).unique()) == []


def test_the_deals_of_the_desk(app: Flask) -> None:
    listing, operator = make.offer(), make.side("operator").actor
    first, second = make.notice(listing, make.side()), make.notice(listing, make.side())
    make.pay(first, Money.of(100))
    make.pay(second)
    deals = {
        deal.request.id: deal for deal in queries.as_deals(list(db.session.scalars(queries.deals(operator)).unique()))
    }
    assert (deals[first.id].stage, deals[first.id].paid) == ("noticed", Money.of(100))
    assert (deals[second.id].stage, deals[second.id].paid, deals[second.id].light) == (
        "effective",
        Money.of(30_000),
        "ok",
    )
    assert [row.id for row in db.session.scalars(queries.deals(operator, "effective")).unique()] == [second.id]
    assert len(list(db.session.scalars(queries.deals(operator, "open", "压力")).unique())) == 2
    assert list(db.session.scalars(queries.deals(operator, "", "nothing like it")).unique()) == []
