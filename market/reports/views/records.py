"""The records behind a figure, so that it can be checked line by line."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request
from sqlalchemy import Select
from werkzeug.wrappers import Response

from market.core import clock, sheets
from market.core.errors import NotFound
from market.core.i18n import N_, translate
from market.core.money import Money
from market.core.sheets import FORMATS, Cell
from market.core.web import access, paginate
from market.effects import queries as effects
from market.reports import queries
from market.reports.rules import DEFINITIONS, Period
from market.reports.views.mount import asked_period, asked_year, blueprint

MOST_EXPORTED = 10_000


def patent_line(row: Any) -> list[Cell]:
    """A patent of an announced listing."""
    listing = row.listing
    return [
        row.patent.application_number,
        row.patent.title,
        listing.reference,
        listing.organisation.name,
        listing.announced_at,
    ]


def licence_line(row: Any) -> list[Cell]:
    """A licence."""
    return [row.reference, row.title, row.licensor.name, row.licensee.name, row.effective_on, row.recorded_on]


def need_line(row: Any) -> list[Cell]:
    """A need as the board shows it: without the name of a firm that does not want to be named."""
    day = clock.local_date(row.published_at) if row.published_at else None
    return [row.reference, row.title, row.firm, day]


def receipt_line(row: Any) -> list[Cell]:
    """A receipt with what of it counts."""
    due = row.receivable
    return [row.number, due.title, due.debtor.name, due.creditor.name, row.received_on, row.applied, row.currency]


def registration_line(row: Any) -> list[Cell]:
    """A registered technology contract."""
    return [
        row.number,
        row.licence.reference,
        row.seller.name,
        row.registered_on,
        Money(row.amount_minor, row.currency),
        Money(row.technology_minor, row.currency),
        row.currency,
    ]


def effect_line(row: Any) -> list[Cell]:
    """A licensee's report that counts; money in yuan."""
    licence, effect = row.question.licence, row.effect
    names = [licence.reference, licence.title, licence.licensor.name, licence.licensee.name, effect.product]
    return [*names, effect.sales, effect.exports, effect.tax, effect.jobs]


def effects_of(period: Period) -> Select[Any]:
    """The reports on the year that say something is in production."""
    return effects.records(period.end.year, made=True)


def licences(period: Period) -> Select[Any]:
    """By day of effect."""
    return queries.licence_records(period)


def recorded(period: Period) -> Select[Any]:
    """By day of recordal."""
    return queries.licence_records(period, recorded=True)


Reading = tuple[Callable[[Period], Select[Any]], Callable[[Any], list[Cell]], str]
KINDS: Mapping[str, Reading] = {
    "open_patents": (queries.open_patent_records, patent_line, "patents"),
    "licences": (licences, licence_line, "licences"),
    "recorded": (recorded, licence_line, "licences"),
    "received": (queries.receipt_records, receipt_line, "receipts"),
    "registered": (queries.registration_records, registration_line, "registrations"),
    "industrialised": (effects_of, effect_line, "effects"),
    "needs_published": (queries.need_records, need_line, "needs"),
}


HEADS: Mapping[str, tuple[str, ...]] = {
    "patents": (N_("Application number"), N_("Title"), N_("Listing"), N_("University"), N_("Announced on")),
    "licences": (N_("Licence"), N_("Listing"), N_("Licensor"), N_("Licensee"), N_("Effective"), N_("Recorded")),
    "receipts": (
        N_("Receipt"),
        N_("What for"),
        N_("Payer"),
        N_("Payee"),
        N_("Day of receipt"),
        N_("Counts"),
        N_("Currency"),
    ),
    "registrations": (
        N_("Registration number"),
        N_("Licence"),
        N_("Seller"),
        N_("Day of registration"),
        N_("Contract amount"),
        N_("Technology part"),
        N_("Currency"),
    ),
    "effects": (
        N_("Licence"),
        N_("Title"),
        N_("Licensor"),
        N_("Licensee"),
        N_("Product"),
        N_("Sales (yuan)"),
        N_("Exports (yuan)"),
        N_("Tax (yuan)"),
        N_("New jobs"),
    ),
    "needs": (N_("Need"), N_("Title"), N_("Firm"), N_("Published on")),
}


def heads(kind: str) -> list[str]:
    """The columns of each kind of record."""
    return [translate(head) for head in HEADS[kind]]


@blueprint.get("/dashboard/<figure>")
@access("authority", "operator")
def records(figure: str) -> str | Response:
    """The records that a figure counts."""
    if figure not in KINDS:
        raise NotFound
    reading, line, kind = KINDS[figure]
    period = asked_period()
    if request.args.get("format") in FORMATS:
        rows = map(line, paginate(reading(period), MOST_EXPORTED).items)
        return sheets.send(f"{figure}-{period.end.year}", heads(kind), rows, request.args["format"])
    page = paginate(reading(period), 50)
    return render_template(
        "reports/records.html",
        page=page,
        rows=[[shown_cell(cell) for cell in line(row)] for row in page.items],
        heads=heads(kind),
        definition=DEFINITIONS[figure],
        period=period,
        year=asked_year(),
    )


def shown_cell(cell: Cell) -> Cell:
    """A cell as the page shows it: amounts with thousands marks, the currency stands beside or in the head."""
    return f"{cell.major:,.2f}" if isinstance(cell, Money) else cell
