"""The way of a statement: upload, how it is read, progress, result; and how an account's statements are booked."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.banking import queries, service
from market.banking.errors import NotReady
from market.banking.forms import ReadingForm, UploadForm, chosen_columns, reading_form, with_choices
from market.banking.models import BankStatement
from market.banking.rules.columns import FIELDS, PRESETS
from market.banking.rules.matching import STATES
from market.banking.views.mount import Answer, blueprint, handlers
from market.core import files, limits
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.web import current_actor, paginate, send_stored

UPLOADS_AN_HOUR = 60
ROWS_SHOWN = 20


@blueprint.get("/statements")
@handlers
def statements() -> Answer:
    """The statements of the accounts one handles."""
    actor = current_actor()
    number = request.args.get("account", "")
    chosen = int(number) if number.isdecimal() and len(number) < 10 else None
    page = paginate(queries.statements(actor, chosen))
    return render_template(
        "banking/statements.html",
        page=page,
        accounts=queries.accounts(actor),
        chosen=chosen,
        counts={each.id: queries.counts(each.id) for each in page.items},
        automatic=queries.automatic,
    )


@blueprint.route("/statements/new", methods=["GET", "POST"])
@handlers
def upload() -> Answer:
    """Send a statement; it is read at once and nothing is kept of its rows yet."""
    actor = current_actor()
    form = UploadForm(queries.accounts(actor))
    if form.validate_on_submit():
        with transaction():
            limits.hit("banking.upload", str(actor.organisation_id), UPLOADS_AN_HOUR, 3600)
        try:
            number = _received(form)
        except Refusal as refusal:
            form.file.errors = [str(refusal)]
        else:
            return redirect(url_for("banking.statement", statement_id=number))
    page = render_template("banking/upload.html", form=form, accounts=queries.accounts(actor), presets=PRESETS)
    return page, 422 if form.errors else 200


def _received(form: UploadForm) -> int:
    """Keep the file, read it, and note the statement; the file goes again when it cannot be read."""
    actor, sent = current_actor(), form.file.data
    account = queries.account(actor, int(form.account.data))
    kept = queries.reading_of(account.id)
    stored = files.keep(sent.stream, sent.filename or "", actor.organisation_id, sent.mimetype or "")
    try:
        reading = service.read(
            files.path_of(stored), stored.filename, account, service.Choice(heads=dict(kept.heads) if kept else {})
        )
        with transaction():
            return service.offer(actor, account, stored, reading).id
    except Refusal:
        files.path_of(stored).unlink(missing_ok=True)
        raise


@blueprint.get("/statements/<int:statement_id>")
@handlers
def statement(statement_id: int) -> Answer:
    """One statement: how its file is read, how far it is, or its rows."""
    found = queries.statement(current_actor(), statement_id)
    if found.state == "ready":
        return _preview(found)
    state, words = request.args.get("state", ""), request.args.get("q", "").strip()[:100]
    return render_template(
        "banking/statement.html",
        statement=found,
        page=paginate(queries.rows_of(found.id, state, words), 50),
        counts=queries.counts(found.id),
        before=queries.before(found),
        state=state,
        STATES=STATES,
    )


def _preview(found: BankStatement, form: ReadingForm | None = None, status: int = 200) -> Answer:
    reading = service.look(found)
    return (
        render_template(
            "banking/preview.html",
            statement=found,
            reading=reading,
            form=form or reading_form(reading),
            fields=FIELDS,
            shown=reading.entries[:ROWS_SHOWN],
        ),
        status,
    )


@blueprint.post("/statements/<int:statement_id>/read")
@handlers
def choose(statement_id: int) -> Answer:
    """Read the file in another way, and keep that."""
    found = queries.statement(current_actor(), statement_id)
    now = service.look(found)
    choice = with_choices(ReadingForm(), now).choice(now, request.form)
    reading = service.look(found, choice)
    with transaction():
        service.correct(current_actor(), statement_id, reading, choice.encoding)
    return redirect(url_for("banking.statement", statement_id=statement_id))


@blueprint.post("/statements/<int:statement_id>/import")
@handlers
def import_statement(statement_id: int) -> Answer:
    """Hand the statement to the worker, read as the page shows it."""
    found = queries.statement(current_actor(), statement_id)
    columns = chosen_columns(request.form) or dict(found.columns) or None
    choice = service.Choice(found.encoding, found.sheet, columns=columns if found.format == "table" else None)
    reading = service.look(found, choice)
    with transaction():
        service.correct(current_actor(), statement_id, reading)
    try:
        with transaction():
            service.ask_to_import(current_actor(), statement_id, reading)
    except NotReady as refusal:
        flash(str(refusal), "bad")
    return redirect(url_for("banking.statement", statement_id=statement_id))


@blueprint.get("/statements/<int:statement_id>/progress")
@handlers
def progress(statement_id: int) -> dict[str, object]:
    """How far an import is, as JSON for the page."""
    found = queries.statement(current_actor(), statement_id)
    return {
        "done": found.done_rows,
        "total": found.rows,
        "message": "",
        "finished": found.state not in ("ready", "running"),
        "url": url_for("banking.statement", statement_id=found.id),
    }


@blueprint.post("/statements/<int:statement_id>/cancel")
@handlers
def cancel(statement_id: int) -> Answer:
    """Give up a statement that waits."""
    with transaction():
        service.cancel(current_actor(), statement_id)
    flash(_("The statement was cancelled; none of its rows was kept."), "ok")
    return redirect(url_for("banking.statements"))


@blueprint.get("/statements/<int:statement_id>/file")
@handlers
def statement_file(statement_id: int) -> Answer:
    """The file as it was sent."""
    return send_stored(queries.statement(current_actor(), statement_id).file)


@blueprint.post("/accounts/<int:account_id>/match")
@handlers
def match(account_id: int) -> Answer:
    """Match again what waits on an account: new amounts due may fit now."""
    account = queries.account(current_actor(), account_id)
    booked = service.settle_waiting(current_actor(), account.id)
    flash(_("%(count)s rows were matched and booked.", count=booked), "ok")
    return redirect(url_for("banking.rows"))


@blueprint.post("/accounts/<int:account_id>/automatic")
@handlers
def automatic(account_id: int) -> Answer:
    """Whether sure matches of an account are booked at once."""
    with transaction():
        service.set_automatic(current_actor(), account_id, request.form.get("automatic") == "1")
    flash(_("Saved."), "ok")
    return redirect(url_for("banking.statements"))
