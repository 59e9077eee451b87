"""Receipts to divide, policies, drafts and approved splits for tests."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from market.accounts.models import User
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.income.models import IncomePolicy, Split
from market.income.queries import matters
from market.income.rules.policy import Policy
from market.income.rules.wishes import Wishes
from market.income.service import deciding, drafting, keeping
from market.licensing.models import Licence
from market.patents.models import Owner, Patent
from market.payments.models import Receipt, Receivable
from tests.factories import accounts, licensing, listings

INVENTORS = ["陈立", "王芳", "赵明"]


@dataclass(frozen=True)
class Case:
    """A licence with its money in, and the university's people: owner drafts, finance approves."""

    licence_id: int
    receipt_id: int
    owner: User
    finance: User

    @property
    def drafter(self) -> Actor:
        """Who drafts."""
        return self.owner.actor

    @property
    def approver(self) -> Actor:
        """Who approves."""
        return self.finance.actor

    @property
    def licence(self) -> Licence:
        """The licence as it stands now."""
        return db.session.get_one(Licence, self.licence_id)

    @property
    def receipt(self) -> Receipt:
        """The receipt as it stands now."""
        return db.session.get_one(Receipt, self.receipt_id)


def case(with_policy: bool = True, amount: str = "30000", region: str = "370302", **patent: Any) -> Case:
    """A paid licence of 30,000 yuan on a patent with three inventors, unless told otherwise."""
    university = licensing.side("university", region=region)
    finance = accounts.user(university.organisation, role="finance")
    others = patent.pop("co_owners", [])
    found = listings.granted_patent(university.organisation, **({"inventors": INVENTORS} | patent))
    fee = listings.Fee(kind=listings.FeeKind.ONE_OFF, amount=Money.of(amount), due_days=15)
    licence = licensing.licence(listings.announced_listing(university.organisation, found, fee=fee))
    if with_policy:
        policy(university.actor)
    with transaction() as session:
        for position, name in enumerate(others, start=1):
            session.add(Owner(patent_id=found.id, position=position, name=name))
    receipt = db.session.query(Receipt).join(Receivable).filter(Receivable.creditor_id == licence.licensor_id).one()
    return Case(licence.id, receipt.id, university.person, finance)


def policy(actor: Actor, **over: Any) -> IncomePolicy:
    """A policy in force: 70 % inventors, 10 % college, 10 % office, unless told otherwise."""
    values: dict[str, Any] = {"region": "", "inventors": Decimal("0.70")} | over
    with transaction():
        return keeping.set_policy(actor, Policy(**values))


def proposal(one: Case) -> Wishes:
    """What the form begins with."""
    matter = matters.matter_of(one.receipt.receivable)
    if matter is None:
        raise LookupError(one.receipt_id)
    return drafting.proposal(one.drafter, one.receipt, matter)


def draft(one: Case, wishes: Wishes | None = None, by: Actor | None = None) -> Split:
    """A split on paper, as proposed unless told otherwise."""
    entered = wishes or proposal(one)
    with transaction():
        return drafting.draft(by or one.drafter, one.receipt_id, entered)


def approved(one: Case, wishes: Wishes | None = None) -> Split:
    """An approved split."""
    split = draft(one, wishes)
    with transaction():
        return deciding.approve(one.approver, split.id)


def again(split: Split) -> Split:
    """The split as it stands now."""
    db.session.rollback()
    return db.session.get_one(Split, split.id)


def pledge(one: Case) -> None:
    """The patent is pledged from now on."""
    with transaction() as session:
        for row in session.query(Patent):
            row.pledged, row.pledgee_consent = True, True
