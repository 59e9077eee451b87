"""Files as tables: looks what a file really is, refuses what is dangerous, and gives its rows one by one.

Workbooks are read by a child process under limits of memory, processor and wall time; the rows lie in a
temporary folder until the table is closed, so a large file costs little memory here.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from market.core.i18n import N_, translate
from market.core.settings import settings
from market.patents.errors import UnreadableFile
from market.patents.rules.columns import HEADER_ROWS_SEARCHED
from market.patents.service import delimiters, encodings

CHILD = Path(__file__).with_name("workbook_child.py")
SUFFIXES = ("xlsx", "xls", "csv", "tsv", "txt")

SENTENCES = {
    "empty": N_("The file is empty."),
    "suffix": N_("Files of this kind cannot be read. Please send .xlsx, .xls, .csv or .tsv."),
    "misnamed": N_("The file is called .%(suffix)s but is really %(found)s. Save it again in the right format."),
    "password": N_("The file is protected with a password. Remove the protection and send it again."),
    "broken": N_("The file is damaged and cannot be read. Open it in your spreadsheet program and save it anew."),
    "not_a_workbook": N_("The file is not a spreadsheet. Please send .xlsx, .xls, .csv or .tsv."),
    "too_many_entries": N_("The file holds more than %(limit)s parts; a spreadsheet does not."),
    "too_large_unpacked": N_("Unpacked, the file is larger than %(limit)s MB. Please split it."),
    "bomb": N_("The file grows out of all proportion when unpacked and is refused."),
    "bad_entry": N_("The file contains paths that lead out of it and is refused."),
    "doctype": N_("The file contains a document type definition and is refused."),
    "too_many_rows": N_("The file has more than %(limit)s rows. Please split it."),
    "too_many_columns": N_("The file has more than %(limit)s columns. Remove those that are not needed."),
    "too_much": N_("Reading the file takes more memory or time than allowed. Please split it."),
    "not_text": N_("The file is not readable as text in any known encoding."),
    "cell_too_long": N_("A cell of the file is longer than allowed; the quotation marks may be broken."),
}
KINDS = {
    "xlsx": N_("an Excel workbook (.xlsx)"),
    "xls": N_("an old Excel workbook (.xls)"),
    "text": N_("plain text"),
    "html": N_("a web page"),
    "pdf": N_("a PDF document"),
    "image": N_("an image"),
    "program": N_("a program"),
    "archive": N_("an archive"),
    "xml": N_("an XML document"),
}
_MAGIC = (
    (b"PK\x03\x04", "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)
_NAMED_AS = {"xlsx": ("xlsx",), "xls": ("xls",), "text": ("csv", "tsv", "txt")}


@dataclass(frozen=True)
class Limits:
    """How much a file may ask for. Sizes in bytes, times in seconds."""

    packed: int = 20 << 20
    unpacked: int = 200 << 20
    ratio: int = 150
    entries: int = 500
    rows: int = 20_000
    columns: int = 100
    header_rows: int = HEADER_ROWS_SEARCHED
    memory: int = 700 << 20
    cpu_seconds: int = 10
    wall_seconds: float = 15


@dataclass(frozen=True)
class Unreal:
    """A cell that holds an impossible number (infinite or none)."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | float | bool | date | Unreal | None
Row = list[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and, each time they are asked for, its rows from the first of the file on."""

    name: str
    path: Path
    encoding: str = ""
    delimiter: str = ""
    limits: Limits = field(default_factory=Limits)

    def rows(self) -> Iterator[Row]:
        """The rows in order; raises UnreadableFile where the text breaks the limits."""
        return self._text_rows() if self.encoding else self._workbook_rows()

    def _workbook_rows(self) -> Iterator[Row]:
        with self.path.open(encoding="utf-8") as stream:
            for line in stream:
                yield [_cell(value) for value in json.loads(line)]

    def _text_rows(self) -> Iterator[Row]:
        csv.field_size_limit(delimiters.LONGEST_CELL)
        with self.path.open(encoding=self.encoding, newline="") as stream:
            try:
                for number, row in enumerate(csv.reader(stream, delimiter=self.delimiter), start=1):
                    if number > self.limits.rows + self.limits.header_rows:
                        raise unreadable("too_many_rows", limit=self.limits.rows)
                    if len(row) > self.limits.columns:
                        raise unreadable("too_many_columns", limit=self.limits.columns)
                    yield list(row)
            except csv.Error as error:
                raise unreadable("cell_too_long") from error
            except UnicodeError as error:
                raise unreadable("not_text") from error


@dataclass(frozen=True)
class Table:
    """A file that could be read: its sheets and, for text, how sure its encoding is."""

    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    encoding_sure: bool = True


def unreadable(code: str, **values: Any) -> UnreadableFile:
    """The refusal that belongs to a code."""
    return UnreadableFile(SENTENCES.get(code, UnreadableFile.sentence), code=code, **values)


def configured_limits() -> Limits:
    """The limits of this installation."""
    found = settings()
    return Limits(
        packed=found.upload_limit,
        unpacked=found.upload_unpacked_limit,
        rows=found.import_rows_limit,
        columns=found.import_columns_limit,
    )


@contextmanager
def open_table(path: Path, filename: str, encoding: str = "", limits: Limits | None = None) -> Iterator[Table]:
    """Open a file for reading by rows; raises UnreadableFile with the sentence that says why not.

    `encoding` overrides the detection for text files.
    """
    limits = limits or configured_limits()
    kind = _checked_kind(path, filename, limits)
    if kind == "text":
        yield _text_table(path, encoding, limits)
        return
    with tempfile.TemporaryDirectory(prefix="market-table-") as folder:
        yield Table(kind, _workbook_sheets(path, Path(folder), limits))


def _checked_kind(path: Path, filename: str, limits: Limits) -> str:
    size = path.stat().st_size
    if size == 0:
        raise unreadable("empty")
    if size > limits.packed:
        raise UnreadableFile(N_("The file is larger than %(limit)s MB."), "too_large", limit=limits.packed >> 20)
    suffix = filename.rpartition(".")[2].lower()
    if suffix not in SUFFIXES:
        raise unreadable("suffix")
    with path.open("rb") as stream:
        kind = sniff(stream.read(4096))
    if suffix not in _NAMED_AS.get(kind, ()):
        if kind == "xls" and suffix == "xlsx" and b"E\0n\0c\0r\0y\0p\0t\0e\0d" in path.read_bytes():
            raise unreadable("password")
        raise unreadable("misnamed", suffix=suffix, found=translate(KINDS[kind]))
    return kind


def sniff(head: bytes) -> str:
    """What the first bytes of a file say it is: "xlsx", "xls", "text" or something that is never a table."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")[:400].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<script", b"<meta")):
        return "html"
    return "xml" if start.startswith((b"<?xml", b"<workbook")) else "text"


def _text_table(path: Path, encoding: str, limits: Limits) -> Table:
    if encoding and encoding in encodings.CHOICES:
        found: encodings.Encoding | None = encodings.Encoding(encoding, sure=True)
        if not encodings.decodes(path, encoding):
            raise unreadable("not_text")
    else:
        found = encodings.detect(path)
    if found is None:
        raise unreadable("not_text")
    with path.open(encoding=found.name, newline="") as stream:
        mark = delimiters.choose(stream)
    sheet = Sheet("", path, encoding=found.name, delimiter=mark, limits=limits)
    return Table("text", (sheet,), found.name, found.sure)


def _workbook_sheets(path: Path, folder: Path, limits: Limits) -> tuple[Sheet, ...]:
    answer = _ask_child(path, folder, limits)
    if "error" in answer:
        code = answer.pop("error")
        raise unreadable(code, **{key: value for key, value in answer.items() if key != "detail"})
    return tuple(Sheet(entry["name"], folder / entry["file"], limits=limits) for entry in answer["sheets"])


def _ask_child(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """Run the reader in its own process; a crash, a kill or silence is an answer too."""
    command = [sys.executable, "-I", str(CHILD), str(path.resolve()), str(folder), json.dumps(asdict(limits))]
    try:
        run = subprocess.run(command, capture_output=True, timeout=limits.wall_seconds, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "too_much"}
    if run.returncode != 0:
        return {"error": "too_much" if run.returncode < 0 else "broken"}
    try:
        answer: dict[str, Any] = json.loads(run.stdout)
    except ValueError:
        return {"error": "broken"}
    return answer


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["d"]) if "d" in value else Unreal(value["x"])
    plain: str | int | float | bool = value
    return plain
