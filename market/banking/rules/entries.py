"""One entry of a bank statement as read, and how its cells become values."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money

LONGEST = {"name": 160, "number": 60, "text": 500, "reference": 80}
EARLIEST_YEAR = 2000
TINY = Decimal("0.000001")
"""Below this, a difference to whole cents comes from a spreadsheet's arithmetic."""

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T \d:.]|$)")
_SOLID_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{2}:?\d{2}(?::?\d{2})?)?")

Cell = object


@dataclass(frozen=True)
class Entry:
    """One movement on the account. `incoming` tells whether money came in; `money` is always above zero.

    `reference` is the bank's own number of the transfer, `line` the row of the file (or the place in it).
    """

    line: int
    booked_on: date
    incoming: bool
    money: Money
    balance: Money | None = None
    name: str = ""
    number: str = ""
    text: str = ""
    reference: str = ""


class BadCell(ValueError):
    """A cell that cannot be read; carries the sentence for a person and its values."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


NOT_A_DAY = N_("“%(text)s” is not a day.")
NOT_AN_AMOUNT = N_("“%(text)s” is not an amount.")
FUTURE_DAY = N_("%(text)s is still to come, or long past.")


def words(cell: Cell) -> str:
    """A cell as text on one line, without signs that cannot be shown or stored."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    kept = "".join(char if char.isprintable() else " " for char in str(cell))
    return " ".join(kept.split())


def cut(field: str, text: str) -> str:
    """A text no longer than its column."""
    return text[: LONGEST[field]]


def telling_reference(text: str) -> str:
    """A bank's number of a transfer; empty when it only fills the column (noughts, "NONREF")."""
    plain = re.sub(r"[\W_]+", "", text).upper()
    return "" if not plain.strip("0") or plain in ("NONREF", "NOTPROVIDED", "NONE", "NA") else text


def day(cell: Cell, today: date) -> date | None:
    """The day in a cell, written in any of the ways banks write it; None when it holds none. Raises BadCell."""
    if isinstance(cell, date):
        return _sane(cell, today)
    text = unicodedata.normalize("NFKC", words(cell))
    found = _DAY.match(text) or _SOLID_DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return _sane(date(int(found[1]), int(found[2]), int(found[3])), today)
    except ValueError as error:
        if isinstance(error, BadCell):
            raise
        raise BadCell(NOT_A_DAY, text=text[:40]) from error


def _sane(found: date, today: date) -> date:
    if found.year < EARLIEST_YEAR or (found - today).days > 1:
        raise BadCell(FUTURE_DAY, text=found.isoformat())
    return found


def amount(cell: Cell, currency: str) -> Money | None:
    """The amount in a cell, with its sign; None when it is empty, a dash or nought. Raises BadCell."""
    if isinstance(cell, bool):
        raise BadCell(NOT_AN_AMOUNT, text=str(cell))
    if isinstance(cell, int | float):
        return _money(Decimal(repr(cell)), currency, str(cell))
    text = words(cell)
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    plain = re.sub(r"^[¥$+]|^(?:CNY|RMB|HKD|USD)|元$|(?:CNY|RMB)$", "", plain).replace("\u2212", "-")
    if plain in ("", "-", "--", "/"):
        return None
    if re.fullmatch(r"\(.+\)", plain):
        plain = f"-{plain[1:-1]}"
    if not re.fullmatch(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", plain):
        raise BadCell(NOT_AN_AMOUNT, text=text[:40])
    return _money(Decimal(plain.replace(",", "")), currency, text)


def _money(number: Decimal, currency: str, text: str) -> Money | None:
    try:
        rounded = number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    except InvalidOperation as error:
        raise BadCell(NOT_AN_AMOUNT, text=text[:40]) from error
    if abs(rounded - number) > TINY or abs(rounded) * 100 > LARGEST_MINOR:
        raise BadCell(NOT_AN_AMOUNT, text=text[:40])
    return Money.of(rounded, currency) if rounded else None
