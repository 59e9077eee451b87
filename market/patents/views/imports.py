"""The way of a spreadsheet: upload, mapping and preview, run with progress, result and report."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import files, limits
from market.core.db import transaction
from market.core.errors import Invalid, Refusal
from market.core.files import StoredFile
from market.core.sheets import XLSX
from market.core.web import access, current_actor, download, paginate
from market.patents import queries, service
from market.patents.errors import NotVetted, UnreadableFile
from market.patents.forms import MappingForm, UploadForm, mapping_form
from market.patents.models import ImportRun
from market.patents.rules.columns import FIELD_NAMES, Field
from market.patents.service.checking import look
from market.patents.views.mount import EDITORS, KEEPERS, blueprint

UPLOADS_AN_HOUR = 60


@blueprint.get("/imports")
@access(*KEEPERS)
def imports() -> Any:
    """The imports of the own organisation (an operator: all)."""
    return render_template("patents/imports.html", page=paginate(queries.imports(current_actor())))


@blueprint.route("/import", methods=["GET", "POST"])
@access(*KEEPERS, roles=EDITORS)
def upload() -> Any:
    """Send a spreadsheet; it is checked at once and imports nothing yet."""
    actor, form = current_actor(), UploadForm()
    if not actor.vetted:
        raise NotVetted
    if form.validate_on_submit():
        with transaction():
            limits.hit("patents.upload", str(actor.organisation_id), UPLOADS_AN_HOUR, 3600)
        try:
            run_id = received(form)
        except (UnreadableFile, Invalid) as refusal:
            form.file.errors = [str(refusal)]
        else:
            return redirect(url_for("patents.import_page", import_id=run_id))
    return render_template("patents/upload.html", form=form), 422 if form.errors else 200


def received(form: UploadForm) -> int:
    """Keep the file, look at it, and note the import; the file goes again when it cannot be read."""
    actor, sent = current_actor(), form.file.data
    stored = files.keep(sent.stream, sent.filename or "", actor.organisation_id, sent.mimetype or "")
    try:
        found = look(files.path_of(stored), stored.filename)
        with transaction():
            return service.start_import(actor, stored, found, form.owner.data or "").id
    except Refusal:
        files.path_of(stored).unlink(missing_ok=True)
        raise


@blueprint.route("/imports/<int:import_id>", methods=["GET", "POST"])
@access(*KEEPERS, roles=EDITORS)
def import_page(import_id: int) -> Any:
    """One import: how its file will be read, how far it is, or what came of it."""
    run = queries.import_run(current_actor(), import_id)
    stored = files.get(run.file_id)
    if run.state != "ready":
        return result_page(run, stored)
    form = mapping_form(run)
    if form.validate_on_submit():
        try:
            corrected(run, form)
        except UnreadableFile as refusal:
            form.form_errors = [str(refusal)]
        else:
            return proceed(import_id)
    fields = [(name, form[f"column_{name.value}"]) for name in Field]
    page = render_template("patents/mapping.html", run=run, stored=stored, form=form, fields=fields)
    return page, 422 if form.errors else 200


def corrected(run: ImportRun, form: MappingForm) -> None:
    """Read the file again as its owner wants it read, and keep that."""
    actor, import_id = current_actor(), run.id
    sheet, encoding = form.choice("sheet"), form.choice("encoding")
    same_table = (sheet or run.sheet) == run.sheet and (encoding or run.encoding) == run.encoding
    columns = form.chosen_columns() if same_table else None
    found = service.look_again(run, encoding, sheet or run.sheet, columns)
    with transaction():
        run = queries.import_run(actor, import_id)
        service.correct(run, found, form.chosen_orders(), form.status_as_of.data)


def proceed(import_id: int) -> Any:
    """After the corrections: show the page again, or hand the import to the worker."""
    actor, action = current_actor(), request.form.get("action", "check")
    if action in ("start", "try"):
        try:
            with transaction():
                service.ask_to_run(actor, queries.import_run(actor, import_id), dry_run=action == "try")
        except Refusal as refusal:
            flash(str(refusal), "bad")
    return redirect(url_for("patents.import_page", import_id=import_id))


def result_page(run: ImportRun, stored: StoredFile | None) -> Any:
    """Progress or result of an import that was started."""
    return render_template(
        "patents/import.html",
        run=run,
        stored=stored,
        reasons=service.reasons(run.id) if run.refused else [],
        refusals=service.refusals(run.id, 50) if run.refused else [],
        FIELD_NAMES=FIELD_NAMES,
    )


@blueprint.get("/imports/<int:import_id>/progress")
@access(*KEEPERS)
def import_progress(import_id: int) -> Any:
    """How far an import is, as JSON for the page."""
    run = queries.import_run(current_actor(), import_id)
    return {
        "done": run.done_rows,
        "total": run.rows,
        "message": "",
        "finished": run.state not in ("ready", "running"),
        "url": url_for("patents.import_page", import_id=run.id),
    }


@blueprint.post("/imports/<int:import_id>/cancel")
@access(*KEEPERS, roles=EDITORS)
def cancel_import(import_id: int) -> Any:
    """Give up an import that waits."""
    with transaction():
        service.cancel(queries.import_run(current_actor(), import_id))
    flash(_("The import was cancelled; nothing was imported."), "ok")
    return redirect(url_for("patents.imports"))


@blueprint.post("/imports/<int:import_id>/for-real")
@access(*KEEPERS, roles=EDITORS)
def import_for_real(import_id: int) -> Any:
    """After a trial run: import the same file for real."""
    actor = current_actor()
    with transaction():
        made = service.for_real(actor, queries.import_run(actor, import_id)).id
    return redirect(url_for("patents.import_page", import_id=made))


@blueprint.get("/imports/<int:import_id>/refused.xlsx")
@access(*KEEPERS)
def import_report(import_id: int) -> Any:
    """The refused rows with their reasons, to be mended and sent again."""
    run = queries.import_run(current_actor(), import_id)
    return download(service.refused_rows(run), f"refused-{run.id}.xlsx", XLSX)
