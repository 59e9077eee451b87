"""People who share, and statements of what a person or a college got in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import joinedload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.income.models import IncomePerson, Share, Split
from market.income.queries.splits import Balance, balances
from market.income.rules import states

COUNTING = ("approved", "paid", "reversed", "mirror")
"""States of splits whose lines stand in the ledger."""


def people(organisation_id: int, words: str = "") -> Select[Any]:
    """The people of one university, by name."""
    statement = select(IncomePerson).where(IncomePerson.organisation_id == organisation_id)
    if words:
        statement = statement.where(IncomePerson.name.icontains(words, autoescape=True))
    return statement.order_by(IncomePerson.name, IncomePerson.id)


def person_for(actor: Actor, person_id: int) -> IncomePerson:
    """A person of the actor's own university; raises NotFound, for the operator too: contacts stay inside."""
    found = db.session.get(IncomePerson, person_id)
    if found is None or not states.keeps(actor, found.organisation_id):
        raise NotFound
    return found


def by_names(organisation_id: int, names: Sequence[str]) -> dict[str, IncomePerson]:
    """The people with these names; of namesakes the first entered."""
    found = db.session.scalars(
        select(IncomePerson)
        .where(IncomePerson.organisation_id == organisation_id, IncomePerson.name.in_(list(names)))
        .order_by(IncomePerson.id.desc())
    )
    return {person.name: person for person in found}


@dataclass(frozen=True)
class Statement:
    """What a person or a college got: the lines of a year, with their sums by currency."""

    name: str
    year: int | None
    lines: Sequence[Balance]

    def total(self, part: str) -> list[Money]:
        """The sum of "share", "owed" or "paid", one for each currency."""
        found: dict[str, Money] = {}
        for line in self.lines:
            money = line.share.money if part == "share" else getattr(line, part)
            if part != "share" and line.share.mirrors_id:
                continue
            found[money.currency] = found.get(money.currency, Money.zero(money.currency)) + money
        return [found[currency] for currency in sorted(found)]


def statement_of_person(person: IncomePerson, year: int | None = None) -> Statement:
    """A person's lines, of the splits approved in a year when given, oldest first."""
    return Statement(person.name, year, _lines(person.organisation_id, year, Share.person_id == person.id))


def statement_of_college(organisation_id: int, name: str, year: int | None = None) -> Statement:
    """A college's lines; raises NotFound when it never had any."""
    found = Statement(name, year, _lines(organisation_id, year, (Share.kind == "college") & (Share.name == name)))
    if not found.lines and name not in colleges(organisation_id):
        raise NotFound
    return found


def _lines(organisation_id: int, year: int | None, whose: Any) -> list[Balance]:
    statement = (
        select(Share)
        .join(Split)
        .where(Split.organisation_id == organisation_id, Split.state.in_(COUNTING), whose)
        .options(
            joinedload(Share.split).joinedload(Split.receipt),
            joinedload(Share.split).joinedload(Split.organisation),
            joinedload(Share.payment),
        )
        .order_by(Split.id, Share.position)
    )
    if year is not None:
        statement = statement.where(
            Split.approved_at >= midnight(date(year, 1, 1)), Split.approved_at < midnight(date(year + 1, 1, 1))
        )
    return balances(db.session.scalars(statement).all())


def midnight(day: date) -> datetime:
    """The instant a day begins in Shanghai."""
    return datetime.combine(day, datetime.min.time(), clock.SHANGHAI)


def colleges(organisation_id: int) -> list[str]:
    """The colleges that ever got a share."""
    return list(
        db.session.scalars(
            select(Share.name)
            .join(Split)
            .where(Split.organisation_id == organisation_id, Share.kind == "college", Split.state.in_(COUNTING))
            .distinct()
            .order_by(Share.name)
        )
    )


def years(organisation_id: int) -> list[int]:
    """The years in which splits were approved, newest first; this one at least."""
    column = extract("year", Split.approved_at)
    statement = select(column).where(Split.organisation_id == organisation_id, Split.approved_at.is_not(None))
    return sorted({clock.today().year, *(int(year) for year in db.session.scalars(statement.distinct()))}, reverse=True)


def totals(organisation_id: int) -> dict[int, list[Money]]:
    """What each person's lines come to, mirrors taken off, by person and currency."""
    found: dict[int, list[Money]] = {}
    statement = (
        select(Share.person_id, Share.currency, func.sum(Share.amount_minor))
        .join(Split)
        .where(Split.organisation_id == organisation_id, Split.state.in_(COUNTING), Share.person_id.is_not(None))
        .group_by(Share.person_id, Share.currency)
        .order_by(Share.currency)
    )
    for person_id, currency, total in db.session.execute(statement):
        found.setdefault(person_id or 0, []).append(Money(int(total), currency))
    return found
