"""Lists as spreadsheets: exactly what is shown, as .xlsx or .csv, with no cell that a spreadsheet program would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from flask import Response

from market.core import clock
from market.core.i18n import N_, translate
from market.core.money import Money
from market.core.web import download

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_CELL = 32_000

CUT = N_("This file ends after %(given)s of %(total)s rows. Narrow the filters for the others.")

Cell = str | int | Decimal | date | datetime | Money | None


def send(
    name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]], form: str, total: int | None = None
) -> Response:
    """A list as a download called after `name` and today's date; `form` is one of FORMATS, anything else means xlsx.

    When there are more than the given rows, `total` says how many, and the file's last line tells what is missing.
    """
    rows = rows if total is None else _whole(rows, total)
    filename = f"{name}-{clock.today().isoformat()}.{form if form in FORMATS else 'xlsx'}"
    if form == "csv":
        return download(csv_text(headers, rows), filename, "text/csv; charset=utf-8")
    return download(workbook(headers, rows, name), filename, XLSX)


def _whole(rows: Iterable[Sequence[Cell]], total: int) -> Iterator[Sequence[Cell]]:
    """The rows, and after them a line when some are missing."""
    given = 0
    for row in rows:
        given += 1
        yield row
    if given < total:
        yield [translate(CUT, given=given, total=total)]


def workbook(headers: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """A one-sheet .xlsx with a frozen header; numbers and amounts are numbers, everything else is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_FORMULAS}) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        amount = book.add_format({"num_format": "#,##0.00"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headers) - 1), 18)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, Money):
                    sheet.write_number(line, column, float(cell.major), amount)
                elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
                    sheet.write_number(line, column, float(cell))
                else:
                    sheet.write_string(line, column, plain(cell)[:LONGEST_CELL], text)
    return out.getvalue()


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The same as .csv with byte order mark; text that a spreadsheet would run gets an apostrophe before it."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([guarded(header) for header in headers])
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else plain(cell) for cell in row])
    return out.getvalue()


def guarded(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(LIVE) else text


def plain(cell: Cell) -> str:
    """A cell as text: instants in Shanghai to the minute, dates ISO, amounts without thousands marks."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return clock.aware(cell).astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, Money):
        return f"{cell.major:.2f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
