"""What goes out as a spreadsheet: the report of an import with its refused rows, and lists of patents."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from market.core import sheets
from market.core.db import db
from market.core.i18n import N_, translate
from market.core.sheets import Cell
from market.patents.models import ImportRow, ImportRun, Patent
from market.patents.rules.identifiers import TYPE_NAMES, PatentType
from market.patents.rules.status import LEVEL_NAMES, Level

REASON = N_("Reason for refusal")
ROW_NUMBER = N_("Row in the file")
LIST_HEADERS = (
    N_("Application number"),
    N_("Patent title"),
    N_("Type of patent"),
    N_("Applicants or owners"),
    N_("Filing date"),
    N_("Main class"),
    N_("Publication number"),
    N_("Grant announcement number"),
    N_("Grant date"),
    N_("Legal status"),
    N_("Status as of"),
    N_("Source of the status"),
    N_("Term ends"),
    N_("Abstract"),
)


def refused_rows(run: ImportRun) -> bytes:
    """The refused rows of an import as .xlsx: original columns, then the reason; can be mended and sent again."""
    headers = list(run.found.get("headers", []))
    rows = db.session.scalars(
        select(ImportRow)
        .where(ImportRow.import_id == run.id, ImportRow.outcome == "refused")
        .order_by(ImportRow.number)
    )
    table = [[*_padded(row.cells, len(headers)), row.reason, str(row.number)] for row in rows]
    return sheets.workbook([*headers, translate(REASON), translate(ROW_NUMBER)], table, translate(N_("Refused rows")))


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def patent_list(patents: Iterable[Patent]) -> tuple[list[str], list[list[Cell]]]:
    """Headers and rows of a list of patents in the reader's language; can be imported again."""
    return [translate(header) for header in LIST_HEADERS], [_line(patent) for patent in patents]


def _line(patent: Patent) -> list[Cell]:
    return [
        patent.application_number,
        patent.title,
        translate(TYPE_NAMES[PatentType(patent.kind)]),
        "；".join(owner.name for owner in patent.owners),
        patent.filing_date,
        patent.ipc_main or "；".join(patent.locarno),
        patent.publication_number,
        patent.grant_number,
        patent.grant_date,
        translate(LEVEL_NAMES[Level(patent.shown_status().level)]),
        patent.status_as_of,
        patent.status_source,
        patent.expiry_date,
        patent.abstract,
    ]
