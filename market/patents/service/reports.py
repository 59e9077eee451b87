"""Workbooks out: the report of an import with its refused rows, and lists of patents. No cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from sqlalchemy import select

from market.core.db import db
from market.core.i18n import N_, translate
from market.patents.models import ImportRow, ImportRun, Patent
from market.patents.rules.identifiers import TYPE_NAMES, PatentType
from market.patents.rules.status import LEVEL_NAMES, Level

NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LIVE = ("=", "+", "-", "@", "\t", "\r")
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
    return workbook([*headers, translate(REASON), translate(ROW_NUMBER)], table, translate(N_("Refused rows")))


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def workbook(headers: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> bytes:
    """A one-sheet .xlsx of texts with a frozen header."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_FORMULAS}) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, bold)
            sheet.set_column(column, column, 18)
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(place, column, value[:32_000], text)
    return out.getvalue()


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same as .csv with byte order mark; cells that a spreadsheet would run get an apostrophe before them."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    for row in (headers, *rows):
        writer.writerow([f"'{cell}" if cell.startswith(LIVE) else cell for cell in row])
    return out.getvalue()


def patent_list(patents: Iterable[Patent]) -> tuple[list[str], list[list[str]]]:
    """Headers and rows of a list of patents in the reader's language; can be imported again."""
    return [translate(header) for header in LIST_HEADERS], [_line(patent) for patent in patents]


def _line(patent: Patent) -> list[str]:
    shown: list[Any] = [
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
    return ["" if value is None else str(value) for value in shown]
