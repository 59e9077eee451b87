"""Splits and their lines, with what of them is owed and paid by the ledger."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.core.outbox import EventRow, history
from market.income.models import LIVE_SPLIT, IncomeCost, IncomePolicy, Share, Split
from market.income.rules import states
from market.income.rules.shares import PAID_OUT, Line, Sums, sums
from market.ledger.queries import balance, balances_by_subject

LIABILITY = "share"


def visible(actor: Actor) -> ColumnElement[bool]:
    """Which splits somebody may see: the operator all, a university's keepers their own, others none."""
    if actor.operator:
        return true()
    if actor.organisation_id is None or not states.keeps(actor, actor.organisation_id):
        return false()
    return Split.organisation_id == actor.organisation_id


def split_for(actor: Actor, split_id: int) -> Split:
    """One split this person may see; raises NotFound."""
    found = db.session.scalar(select(Split).where(Split.id == split_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def live_split(receipt_id: int) -> Split | None:
    """The live split of a receipt."""
    return db.session.scalar(select(Split).where(Split.receipt_id == receipt_id, LIVE_SPLIT))


def splits(actor: Actor, state: str = "", organisation_id: int | None = None) -> Select[Any]:
    """The splits somebody may see, newest first, of one state and university when given."""
    statement = (
        select(Split)
        .where(visible(actor))
        .options(
            selectinload(Split.shares),
            joinedload(Split.receipt),
            joinedload(Split.organisation),
            joinedload(Split.drafter),
        )
        .order_by(Split.id.desc())
    )
    if state in states.NAMES:
        statement = statement.where(Split.state == state)
    return statement if organisation_id is None else statement.where(Split.organisation_id == organisation_id)


def rows(statement: Select[Any]) -> Sequence[Split]:
    """All splits of a list, for an export."""
    return db.session.scalars(statement).all()


def counts(actor: Actor) -> dict[str, int]:
    """How many splits somebody sees in each state."""
    found = db.session.execute(select(Split.state, func.count()).where(visible(actor)).group_by(Split.state))
    return {str(state): int(count) for state, count in found}


def sums_of(split: Split) -> Sums:
    """Received, costs, co-owners and net of a split."""
    lines = [Line(share.kind, share.name, share.money, share.base) for share in split.shares]
    return sums(split.money, lines)


@dataclass(frozen=True)
class Balance:
    """A line with what of it is still owed and what was paid, both by the ledger; zero for lines nobody is owed."""

    share: Share
    owed: Money
    paid: Money


def balances(shares: Sequence[Share]) -> list[Balance]:
    """Lines with their balances, read in one go."""
    subjects = [share.ledger_subject for share in shares]
    all_of = balances_by_subject(LIABILITY, subjects)
    paid_of = balances_by_subject(LIABILITY, subjects, ("share_paid",))
    return [
        Balance(
            share,
            Money(-all_of.get(share.ledger_subject, {}).get(share.currency, 0), share.currency),
            Money(paid_of.get(share.ledger_subject, {}).get(share.currency, 0), share.currency),
        )
        for share in shares
    ]


def to_recover(split: Split) -> list[Balance]:
    """The lines of a reversed split whose payment is still to come back, by the ledger."""
    return [row for row in balances(split.shares) if row.owed.minor < 0] if split.state == "reversed" else []


def payable(organisation_id: int | None) -> Select[Any]:
    """Lines of approved splits that are not paid yet, oldest split first."""
    statement = (
        select(Share)
        .join(Split)
        .where(Split.state == "approved", Share.kind.in_(PAID_OUT), ~Share.payment.has())
        .options(joinedload(Share.split).joinedload(Split.receipt), joinedload(Share.person))
        .order_by(Split.id, Share.position)
    )
    return statement if organisation_id is None else statement.where(Split.organisation_id == organisation_id)


def payable_rows(organisation_id: int | None, chosen: Collection[int] = ()) -> list[Share]:
    """The lines still to be paid, all or the chosen ones."""
    statement = payable(organisation_id)
    if chosen:
        statement = statement.where(Share.id.in_(list(chosen)))
    return list(db.session.scalars(statement))


def policy_of(organisation_id: int) -> IncomePolicy | None:
    """The policy in force."""
    return db.session.scalar(
        select(IncomePolicy)
        .where(IncomePolicy.organisation_id == organisation_id)
        .order_by(IncomePolicy.number.desc())
        .limit(1)
    )


def policies(organisation_id: int) -> Sequence[IncomePolicy]:
    """Every version, newest first."""
    return db.session.scalars(
        select(IncomePolicy).where(IncomePolicy.organisation_id == organisation_id).order_by(IncomePolicy.number.desc())
    ).all()


def cost_for(actor: Actor, cost_id: int) -> IncomeCost:
    """A cost of the actor's own university; raises NotFound."""
    found = db.session.get(IncomeCost, cost_id)
    if found is None or not states.keeps(actor, found.organisation_id):
        raise NotFound
    return found


def costs_of(matter: str) -> Sequence[IncomeCost]:
    """The costs of a deal, oldest first, without withdrawn ones."""
    return db.session.scalars(
        select(IncomeCost)
        .where(IncomeCost.matter == matter, IncomeCost.withdrawn_at.is_(None))
        .order_by(IncomeCost.spent_on, IncomeCost.id)
    ).all()


def deducted(cost_ids: Collection[int], but_not: int | None = None) -> dict[int, int]:
    """How much of each cost stands in splits that count, in minor units; `but_not` leaves one split out."""
    statement = (
        select(Share.cost_id, func.sum(Share.amount_minor))
        .join(Split)
        .where(Share.cost_id.in_(list(cost_ids)), Split.state != "dropped", Split.id != (but_not or 0))
        .group_by(Share.cost_id)
    )
    return {number: int(total) for number, total in db.session.execute(statement) if number is not None}


def open_costs(
    matter: str, receipt_id: int, currency: str, but_not: int | None = None
) -> list[tuple[IncomeCost, Money]]:
    """The costs that a receipt must carry, each with what is left of it."""
    fitting = [cost for cost in costs_of(matter) if cost.currency == currency and cost.receipt_id in (None, receipt_id)]
    taken = deducted([cost.id for cost in fitting], but_not)
    left = [(cost, Money(cost.amount_minor - taken.get(cost.id, 0), currency)) for cost in fitting]
    return [(cost, money) for cost, money in left if money.minor > 0]


def latest_inputs(matter: str) -> dict[str, Any] | None:
    """How the last split of the same deal was entered: the proposal for the next one."""
    return db.session.scalar(
        select(Split.inputs).where(Split.matter == matter, Split.state != "mirror").order_by(Split.id.desc()).limit(1)
    )


def of_matters(actor: Actor, matters: Collection[str]) -> Sequence[Split]:
    """The splits of some deals that somebody may see, oldest first."""
    return db.session.scalars(
        select(Split).where(visible(actor), Split.matter.in_(list(matters))).order_by(Split.id)
    ).all()


def past(split: Split) -> list[EventRow]:
    """What has happened to a split, oldest first."""
    return history(f"split:{split.id}")


def notices(actor: Actor) -> Select[Any]:
    """The public notices that stand or stood, newest first: the public ones, and those inside one's own university."""
    statement = select(Split).where(Split.notice_from.is_not(None)).options(joinedload(Split.organisation))
    return statement.where(noted(actor)).order_by(Split.notice_from.desc(), Split.id.desc())


def noted(actor: Actor) -> ColumnElement[bool]:
    """Which notices somebody may read."""
    if actor.operator:
        return true()
    public: ColumnElement[bool] = Split.policy["notice_place"].as_string() == "public"
    return public | (Split.organisation_id == (actor.organisation_id or 0))


def notice_for(actor: Actor, split_id: int) -> Split:
    """A split's public notice, for those who may read it; raises NotFound."""
    found = db.session.scalar(select(Split).where(Split.id == split_id, Split.notice_from.is_not(None), noted(actor)))
    if found is None:
        raise NotFound
    return found


def owed_in_all(organisation_id: int, currency: str = "CNY") -> Money:
    """What a university owes its sharers in all, by the ledger."""
    return -balance(LIABILITY, organisation_id, currency)
