"""Figures, amounts, moments and names as cells of a document, in the document's language."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from market.core import clock
from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.outcomes.rules.definitions import AMOUNT, DEFINITIONS, OF_FIVE
from market.outcomes.rules.facts import HOME_CURRENCY
from market.outcomes.rules.figures import Values, amounts

Cell = str | int | Decimal | Money | date | None
UNMEASURED = N_("Not measured")


def moment(at: datetime) -> str:
    """An instant in Shanghai, to the minute."""
    return clock.aware(at).astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def value(key: str, number: int | None) -> Cell:
    """A figure as a table's cell: amounts as money, means with a decimal, what was not measured says so."""
    if number is None:
        return translate(UNMEASURED)
    unit = DEFINITIONS[key].unit
    if unit == AMOUNT:
        return Money(number)
    return Decimal(number) / 10 if unit == OF_FIVE else number


def figure(key: str, values: Values) -> Cell:
    """A figure of a report as a table's cell; an amount names each of its currencies unless it is yuan alone."""
    if DEFINITIONS[key].unit == AMOUNT and values.get(key) is not None:
        return joined(amounts(key, values))
    return value(key, values.get(key))


def joined(sums: Sequence[Money]) -> Cell:
    """Amounts as one cell: yuan alone as money, else each with its currency, so that nobody adds them up."""
    if len(sums) == 1 and sums[0].currency == HOME_CURRENCY:
        return sums[0]
    return " + ".join(it.format(current_language()) for it in sums) or None


def unit(key: str, values: Values) -> str:
    """The unit of a figure; empty where its cell names currencies itself."""
    named_itself = (
        DEFINITIONS[key].unit == AMOUNT and isinstance(figure(key, values), str) and values.get(key) is not None
    )
    return "" if named_itself else translate(DEFINITIONS[key].unit)


def text(cell: Cell) -> str:
    """A cell for people: thousands marks, amounts to the fen, a dash for nothing."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, Money):
        return f"{cell.major:,.2f}"
    if isinstance(cell, Decimal):
        return f"{cell:,}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def named(name: str, name_en: str) -> str:
    """A name in the document's language, Chinese where there is no other."""
    return name_en if current_language() == "en" and name_en else name
