"""A list as a file: xlsx or csv with exactly the rows shown; no cell can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter
from flask import Response

from market.core.web import download

Cell = str | int | Decimal | date | None
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "csv")


def table(format_: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The download of a table, by its column heads and rows."""
    if format_ == "csv":
        return download(as_csv(head, rows), f"{name}.csv", "text/csv; charset=utf-8")
    return download(as_xlsx(head, rows), f"{name}.xlsx", XLSX)


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV with a byte order mark, so that spreadsheets read Chinese; dangerous first signs get an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(DANGEROUS) else cell
    return "" if cell is None else str(cell)


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook with one sheet: days as days, amounts as numbers, everything else as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **SAFE}) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        amount = book.add_format({"num_format": "#,##0.00"})
        sheet.write_row(0, 0, head, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(number, column, cell, amount)
                else:
                    sheet.write_string(number, column, cell or "")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, 18)
    return out.getvalue()
