"""One row of a file as facts about one patent, or the sentence that says why it cannot be taken."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from market.accounts.rules.regions import read_region
from market.core.errors import Invalid
from market.core.i18n import N_
from market.patents.rules.columns import FIELD_NAMES, Field
from market.patents.rules.dates import Order, parse_date
from market.patents.rules.identifiers import (
    ApplicationNumber,
    PatentType,
    PublicationNumber,
    parse_application_number,
    parse_publication_number,
)
from market.patents.rules.status import Detail, detail_of_word
from market.patents.rules.symbols import parse_ipc_list, parse_locarno_list

LONGEST = {Field.TITLE: 500, Field.ABSTRACT: 20_000, Field.KEYWORDS: 500}
LONGEST_NAME = 200

TOO_LONG = N_("The column “%(column)s” holds more than %(limit)s characters.")
IMPOSSIBLE = N_("A cell holds “%(value)s”, which is no value. Correct the formula or empty the cell.")
GARBLED = N_(
    "The file's encoding is not certain and this row holds characters that may be garbled. Choose the encoding."
)
NO_NUMBER_COLUMN = N_("No column of this file holds application numbers, by which patents are kept.")
NO_NUMBER_BUT_PUBLICATION = N_(
    "The file gives only the publication number %(value)s. Please add a column with the application number."
)
TYPE_MISFIT = N_("The type “%(value)s” does not fit application number %(number)s.")
PUBLICATION_MISFIT = N_("Publication number %(value)s does not belong to the type of application %(number)s.")
FUTURE_DATE = N_("The date %(value)s lies in the future.")
FILED_AFTER_NUMBER = N_("The filing date %(value)s is more than a year later than application number %(number)s.")
GRANTED_BEFORE_FILING = N_("The grant date %(value)s is earlier than the filing date.")

_JOINERS = re.compile(r"[;；|｜\n\r]+")
_ERROR_CELL = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_TYPE_WORDS = {
    "1": PatentType.INVENTION, "8": PatentType.INVENTION, "发明": PatentType.INVENTION,
    "发明专利": PatentType.INVENTION, "发明专利申请": PatentType.INVENTION, "发明公开": PatentType.INVENTION,
    "发明授权": PatentType.INVENTION, "发明公布": PatentType.INVENTION, "invention": PatentType.INVENTION,
    "2": PatentType.UTILITY_MODEL, "9": PatentType.UTILITY_MODEL, "实用新型": PatentType.UTILITY_MODEL,
    "实用新型专利": PatentType.UTILITY_MODEL, "新型": PatentType.UTILITY_MODEL,
    "utilitymodel": PatentType.UTILITY_MODEL,
    "3": PatentType.DESIGN, "外观设计": PatentType.DESIGN, "外观设计专利": PatentType.DESIGN,
    "外观": PatentType.DESIGN, "design": PatentType.DESIGN,
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """How a file's rows are to be read: column of each field, date orders, and whether the letters can be trusted."""

    columns: Mapping[Field, int]
    orders: Mapping[Field, Order | None] = field(default_factory=dict)
    encoding_sure: bool = True
    today: date = date.max


@dataclass(frozen=True)
class Facts:
    """What one row says; empty values mean that it does not say."""

    number: ApplicationNumber
    title: str = ""
    abstract: str = ""
    applicants: tuple[str, ...] = ()
    owner_codes: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    filing_date: date | None = None
    ipc: tuple[str, ...] = ()
    locarno: tuple[str, ...] = ()
    publication_number: str = ""
    publication_date: date | None = None
    grant_number: str = ""
    grant_date: date | None = None
    status: Detail | None = None
    status_text: str = ""
    keywords: str = ""
    region: str = ""
    """A code of GB/T 2260, from the address or the province."""


def text_of(cell: object) -> str:
    """A cell as clean text: no unprintable characters, single blanks, whole numbers without ".0"."""
    if cell is None or cell is True or cell is False:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = _UNPRINTABLE.sub(" ", str(cell)).replace("\r\n", "\n")
    return re.sub(r"[ \t\xa0\u3000]+", " ", text).strip()


def names_of(cell: object) -> tuple[str, ...]:
    """Names joined by semicolon, bar or line end, each once, in their order."""
    pieces = (unicodedata.normalize("NFC", piece).strip(" ,，") for piece in _JOINERS.split(text_of(cell)))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def is_blank(cells: Iterable[object]) -> bool:
    """Whether a row holds nothing at all."""
    return all(text_of(cell) == "" for cell in cells)


def read_row(cells: Sequence[object], reading: Reading) -> Facts:
    """The facts of one row; raises Invalid with the first thing that is wrong with it."""
    given = {name: cells[place] for name, place in reading.columns.items() if place < len(cells)}
    _check_cells(given, reading)
    number = _number(given, reading)
    dates = {name: _date(given.get(name), reading, name) for name in _DATES}
    publication, grant = _publications(given, number)
    publication_date, grant_date = dates[Field.PUBLICATION_DATE], dates[Field.GRANT_DATE]
    if grant and not text_of(given.get(Field.GRANT_NUMBER)) and not publication:
        publication_date, grant_date = None, grant_date or publication_date
    ipc, locarno = _classes(given, number)
    status_text = text_of(given.get(Field.STATUS))
    facts = Facts(
        number=number,
        title=_text(given, Field.TITLE),
        abstract=_text(given, Field.ABSTRACT),
        applicants=_names(given, Field.APPLICANTS),
        owner_codes=tuple(code.upper() for code in names_of(given.get(Field.OWNER_CODES))),
        inventors=_names(given, Field.INVENTORS),
        filing_date=dates[Field.FILING_DATE],
        ipc=ipc,
        locarno=locarno,
        publication_number=publication,
        publication_date=publication_date,
        grant_number=grant,
        grant_date=grant_date,
        status=detail_of_word(status_text) if status_text else None,
        status_text=status_text[:60],
        keywords=_text(given, Field.KEYWORDS),
        region=_region(given),
    )
    check_dates(facts, reading.today)
    _check_type(given, facts)
    return facts


def _region(given: Mapping[Field, object]) -> str:
    """The code of the place: the address may name the city; a column of numbers (a postal code) names nothing."""
    address = text_of(given.get(Field.ADDRESS))
    named = read_region(address) if not address.isascii() else ""
    return named or read_region(text_of(given.get(Field.PROVINCE)))


_DATES = (Field.FILING_DATE, Field.PUBLICATION_DATE, Field.GRANT_DATE)


def _check_cells(given: Mapping[Field, object], reading: Reading) -> None:
    for cell in given.values():
        shown = str(cell)
        if _ERROR_CELL.fullmatch(shown) or (shown in {"inf", "-inf", "nan"} and not isinstance(cell, str)):
            raise Invalid(IMPOSSIBLE, value=shown)


def _number(given: Mapping[Field, object], reading: Reading) -> ApplicationNumber:
    cell = given.get(Field.APPLICATION_NUMBER)
    if not text_of(cell):
        _explain_missing_number(given, reading)
    number = parse_application_number(cell, reading.today.year)
    if not reading.encoding_sure and not all(str(value).isascii() for value in given.values()):
        raise Invalid(GARBLED)
    return number


def _explain_missing_number(given: Mapping[Field, object], reading: Reading) -> None:
    """Say the most helpful thing about a row without application number."""
    publication = text_of(given.get(Field.PUBLICATION_NUMBER)) or text_of(given.get(Field.GRANT_NUMBER))
    if publication:
        number = parse_publication_number(publication)
        raise Invalid(NO_NUMBER_BUT_PUBLICATION, value=number.canonical)
    if Field.APPLICATION_NUMBER not in reading.columns:
        raise Invalid(NO_NUMBER_COLUMN)


def _date(cell: object, reading: Reading, name: Field) -> date | None:
    return parse_date(cell, reading.orders.get(name)) if text_of(cell) else None


def _text(given: Mapping[Field, object], name: Field) -> str:
    text = text_of(given.get(name))
    if len(text) > LONGEST[name]:
        raise Invalid(TOO_LONG, column=FIELD_NAMES[name], limit=LONGEST[name])
    return text if name is Field.ABSTRACT else text.replace("\n", " ")


def _names(given: Mapping[Field, object], name: Field) -> tuple[str, ...]:
    names = names_of(given.get(name))
    if any(len(each) > LONGEST_NAME for each in names):
        raise Invalid(TOO_LONG, column=FIELD_NAMES[name], limit=LONGEST_NAME)
    return names


def _publications(given: Mapping[Field, object], number: ApplicationNumber) -> tuple[str, str]:
    """Publication and grant announcement, whichever of the two columns they stand in."""
    publication = grant = ""
    for name in (Field.PUBLICATION_NUMBER, Field.GRANT_NUMBER):
        text = text_of(given.get(name))
        if not text:
            continue
        found: PublicationNumber = parse_publication_number(text)
        if found.type is not number.type:
            raise Invalid(PUBLICATION_MISFIT, value=found.canonical, number=number.canonical)
        if found.announces_grant:
            grant = found.canonical
        else:
            publication = found.canonical
    return publication, grant


def _classes(given: Mapping[Field, object], number: ApplicationNumber) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """IPC symbols (printed form) or, for designs, Locarno classes; the main one first."""
    texts = [text_of(given.get(name)) for name in (Field.MAIN_CLASS, Field.CLASSES)]
    if number.type is PatentType.DESIGN:
        locarno = dict.fromkeys(entry for text in texts for entry in parse_locarno_list(text))
        return (), tuple(locarno)
    ipc = dict.fromkeys(symbol.display for text in texts for symbol in parse_ipc_list(text))
    return tuple(ipc), ()


def check_dates(facts: Facts, today: date) -> None:
    """Dates must not contradict the clock, the number or each other; raises Invalid."""
    filed, granted = facts.filing_date, facts.grant_date
    for day in (filed, facts.publication_date, granted):
        if day is not None and day > today:
            raise Invalid(FUTURE_DATE, value=day.isoformat())
    if filed is not None and filed.year > facts.number.year + 1:  # a corrected filing can move into the next year
        raise Invalid(FILED_AFTER_NUMBER, value=filed.isoformat(), number=facts.number.canonical)
    if filed is not None and granted is not None and granted < filed:
        raise Invalid(GRANTED_BEFORE_FILING, value=granted.isoformat())


def _check_type(given: Mapping[Field, object], facts: Facts) -> None:
    text = text_of(given.get(Field.TYPE))
    named = _TYPE_WORDS.get("".join(unicodedata.normalize("NFKC", text).lower().split()))
    if named is not None and named is not facts.number.type:
        raise Invalid(TYPE_MISFIT, value=text, number=facts.number.canonical)
