"""What the home page shows: what is new, what ends soon, what can be taken in each field."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from market.core import clock
from market.core.db import counted, db
from market.licensing.models import Licence
from market.listings.models import Listing, ListingPatent
from market.needs.models import Need
from market.patents.models import Patent
from market.reports.queries.counting import midnight

OPEN_NEEDS = ("published", "in_talks")


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
        announced=counted(select(Listing.id).where(Listing.announced_at.between(since, today))),
        taken=counted(select(Licence.id).where(Licence.effective_on.between(since, today))),
        needs=counted(select(Need.id).where(Need.published_at >= midnight(since))),
        ending=counted(
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
    return counted(select(Listing.id).where(Listing.state == "announced"))


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
