"""Dividing a receipt on paper: every line computed from what was entered, the policy frozen beside it."""

from dataclasses import replace

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid
from market.core.files import StoredFile
from market.core.money import Money
from market.income.errors import DividedAlready, NothingToDivide, NotThisSplitNow, PolicyBelowLaw, PolicyMissing
from market.income.events import SplitDrafted, SplitDropped
from market.income.models import IncomePerson, IncomePolicy, Share, Split
from market.income.queries import matters, people, splits
from market.income.queries.matters import Matter
from market.income.rules import policy as policy_rules
from market.income.rules import wishes as wish_rules
from market.income.rules.shares import Cost, Line, Party, Question, divide, equal_weights
from market.income.rules.states import State
from market.income.rules.wishes import Owned, Sharer, Situation, Wishes
from market.income.service import moves
from market.income.service.keeping import university_of
from market.ledger import service as book
from market.payments.models import Receipt

SERIES = "split"


def proposal(actor: Actor, receipt: Receipt, matter: Matter) -> Wishes:
    """What the form begins with: the last split of the same deal, else equal parts of owners and inventors."""
    own = university_of(actor)
    known = splits.latest_inputs(matter.key)
    if known is not None:
        before = Wishes.read(known)
        if {part.name for part in before.owners} == set(owner_names(matter, own.name)):
            return before
    names = owner_names(matter, own.name)
    owners = tuple(Owned(n, w, n == own.name) for n, w in zip(names, equal_weights(len(names)), strict=True))
    persons = people.by_names(own.id, matter.inventors)
    inventors = tuple(
        Sharer(name, weight, name in persons and persons[name].leader)
        for name, weight in zip(matter.inventors, equal_weights(len(matter.inventors)), strict=True)
    )
    college = next((person.college for person in persons.values() if person.college), "")
    return Wishes(owners, inventors, college=college)


def owner_names(matter: Matter, own_name: str) -> list[str]:
    """All owners, the university first, whatever name it stands under on the record."""
    return [own_name, *(name for name in matter.owners if name != own_name)]


def draft(actor: Actor, receipt_id: int, wishes: Wishes, agreement: StoredFile | None = None) -> Split:
    """Divide a receipt of the actor's university on paper, inside a transaction.

    Raises PolicyMissing, PolicyBelowLaw, NothingToDivide, DividedAlready, or Invalid with what is wrong.
    """
    own = university_of(actor)
    receipt = matters.receipt_for(actor, receipt_id)
    lock_row(receipt.receivable)
    if splits.live_split(receipt.id) is not None:
        raise DividedAlready
    policy = policy_in_force(own.id)
    matter, amount = matters.matter_of(receipt.receivable), matters.divisible_of(receipt)
    if matter is None or amount.minor <= 0:
        raise NothingToDivide
    if wrong := wish_rules.problems(wishes, Situation(tuple(owner_names(matter, own.name)))):
        raise Invalid(fields=wrong)
    persons = _persons(own.id, wishes)
    split = _row(actor, receipt, matter, amount, policy, wishes)
    _keep_agreement(split, agreement)
    for position, line in enumerate(_lines(split, wishes, persons), start=1):
        split.shares.append(_share(position, line))
    db.session.add(split)
    db.session.flush()
    outbox.emit(SplitDrafted(split.id), actor)
    return split


def policy_in_force(organisation_id: int) -> IncomePolicy:
    """The policy money may be divided by; raises PolicyMissing or PolicyBelowLaw (R21)."""
    found = splits.policy_of(organisation_id)
    if found is None:
        raise PolicyMissing
    if not policy_rules.usable(found.policy):
        raise PolicyBelowLaw
    return found


def _persons(organisation_id: int, wishes: Wishes) -> dict[str, IncomePerson]:
    """The people named, by name; who is not known yet is entered. Who is ticked as leader stays one until changed."""
    found = people.by_names(organisation_id, [part.name for part in wishes.inventors])
    for part in wishes.inventors:
        person = found.get(part.name)
        if person is None:
            person = IncomePerson(organisation_id=organisation_id, name=part.name, college=wishes.college)
            db.session.add(person)
            found[part.name] = person
        person.leader = part.leader
    db.session.flush()
    return found


def _row(actor: Actor, receipt: Receipt, matter: Matter, amount: Money, policy: IncomePolicy, wishes: Wishes) -> Split:
    year = clock.today().year
    return Split(
        number=f"FP-{year}-{book.next_number(SERIES, year):06d}",
        organisation_id=receipt.receivable.creditor_id,
        receipt_id=receipt.id,
        matter=matter.key,
        title=matter.title,
        title_en=matter.title_en,
        amount_minor=amount.minor,
        currency=amount.currency,
        policy_number=policy.number,
        policy=policy.terms,
        inputs=replace(wishes, pledge_answer="", pledge_note="").to_plain(),
        flags=_flags(matter, policy, wishes),
        pledge_answer=wishes.pledge_answer,
        pledge_note=wishes.pledge_note,
        drafted_by=actor.user_id,
    )


def _flags(matter: Matter, policy: IncomePolicy, wishes: Wishes) -> list[str]:
    """What a reader and the approver must know; keys of FLAGS."""
    found = {
        "no_agreement": len(wishes.owners) > 1 and not wishes.agreement,
        "owners_differ": matter.owners_differ,
        "leader": any(part.leader for part in wishes.inventors),
        "pledged": matter.pledged,
        "below_floor": any(finding.tone == "warn" for finding in policy_rules.findings(policy.policy)),
    }
    return [flag for flag, holds in found.items() if holds]


def _keep_agreement(split: Split, agreement: StoredFile | None) -> None:
    if agreement is not None:
        db.session.add(agreement)
        db.session.flush()
        split.agreement_file_id = agreement.id


def _lines(split: Split, wishes: Wishes, persons: dict[str, IncomePerson]) -> list[Line]:
    """The lines of a split; the costs are held until the transaction ends, so that none is deducted twice."""
    left = splits.open_costs(split.matter, split.receipt_id, split.currency)
    for cost, _money in left:
        lock_row(cost)
    left = splits.open_costs(split.matter, split.receipt_id, split.currency)
    owners = tuple(Party(part.name, part.weight) for part in wishes.owners)
    return divide(
        Question(
            received=split.money,
            costs=tuple(Cost(cost.id, cost.kind, money) for cost, money in left),
            owners=owners,
            own=next(place for place, part in enumerate(wishes.owners) if part.own),
            inventors=tuple(Party(part.name, part.weight, persons[part.name].id) for part in wishes.inventors),
            college=wishes.college,
            policy=split.terms,
        )
    )


def _share(position: int, line: Line) -> Share:
    return Share(
        position=position,
        kind=line.kind,
        name=line.name,
        person_id=line.number if line.kind == "inventor" else None,
        cost_id=line.number if line.kind == "cost" else None,
        amount_minor=line.money.minor,
        base_minor=line.base.minor,
        currency=line.money.currency,
        weight=line.weight,
        rounding=line.rounding,
    )


def drop(actor: Actor, split_id: int, reason: str = "") -> Split:
    """Withdraw a split that is not approved yet; the receipt waits again."""
    university_of(actor)
    split = splits.split_for(actor, split_id)
    return dropped(split, reason, actor)


def dropped(split: Split, reason: str, actor: Actor | None = None) -> Split:
    """The same, whoever asks; raises NotThisSplitNow."""
    lock_row(split)
    if split.state not in (State.DRAFT, State.NOTICED):
        raise NotThisSplitNow
    moves.take(split, State(split.state), State.DROPPED, ended_at=clock.now(), reason=reason)
    outbox.emit(SplitDropped(split.id), actor)
    return split
