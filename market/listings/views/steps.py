"""The declaration form in saved steps; every step can be left and taken up again, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import NotFound
from market.core.files import keep
from market.core.i18n import N_, translate
from market.core.web import access, current_actor
from market.listings import queries, service
from market.listings.errors import ChangedMeanwhile, NotReady
from market.listings.forms import DescriptionForm, FeeForm, PatentsForm, StatementsForm, StepForm, TermForm, UploadForm
from market.listings.models import Listing
from market.listings.queries.facts import declared_elsewhere, expiry_of
from market.listings.queries.patents import MOST_SHOWN
from market.listings.rules.findings import blocking, condense
from market.listings.rules.offer import FEE_KIND_HINTS
from market.listings.rules.quality import quality
from market.listings.rules.states import State
from market.listings.views.mount import DRAFTERS, KEEPERS, MANAGERS, NAMES, Answer, blueprint
from market.listings.views.price import amount, price_of
from market.listings.views.public import patent_view

STEPS: dict[str, str] = {
    "patents": N_("Patents"),
    "eligibility": N_("Eligibility"),
    "fee": N_("Licence fee"),
    "term": N_("Term and territory"),
    "description": N_("Description"),
    "documents": N_("Documents and statements"),
    "review": N_("Check and declare"),
}
FORMS: dict[str, Callable[[Listing], StepForm]] = {
    "patents": lambda listing: PatentsForm(data={"patents": [row.patent_id for row in listing.patents]}),
    "eligibility": lambda listing: StepForm(),
    "fee": lambda listing: FeeForm.showing(queries.fee_of(listing), listing.fee_text),
    "term": lambda listing: TermForm(data={"term_end": listing.term_end, "notes": listing.notes}),
    "description": DescriptionForm.showing,
    "documents": StatementsForm.showing,
    "review": lambda listing: StepForm(),
}


def save_patents(actor: Actor, listing: Listing, form: Any) -> None:
    """The bundle."""
    service.choose_patents(actor, listing.id, form.seen(), form.chosen())


def save_fee(actor: Actor, listing: Listing, form: Any) -> None:
    """The price, with its text written from the choices unless somebody wrote another."""
    text = form.text_for(form.value, queries.fee_in_words(queries.fee_of(listing), "zh"))
    service.set_fee(actor, listing.id, form.seen(), form.value, text)


def save_term(actor: Actor, listing: Listing, form: Any) -> None:
    """Term and notes."""
    service.set_term(actor, listing.id, form.seen(), form.term_end.data, form.notes.data or "")


def save_description(actor: Actor, listing: Listing, form: Any) -> None:
    """The plain texts."""
    service.describe(actor, listing.id, form.seen(), form.description())


def save_statements(actor: Actor, listing: Listing, form: Any) -> None:
    """The four statements, all or none."""
    service.confirm_statements(actor, listing.id, form.seen(), form.confirmed())


SAVERS: dict[str, Callable[[Actor, Listing, Any], None]] = {
    "patents": save_patents,
    "fee": save_fee,
    "term": save_term,
    "description": save_description,
    "documents": save_statements,
}


@blueprint.get("/listings/new", endpoint="new")
@access(*KEEPERS, roles=DRAFTERS)
def show_new() -> Answer:
    """Choose the patents of a new declaration; `?patent=12` has one chosen already."""
    wanted = [int(text) for text in request.args.getlist("patent")[:50] if text.isdecimal() and len(text) < 10]
    return patents_page(PatentsForm(data={"patents": wanted}))


@blueprint.post("/listings/new", endpoint="begin")
@access(*KEEPERS, roles=DRAFTERS)
def begin() -> Answer:
    """Start the draft."""
    form = PatentsForm()
    if "find" in request.form or not form.validate_on_submit():
        return patents_page(form), 200 if "find" in request.form else 422
    with transaction():
        listing_id = service.begin(current_actor(), form.chosen()).id
    return redirect(url_for("listings.step", listing_id=listing_id, step="eligibility"))


def patents_page(form: PatentsForm, listing: Listing | None = None, clash: str = "") -> str:
    """The choice among the own patents: those chosen first, then those that fit the words looked for."""
    actor = current_actor()
    words = request.values.get("q", "")[:200]
    chosen = queries.chosen_patents(actor, form.chosen())
    found = db.session.scalars(queries.own_patents(actor, words).limit(MOST_SHOWN + 1)).all()
    known = {patent.id for patent in chosen}
    elsewhere = declared_elsewhere([patent.id for patent in found], listing.id if listing else None)
    return render_template(
        "listings/steps/patents.html",
        form=form,
        listing=listing,
        chosen=[patent_view(patent) for patent in chosen],
        found=[patent_view(patent) for patent in found[:MOST_SHOWN] if patent.id not in known],
        more=len(found) > MOST_SHOWN,
        elsewhere=elsewhere,
        words=words,
        clash=clash,
        **frame("patents", listing),
    )


def frame(step: str, listing: Listing | None) -> dict[str, Any]:
    """What every step's page needs."""
    names = list(STEPS)
    place = names.index(step)
    before = names[place - 1] if place else ""
    return {
        "step": step,
        "steps": [translate(STEPS[name]) for name in names],
        "place": place + 1,
        "back_url": url_for("listings.step", listing_id=listing.id, step=before) if listing and before else "",
        **NAMES,
    }


@blueprint.get("/listings/<int:listing_id>/edit/<step>", endpoint="step")
@access(*KEEPERS, roles=DRAFTERS)
def show_step(listing_id: int, step: str) -> Answer:
    """One step with what is stored."""
    listing = editable(listing_id, step)
    return step_page(listing, step, filled(step, listing))


@blueprint.post("/listings/<int:listing_id>/edit/<step>", endpoint="save_step")
@access(*KEEPERS, roles=DRAFTERS)
def save_step(listing_id: int, step: str) -> Answer:
    """Store one step and go on; with an error or a clash the page comes back with everything typed."""
    listing = editable(listing_id, step)
    form = FORMS[step](listing)
    if step == "patents" and "find" in request.form:
        return patents_page(form, listing)
    if not form.validate_on_submit():
        return step_page(listing, step, form), 422
    if step == "fee" and "propose" in request.form:
        form.fee_text.data = queries.fee_in_words(form.value, "zh")
        return step_page(listing, step, form)
    try:
        if step in SAVERS:
            with transaction():
                SAVERS[step](current_actor(), listing, form)
    except ChangedMeanwhile as clash:
        return clash_page(listing_id, step, form, str(clash)), 409
    return redirect(next_page(listing, step))


def editable(listing_id: int, step: str) -> Listing:
    """The listing, when that step of it can be changed: all of a draft, the plain texts until it is over."""
    listing = queries.managed(current_actor(), listing_id)
    if step not in STEPS:
        raise NotFound
    if listing.state != State.DRAFT and not (step == "description" and listing.state in (State.DECLARED, *SHOWN)):
        raise NotFound
    return listing


SHOWN = (State.ANNOUNCED, State.SUSPENDED)


def filled(step: str, listing: Listing) -> StepForm:
    """The form of a step with what is stored and the version it was read at."""
    form = FORMS[step](listing)
    form.version.data = str(listing.version)
    return form


def clash_page(listing_id: int, step: str, form: StepForm, clash: str) -> str:
    """The typed values again, now against the newer version: saving once more is a decision."""
    listing = queries.managed(current_actor(), listing_id)
    form.version.data = str(listing.version)
    return step_page(listing, step, form, clash)


def step_page(listing: Listing, step: str, form: Any, clash: str = "", upload: UploadForm | None = None) -> str:
    """The page of one step."""
    if step == "patents":
        return patents_page(form, listing, clash)
    today = clock.today()
    findings = queries.checklist(listing, today) if step == "review" else queries.eligibility(listing, today)
    if not form.version.data:
        form.version.data = str(listing.version)
    return render_template(
        f"listings/steps/{step}.html",
        listing=listing,
        form=form,
        upload=upload or UploadForm(listing, formdata=None),
        clash=clash,
        findings=condense(findings),
        blocked=blocking(findings),
        quality=quality(queries.offer_of(listing)),
        patents=[patent_view(row.patent) for row in listing.patents],
        price=price_of(listing),
        amount=amount,
        fee=queries.fee_of(listing),
        latest=min((day for row in listing.patents if (day := expiry_of(row.patent))), default=None),
        may_declare=current_actor().role in MANAGERS,
        vetted=current_actor().vetted,
        fee_hints={kind: translate(hint) for kind, hint in FEE_KIND_HINTS.items()},
        **frame(step, listing),
    )


def next_page(listing: Listing, step: str) -> str:
    """Where to go after a step: on, or away when it was only to be saved."""
    if listing.state != State.DRAFT:
        flash(_("Saved. The public page shows the new text."), "ok")
        return url_for("listings.manage", listing_id=listing.id)
    if "later" in request.form:
        flash(_("The draft %(reference)s is saved. You can go on at any time.", reference=listing.reference), "ok")
        return url_for("listings.mine")
    names = list(STEPS)
    following = names[min(names.index(step) + 1, len(names) - 1)]
    return url_for("listings.step", listing_id=listing.id, step=following)


@blueprint.post("/listings/<int:listing_id>/documents")
@access(*KEEPERS, roles=DRAFTERS)
def upload(listing_id: int) -> Answer:
    """Add a file."""
    actor = current_actor()
    listing = queries.managed(actor, listing_id)
    form = UploadForm(listing)
    if not form.validate_on_submit():
        return documents_page(listing, form), 422
    stored = keep(form.file.data.stream, form.file.data.filename, listing.organisation_id)
    with transaction():
        service.add_document(
            actor, listing_id, stored, form.kind.data, form.patent_id(), form.conclusion.data, form.note.data or ""
        )
    flash(_("The file has been added."), "ok")
    return back_to_documents(listing_id)


def documents_page(listing: Listing, form: UploadForm) -> str:
    """The page the upload came from, with its errors."""
    if listing.state == State.DRAFT:
        return step_page(listing, "documents", filled("documents", listing), upload=form)
    return render_template("listings/documents.html", listing=listing, upload=form, **NAMES)


@blueprint.get("/listings/<int:listing_id>/documents", endpoint="documents")
@access(*KEEPERS, roles=DRAFTERS)
def show_documents(listing_id: int) -> Answer:
    """The files of a listing that is no draft any more."""
    listing = queries.managed(current_actor(), listing_id)
    return documents_page(listing, UploadForm(listing, formdata=None))


@blueprint.post("/listings/<int:listing_id>/documents/<int:document_id>/remove")
@access(*KEEPERS, roles=DRAFTERS)
def remove_document(listing_id: int, document_id: int) -> Answer:
    """Take a file off."""
    with transaction():
        service.remove_document(current_actor(), listing_id, document_id)
    flash(_("The file has been removed."), "ok")
    return back_to_documents(listing_id)


def back_to_documents(listing_id: int) -> Response:
    """Back to the page the files stand on."""
    listing = queries.managed(current_actor(), listing_id)
    if listing.state == State.DRAFT:
        return redirect(url_for("listings.step", listing_id=listing_id, step="documents"))
    return redirect(url_for("listings.documents", listing_id=listing_id))


@blueprint.post("/listings/<int:listing_id>/declare")
@access(*KEEPERS, roles=MANAGERS)
def declare(listing_id: int) -> Answer:
    """Declare; when a rule stands against it, the checklist comes back and says what is missing."""
    listing = editable(listing_id, "review")
    form = StepForm()
    try:
        with transaction():
            service.declare(current_actor(), listing_id, form.seen())
    except NotReady as refusal:
        return step_page(listing, "review", filled("review", listing), str(refusal)), 422
    except ChangedMeanwhile as clash:
        return clash_page(listing_id, "review", form, str(clash)), 409
    return redirect(url_for("listings.filed", listing_id=listing_id))


@blueprint.get("/listings/<int:listing_id>/declared")
@access(*KEEPERS)
def filed(listing_id: int) -> Answer:
    """The confirmation with the reference and what happens next."""
    listing = queries.managed(current_actor(), listing_id)
    if listing.state == State.DRAFT:
        raise NotFound
    return render_template("listings/filed.html", listing=listing, **NAMES)


@blueprint.post("/listings/<int:listing_id>/discard")
@access(*KEEPERS, roles=DRAFTERS)
def discard(listing_id: int) -> Answer:
    """Throw a draft away."""
    with transaction():
        service.discard(current_actor(), listing_id)
    flash(_("The draft has been thrown away."), "ok")
    return redirect(url_for("listings.mine"))
