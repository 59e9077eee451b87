"""A first look at a file: which sheet, which header row, which column holds what, and what must be asked."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from market.core.i18n import N_
from market.patents.errors import UnreadableFile
from market.patents.rules.columns import (
    DATE_FIELDS,
    HEADER_ROWS_SEARCHED,
    Field,
    find_header,
    mapping_from_names,
    recognise,
)
from market.patents.rules.dates import Order, order_of
from market.patents.rules.rows import is_blank, text_of
from market.patents.service.tables import Row, Sheet, Table, open_table

PREVIEW_ROWS = 8
PREVIEW_LETTERS = 80

NO_HEADER = N_(
    "No row with column titles was found, such as application number, title or applicant. "
    "The file may be damaged or of another kind. Nothing was imported."
)
NO_SHEET = N_("The file has no sheet called “%(sheet)s”.")


@dataclass(frozen=True)
class Found:
    """What the first look saw; stored with the import and shown before it runs. Rows and columns count from 0."""

    kind: str
    encoding: str
    encoding_sure: bool
    sheet: str
    header_row: int
    rows: int
    headers: list[str]
    preview: list[list[str]]
    columns: dict[str, int]
    orders: dict[str, str]
    sheets: list[dict[str, Any]] = field(default_factory=list)

    def stored(self) -> dict[str, Any]:
        """As plain values for the database."""
        return asdict(self)

    @property
    def other_sheets(self) -> list[str]:
        """Sheets with rows that are left out."""
        return [entry["name"] for entry in self.sheets if entry["name"] != self.sheet and entry["rows"]]


def look(
    path: Path,
    filename: str,
    encoding: str = "",
    sheet: str = "",
    columns: dict[str, int] | None = None,
) -> Found:
    """Read a file once without keeping it; raises UnreadableFile. `columns` replaces the recognised mapping."""
    with open_table(path, filename, encoding) as table:
        chosen, header_row = choose_sheet(table, sheet)
        headers = [text_of(cell) for cell in row_at(chosen, header_row)]
        mapping = mapping_from_names(columns) if columns is not None else recognise(headers)
        count, preview, orders = _survey(chosen, header_row, mapping)
        return Found(
            kind=table.kind,
            encoding=table.encoding,
            encoding_sure=table.encoding_sure,
            sheet=chosen.name,
            header_row=header_row,
            rows=count,
            headers=headers,
            preview=preview,
            columns={name.value: place for name, place in mapping.items()},
            orders=orders,
            sheets=[{"name": each.name, "rows": _count(each)} for each in table.sheets],
        )


def choose_sheet(table: Table, name: str = "") -> tuple[Sheet, int]:
    """The named sheet, else the first one whose header names most fields; with its header row."""
    candidates = []
    for sheet in table.sheets:
        if name and sheet.name != name:
            continue
        rows = list(islice(sheet.rows(), HEADER_ROWS_SEARCHED))
        place = find_header(rows)
        if place is not None:
            candidates.append((len(recognise(rows[place])), sheet, place))
    if not candidates:
        known = not name or any(sheet.name == name for sheet in table.sheets)
        raise UnreadableFile(NO_HEADER if known else NO_SHEET, "no_header", sheet=name)
    _, sheet, place = max(candidates, key=lambda candidate: candidate[0])
    return sheet, place


def row_at(sheet: Sheet, place: int) -> Row:
    """One row of a sheet by its place from 0; empty when there is none."""
    return next(islice(sheet.rows(), place, None), [])


def data_rows(sheet: Sheet, header_row: int) -> Iterator[tuple[int, Row]]:
    """The rows under the header that hold something, with their numbers in the file (the first row is 1)."""
    for place, row in enumerate(sheet.rows()):
        if place > header_row and not is_blank(row):
            yield place + 1, row


def orders_proved(sheet: Sheet, header_row: int, mapping: dict[Field, int]) -> dict[Field, Order]:
    """What each date column proves about the order of day and month; only columns where it matters."""
    values: dict[Field, list[object]] = {name: [] for name in DATE_FIELDS if name in mapping}
    for _, row in data_rows(sheet, header_row):
        for name, seen in values.items():
            if mapping[name] < len(row):
                seen.append(row[mapping[name]])
    found = {name: order_of(seen) for name, seen in values.items()}
    return {name: order for name, order in found.items() if order is not None}


def _survey(sheet: Sheet, header_row: int, mapping: dict[Field, int]) -> tuple[int, list[list[str]], dict[str, str]]:
    preview: list[list[str]] = []
    count = 0
    for _, row in data_rows(sheet, header_row):
        count += 1
        if len(preview) < PREVIEW_ROWS:
            preview.append([_shortened(text_of(cell)) for cell in row])
    orders = orders_proved(sheet, header_row, mapping)
    return count, preview, {name.value: order.value for name, order in orders.items()}


def _shortened(text: str) -> str:
    return text if len(text) <= PREVIEW_LETTERS else text[: PREVIEW_LETTERS - 1] + "…"


def _count(sheet: Sheet) -> int:
    rows: Iterable[Row] = sheet.rows()
    return sum(1 for row in rows if not is_blank(row))
