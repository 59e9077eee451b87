"""People who share, and the yearly statements of a person or a college: page, PDF and spreadsheet."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, printing, sheets
from market.core.db import transaction
from market.core.i18n import translate
from market.core.money import Money
from market.core.sheets import Cell
from market.core.web import access, current_actor, download, paginate
from market.income.forms import PersonForm
from market.income.models import IncomePerson
from market.income.queries import people as found_people
from market.income.queries.people import Statement
from market.income.queries.splits import Balance
from market.income.rules.shares import KINDS
from market.income.service import keeping
from market.income.views.mount import Answer, blueprint


@blueprint.get("/people")
@access("university")
def people() -> Answer:
    """Everybody who shares, with what each got in all."""
    own = keeping.university_of(current_actor())
    statement = found_people.people(own.id, request.args.get("q", "").strip()[:80])
    totals = found_people.totals(own.id)
    if request.args.get("format") in sheets.FORMATS:
        rows = [_line(person, totals) for person in paginate(statement, 10_000).items]
        heads = [_("Name"), _("College"), _("Leader"), _("In all"), _("Currency")]
        return sheets.send("sharers", heads, rows, request.args["format"])
    return render_template(
        "income/people.html", page=paginate(statement, 50), totals=totals, colleges=found_people.colleges(own.id)
    )


def _line(person: IncomePerson, totals: dict[int, list[Money]]) -> list[Cell]:
    money = totals.get(person.id, [Money(0)])[0]
    return [person.name, person.college, _("yes") if person.leader else "", money, money.currency]


@blueprint.get("/people/new")
@access("university")
def new_person() -> Answer:
    """The form for somebody who shares."""
    keeping.university_of(current_actor())
    return render_template("income/person_form.html", form=PersonForm(formdata=None), person=None)


@blueprint.post("/people/new")
@access("university")
def new_person_post() -> Answer:
    """Enter somebody who shares."""
    return _save(None)


@blueprint.get("/people/<int:person_id>")
@access("university")
def person(person_id: int) -> Answer:
    """One person: what was shared, owed and paid in each year, and the data that stays inside."""
    found = found_people.person_for(current_actor(), person_id)
    year = asked_year(found.organisation_id)
    return render_template(
        "income/person.html",
        person=found,
        year=year,
        year_choices=[(one, str(one)) for one in found_people.years(found.organisation_id)],
        statement=found_people.statement_of_person(found, year),
        ever=found_people.statement_of_person(found),
    )


@blueprint.get("/people/<int:person_id>/edit")
@access("university")
def edit_person(person_id: int) -> Answer:
    """The form to change somebody's data."""
    found = found_people.person_for(current_actor(), person_id)
    return render_template("income/person_form.html", form=PersonForm(formdata=None, obj=found), person=found)


@blueprint.post("/people/<int:person_id>/edit")
@access("university")
def edit_person_post(person_id: int) -> Answer:
    """Change somebody's data."""
    found_people.person_for(current_actor(), person_id)
    return _save(person_id)


def _save(person_id: int | None) -> Answer:
    actor, form = current_actor(), PersonForm()
    keeping.university_of(actor)
    if not form.validate():
        known = found_people.person_for(actor, person_id) if person_id else None
        return render_template("income/person_form.html", form=form, person=known), 422
    value = form.value()
    with transaction():
        number = keeping.save_person(actor, value, person_id).id
    flash(_("Saved."), "ok")
    return redirect(url_for("income.person", person_id=number))


@blueprint.get("/people/<int:person_id>/statement")
@access("university")
def person_statement(person_id: int) -> Answer:
    """A person's statement of a year, as PDF or spreadsheet."""
    found = found_people.person_for(current_actor(), person_id)
    year = asked_year(found.organisation_id)
    return _document(found_people.statement_of_person(found, year), f"statement-{person_id}-{year}")


@blueprint.get("/colleges/statement")
@access("university")
def college_statement() -> Answer:
    """A college's statement of a year, as PDF or spreadsheet."""
    own, name = keeping.university_of(current_actor()), request.args.get("name", "")[:200]
    year = asked_year(own.id)
    return _document(found_people.statement_of_college(own.id, name, year), f"college-{year}")


def asked_year(organisation_id: int) -> int:
    """The year the address asks for; this one when it asks for none or nonsense."""
    text = request.args.get("year", "")
    wanted = int(text) if text.isdecimal() and len(text) == 4 else 0
    return wanted if wanted in found_people.years(organisation_id) else clock.today().year


def _document(statement: Statement, name: str) -> Answer:
    if request.args.get("format") in sheets.FORMATS:
        return sheets.send(name, heads(), map(cells, statement.lines), request.args["format"])
    own = keeping.university_of(current_actor())
    html = render_template("income/statement_paper.html", statement=statement, own=own, now=clock.now())
    return download(printing.pdf(html), f"{name}.pdf", "application/pdf")


def heads() -> list[str]:
    """The columns of an exported statement."""
    return [
        _("Split"),
        _("Approved on"),
        _("Deal"),
        _("Receipt number"),
        _("Kind"),
        _("Share"),
        _("Paid"),
        _("Still owed"),
        _("Currency"),
        _("Paid on"),
    ]


def cells(row: Balance) -> list[Cell]:
    """One line as a row; what a mirror takes back stands on the line it takes back."""
    share = row.share
    mirror = share.mirrors_id is not None
    return [
        share.split.number,
        clock.local_date(share.split.approved_at) if share.split.approved_at else None,
        share.split.title,
        share.split.receipt.number,
        translate(KINDS[share.kind]),
        share.money,
        None if mirror else row.paid,
        None if mirror else row.owed,
        share.currency,
        share.payment.paid_on if share.payment else None,
    ]
