"""The blueprint of reports, the period asked for, and figures as the pages show them."""

from dataclasses import dataclass

from flask import Blueprint, request

from market.core import clock
from market.core.i18n import translate
from market.core.money import Money
from market.reports import queries
from market.reports.queries import Value
from market.reports.rules import DEFINITIONS, Period, change

blueprint = Blueprint("reports", __name__)


@dataclass(frozen=True)
class Line:
    """One figure as a page shows it: with unit, definition, and the same days of the year before."""

    key: str
    name: str
    unit: str
    meaning: str
    value: Value
    before: Value
    change: float | None

    @property
    def text(self) -> str:
        """The number with thousands marks; amounts to the fen."""
        return shown(self.value)

    @property
    def large(self) -> str:
        """The number in large letters: amounts to the whole yuan."""
        return f"{self.value.major:,.0f}" if isinstance(self.value, Money) else self.text

    @property
    def text_before(self) -> str:
        """The same of the year before."""
        return shown(self.before)

    @property
    def headline(self) -> dict[str, str]:
        """The figure for the home page: large number, unit, nothing else."""
        return {"label": self.name, "value": self.large, "unit": self.unit}


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """What the tables of figures need."""
    return {
        "shown_value": shown,
        "university_heads": lambda columns: [
            (f"{translate(column.name)} ({translate(column.unit)})", "num") for column in columns.values()
        ],
    }


def years() -> list[int]:
    """The years that can be asked for, newest first."""
    return list(range(clock.today().year, queries.first_year() - 1, -1))


def asked_year() -> int:
    """The year the address asks for; this one when it asks for none or nonsense."""
    text = request.args.get("year", "")
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) in years() else clock.today().year


def asked_period() -> Period:
    """That year to date."""
    return Period.of_year(asked_year(), clock.today())


def lines(period: Period, compared: bool = True) -> list[Line]:
    """Every figure of a period; without comparison the year before counts as equal, which spares its queries."""
    now = queries.figures(period)
    before = queries.figures(period.before()) if compared else now
    return [
        Line(
            key,
            translate(definition.name),
            translate(definition.unit),
            translate(definition.meaning),
            now[key],
            before[key],
            change(number(now[key]), number(before[key])),
        )
        for key, definition in DEFINITIONS.items()
    ]


def number(value: Value) -> int:
    """A figure as a whole number: counts as they are, amounts in minor units."""
    return value.minor if isinstance(value, Money) else value


def shown(value: Value) -> str:
    """A figure for people."""
    return f"{value.major:,.2f}" if isinstance(value, Money) else f"{value:,}"
