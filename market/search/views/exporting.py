"""The whole answer as a file: the same hits in the same order as the page, near matches marked as such."""

from collections.abc import Iterator

from flask import Response, url_for

from market.core import sheets
from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.core.sheets import Cell
from market.listings.models import Listing
from market.listings.queries import fee_of
from market.patents.models import Patent
from market.patents.rules.status import LEVEL_NAMES, Level
from market.search import queries
from market.search.views.facets import place
from market.search.views.finding import Finding, Found
from market.search.views.hits import fee_line, load, type_name

MOST_ROWS = 5_000
_CHUNK = 500

HEADERS = (
    N_("No."),
    N_("Words matched"),
    N_("Offer"),
    N_("Title"),
    N_("Patent number"),
    N_("Type"),
    N_("IPC"),
    N_("Owner"),
    N_("Fee"),
    N_("Due at start"),
    N_("Legal status"),
    N_("As of"),
    N_("Region"),
    N_("Date"),
    N_("Web address"),
)


def exported(found: Finding, form: str) -> Response:
    """An .xlsx or .csv of at most 5,000 rows; the last line says so when there are more."""
    return sheets.send("patents", [translate(header) for header in HEADERS], _rows(found), form, len(found.things))


def _rows(found: Finding) -> Iterator[list[Cell]]:
    number = 0
    things = list(found.things[:MOST_ROWS])
    for start in range(0, len(things), _CHUNK):
        part = things[start : start + _CHUNK]
        records = load(part)
        for thing in part:
            if thing.key in records:
                number += 1
                yield [number, *_row(thing, records[thing.key])]


def _row(thing: Found, record: Listing | Patent) -> list[Cell]:
    match = translate(N_("near")) if thing.near else translate(N_("all words"))
    return [match, *(_of_listing(record) if isinstance(record, Listing) else _of_patent(record))]


def _of_listing(listing: Listing) -> list[Cell]:
    patents = [row.patent for row in listing.patents]
    english = current_language() == "en"
    return [
        translate(N_("Open licence")),
        (listing.title_en if english else "") or listing.title,
        _joined(patent.display_number for patent in patents),
        _joined(type_name(patent) for patent in patents),
        _joined(patent.ipc_main for patent in patents),
        listing.organisation.name,
        " / ".join(part for part in fee_line(fee_of(listing)) if part),
        Money(listing.due_at_start_minor, listing.currency),
        translate(LEVEL_NAMES[Level(queries.level_of(patents))]),
        patents[0].status_as_of if patents else None,
        place(queries.region_of(listing)),
        listing.announced_at,
        url_for("listings.public", listing_id=listing.id, _external=True),
    ]


def _of_patent(patent: Patent) -> list[Cell]:
    english = current_language() == "en"
    return [
        translate(N_("Patent without offer")),
        (patent.title_en if english else "") or patent.title,
        patent.display_number,
        type_name(patent),
        patent.ipc_main,
        _joined(queries.owner_names(patent)),
        "",
        None,
        translate(LEVEL_NAMES[patent.shown_status().level]),
        patent.status_as_of,
        place(patent.region),
        patent.grant_date or patent.publication_date or patent.filing_date,
        url_for("patents.record", patent_id=patent.id, _external=True),
    ]


def _joined(values: Iterator[str] | tuple[str, ...]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))
