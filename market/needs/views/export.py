"""Lists as files: xlsx and csv with headings in the reader's language and no live formula in any cell."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from flask import Response

from market.core.i18n import translate
from market.core.web import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LIVE = ("=", "+", "-", "@", "\t", "\r")


def sheet(form: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Response:
    """A download of the rows under translated headings; `form` is "xlsx" or "csv"."""
    titles = [translate(head) for head in heads]
    if form == "csv":
        return download(_csv(titles, rows), f"{name}.csv", "text/csv; charset=utf-8")
    return download(_xlsx(titles, rows), f"{name}.xlsx", XLSX)


def _csv(titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(value: Any) -> str:
    """A text that a spreadsheet program will not run."""
    text = str(value)
    return f"'{text}" if text.startswith(_LIVE) else text


def _xlsx(titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, title in enumerate(titles):
        page.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, column, value, day)
            else:
                page.write_string(number, column, str(value))
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
