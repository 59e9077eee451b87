"""Counting and listing over the other features. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db
from market.core.money import Money
from market.licensing import queries as licensing
from market.licensing.models import Licence
from market.licensing.queries import REQUEST_SUBJECT
from market.listings.models import Listing, ListingPatent, Publication
from market.matching.models import Proposal
from market.needs.models import Need
from market.patents.models import Patent
from market.payments.models import Receipt, Receivable
from market.reports.rules import Period

CURRENCY = "CNY"
OPEN_NEEDS = ("published", "in_talks")
EVER_ANNOUNCED = ("announced", "suspended", "withdrawn", "ended")
Value = int | Money


def figures(period: Period, university_id: int | None = None) -> dict[str, Value]:
    """Every figure of a period by its key in `rules.DEFINITIONS`, of one university when given (needs: of all)."""
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
        **_needs(period),
    }


def _count(statement: Select[Any]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0)


def _of(statement: Select[Any], column: Any, university_id: int | None) -> Select[Any]:
    return statement if university_id is None else statement.where(column == university_id)


def _open_patents(period: Period, university_id: int | None) -> int:
    statement = (
        select(ListingPatent.patent_id)
        .join(Listing)
        .where(Listing.announced_at.between(period.start, period.end), Listing.state.in_(EVER_ANNOUNCED))
        .distinct()
    )
    return _count(_of(statement, Listing.organisation_id, university_id))


def _postings(period: Period, university_id: int | None) -> int:
    statement = (
        select(Publication.id)
        .join(Listing, Listing.id == Publication.listing_id)
        .where(Publication.on.between(period.start, period.end))
    )
    return _count(_of(statement, Listing.organisation_id, university_id))


def _contracted(period: Period, university_id: int | None) -> Money:
    statement = (
        select(func.coalesce(func.sum(Licence.amount_minor), 0))
        .select_from(Licence)
        .where(Licence.effective_on.between(period.start, period.end), Licence.currency == CURRENCY)
    )
    return Money(int(db.session.scalar(_of(statement, Licence.licensor_id, university_id)) or 0), CURRENCY)


def _received(period: Period, university_id: int | None) -> Money:
    statement = (
        select(func.coalesce(func.sum(Receipt.amount_minor - Receipt.surplus_minor), 0))
        .join(Receivable, Receivable.id == Receipt.receivable_id)
        .where(
            Receipt.received_on.between(period.start, period.end),
            Receipt.currency == CURRENCY,
            Receivable.subject.startswith(REQUEST_SUBJECT),
        )
    )
    return Money(int(db.session.scalar(_of(statement, Receivable.creditor_id, university_id)) or 0), CURRENCY)


def _recorded(period: Period, university_id: int | None) -> int:
    statement = select(Licence.id).where(Licence.recorded_on.between(period.start, period.end))
    return _count(_of(statement, Licence.licensor_id, university_id))


def _needs(period: Period) -> dict[str, Value]:
    published = select(Need.id).where(
        Need.published_at >= _midnight(period.start), Need.published_at < _midnight(period.end + timedelta(days=1))
    )
    proposed = select(Proposal.need_id).where(Proposal.need_id.is_not(None))
    return {
        "needs_published": _count(published),
        "needs_matched": _count(published.where(Need.id.in_(proposed))),
        "needs_solved": _count(published.where(Need.state == "solved")),
    }


def _midnight(day: date) -> datetime:
    """The instant a day begins in Shanghai."""
    return datetime.combine(day, datetime.min.time(), clock.SHANGHAI)


def first_year() -> int:
    """The earliest year there is anything to report on; this year when there is nothing."""
    found = db.session.scalar(select(func.min(Listing.announced_at)))
    return found.year if found else clock.today().year


def newest_listings(limit: int = 5) -> list[Listing]:
    """What can be taken now, the newest announcement first."""
    statement = _whole(select(Listing).where(Listing.state == "announced"))
    return list(db.session.scalars(statement.order_by(Listing.announced_at.desc(), Listing.id.desc()).limit(limit)))


def ending_listings(days: int = 90, limit: int = 5) -> list[Listing]:
    """What can be taken now but not much longer, the earliest end first."""
    until = clock.today() + timedelta(days=days)
    statement = _whole(
        select(Listing).where(
            Listing.state == "announced", Listing.term_end.is_not(None), Listing.term_end.between(clock.today(), until)
        )
    )
    return list(db.session.scalars(statement.order_by(Listing.term_end, Listing.id).limit(limit)))


def _whole(statement: Select[Any]) -> Select[Any]:
    return statement.options(
        joinedload(Listing.organisation), selectinload(Listing.patents).joinedload(ListingPatent.patent)
    )


@dataclass(frozen=True)
class Week:
    """What happened in the last days, today included."""

    days: int
    announced: int
    taken: int
    needs: int
    ending: int


def lately() -> Week:
    """The last seven days, or the last thirty when nothing happened in seven."""
    week = _last(7)
    return week if week.announced or week.taken or week.needs else _last(30)


def _last(days: int) -> Week:
    """`ending`: listings whose term ends within the next seven days."""
    today = clock.today()
    since = today - timedelta(days=days - 1)
    return Week(
        days=days,
        announced=_count(select(Listing.id).where(Listing.announced_at.between(since, today))),
        taken=_count(select(Licence.id).where(Licence.effective_on.between(since, today))),
        needs=_count(select(Need.id).where(Need.published_at >= _midnight(since))),
        ending=_count(
            select(Listing.id).where(
                Listing.state == "announced", Listing.term_end.between(today, today + timedelta(days=7))
            )
        ),
    )


def newest_needs(limit: int = 4) -> list[Need]:
    """The newest needs on the board."""
    statement = select(Need).where(Need.state.in_(OPEN_NEEDS)).order_by(Need.published_at.desc(), Need.id.desc())
    return list(db.session.scalars(statement.limit(limit)))


def open_listings() -> int:
    """How many listings can be taken now."""
    return _count(select(Listing.id).where(Listing.state == "announced"))


def sections() -> list[tuple[str, int]]:
    """IPC sections (A to H) of patents that can be licensed now, with the number of distinct patents."""
    letter = func.substr(Patent.ipc_main, 1, 1)
    statement = (
        select(letter, func.count(Patent.id.distinct()))
        .join(ListingPatent, ListingPatent.patent_id == Patent.id)
        .join(Listing, Listing.id == ListingPatent.listing_id)
        .where(Listing.state == "announced", Patent.ipc_main != "")
        .group_by(letter)
        .order_by(letter)
    )
    return [(str(section), int(count)) for section, count in db.session.execute(statement)]


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
    lines = [UniversityLine(one, figures(period, one.id)) for one in universities]
    return sorted(lines, key=lambda line: -int(str(line.values["licences"])))


def licences_by_month(year: int) -> list[int]:
    """Licences that took effect in each month of a year."""
    months = [0] * 12
    statement = select(Licence.effective_on).where(Licence.effective_on.between(date(year, 1, 1), date(year, 12, 31)))
    for day in db.session.scalars(statement):
        months[day.month - 1] += 1
    return months


def open_patent_records(period: Period) -> Select[Any]:
    """The records behind "open_patents": patents in listings announced in the period, newest announcement first."""
    return (
        select(ListingPatent)
        .join(Listing)
        .where(Listing.announced_at.between(period.start, period.end), Listing.state.in_(EVER_ANNOUNCED))
        .options(joinedload(ListingPatent.patent), joinedload(ListingPatent.listing).joinedload(Listing.organisation))
        .order_by(Listing.announced_at.desc(), ListingPatent.id.desc())
    )


def licence_records(period: Period, recorded: bool = False) -> Select[Any]:
    """The records behind "licences" (by day of effect) or "recorded" (by day of recordal), newest first."""
    day = Licence.recorded_on if recorded else Licence.effective_on
    return (
        select(Licence)
        .where(day.between(period.start, period.end))
        .options(joinedload(Licence.request), joinedload(Licence.licensor), joinedload(Licence.licensee))
        .order_by(day.desc(), Licence.id.desc())
    )


def need_records(period: Period) -> Select[Any]:
    """The records behind "needs_published", newest first."""
    return (
        select(Need)
        .where(
            Need.published_at >= _midnight(period.start), Need.published_at < _midnight(period.end + timedelta(days=1))
        )
        .options(joinedload(Need.organisation))
        .order_by(Need.published_at.desc(), Need.id.desc())
    )
