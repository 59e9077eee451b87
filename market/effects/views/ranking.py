"""The ranking of licensors: reckoned openly for operator and bureau, public only when the operator publishes it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, sheets
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.effects import queries, service
from market.effects.errors import NothingToPublish
from market.effects.rules.ranking import SCOPES, Ranked, Weights, ranked
from market.effects.views.mount import Answer, blueprint, terms_of


def asked_year() -> int:
    """The year the address asks for; last year when it asks for none or nonsense."""
    text = request.values.get("year", "")
    return int(text) if text.isdecimal() and len(text) == 4 and int(text) > 1999 else clock.today().year - 1


def asked_scope() -> str:
    """Which licences count; free ones to small firms unless asked otherwise."""
    scope = request.values.get("scope", "")
    return scope if scope in SCOPES else "free_sme"


@blueprint.get("/ranking")
@access("operator", "authority")
def rank() -> Answer:
    """The ranking of a year by open weights, with what each number is made of."""
    year, scope, weights = asked_year(), asked_scope(), Weights.read(request.args)
    lines = ranked(queries.told(year, scope), weights)
    if request.args.get("format") in sheets.FORMATS:
        return sheets.send(f"ranking-{year}", heads(), map(cells, lines), request.args["format"])
    return render_template(
        "effects/ranking.html",
        year=year,
        scope=scope,
        weights=weights.to_plain(),
        lines=lines,
        standing=queries.standing_ranking(year),
        year_choices=[(one, str(one)) for one in queries.years()],
        scope_choices=[(key, translate(name)) for key, name in SCOPES.items()],
        now=clock.now(),
    )


def heads() -> list[str]:
    """The columns of the exported ranking, each with its unit."""
    return [
        _("Rank"),
        _("Licensor"),
        _("Licences in production"),
        _("Sales (yuan)"),
        _("Exports (yuan)"),
        _("Tax (yuan)"),
        _("New jobs"),
        _("Points"),
    ]


def cells(line: Ranked) -> list[Cell]:
    """One licensor as a row."""
    return [line.place, line.licensor, line.licences, line.sales, line.exports, line.tax, line.jobs, line.points]


@blueprint.get("/ranking/records")
@access("operator", "authority")
def ranking_records() -> Answer:
    """The reports behind one licensor's line, or behind all."""
    text = request.args.get("licensor", "")
    licensor = int(text) if text.isdecimal() and len(text) < 10 else None
    year, scope = asked_year(), asked_scope()
    page = paginate(queries.records(year, licensor, scope, made=True), 50)
    return render_template(
        "effects/records.html", page=page, year=year, scope=scope, terms={row.id: _title(row) for row in page.items}
    )


def _title(row: object) -> object:
    return terms_of(row.question.licence)  # type: ignore[attr-defined]


@blueprint.post("/ranking/publish")
@access("operator")
def publish() -> Answer:
    """Make the ranking public as it is reckoned now."""
    year, scope, weights = asked_year(), asked_scope(), Weights.read(request.form)
    try:
        with transaction():
            service.publish(current_actor(), year, scope, weights)
    except NothingToPublish as refusal:
        flash(str(refusal), "warn")
        return redirect(url_for("effects.rank", year=year, scope=scope))
    flash(_("The ranking is public now."), "ok")
    return redirect(url_for("effects.published", year=year))


@blueprint.post("/ranking/withdraw")
@access("operator")
def withdraw() -> Answer:
    """Take the public ranking of a year down."""
    year = asked_year()
    with transaction():
        service.withdraw_ranking(current_actor(), year)
    flash(_("The ranking is no longer public."), "ok")
    return redirect(url_for("effects.rank", year=year))


@blueprint.get("/ranking/<int:year>")
@access("public")
def published(year: int) -> Answer:
    """The ranking of a year as it was published."""
    row = queries.standing_ranking(year) if 1999 < year < 3000 else None
    if row is None:
        raise NotFound
    lines = [Ranked.read(line) for line in row.lines]
    if request.args.get("format") in sheets.FORMATS:
        return sheets.send(f"ranking-{year}", heads(), map(cells, lines), request.args["format"])
    return render_template("effects/published.html", row=row, lines=lines, weights=row.weights, scope=row.scope)
