"""Patents and files of patents for tests: our own inventions, valid numbers, no real record."""

import io
import itertools
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from market.accounts.models import Organisation
from market.core.db import transaction
from market.patents.models import Owner, Patent
from market.patents.rules.identifiers import PatentType, check_digit
from market.patents.rules.terms import expiry_date

_serials = itertools.count(1)
DIGITS = {PatentType.INVENTION: "1", PatentType.UTILITY_MODEL: "2", PatentType.DESIGN: "3"}
HEADERS = ("专利名称", "申请号", "申请人", "申请日", "主分类号", "摘要")


def number(year: int = 2020, kind: PatentType = PatentType.INVENTION, serial: int | None = None) -> str:
    """A valid application number in canonical form, another one each time unless the serial is given."""
    digits = f"{year}{DIGITS[kind]}{next(_serials) if serial is None else serial:07d}"
    return f"{digits}.{check_digit(digits)}"


def patent(owner: Organisation | None = None, kind: PatentType = PatentType.INVENTION, **over: Any) -> Patent:
    """A stored patent, in force and paid up, owned by the organisation when one is given."""
    filed = over.pop("filing_date", date(2020, 3, 2))
    place = next(_serials)
    names = over.pop("owner_names", [owner.name] if owner is not None else [])
    values: dict[str, Any] = {
        "application_number": number(filed.year, kind),
        "kind": kind.value,
        "title": f"一种余热回收装置{place}",
        "abstract": "本装置回收废砂再生时的余热，用于预热进料。",
        "filing_date": filed,
        "grant_date": date(filed.year + 1, 6, 1),
        "expiry_date": expiry_date(kind, filed),
        "ipc_main": "" if kind is PatentType.DESIGN else "B22C 5/00",
        "ipc": [] if kind is PatentType.DESIGN else ["B22C 5/00"],
        "locarno": ["15-09"] if kind is PatentType.DESIGN else [],
        "status": "in_force",
        "status_detail": "granted",
        "status_source": "copy of the register",
        "status_as_of": date(2026, 11, 1),
        "annuity_paid_to_year": 8,
        "applicants": names,
    }
    found = Patent(**(values | over))
    with transaction() as session:
        session.add(found)
        session.flush()
        for position, name in enumerate(names):
            linked = owner.id if owner is not None and name == owner.name else None
            session.add(Owner(patent_id=found.id, position=position, name=name, organisation_id=linked))
    return found


def rows(count: int, owner: str = "云州大学", first_serial: int = 1) -> list[list[str]]:
    """Rows under HEADERS with valid, consecutive application numbers."""
    return [
        [
            f"一种传感器支架{place}",
            f"CN{number(2019, PatentType.UTILITY_MODEL, place)}",
            owner,
            "2019-05-06",
            "G01D11/30",
            f"支架{place}便于拆装。",
        ]
        for place in range(first_serial, first_serial + count)
    ]


def xlsx(table: Sequence[Sequence[Any]], path: Path | None = None, headers: Sequence[str] | None = HEADERS) -> bytes:
    """A workbook with one sheet; written to the path too when one is given."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Sheet1")
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for row_number, row in enumerate([*([headers] if headers else []), *table]):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(row_number, column, value, dates)  # type: ignore[arg-type]
                elif isinstance(value, str):
                    sheet.write_string(row_number, column, value)
                else:
                    sheet.write(row_number, column, value)
    content = out.getvalue()
    if path is not None:
        path.write_bytes(content)
    return content


def csv_bytes(table: Sequence[Sequence[str]], encoding: str, headers: Sequence[str] = HEADERS) -> bytes:
    """The same as comma-separated text in an encoding; quotes around every cell."""
    lines = [",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in (headers, *table)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)
