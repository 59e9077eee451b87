"""Statement files read: what kind a file is, how its columns fall, its entries and balances. Outside transactions.

Spreadsheets are read as import files are; camt.053 and MT940 by a child process under limits of memory and time.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from market.accounts.models import BankAccount
from market.banking.errors import UnreadableStatement
from market.banking.rules import columns as heads
from market.banking.rules import stated
from market.banking.rules.balances import Continuity, by_rows
from market.banking.rules.entries import BadCell, Entry, words
from market.banking.rules.texts import same_number
from market.core import clock
from market.core.i18n import N_
from market.core.settings import settings
from market.patents.service import encodings
from market.patents.service.tables import Sheet, Table, open_table, unreadable

CHILD = Path(__file__).with_name("statement_child.py")
LIMITS = {"memory": 700 << 20, "cpu_seconds": 10, "line": 20_000}
WALL_SECONDS = 15.0
HEAD_BYTES = 4096
BAD_ROWS_TOLD = 20
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
"""What a person may choose between for a text file."""

SENTENCES = {
    "not_camt": N_("The file is XML but no account statement of the kind camt.053."),
    "not_mt940": N_("The file looks like MT940 but holds no statement."),
    "broken": N_("The file is damaged or not written as its format asks."),
    "doctype": N_("The file contains a document type definition and is refused."),
    "too_many_rows": N_("The file has more than %(limit)s rows. Please split it."),
    "too_much": N_("Reading the file takes more memory or time than allowed. Please split it."),
    "not_text": N_("The file is not readable as text in any known encoding."),
    "empty": N_("The file is empty."),
}
OTHER_ACCOUNT = N_("The file is of account %(found)s, not of the account chosen.")
NO_HEADER = N_("No row with the heads of columns was found. The first rows must name the columns.")
BAD_ROWS = N_("Some rows cannot be read. Nothing is imported until every row can be read.")
NO_ROWS = N_("No movement was found in the file.")


@dataclass(frozen=True)
class BadRow:
    """A row that could not be read: its line and why."""

    line: int
    sentence: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """A statement file as read. `problems` are (sentence, values): why it cannot be imported; empty when it can."""

    format: str
    entries: tuple[Entry, ...] = ()
    continuity: Continuity = field(default_factory=lambda: Continuity(None, None))
    problems: tuple[tuple[str, Mapping[str, object]], ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    left_out: int = 0
    encoding: str = ""
    encoding_sure: bool = True
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    preset: str = ""
    header: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """How a person wants a table read; empty fields leave it to the machine."""

    encoding: str = ""
    sheet: str = ""
    preset: str = ""
    columns: Mapping[str, int] | None = None
    heads: Mapping[str, str] = field(default_factory=dict)
    """Heads chosen for earlier statements of the account."""


def read(path: Path, filename: str, account: BankAccount, choice: Choice | None = None) -> Reading:
    """Read a statement file of an account; raises UnreadableStatement or the refusal of a table that is none."""
    choice = choice or Choice()
    kind = sniff(path)
    if kind == "table":
        with open_table(path, filename, choice.encoding or _proved_encoding(path)) as table:
            return _table(table, account, choice)
    return _stated(_ask_child(path, kind), kind, account)


def sniff(path: Path) -> str:
    """What kind of statement a file is, by its beginning: "camt053", "mt940" or "table"."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip():
        raise UnreadableStatement(SENTENCES["empty"])
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<") and (b"camt.05" in plain or plain.startswith(b"<?xml")):
        return "camt053"
    if plain.startswith((b":20:", b"{1:", b"{4:")) and b":25" in plain:
        return "mt940"
    return "table"


def _proved_encoding(path: Path) -> str:
    """GB18030 where the heads of a bank's columns prove it; else empty, and the table's own detection decides."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES * 4)
    if b"\x00" in head or encodings.decodes(path, "utf-8") or not encodings.decodes(path, "gb18030"):
        return ""
    text = head[: head.rfind(b"\n") + 1].decode("gb18030", "replace")
    for mark in (",", "\t", ";", "|"):
        if heads.find_header([line.replace('"', "").split(mark) for line in text.splitlines()]) is not None:
            return "gb18030"
    return ""


def _table(table: Table, account: BankAccount, choice: Choice) -> Reading:
    sheet = next((each for each in table.sheets if each.name == choice.sheet), None) or _fullest(table.sheets)
    common = {
        "format": "table",
        "encoding": table.encoding,
        "encoding_sure": table.encoding_sure or bool(choice.encoding),
        "sheet": sheet.name,
        "sheets": tuple(each.name for each in table.sheets),
    }
    first = list(islice(sheet.rows(), heads.HEADER_ROWS_SEARCHED))
    place = _header_row(first, choice)
    if place is None and choice.columns is None:
        return Reading(**common, problems=((NO_HEADER, {}),))  # type: ignore[arg-type]
    place = place if place is not None else 0
    header = first[place]
    preset, columns = _columns(header, choice)
    rows = _rows(sheet, place, columns, account.currency)
    problems: list[tuple[str, Mapping[str, object]]] = [(sentence, {}) for sentence in heads.problems(columns)]
    problems += _own_number_problem(rows.own_number, account)
    if not problems:
        problems += [(BAD_ROWS, {})] if rows.bad else [] if rows.entries else [(NO_ROWS, {})]
    return Reading(
        **common,  # type: ignore[arg-type]
        entries=tuple(rows.entries),
        continuity=by_rows(rows.entries),
        problems=tuple(problems),
        bad_rows=tuple(rows.bad[:BAD_ROWS_TOLD]),
        left_out=rows.left_out,
        preset=preset,
        header=tuple(words(cell) for cell in header),
        columns=columns,
    )


def _header_row(first: Sequence[Sequence[object]], choice: Choice) -> int | None:
    """Where the heads stand that were chosen for the account before, else where heads are recognised."""
    for place, row in enumerate(first):
        if choice.heads and len(heads.by_heads(row, choice.heads)) == len(choice.heads):
            return place
    return heads.find_header(first)


def _fullest(sheets: Sequence[Sheet]) -> Sheet:
    """The first sheet with a header of columns, else the first."""
    if not sheets:
        raise unreadable("empty")
    for sheet in sheets:
        if heads.find_header(list(islice(sheet.rows(), heads.HEADER_ROWS_SEARCHED))) is not None:
            return sheet
    return sheets[0]


def _columns(header: Sequence[object], choice: Choice) -> tuple[str, dict[str, int]]:
    """The columns: as chosen now, by the bank chosen, as chosen for the account before, else as recognised."""
    if choice.columns is not None:
        return "", {field: place for field, place in choice.columns.items() if 0 <= place < len(header)}
    if choice.preset in heads.PRESETS:
        return choice.preset, heads.by_heads(header, heads.PRESETS[choice.preset].heads)
    preset, found = heads.recognise(header)
    kept = heads.by_heads(header, choice.heads)
    if choice.heads and len(kept) == len(choice.heads):
        return preset, kept
    return preset, found


@dataclass
class _Rows:
    """What became of a table's rows."""

    entries: list[Entry] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    left_out: int = 0
    own_number: str = ""


def _rows(sheet: Sheet, header_row: int, columns: Mapping[str, int], currency: str) -> _Rows:
    found, today = _Rows(), clock.today()
    if heads.problems(columns):
        return found
    own = columns.get("own_number")
    for line, cells in enumerate(sheet.rows(), start=1):
        if line <= header_row + 1:
            continue
        try:
            entry = heads.read_row(line, cells, columns, currency, today)
        except BadCell as error:
            found.bad.append(BadRow(line, error.sentence, error.values))
            continue
        if entry is None:
            found.left_out += 1
            continue
        found.entries.append(entry)
        if own is not None and own < len(cells):
            found.own_number = found.own_number or words(cells[own])
    return found


def _own_number_problem(number: str, account: BankAccount) -> list[tuple[str, Mapping[str, object]]]:
    """A statement of another account than the chosen one; masked and short numbers prove nothing."""
    if len(number) < 8 or "*" in number or same_number(number, account.number):
        return []
    return [(OTHER_ACCOUNT, {"found": number[:40]})]


def _ask_child(path: Path, kind: str) -> dict[str, Any]:
    """Run the reader in its own process; a crash, a kill or silence is an answer too."""
    limits = {**LIMITS, "rows": settings().import_rows_limit}
    command = [sys.executable, "-I", str(CHILD), str(path.resolve()), kind, json.dumps(limits)]
    try:
        run = subprocess.run(command, capture_output=True, timeout=WALL_SECONDS, check=False)
        answer: dict[str, Any] = json.loads(run.stdout) if run.returncode == 0 else {"error": "too_much"}
    except subprocess.TimeoutExpired:
        answer = {"error": "too_much"}
    except ValueError:
        answer = {"error": "broken"}
    if "error" in answer:
        values = {name: value for name, value in answer.items() if name not in ("error", "detail")}
        raise UnreadableStatement(SENTENCES.get(answer["error"], UnreadableStatement.sentence), **values)
    return answer


def _stated(answer: Mapping[str, Any], kind: str, account: BankAccount) -> Reading:
    entries: list[Entry] = []
    places: list[int] = []
    bad: list[BadRow] = []
    for line, found in enumerate(answer["entries"], start=1):
        try:
            entries.append(stated.entry(line, found, account.currency, clock.today()))
            places.append(found["statement"])
        except BadCell as error:
            bad.append(BadRow(line, error.sentence, error.values))
    problems: list[tuple[str, Mapping[str, object]]] = []
    for head in answer["statements"]:
        problems = problems or _own_number_problem(words(head.get("account", "")), account)
    if bad:
        problems.append((BAD_ROWS, {}))
    elif not entries:
        problems.append((NO_ROWS, {}))
    continuity = stated.continuity(entries, places, answer["statements"], account.currency)
    return Reading(kind, tuple(entries), continuity, tuple(problems), tuple(bad[:BAD_ROWS_TOLD]))
