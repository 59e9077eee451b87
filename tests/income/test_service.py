"""Dividing real receipts: drafts, four eyes, notice, payment, reversal; what the ledger then says."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Forbidden, Invalid, NotFound
from market.core.money import Money
from market.income.errors import DividedAlready, NothingOwed, NoticeStillOpen, NotYetApproved, PolicyMissing
from market.income.models import IncomePerson, Split
from market.income.queries import matters, people, splits
from market.income.rules.wishes import Owned, Sharer, Wishes
from market.income.service import deciding, drafting, keeping, paying
from market.income.service.keeping import CostData
from market.ledger import queries as ledger
from market.ledger import service as book
from market.negotiation.models import Deal
from market.patents.models import Patent
from market.payments import service as payments
from tests.factories import accounts, licensing, listings, negotiation
from tests.factories import income as make

LEADER = (Sharer("陈立", 5_000, True), Sharer("王芳", 3_000), Sharer("赵明", 2_000))


def lines(split: Split) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for share in split.shares:
        found.setdefault(share.kind, []).append(share.amount_minor)
    return found


def with_inventors(one: make.Case, *inventors: Sharer, **over: Any) -> Wishes:
    proposed = make.proposal(one)
    values = {"owners": proposed.owners, "inventors": inventors, "college": "机械学院"} | over
    return Wishes(**values)


def test_a_receipt_is_divided_as_the_policy_says(app: Flask) -> None:
    one = make.case()
    split = make.draft(one, with_inventors(one, *LEADER[1:2], Sharer("陈立", 7_000)))
    assert lines(split) == {
        "inventor": [630_000, 1_470_000],
        "college": [300_000],
        "office": [300_000],
        "university": [300_000],
    }
    assert (split.state, split.policy_number, split.number[:8]) == ("draft", 1, f"FP-{clock.today().year}-")
    assert [waiting.receipt.id for waiting in matters.waiting(one.licence.licensor_id)] == []


def test_what_is_proposed_names_the_patents_inventors(app: Flask) -> None:
    one = make.case()
    proposed = make.proposal(one)
    assert [part.name for part in proposed.inventors] == make.INVENTORS
    assert sum(part.weight for part in proposed.inventors) == 10_000
    waiting = matters.waiting(one.licence.licensor_id)
    assert [(row.money, row.matter.key if row.matter else "") for row in waiting] == [
        (Money.of(30_000), f"licence:{one.licence_id}")
    ]


def test_without_a_policy_nothing_is_divided(app: Flask) -> None:
    one = make.case(with_policy=False)
    with pytest.raises(PolicyMissing):
        make.draft(one)


@pytest.mark.rule("R21")
def test_a_policy_below_the_law_is_refused_and_one_at_the_floor_is_not(app: Flask) -> None:
    one = make.case(with_policy=False)
    with pytest.raises(Invalid) as refusal:
        make.policy(one.drafter, inventors=Decimal("0.69"))
    assert "inventors" in refusal.value.fields
    assert make.policy(one.drafter, inventors=Decimal("0.70")).number == 1
    with pytest.raises(Forbidden):
        make.policy(accounts.user(one.licence.licensor, role="member").actor)


def test_a_later_policy_leaves_the_split_as_it_was(app: Flask) -> None:
    one = make.case()
    split = make.draft(one)
    make.policy(one.drafter, inventors=Decimal("0.80"), college=Decimal(0))
    assert make.again(split).terms.inventors == Decimal("0.70")
    assert splits.policy_of(one.licence.licensor_id).number == 2  # type: ignore[union-attr]


def test_a_receipt_is_divided_once(app: Flask) -> None:
    one = make.case()
    split = make.draft(one)
    with pytest.raises(DividedAlready):
        make.draft(one)
    with transaction():
        drafting.drop(one.drafter, split.id, "falsch")
    assert make.draft(one).id != split.id


@pytest.mark.rule("R23")
def test_co_owners_share_first_and_equal_parts_are_flagged(app: Flask) -> None:
    one = make.case(co_owners=["甲研究所", "乙公司"])
    split = make.draft(one)
    assert "no_agreement" in split.flags
    assert lines(split)["co_owner"] == [999_900, 999_900]
    assert sum(share.amount_minor for share in split.shares) == 3_000_000


@pytest.mark.rule("R23")
def test_an_agreement_between_owners_goes_before_equal_parts(app: Flask) -> None:
    one = make.case(co_owners=["甲研究所"])
    own = make.proposal(one).owners[0].name
    unequal = (Owned(own, 9_000, True), Owned("甲研究所", 1_000))
    with pytest.raises(Invalid):
        make.draft(one, with_inventors(one, *LEADER, owners=unequal))
    split = make.draft(one, with_inventors(one, *LEADER, owners=unequal, agreement="共有协议 2024-3"))
    assert "no_agreement" not in split.flags
    assert lines(split)["co_owner"] == [300_000]


def test_costs_are_deducted_once_whatever_receipts_follow(app: Flask) -> None:
    one = make.case()
    with transaction():
        cost = keeping.enter_cost(one.drafter, one.receipt_id, CostData("tax", Money.of(1_800), clock.today()))
    split = make.draft(one)
    assert lines(split)["cost"] == [180_000]
    assert splits.open_costs(split.matter, one.receipt_id, "CNY") == []
    with transaction():
        drafting.drop(one.drafter, split.id)
    assert [money for _cost, money in splits.open_costs(split.matter, one.receipt_id, "CNY")] == [Money.of(1_800)]
    with transaction():
        keeping.withdraw_cost(one.drafter, cost.id)
    assert "cost" not in lines(make.draft(one))


def test_who_drafted_cannot_approve_while_others_could(app: Flask) -> None:
    one = make.case()
    split = make.draft(one)
    with pytest.raises(NotYetApproved), transaction():
        deciding.approve(one.drafter, split.id)
    with pytest.raises(Forbidden), transaction():
        deciding.approve(accounts.user(one.licence.licensor, role="manager").actor, split.id)
    with transaction():
        deciding.approve(one.approver, split.id)
    assert make.again(split).approved_by == one.approver.user_id


def test_an_institution_of_one_person_approves_alone_and_it_shows(app: Flask) -> None:
    one = make.case()
    with transaction() as session:
        session.delete(one.finance.membership)
    split = make.draft(one)
    with transaction():
        deciding.approve(one.drafter, split.id)
    assert "one_person" in make.again(split).flags


@pytest.mark.rule("R22")
def test_a_leaders_share_stands_on_notice_before_approval(app: Flask) -> None:
    one = make.case()
    split = make.draft(one, with_inventors(one, *LEADER))
    assert "leader" in split.flags
    with pytest.raises(NotYetApproved), transaction():
        deciding.approve(one.approver, split.id)
    with transaction():
        deciding.begin_notice(one.drafter, split.id)
    with pytest.raises(NoticeStillOpen), transaction():
        deciding.close_notice(one.drafter, split.id, "none")
    last = make.again(split).notice_until or date.max
    with time_machine.travel(clock.now() + timedelta(days=(last - clock.today()).days + 1), tick=False):
        with pytest.raises(Invalid), transaction():
            deciding.close_notice(one.drafter, split.id, "settled")
        with transaction():
            deciding.close_notice(one.drafter, split.id, "settled", "李某询问比例, 已答复")
        with transaction():
            deciding.approve(one.approver, split.id)
    assert make.again(split).state == "approved"


def test_an_upheld_objection_withdraws_the_split(app: Flask) -> None:
    one = make.case()
    split = make.draft(one, with_inventors(one, *LEADER))
    with transaction():
        deciding.begin_notice(one.drafter, split.id)
    with time_machine.travel(clock.now() + timedelta(days=16), tick=False), transaction():
        deciding.close_notice(one.drafter, split.id, "upheld", "发明人名单有误")
    assert make.again(split).state == "dropped"
    assert len(matters.waiting(one.licence.licensor_id)) == 1


@pytest.mark.rule("R06")
def test_the_proceeds_of_a_pledged_patent(app: Flask) -> None:
    one = make.case()
    make.pledge(one)
    split = make.draft(one)
    assert "pledged" in split.flags
    with pytest.raises(NotYetApproved), transaction():
        deciding.approve(one.approver, split.id)
    with transaction():
        deciding.answer_pledge(one.drafter, split.id, "repaid", "2026-11 还款 3 万元")
    with transaction():
        deciding.approve(one.approver, split.id)
    assert make.again(split).state == "approved"


def test_what_is_owed_and_paid_is_read_from_the_ledger(app: Flask) -> None:
    one = make.case()
    split = make.approved(one)
    university = one.licence.licensor_id
    assert splits.owed_in_all(university) == Money.of(24_000)
    owed = [row.owed for row in splits.balances(split.shares) if row.share.kind == "inventor"]
    assert sum(owed, Money(0)) == Money.of(21_000)
    chosen = [share.id for share in split.shares if share.kind == "inventor"]
    with transaction():
        paying.pay(one.approver, chosen, paying.Paid(clock.today(), "TT1"))
    assert splits.owed_in_all(university) == Money.of(3_000)
    assert make.again(split).state == "approved"
    with pytest.raises(NothingOwed), transaction():
        paying.pay(one.approver, chosen, paying.Paid(clock.today()))
    with transaction():
        paying.pay(one.approver, [share.id for share in make.again(split).shares], paying.Paid(clock.today()))
    assert make.again(split).state == "paid"
    assert splits.owed_in_all(university) == Money(0)
    assert ledger.balance("bank", university) == Money.of(6_000)
    assert book.self_check() == []


def test_a_reversed_receipt_mirrors_the_split(app: Flask) -> None:
    one = make.case()
    split = make.approved(one)
    chosen = [share.id for share in split.shares if share.kind == "inventor"][:1]
    with transaction():
        paying.pay(one.approver, chosen, paying.Paid(clock.today()))
    operator = accounts.actor("operator")
    with transaction():
        payments.reverse_receipt(operator, one.receipt_id, "银行退汇")
    split = make.again(split)
    mirror = db.session.query(Split).filter_by(mirrors_id=split.id).one()
    assert (split.state, mirror.state, mirror.amount_minor) == ("reversed", "mirror", -3_000_000)
    assert [share.amount_minor for share in mirror.shares] == [-share.amount_minor for share in split.shares]
    taken_back = {row.share.id: row.owed for row in splits.balances(split.shares)}
    assert taken_back[chosen[0]] == Money(-split.shares[0].amount_minor)
    assert sum(taken_back.values(), Money(0)) == splits.owed_in_all(split.organisation_id)
    assert matters.waiting(split.organisation_id) == []
    assert book.self_check() == []
    with pytest.raises(NothingOwed), transaction():
        paying.pay(one.approver, [share.id for share in split.shares], paying.Paid(clock.today()))


def test_a_draft_falls_with_its_receipt(app: Flask) -> None:
    one = make.case()
    split = make.draft(one)
    with transaction():
        payments.reverse_receipt(accounts.actor("operator"), one.receipt_id, "银行退汇")
    assert make.again(split).state == "dropped"


def test_statements_count_by_the_year_of_approval(app: Flask) -> None:
    one = make.case()
    split = make.approved(one)
    person = db.session.get_one(IncomePerson, split.shares[0].person_id)
    year = clock.today().year
    found = people.statement_of_person(person, year)
    assert found.total("share") == found.total("owed") == [Money(split.shares[0].amount_minor)]
    assert people.statement_of_person(person, year - 1).lines == []
    assert people.totals(one.licence.licensor_id)[person.id] == found.total("share")


def test_others_neither_see_nor_divide(app: Flask) -> None:
    one = make.case()
    split = make.draft(one)
    for stranger in (accounts.actor("university"), accounts.actor("firm"), accounts.actor("authority")):
        with pytest.raises(NotFound):
            splits.split_for(stranger, split.id)
        with pytest.raises((NotFound, Forbidden)), transaction():
            drafting.drop(stranger, split.id)
    member = accounts.user(one.licence.licensor, role="member").actor
    with pytest.raises(NotFound):
        splits.split_for(member, split.id)
    assert splits.split_for(accounts.actor("operator"), split.id).id == split.id


def test_the_price_of_a_transfer_is_income_of_who_owned_it(app: Flask) -> None:
    university, firm = licensing.side("university"), licensing.side()
    patent = listings.granted_patent(university.organisation, inventors=make.INVENTORS)
    negotiation.no_notice(university)
    deal = negotiation.agreed_deal(university, firm, patent, kind="transfer")
    number, operator = deal.id, accounts.actor("operator")
    with transaction():
        due = payments.ask(
            f"deal:{number}", "转让费", firm.organisation.id, university.organisation.id, Money.of(80_000), None
        )
        receipt = payments.book_receipt(operator, due.id, "bank", "UEB", Money.of(80_000), clock.today())
        receipt_id = receipt.id
    assert matters.waiting(university.organisation.id)[0].matter is None
    with transaction():
        db.session.get_one(Deal, number).concluded_on = clock.today()
        for owner in db.session.get_one(Patent, patent.id).owners:
            owner.name, owner.organisation_id = firm.organisation.name, firm.organisation.id
    make.policy(university.actor)
    one = make.Case(0, receipt_id, university.person, university.person)
    split = make.draft(one)
    assert split.matter == f"deal:{number}"
    assert "co_owner" not in lines(split)
    assert sum(lines(split)["inventor"]) == 5_600_000
