"""Figures for everybody, and the bureau's first page; each number with its definition and its day."""

from collections.abc import Iterator

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock, sheets
from market.core.money import Money
from market.core.sheets import FORMATS, Cell
from market.core.web import access
from market.reports import queries
from market.reports.rules import DEFINITIONS, HEADLINES, Period
from market.reports.views.mount import Line, asked_period, asked_year, blueprint, lines, years

BY_UNIVERSITY = ("open_patents", "postings", "licences", "licensees", "received", "recorded")
EXPORTED = (*BY_UNIVERSITY, *queries.OF_UNIVERSITY)
CHART_HEIGHT = 160


@blueprint.get("/figures")
@access("public")
def figures() -> str | Response:
    """The programme's figures of a year to date, against the same days of the year before."""
    period = asked_period()
    found = lines(period)
    if request.args.get("format") in FORMATS:
        return sheets.send(f"figures-{period.end.year}", heads(), exported(found, period), request.args["format"])
    return render_template(
        "reports/figures.html",
        period=period,
        years=years(),
        year=asked_year(),
        lines=found,
        headlines=[line for line in found if line.key in HEADLINES],
        now=clock.now(),
    )


@blueprint.get("/dashboard")
@access("authority", "operator")
def dashboard() -> str | Response:
    """The bureau's first page: headline figures, months, universities, with links to the records behind them."""
    period = asked_period()
    universities = queries.by_university(period)
    if request.args.get("format") in FORMATS:
        rows = [[one.university.name, *(one.values[key] for key in EXPORTED)] for one in universities]
        heads_ = [
            _("University"),
            *(f"{_(DEFINITIONS[key].name)} ({_(DEFINITIONS[key].unit)})" for key in EXPORTED),
        ]
        return sheets.send(f"universities-{period.end.year}", heads_, rows, request.args["format"])
    found = lines(period)
    return render_template(
        "reports/dashboard.html",
        period=period,
        years=years(),
        year=asked_year(),
        lines=found,
        headlines=[line for line in found if line.key in (*HEADLINES, "recorded")],
        universities=universities,
        columns={key: DEFINITIONS[key] for key in BY_UNIVERSITY},
        pitched=[one for one in universities if one.values["roadshow_pitches"]],
        pitched_columns={key: DEFINITIONS[key] for key in queries.OF_UNIVERSITY},
        months=months(asked_year()),
        now=clock.now(),
    )


def months(year: int) -> list[dict[str, int]]:
    """Licences by month for the column chart: number, count of this year and of the one before, heights in pixels."""
    now, before = queries.licences_by_month(year), queries.licences_by_month(year - 1)
    most = max([*now, *before, 1])
    return [
        {
            "month": number + 1,
            "now": now[number],
            "before": before[number],
            "height": now[number] * CHART_HEIGHT // most,
            "height_before": before[number] * CHART_HEIGHT // most,
        }
        for number in range(12)
    ]


def heads() -> list[str]:
    """The columns of exported figures."""
    return [
        _("Figure"),
        _("Value"),
        _("Unit"),
        _("First day"),
        _("Last day"),
        _("Same days a year before"),
        _("Definition"),
        _("As of"),
    ]


def exported(found: list[Line], period: Period) -> Iterator[list[Cell]]:
    """The figures as rows; amounts in yuan."""
    for line in found:
        before: Money | int = line.before
        yield [line.name, line.value, line.unit, period.start, period.end, before, line.meaning, clock.now()]
