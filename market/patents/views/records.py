"""One's own patents, the public record, hand entry and the editing of a record."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, files, sheets
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.i18n import current_language
from market.core.web import access, current_actor, paginate, send_stored
from market.patents import queries, service
from market.patents.forms import DescriptionForm, PatentForm, StatusForm
from market.patents.models import Patent
from market.patents.rules import ipc_names
from market.patents.rules.identifiers import TYPE_NAMES, PatentType
from market.patents.rules.industry import industry_name
from market.patents.rules.status import DETAIL_NAMES, LEVEL_NAMES
from market.patents.rules.terms import current_year_of_protection, next_annuity
from market.patents.views.mount import EDITORS, KEEPERS, blueprint

EXPORT_LIMIT = 20_000
NAMES = {"LEVEL_NAMES": LEVEL_NAMES, "DETAIL_NAMES": DETAIL_NAMES, "TYPE_NAMES": TYPE_NAMES}


def wanted() -> queries.Wanted:
    """The list asked for by the address."""
    names = ("words", "kind", "status", "section", "owner")
    values = {name: request.args.get("q" if name == "words" else name, "")[:200] for name in names}
    return queries.Wanted(**values, sort=request.args.get("sort", "-updated"))


@blueprint.get("/mine")
@access(*KEEPERS)
def mine() -> Any:
    """The patents of the own organisation (an operator: all), as a page or as a file."""
    actor, narrowed = current_actor(), wanted()
    statement = queries.owned(actor, narrowed)
    if (form := request.args.get("format", "")) in sheets.FORMATS:
        return sheets.send("patents", *service.patent_list(db.session.scalars(statement.limit(EXPORT_LIMIT))), form)
    return render_template(
        "patents/mine.html",
        page=paginate(statement, 25),
        wanted=narrowed,
        counts=queries.status_counts(actor),
        sections=[(code, names[current_language()]) for code, names in ipc_names.SECTIONS.items()],
        **NAMES,
    )


@blueprint.get("/<int:patent_id>")
@access("public")
def record(patent_id: int) -> Any:
    """The public record of one patent; a secret one is there for its owners only."""
    actor = current_actor()
    found = queries.patent(actor, patent_id)
    return render_template(
        "patents/record.html",
        patent=found,
        shown=found.shown_status(),
        annuity=annuity_of(found),
        editable=queries.may_edit(actor, found),
        events=queries.legal_events(found.id),
        class_name=ipc_names.class_name(found.ipc_main, current_language()) if found.ipc_main else "",
        industry=industry_name(found.industry, current_language()) if found.industry else "",
        **NAMES,
    )


def annuity_of(patent: Patent) -> Any:
    """The next annuity and whether it is late, None when nothing is known or nothing is due any more."""
    if patent.filing_date is None:
        return None
    found = next_annuity(PatentType(patent.kind), patent.filing_date, patent.annuity_paid_to_year)
    today = clock.today()
    if found is None:
        return None
    running = current_year_of_protection(patent.filing_date, today)
    return {"next": found, "late": found.in_grace(today), "missed": found.missed(today), "running": running}


@blueprint.route("/new", methods=["GET", "POST"])
@access(*KEEPERS, roles=EDITORS)
def enter() -> Any:
    """Enter one patent by hand."""
    form = PatentForm()
    if form.validate_on_submit():
        try:
            with transaction():
                made = service.enter(current_actor(), form.facts(), form.owner.data or "").id
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The patent is now in the market. Please add its legal status."), "ok")
            return redirect(url_for("patents.edit_status", patent_id=made))
    return render_template("patents/enter.html", form=form), 422 if form.errors else 200


@blueprint.route("/<int:patent_id>/description", methods=["GET", "POST"])
@access(*KEEPERS, roles=EDITORS)
def edit_description(patent_id: int) -> Any:
    """Change titles, abstract, industry, keywords and secrecy."""
    actor = current_actor()
    found = queries.editable_patent(actor, patent_id)
    form = DescriptionForm(found)
    if form.validate_on_submit():
        with transaction():
            service.describe(actor, queries.editable_patent(actor, patent_id), form.description())
        flash(_("Saved."), "ok")
        return redirect(url_for("patents.record", patent_id=patent_id))
    return render_template("patents/description.html", form=form, patent=found), 422 if form.errors else 200


@blueprint.route("/<int:patent_id>/status", methods=["GET", "POST"])
@access(*KEEPERS, roles=EDITORS)
def edit_status(patent_id: int) -> Any:
    """State the legal situation, with source and as-of date."""
    actor = current_actor()
    found = queries.editable_patent(actor, patent_id)
    form = StatusForm(found)
    if form.validate_on_submit():
        try:
            report = kept_report(form)
            with transaction():
                service.state(actor, queries.editable_patent(actor, patent_id), form.statement(), report)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The legal status has been recorded."), "ok")
            return redirect(url_for("patents.record", patent_id=patent_id))
    design_or_model = found.kind != PatentType.INVENTION
    page = render_template("patents/status.html", form=form, patent=found, evaluated=design_or_model)
    return page, 422 if form.errors else 200


def kept_report(form: StatusForm) -> StoredFile | None:
    """The uploaded evaluation report on disk, None when there is none."""
    upload = form.report.data
    if not upload or not upload.filename:
        return None
    return files.keep(upload.stream, upload.filename, current_actor().organisation_id, upload.mimetype or "")


@blueprint.get("/<int:patent_id>/evaluation-report")
@access("signed_in")
def evaluation_report(patent_id: int) -> Any:
    """The evaluation report as a download."""
    found = queries.patent(current_actor(), patent_id)
    stored = files.get(found.evaluation_file_id) if found.evaluation_file_id else None
    if stored is None:
        raise NotFound
    return send_stored(stored)
