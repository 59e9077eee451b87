"""Which amounts due a row of a statement pays: by reference, then by amount and name; and the states of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from market.banking.rules.texts import like_firm, same_firm
from market.core.i18n import N_
from market.core.money import Money

STATES: dict[str, str] = {
    "unmatched": N_("Not assigned"),
    "matched": N_("Fully matched"),
    "partial": N_("Partly"),
    "over": N_("More than due"),
    "duplicate": N_("Duplicate"),
    "ignored": N_("Ignored"),
}
TONES: dict[str, str] = {
    "unmatched": "warn",
    "matched": "ok",
    "partial": "info",
    "over": "info",
    "duplicate": "idle",
    "ignored": "idle",
}
REASONS: dict[str, tuple[str, str]] = {
    "reference": ("yes", N_("The payment reference stands on the transfer.")),
    "amount": ("yes", N_("The amount is exactly what is open.")),
    "less": ("partly", N_("The amount is less than what is open.")),
    "more": ("partly", N_("The amount is more than what is open.")),
    "name": ("yes", N_("The payer's name is the debtor's.")),
    "like": ("partly", N_("The payer's name resembles the debtor's.")),
    "other_name": ("no", N_("The payer's name is another one.")),
    "no_name": ("unknown", N_("The statement does not tell who paid.")),
    "closed": ("no", N_("Nothing is open on it any more: the money would be surplus.")),
    "several": ("partly", N_("Other amounts due fit as well.")),
    "sum": ("yes", N_("Together the amounts due named on the transfer are exactly this amount.")),
}
MOST_CANDIDATES = 8


@dataclass(frozen=True)
class Due:
    """What matching knows of an amount due: `left` is what is open on it now."""

    id: int
    reference: str
    debtor_id: int
    names: tuple[str, ...]
    left: Money
    due_on: date | None


@dataclass(frozen=True)
class Movement:
    """What matching knows of a row: how much of it is still to assign, and what stands on it."""

    money: Money
    name: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """An amount due that the row may pay, with the part proposed for it and the reasons, by code."""

    due: Due
    money: Money
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """The candidates, best first; `sure` when they may be booked without a person looking."""

    candidates: tuple[Candidate, ...] = ()
    sure: bool = False


def propose(row: Movement, dues: Sequence[Due]) -> Proposal:
    """What the row pays, among amounts due of its currency; named ones may be closed, the others are open."""
    fitting = [due for due in dues if due.left.currency == row.money.currency]
    named = [due for reference in row.references for due in fitting if due.reference == reference]
    if named:
        return _by_reference(row, named, fitting)
    return _by_amount_and_name(row, [due for due in fitting if due.left])


def _by_reference(row: Movement, named: Sequence[Due], dues: Sequence[Due]) -> Proposal:
    """Each named amount due gets what is open on it, in the order of the remark; the last one takes the rest."""
    left = row.money
    candidates = []
    exact = len(named) > 1 and sum((due.left for due in named), Money.zero(row.money.currency)) == row.money
    for place, due in enumerate(named):
        part = left if place == len(named) - 1 else min(left, due.left)
        reasons = ["reference", "sum" if exact else _amount_reason(part, due), name_reason(row.name, due)]
        candidates.append(Candidate(due, part, tuple(reasons)))
        left -= part
    return Proposal(tuple(candidates), exact or (len(named) == 1 and _sure_alone(row, named[0], dues)))


def _sure_alone(row: Movement, due: Due, dues: Sequence[Due]) -> bool:
    """One reference: sure while the money fits, and when too much came from somebody who owes nothing else."""
    if not due.left:
        return False
    if row.money <= due.left:
        return True
    return not any(other.debtor_id == due.debtor_id and other.left and other.id != due.id for other in dues)


def _by_amount_and_name(row: Movement, dues: Sequence[Due]) -> Proposal:
    """Exact amount and same payer first, then one of both; sure only when exactly one amount due fits both ways."""
    ranked = []
    for due in dues:
        name, amount = name_reason(row.name, due), _amount_reason(row.money, due)
        if amount == "amount" or name == "name" or (name == "like" and amount == "less"):
            ranked.append(((amount != "amount") + (name != "name") * 2, due, amount, name))
    ranked.sort(key=lambda entry: (entry[0], entry[1].due_on or date.max, entry[1].id))
    both = sum(rank == 0 for rank, *_rest in ranked)
    candidates = []
    for rank, due, amount, name in ranked[:MOST_CANDIDATES]:
        more = ("several",) if rank == 0 and both > 1 else ()
        candidates.append(Candidate(due, row.money, (amount, name, *more)))
    return Proposal(tuple(candidates), both == 1)


def _amount_reason(money: Money, due: Due) -> str:
    if not due.left:
        return "closed"
    if money == due.left:
        return "amount"
    return "less" if money < due.left else "more"


def name_reason(name: str, due: Due) -> str:
    """How the payer's name stands to the debtor's, by code."""
    if not name:
        return "no_name"
    if any(same_firm(name, each) for each in due.names):
        return "name"
    return "like" if any(like_firm(name, each) for each in due.names) else "other_name"


@dataclass(frozen=True)
class Part:
    """A booked part of a row: what of it was surplus, and what stayed open on the amount due after it."""

    money: Money
    surplus: Money
    left: Money


def state_of(money: Money, parts: Sequence[Part]) -> str:
    """The state of a row from its booked parts.

    Partly: some of the row is still to assign, or what it paid was not enough. More than due: some of it is surplus.
    """
    assigned = sum((part.money for part in parts), Money.zero(money.currency))
    if not parts:
        return "unmatched"
    if assigned < money:
        return "partial"
    if any(part.surplus for part in parts):
        return "over"
    return "partial" if any(part.left for part in parts) else "matched"
