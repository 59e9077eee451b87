"""The figures of a period: one function for each, all read from what the other features hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, case, cast, func, or_, select

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import counted, db
from market.core.money import Money
from market.effects import queries as effects
from market.filings import queries as filings
from market.ledger.models import Account, JournalEntry, Posting
from market.licensing import queries as licensing
from market.licensing.models import Licence
from market.listings.models import Listing, ListingPatent, Publication
from market.matching.models import Proposal
from market.needs.models import Need
from market.outcomes import queries as outcomes
from market.payments.models import Receivable
from market.payments.queries import PAYING
from market.reports.queries.counting import EVER_ANNOUNCED, PAID_FOR, midnight, of_university
from market.reports.rules import Period

CURRENCY = "CNY"
KINDS = ("open", "ordinary", "sole", "exclusive")
Value = int | Money


def figures(period: Period, university_id: int | None = None) -> dict[str, Value]:
    """Every figure of a period by its key in `rules.DEFINITIONS`, of one university when given: then needs are those of
    all, and roadshows are left out."""
    taken = licensing.figures(period.start, period.end, university_id)
    return {
        "open_patents": _open_patents(period, university_id),
        "postings": _postings(period, university_id),
        "licences": taken.licences,
        "licensed_patents": taken.patents,
        "licensees": taken.licensees,
        "one_to_many": taken.one_to_many,
        "free": taken.free,
        "contracted": _contracted(period, university_id),
        "received": _received(period, university_id),
        "recorded": _recorded(period, university_id),
        **_kinds(period, university_id),
        **_registered(period, university_id),
        **_effects(period, university_id),
        **_needs(period),
        **(_roadshows(period) if university_id is None else {}),
    }


def _open_patents(period: Period, university_id: int | None) -> int:
    statement = (
        select(ListingPatent.patent_id)
        .join(Listing)
        .where(Listing.announced_at.between(period.start, period.end), Listing.state.in_(EVER_ANNOUNCED))
        .distinct()
    )
    return counted(of_university(statement, Listing.organisation_id, university_id))


def _postings(period: Period, university_id: int | None) -> int:
    statement = (
        select(Publication.id)
        .join(Listing, Listing.id == Publication.listing_id)
        .where(Publication.on.between(period.start, period.end))
    )
    return counted(of_university(statement, Listing.organisation_id, university_id))


def _contracted(period: Period, university_id: int | None) -> Money:
    statement = (
        select(func.coalesce(func.sum(Licence.amount_minor), 0))
        .select_from(Licence)
        .where(Licence.effective_on.between(period.start, period.end), Licence.currency == CURRENCY)
    )
    return Money(int(db.session.scalar(of_university(statement, Licence.licensor_id, university_id)) or 0), CURRENCY)


SUBJECT_NUMBER = len("receivable:") + 1


def _received(period: Period, university_id: int | None) -> Money:
    """What came in on amounts due for deals, by the ledger: surplus is left out, what was taken back is taken off."""
    number = case(
        (
            JournalEntry.subject.startswith("receivable:"),
            cast(func.substr(JournalEntry.subject, SUBJECT_NUMBER), Integer),
        ),
        else_=None,
    )
    statement = (
        select(func.coalesce(func.sum(-Posting.amount_minor), 0))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .join(Account, Account.id == Posting.account_id)
        .join(Receivable, Receivable.id == number)
        .where(
            JournalEntry.kind.in_(PAYING),
            JournalEntry.on.between(period.start, period.end),
            Account.code.startswith("receivable:"),
            Posting.currency == CURRENCY,
            or_(*(Receivable.subject.startswith(prefix) for prefix in PAID_FOR)),
        )
    )
    return Money(int(db.session.scalar(of_university(statement, Receivable.creditor_id, university_id)) or 0), CURRENCY)


def _kinds(period: Period, university_id: int | None) -> dict[str, Value]:
    """Licences that took effect in the period by kind; the four make up the licences taken."""
    statement: Any = (
        select(Licence.kind, func.count())
        .where(Licence.effective_on.between(period.start, period.end))
        .group_by(Licence.kind)
    )
    rows = db.session.execute(of_university(statement, Licence.licensor_id, university_id))
    found = {str(kind): int(count) for kind, count in rows}
    return {f"kind_{kind}": found.get(kind, 0) for kind in KINDS}


def _registered(period: Period, university_id: int | None) -> dict[str, Value]:
    """Technology contracts registered in the period, and their amounts in yuan."""
    found = filings.registered(period.start, period.end, university_id)
    zero = Money.zero(CURRENCY)
    return {
        "registered": found.contracts,
        "registered_amount": found.amounts.get(CURRENCY, zero),
        "registered_technology": found.technology.get(CURRENCY, zero),
    }


def _effects(period: Period, university_id: int | None) -> dict[str, Value]:
    """What licensees reported on the year the period lies in; each unit a figure of its own (R34)."""
    found = effects.sums(period.end.year, university_id)
    return {
        "industrialised": found.industrialised,
        "effect_sales": found.sales,
        "effect_exports": found.exports,
        "effect_tax": found.tax,
        "effect_jobs": found.jobs,
    }


def _recorded(period: Period, university_id: int | None) -> int:
    statement = select(Licence.id).where(Licence.recorded_on.between(period.start, period.end))
    return counted(of_university(statement, Licence.licensor_id, university_id))


def _needs(period: Period) -> dict[str, Value]:
    published = select(Need.id).where(
        Need.published_at >= midnight(period.start), Need.published_at < midnight(period.end + timedelta(days=1))
    )
    proposed = select(Proposal.need_id).where(Proposal.need_id.is_not(None))
    return {
        "needs_published": counted(published),
        "needs_matched": counted(published.where(Need.id.in_(proposed))),
        "needs_solved": counted(published.where(Need.state == "solved")),
    }


ROADSHOW_COUNTS = {
    "roadshows": "sessions",
    "roadshow_pitches": "pitches",
    "roadshow_firms": "firms",
    "roadshow_people": "people",
    "roadshow_viewers": "viewers",
    "roadshow_intents": "intents",
    "roadshow_signed": "signed",
    "roadshow_signed_outside": "signed_outside",
}
OF_UNIVERSITY = ("roadshow_pitches", "roadshow_intents", "roadshow_signed", "roadshow_signed_outside")
"""What the roadshows led to, for the pitches of one university."""
ROADSHOW_AMOUNTS = {"roadshow_contracted": "contracted", "roadshow_received": "received"}


def _roadshows(period: Period) -> dict[str, Value]:
    """What the roadshows of the period led to, as their reports count it."""
    found = outcomes.sums(period.start, period.end)
    counts: dict[str, Value] = {key: found[name] or 0 for key, name in ROADSHOW_COUNTS.items()}
    return counts | {key: Money(found[name] or 0, CURRENCY) for key, name in ROADSHOW_AMOUNTS.items()}


def first_year() -> int:
    """The earliest year there is anything to report on; this year when there is nothing."""
    found = db.session.scalar(select(func.min(Listing.announced_at)))
    return found.year if found else clock.today().year


@dataclass(frozen=True)
class UniversityLine:
    """One university's figures of a period."""

    university: Organisation
    values: dict[str, Value]


def by_university(period: Period) -> list[UniversityLine]:
    """Approved universities with their figures, most licences first; those without any listing are left out."""
    listed = select(Listing.organisation_id).where(Listing.state.in_(EVER_ANNOUNCED))
    universities: Sequence[Organisation] = db.session.scalars(
        select(Organisation).where(Organisation.id.in_(listed)).order_by(Organisation.id)
    ).all()
    shown = outcomes.by_owner(period.start, period.end)
    lines = [UniversityLine(one, figures(period, one.id) | _pitched(shown.get(one.id, {}))) for one in universities]
    return sorted(lines, key=lambda line: -int(str(line.values["licences"])))


def _pitched(found: Mapping[str, int | None]) -> dict[str, Value]:
    return {key: found.get(ROADSHOW_COUNTS[key]) or 0 for key in OF_UNIVERSITY}


def licences_by_month(year: int) -> list[int]:
    """Licences that took effect in each month of a year."""
    months = [0] * 12
    statement = select(Licence.effective_on).where(Licence.effective_on.between(date(year, 1, 1), date(year, 12, 31)))
    for day in db.session.scalars(statement):
        months[day.month - 1] += 1
    return months
