"""Reads one .xlsx or .xls inside a process of its own, under limits, and writes its cells as lines of JSON.

Runs as a script, imports nothing of the application, trusts nothing in the file. Two legal cells in a file of
1 KB (A1 and XFD1048576) abort every known reader, so archive and cell references are checked before one sees
them. Arguments: file, output folder, limits as JSON. Prints {"sheets": [...]} or {"error": code, ...}.
"""

import json
import math
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1 << 20
OVERLAP = 4096
RATIO_COUNTS_FROM = 10 << 20
CELL = re.compile(rb"<(?:[A-Za-z0-9]+:)?c\s[^<>]{0,400}?\br\s*=\s*[\"']([^\"']{0,40})[\"']")
ROW = re.compile(rb"<(?:[A-Za-z0-9]+:)?row\s[^<>]{0,400}?\br\s*=\s*[\"']([^\"']{0,40})[\"']")
REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Refused(Exception):
    """The file is refused for the reason named by a code."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.answer = {"error": code, **values}


def limit_process(limits: dict[str, Any]) -> None:
    """Cap memory and processor time where the system knows how."""
    for name, value in (("RLIMIT_AS", limits["memory"]), ("RLIMIT_CPU", limits["cpu_seconds"])):
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, ValueError, OSError):
            continue


def check_archive(path: Path, limits: dict[str, Any]) -> None:
    """Refuse archives that are broken, encrypted, too many, too large, too dense, or that hide a far cell."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > limits["entries"]:
                raise Refused("too_many_entries", limit=limits["entries"])
            for entry in entries:
                check_entry_name(entry)
            if "xl/workbook.xml" not in {entry.filename.lower() for entry in entries}:
                raise Refused("not_a_workbook")
            check_contents(archive, entries, path.stat().st_size, limits)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise Refused("broken") from error
    except RuntimeError as error:
        raise Refused("password") from error


def check_entry_name(entry: zipfile.ZipInfo) -> None:
    """No way out of the archive, no encrypted entry."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        raise Refused("bad_entry")
    if entry.flag_bits & 0x1:
        raise Refused("password")


def check_contents(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int, limits: dict[str, Any]
) -> None:
    """Unpack everything once, piece by piece, counting; declared sizes are not believed."""
    if sum(entry.file_size for entry in entries) > limits["unpacked"]:
        raise Refused("too_large_unpacked", limit=limits["unpacked"] >> 20)
    total = 0
    for entry in entries:
        carry = b""
        with archive.open(entry) as stream:
            while piece := stream.read(CHUNK):
                total += len(piece)
                if total > limits["unpacked"]:
                    raise Refused("too_large_unpacked", limit=limits["unpacked"] >> 20)
                if total > RATIO_COUNTS_FROM and total > packed * limits["ratio"]:
                    raise Refused("bomb")
                window = carry + piece
                check_markup(entry.filename, window, limits)
                carry = window[-OVERLAP:]


def check_markup(name: str, window: bytes, limits: dict[str, Any]) -> None:
    """No document type, no odd encoding, no cell beyond the limits."""
    if not name.lower().endswith((".xml", ".rels", ".vml", ".bin")) and b"<" not in window[:200]:
        return
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        raise Refused("doctype")
    if name.lower().endswith(".xml") and b"\x00" in window[:64]:
        raise Refused("broken")
    for match in CELL.finditer(window):
        check_reference(match.group(1), limits)
    for match in ROW.finditer(window):
        if not match.group(1).isdigit() or int(match.group(1)) > 1_048_576:
            raise Refused("broken")


def check_reference(reference: bytes, limits: dict[str, Any]) -> None:
    """One cell reference such as B12 within the limits."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise Refused("broken")
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + letter - 64
    if column > limits["columns"]:
        raise Refused("too_many_columns", limit=limits["columns"])
    if int(match.group(2)) > limits["rows"] + limits["header_rows"]:
        raise Refused("too_many_rows", limit=limits["rows"])


def check_ole(path: Path) -> None:
    """Refuse a protected workbook (an encrypted .xlsx is an OLE file too)."""
    if OLE_ENCRYPTED in path.read_bytes():
        raise Refused("password")


def plain(value: Any) -> Any:
    """A cell as JSON can carry it: text, number, true or false, {"d": date}, {"x": an impossible number}."""
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"x": str(value)}
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def read_sheets(path: Path, folder: Path, limits: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Write each worksheet to a file of its own; yields name, file and size of each."""
    workbook = CalamineWorkbook.from_path(str(path))
    for place, meta in enumerate(workbook.sheets_metadata):
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        end = sheet.end or (0, 0)
        if end[0] + 1 > limits["rows"] + limits["header_rows"]:
            raise Refused("too_many_rows", limit=limits["rows"])
        if end[1] + 1 > limits["columns"]:
            raise Refused("too_many_columns", limit=limits["columns"])
        count = 0
        with (folder / f"{place}.jsonl").open("w", encoding="utf-8") as out:
            for row in sheet.to_python(skip_empty_area=False) if sheet.end else []:
                out.write(json.dumps([plain(cell) for cell in row], ensure_ascii=True) + "\n")
                count += 1
        yield {"name": meta.name, "file": f"{place}.jsonl", "rows": count}


def main(path: Path, folder: Path, limits: dict[str, Any]) -> dict[str, Any]:
    """Check and read; the answer names the sheets or the reason for refusing."""
    limit_process(limits)
    try:
        with path.open("rb") as stream:
            magic = stream.read(8)
        if magic.startswith(ZIP_MAGIC):
            check_archive(path, limits)
        elif magic == OLE_MAGIC:
            check_ole(path)
        else:
            raise Refused("not_a_workbook")
        return {"sheets": list(read_sheets(path, folder, limits))}
    except Refused as refused:
        return refused.answer
    except MemoryError:
        return {"error": "too_much"}
    except Exception as error:
        secret = "assword" in str(error) or "ncrypt" in str(error)
        return {
            "error": "password" if secret else "broken",
            "detail": f"{type(error).__name__}: {error}"[:300],
        }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))))
