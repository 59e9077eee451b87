"""What a university keeps for its splits: its policy, the people who share, the costs of a deal."""

from dataclasses import dataclass, replace
from datetime import date

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Forbidden, Invalid, NotFound
from market.core.files import StoredFile
from market.core.i18n import N_
from market.core.money import Money
from market.income.errors import CostUsed
from market.income.events import PolicyChanged
from market.income.models import IncomeCost, IncomePerson, IncomePolicy
from market.income.queries import matters, people, splits
from market.income.rules import policy as policy_rules
from market.income.rules import states
from market.income.rules.policy import Policy


def university_of(actor: Actor) -> Organisation:
    """The actor's own university, for those who keep its income; raises NotFound or Forbidden."""
    own = db.session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    if own is None or own.kind != "university":
        raise NotFound
    if not states.keeps(actor, own.id):
        raise Forbidden
    return own


def set_policy(actor: Actor, policy: Policy) -> IncomePolicy:
    """A new version of the policy; raises Invalid when the law does not allow it (R21). The region is the record's."""
    own = university_of(actor)
    if not states.approves(actor, own.id):
        raise Forbidden
    policy = replace(policy, region=own.region)
    bad = {found.field: found.sentence for found in policy_rules.findings(policy) if found.tone == "bad"}
    if bad:
        raise Invalid(fields=bad)
    lock_row(own)
    latest = splits.policy_of(own.id)
    row = IncomePolicy(
        organisation_id=own.id,
        number=latest.number + 1 if latest else 1,
        terms=policy.to_plain(),
        made_by=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    outbox.emit(PolicyChanged(own.id, row.number), actor)
    return row


@dataclass(frozen=True)
class PersonData:
    """What is kept about somebody who shares."""

    name: str
    college: str = ""
    leader: bool = False
    contact: str = ""
    bank_name: str = ""
    bank_account: str = ""


def save_person(actor: Actor, data: PersonData, person_id: int | None = None) -> IncomePerson:
    """Enter or change a person of the actor's university."""
    own = university_of(actor)
    if person_id is None:
        person = IncomePerson(organisation_id=own.id, name=data.name)
        db.session.add(person)
    else:
        person = people.person_for(actor, person_id)
    person.name, person.college, person.leader = data.name, data.college, data.leader
    person.contact, person.bank_name, person.bank_account = data.contact, data.bank_name, data.bank_account
    db.session.flush()
    return person


@dataclass(frozen=True)
class CostData:
    """A cost as its voucher shows it; `receipt_only` ties it to one receipt instead of the whole deal."""

    kind: str
    money: Money
    spent_on: date
    note: str = ""
    receipt_only: bool = False


def enter_cost(actor: Actor, receipt_id: int, data: CostData, voucher: StoredFile | None = None) -> IncomeCost:
    """Enter a cost of the deal a receipt belongs to; raises Invalid, NotFound."""
    own = university_of(actor)
    receipt = matters.receipt_for(actor, receipt_id)
    matter = matters.matter_of(receipt.receivable)
    policy = splits.policy_of(own.id)
    if matter is None:
        raise NotFound
    if policy is not None and data.kind not in policy.policy.cost_kinds:
        raise Invalid(fields={"kind": N_("Your policy does not list this kind of cost as deductible.")})
    if voucher is not None:
        db.session.add(voucher)
        db.session.flush()
    cost = IncomeCost(
        organisation_id=own.id,
        matter=matter.key,
        receipt_id=receipt.id if data.receipt_only else None,
        kind=data.kind,
        amount_minor=data.money.minor,
        currency=receipt.currency,
        spent_on=data.spent_on,
        note=data.note,
        voucher_id=voucher.id if voucher else None,
        entered_by=actor.user_id,
    )
    db.session.add(cost)
    db.session.flush()
    return cost


def withdraw_cost(actor: Actor, cost_id: int) -> IncomeCost:
    """Take back a cost that stands in no split; raises CostUsed."""
    cost = splits.cost_for(actor, cost_id)
    lock_row(cost)
    if splits.deducted([cost.id]).get(cost.id):
        raise CostUsed
    cost.withdrawn_at = clock.now()
    return cost
