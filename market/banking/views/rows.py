"""The rows of statements: what waits, one row with its candidates, and what a person decides about it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.banking import queries, service
from market.banking.forms import ReasonForm, WrongShare, shares
from market.banking.models import BankRow
from market.banking.rules.access import of_programme
from market.banking.rules.matching import REASONS, STATES, TONES, Candidate, Due, name_reason
from market.banking.views.mount import Answer, blueprint, handlers
from market.core.db import transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.core.web import current_actor, paginate
from market.payments.models import Receipt


@blueprint.context_processor
def words() -> dict[str, object]:
    """The names and tones of the states of rows."""
    return {"STATES": STATES, "TONES": TONES}


@blueprint.get("/rows")
@handlers
def rows() -> Answer:
    """What waits on the accounts one handles, or all rows in a state; for the programme with its suspense."""
    actor = current_actor()
    state, words_ = request.args.get("state", "waiting"), request.args.get("q", "").strip()[:100]
    page = paginate(queries.rows(actor, state, words_), 30)
    found: dict[int, Candidate] = {}
    for account_id in {row.account_id for row in page.items}:
        waiting = [row for row in page.items if row.account_id == account_id and row.waiting]
        for number, proposal in service.proposals(waiting).items():
            if proposal.candidates:
                found[number] = proposal.candidates[0]
    return render_template(
        "banking/rows.html",
        page=page,
        state=state,
        best=found,
        REASONS=REASONS,
        accounts=queries.accounts(actor),
        suspense=queries.suspense(actor.organisation_id or 0) if of_programme(actor.kind) else None,
    )


@blueprint.get("/rows/<int:row_id>")
@handlers
def row(row_id: int) -> Answer:
    """One row: what it says, what it may pay and why, what was booked from it."""
    return _page(queries.row(current_actor(), row_id))


def _page(
    found: BankRow, wrong: int | None = None, refusal: str = "", form: ReasonForm | None = None, status: int = 200
) -> Answer:
    text = request.args.get("q", "").strip()[:100]
    candidates = list(service.proposals([found])[found.id].candidates) if found.waiting else []
    taken = {part.receivable_id for part in found.live_parts}
    known = {each.due.id for each in candidates}
    searched = queries.search_dues(found.account, text) if text and found.waiting else []
    candidates += [_searched(found, due) for due in searched if due.id not in known]
    candidates = [each for each in candidates if each.due.id not in taken]
    page = render_template(
        "banking/row.html",
        row=found,
        candidates=candidates,
        receivables=queries.receivables([each.due.id for each in candidates]),
        by_hand=_by_hand(found),
        REASONS=REASONS,
        wrong=wrong,
        refusal=refusal,
        form=form or ReasonForm(formdata=None),
        programme=of_programme(found.account.organisation.kind),
    )
    return page, status


def _searched(found: BankRow, due: Due) -> Candidate:
    """An amount due that a person looked for; nothing is proposed for it."""
    return Candidate(due, Money.zero(found.currency), (name_reason(found.name, due),))


def _by_hand(found: BankRow) -> list[Receipt]:
    """Receipts booked by hand that may be this transfer: of an amount that is not more than what is left of it."""
    if not found.waiting:
        return []
    near = queries.hand_booked(found.account, found.booked_on, found.booked_on)
    same = [each for each in near if each.currency == found.currency and each.amount_minor <= found.rest.minor]
    exact = [each for each in same if each.amount_minor == found.rest.minor or service.same_number(found, each)]
    return exact[:8]


@blueprint.post("/rows/<int:row_id>/assign")
@handlers
def assign(row_id: int) -> Answer:
    """Book the parts entered; sent twice, the second time there is nothing left."""
    found = queries.row(current_actor(), row_id)
    try:
        parts = shares(request.form, found.currency)
        with transaction():
            service.assign(current_actor(), row_id, parts, _version())
    except WrongShare as error:
        return _page(found, wrong=error.receivable_id, status=422)
    except Refusal as refusal:
        return _refused(row_id, refusal)
    flash(_("Booked."), "ok")
    return redirect(url_for("banking.row", row_id=row_id))


def _version() -> int | None:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _refused(row_id: int, refusal: Refusal) -> Answer:
    """The page as it is now, with why the deed was refused; what cannot be found stays not found."""
    if refusal.status == 404:
        raise refusal
    return _page(queries.row(current_actor(), row_id), refusal=str(refusal), status=refusal.status)


@blueprint.post("/rows/<int:row_id>/adopt/<int:receipt_id>")
@handlers
def adopt(row_id: int, receipt_id: int) -> Answer:
    """Say that a receipt booked by hand is this very transfer."""
    try:
        with transaction():
            service.adopt(current_actor(), row_id, receipt_id, _version())
    except Refusal as refusal:
        return _refused(row_id, refusal)
    flash(_("Noted. Nothing was booked again."), "ok")
    return redirect(url_for("banking.row", row_id=row_id))


@blueprint.post("/rows/<int:row_id>/ignore")
@handlers
def ignore(row_id: int) -> Answer:
    """Say that the row is none of the market's business."""
    found, form = queries.row(current_actor(), row_id), ReasonForm()
    if not form.validate():
        return _page(found, form=form, status=422)
    try:
        with transaction():
            service.ignore(current_actor(), row_id, form.reason.data or "", _version())
    except Refusal as refusal:
        return _refused(row_id, refusal)
    flash(_("The row is ignored."), "ok")
    return redirect(url_for("banking.row", row_id=row_id))


@blueprint.post("/rows/<int:row_id>/wait")
@handlers
def wait(row_id: int) -> Answer:
    """Let an ignored row, or one taken for a duplicate, wait again."""
    with transaction():
        service.wait_again(current_actor(), row_id)
    flash(_("The row waits again."), "ok")
    return redirect(url_for("banking.row", row_id=row_id))


@blueprint.post("/parts/<int:part_id>/take-back")
@handlers
def take_back(part_id: int) -> Answer:
    """Undo a part: its receipt is reversed, the money waits again."""
    row_id, form = queries.part(current_actor(), part_id).row_id, ReasonForm()
    try:
        with transaction():
            service.take_back(current_actor(), part_id, form.reason.data or "")
    except Refusal as refusal:
        return _refused(row_id, refusal)
    flash(_("Taken back. The money waits again."), "ok")
    return redirect(url_for("banking.row", row_id=row_id))
