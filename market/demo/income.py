"""Income of the demo market: policies, one split paid, one to be paid, one on public notice, one in draft."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from market.accounts.models import Organisation
from market.accounts.queries import members_of
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.income.models import IncomePerson, Split
from market.income.queries import matters, splits
from market.income.queries.matters import Waiting
from market.income.rules.policy import Policy
from market.income.rules.wishes import Sharer, Wishes
from market.income.service import deciding, drafting, keeping, paying
from market.income.service.keeping import CostData, PersonData
from market.income.service.paying import Paid

HOUSE_RULES = "校科〔2025〕12 号"
INVENTED = ("梁思衡", "韩若溪", "邵明远")
"""For patents of the demo that name no inventor."""


def build() -> None:
    """Believable splits on the receipts that are there; doing it twice changes nothing."""
    if db.session.scalar(select(Split.id).limit(1)) is not None:
        return
    for university_id in list(db.session.scalars(select(Organisation.id).where(Organisation.kind == "university"))):
        waiting = [row for row in matters.waiting(university_id) if row.matter is not None]
        drafters = members_of(university_id, ("owner", "manager"))
        if not waiting or not drafters:
            continue
        approvers = members_of(university_id, ("finance",)) or drafters
        divide(waiting, drafters[0].actor, approvers[0].actor)


def divide(waiting: list[Waiting], drafter: Actor, approver: Actor) -> None:
    """The oldest receipt is divided and paid, the next approved, the third on notice, the fourth in draft."""
    with transaction():
        policy = Policy("", house_rules=HOUSE_RULES, inventors=Decimal("0.70"), notice_place="public")
        keeping.set_policy(replace(drafter, role="owner"), policy)
    receipts = [row.receipt.id for row in waiting]
    for place, receipt_id in enumerate(receipts[:4]):
        with clock.as_of(clock.now() - timedelta(days=6)):
            split_id = draft(drafter, receipt_id, leader=place == 2, cost=place == 0)
        if place == 2:
            with clock.as_of(clock.now() - timedelta(days=5)), transaction():
                deciding.begin_notice(drafter, split_id)
        if place < 2 and approver.user_id != drafter.user_id:
            finish(approver, split_id, paid=place == 0)


def draft(drafter: Actor, receipt_id: int, leader: bool, cost: bool) -> int:
    """One split on paper, with a cost first when asked; returns its number."""
    if cost:
        with transaction():
            keeping.enter_cost(drafter, receipt_id, CostData("agency", Money.of(600), clock.today(), "代理服务"))
    receipt = matters.receipt_for(drafter, receipt_id)
    matter = matters.matter_of(receipt.receivable)
    if matter is None:
        raise LookupError(receipt_id)
    wishes = with_people(drafting.proposal(drafter, receipt, matter), leader)
    with transaction():
        split = drafting.draft(drafter, receipt_id, wishes)
        for share in split.shares:
            if share.person_id:
                fill_in(drafter, db.session.get_one(IncomePerson, share.person_id))
        return split.id


def with_people(wishes: Wishes, leader: bool) -> Wishes:
    """The proposal with invented inventors where the patent names none, the first a leader when asked."""
    parts = wishes.inventors or tuple(
        Sharer(name, weight) for name, weight in zip(INVENTED, (5_000, 3_000, 2_000), strict=True)
    )
    first, *others = parts
    return replace(wishes, inventors=(replace(first, leader=leader), *others), college="材料与机械学院")


def fill_in(actor: Actor, person: IncomePerson) -> None:
    """Contact and bank data of an inventor, invented like everything here."""
    data = PersonData(
        person.name,
        person.college,
        person.leader,
        f"8{person.id:03d} (内线)",
        "云州银行",
        f"6200 00{person.id:02d} 0000",
    )
    keeping.save_person(actor, data, person.id)


def finish(approver: Actor, split_id: int, paid: bool) -> None:
    """Approve a split, and pay its shares when asked."""
    with clock.as_of(clock.now() - timedelta(days=4)), transaction():
        deciding.approve(approver, split_id)
    if paid:
        with clock.as_of(clock.now() - timedelta(days=2)), transaction():
            shares = [share.id for share in splits.split_for(approver, split_id).shares]
            paying.pay(approver, shares, Paid(clock.today(), f"DEMO-FP-{split_id}"))
