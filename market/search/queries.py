"""What can be found, read from the database: documents for the index, their versions, and the search without an index.

Public are announced listings and patents that are not secret; a patent that stands in an announced listing is found
as that listing and not a second time.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db
from market.listings.models import Listing, ListingPatent
from market.listings.rules.states import State
from market.patents.models import Owner, Patent
from market.patents.rules.status import Level
from market.search.rules.documents import Document, Kind

FORM = "1"
"""Stands in every version: raise it when documents or analysis change, and every index renews itself."""
_CHUNK = 400
_LEVELS = (Level.IN_FORCE, Level.PENDING, Level.UNKNOWN, Level.ENDED)
_WORD_LIMIT = 6


def _offered() -> ColumnElement[bool]:
    """Whether a patent stands in an announced listing."""
    listed = select(ListingPatent.patent_id).join(Listing, Listing.id == ListingPatent.listing_id)
    return Patent.id.in_(listed.where(Listing.state == State.ANNOUNCED))


def _findable() -> ColumnElement[bool]:
    return and_(Patent.secret.is_(False), ~_offered())


def versions() -> dict[str, str]:
    """Key and version of everything that should be in the index, in two statements."""
    run_out = case((Patent.expiry_date <= clock.today(), "x"), else_="")
    patents = db.session.execute(select(Patent.id, Patent.version, run_out).where(_findable())).all()
    listings = db.session.execute(
        select(
            Listing.id,
            Listing.version,
            Organisation.version,
            func.coalesce(func.sum(Patent.version), 0),
            func.coalesce(func.sum(case((Patent.expiry_date <= clock.today(), 1), else_=0)), 0),
        )
        .join(Organisation, Organisation.id == Listing.organisation_id)
        .outerjoin(ListingPatent, ListingPatent.listing_id == Listing.id)
        .outerjoin(Patent, Patent.id == ListingPatent.patent_id)
        .where(Listing.state == State.ANNOUNCED)
        .group_by(Listing.id, Listing.version, Organisation.version)
    ).all()
    result = {f"listing:{row[0]}": _version(*row[1:]) for row in listings}
    result.update((f"patent:{row[0]}", _version(row[1], row[2])) for row in patents)
    return result


def _version(*parts: object) -> str:
    return "-".join([FORM, *map(str, parts)])


def documents(wanted: dict[str, str]) -> Iterator[Document]:
    """The documents of these keys with the versions given; read in chunks, those that are gone left out."""
    listings = sorted(int(key[8:]) for key in wanted if key.startswith("listing:"))
    patents = sorted(int(key[7:]) for key in wanted if key.startswith("patent:"))
    for ids in _chunks(listings):
        for listing in listings_by_id(ids).values():
            yield _of_listing(listing, wanted[f"listing:{listing.id}"])
    for ids in _chunks(patents):
        for patent in patents_by_id(ids).values():
            yield _of_patent(patent, wanted[f"patent:{patent.id}"])


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[i : i + _CHUNK] for i in range(0, len(ids), _CHUNK))


def listings_by_id(ids: Iterable[int]) -> dict[int, Listing]:
    """Those of the listings that anyone may see now, with organisation and patents."""
    statement = (
        select(Listing)
        .where(Listing.id.in_(list(ids)), Listing.state == State.ANNOUNCED)
        .options(
            joinedload(Listing.organisation),
            selectinload(Listing.patents).joinedload(ListingPatent.patent).selectinload(Patent.owners),
            selectinload(Listing.instalments),
        )
    )
    return {listing.id: listing for listing in db.session.scalars(statement).unique()}


def patents_by_id(ids: Iterable[int]) -> dict[int, Patent]:
    """Those of the patents that anyone may see now, with their owners."""
    statement = select(Patent).where(Patent.id.in_(list(ids)), Patent.secret.is_(False))
    found = db.session.scalars(statement.options(selectinload(Patent.owners).joinedload(Owner.organisation)))
    return {patent.id: patent for patent in found}


def _of_patent(patent: Patent, version: str) -> Document:
    return Document(
        key=f"patent:{patent.id}",
        kind=Kind.PATENT,
        version=version,
        title=patent.title,
        texts=_texts((2, patent.title_en), (1, patent.abstract), (2, patent.keywords)),
        numbers=_numbers(patent),
        ipc=tuple(patent.ipc or ([patent.ipc_main] if patent.ipc_main else ())),
        types=(patent.kind,),
        owners=owner_names(patent),
        inventors=tuple(patent.inventors or ()),
        region=patent.region,
        status=patent.shown_status().level,
        day=_day(patent.grant_date or patent.publication_date or patent.filing_date),
    )


def _of_listing(listing: Listing, version: str) -> Document:
    patents = [row.patent for row in listing.patents if not row.patent.secret]
    names = [name for patent in patents for name in owner_names(patent)]
    return Document(
        key=f"listing:{listing.id}",
        kind=Kind.LISTING,
        version=version,
        title=listing.title or (patents[0].title if patents else ""),
        texts=_texts(
            (2, listing.title_en),
            (2, listing.summary),
            (1, listing.summary_en),
            (1.5, listing.application),
            *((2, patent.title) for patent in patents),
            *((1, patent.abstract) for patent in patents),
            (1, listing.reference),
        ),
        numbers=tuple(number for patent in patents for number in _numbers(patent)),
        ipc=tuple(dict.fromkeys(symbol for patent in patents for symbol in (patent.ipc or [patent.ipc_main]))),
        types=tuple(dict.fromkeys(patent.kind for patent in patents)),
        owners=tuple(dict.fromkeys([listing.organisation.name, *names])),
        inventors=tuple(dict.fromkeys(name for patent in patents for name in patent.inventors or ())),
        fee_kind=listing.fee_kind,
        due=listing.due_at_start_minor,
        region=region_of(listing),
        status=level_of(patents),
        day=_day(listing.announced_at),
    )


def region_of(listing: Listing) -> str:
    """The code of the place of a listing: that of its first patent that has one, else the city of its owner."""
    city = f"{listing.organisation.district[:4]}00" if listing.organisation.district else ""
    return next((row.patent.region for row in listing.patents if row.patent.region), city)


def owner_names(patent: Patent) -> tuple[str, ...]:
    """Who owns a patent, by name; its applicants while no owner is known."""
    return tuple(owner.name for owner in patent.owners) or tuple(patent.applicants or ())


def level_of(patents: Sequence[Patent]) -> str:
    """The status of several patents together: the worst of them."""
    levels = [patent.shown_status().level for patent in patents] or [Level.UNKNOWN]
    return max(levels, key=_LEVELS.index)


def _numbers(patent: Patent) -> tuple[str, ...]:
    found = (patent.application_number, patent.publication_number, patent.grant_number)
    return tuple(number for number in found if number)


def _texts(*texts: tuple[float, str]) -> tuple[tuple[float, str], ...]:
    return tuple((weight, text) for weight, text in texts if text)


def _day(value: object) -> str:
    return "" if value is None else str(value)


# -- without an index


def plain_search(words: Sequence[str], limit: int = 100) -> list[str]:
    """Keys of public documents that hold every word somewhere, newest first: slow and simple, always there."""
    few = [word for word in words if word.strip()][:_WORD_LIMIT]
    listings = select(Listing.id).where(Listing.state == State.ANNOUNCED)
    patents = select(Patent.id).where(_findable())
    for word in few:
        listings = listings.where(_listing_mentions(word))
        patents = patents.where(_patent_mentions(word))
    found = [f"listing:{n}" for n in db.session.scalars(listings.order_by(Listing.id.desc()).limit(limit))]
    left = limit - len(found)
    if left > 0:
        found += [f"patent:{n}" for n in db.session.scalars(patents.order_by(Patent.id.desc()).limit(left))]
    return found


def _patent_mentions(word: str) -> ColumnElement[bool]:
    return or_(
        Patent.title.icontains(word, autoescape=True),
        Patent.abstract.icontains(word, autoescape=True),
        Patent.application_number.contains(word, autoescape=True),
        Patent.ipc_main.icontains(word, autoescape=True),
        Patent.owners.any(Owner.name.icontains(word, autoescape=True)),
    )


def _listing_mentions(word: str) -> ColumnElement[bool]:
    of_patents = select(ListingPatent.listing_id).join(Patent, Patent.id == ListingPatent.patent_id)
    return or_(
        Listing.title.icontains(word, autoescape=True),
        Listing.summary.icontains(word, autoescape=True),
        Listing.id.in_(of_patents.where(_patent_mentions(word))),
    )
