"""Filing with the patent office, on one page: the pre-check, who files, the papers, and what the office answered."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.form import Form
from market.core.web import access, current_actor, send_stored
from market.filings import queries, service
from market.filings.forms.recordals import BeginForm, PaperForm, RefusedForm, ResultForm, SubmitForm
from market.filings.models import Filing
from market.filings.rules import deadline, states
from market.filings.rules import papers as paper_rules
from market.filings.rules.papers import Needs
from market.filings.views.mount import Answer, blueprint
from market.licensing import queries as licensing
from market.licensing.models import Licence


@blueprint.get("/licences/<int:licence_id>/recordal")
@access("signed_in")
def recordal(licence_id: int) -> Answer:
    """What the office will look at and ask for, who files, and where it stands."""
    return page(licence_id)


@blueprint.post("/licences/<int:licence_id>/filings")
@access("signed_in")
def begin(licence_id: int) -> Answer:
    """"We file"."""
    form = BeginForm()
    licence = licensing.licence_for(current_actor(), licence_id)
    kinds = states.kinds_to_begin(queries.standing(licence, queries.filings_of(licence_id)))
    form.offer(kinds)
    if kinds and not form.validate():
        return page(licence_id, begin=form), 422
    entered = form.value()

    def deed() -> None:
        service.recordals.begin(current_actor(), licence_id, entered.kind, entered.what, entered.agent)

    return _do(licence_id, deed, _("Your side files now. The other side has been told."), begin=form)


@blueprint.post("/filings/<int:filing_id>/drop")
@access("signed_in")
def drop(filing_id: int) -> Answer:
    """Give the filing up."""
    licence_id = queries.filing_for(current_actor(), filing_id).licence_id
    done = _("The filing is given up. Either side may file now.")
    return _do(licence_id, lambda: service.recordals.drop(current_actor(), filing_id), done)


@blueprint.post("/filings/<int:filing_id>/submit")
@access("signed_in")
def submit(filing_id: int) -> Answer:
    """Enter that the papers went to the office."""
    form, licence_id = SubmitForm(), queries.filing_for(current_actor(), filing_id).licence_id
    if not form.validate():
        return page(licence_id, submit=form), 422
    entered = form.value()

    def deed() -> None:
        service.recordals.submit(current_actor(), filing_id, entered.on, entered.receipt_number)

    return _do(licence_id, deed, _("Entered as filed. The reminders rest while the office has it."), submit=form)


@blueprint.post("/filings/<int:filing_id>/refuse")
@access("signed_in")
def refuse(filing_id: int) -> Answer:
    """Enter that the office refused."""
    form, licence_id = RefusedForm(), queries.filing_for(current_actor(), filing_id).licence_id
    form.offer()
    if not form.validate():
        return page(licence_id, refuse=form), 422
    entered = form.value()

    def deed() -> None:
        service.recordals.refuse(current_actor(), filing_id, entered.on, entered.ground, entered.text)

    return _do(licence_id, deed, _("The refusal is entered. Put right what was missed and file again."), refuse=form)


@blueprint.post("/licences/<int:licence_id>/recordal")
@access("signed_in")
def enter(licence_id: int) -> Answer:
    """Enter what the office recorded, with number, day and certificate."""
    form = ResultForm()
    licensing.licence_for(current_actor(), licence_id)
    if not form.validate():
        return page(licence_id, result=form), 422
    entered = form.value()

    def deed() -> None:
        service.recordals.enter(current_actor(), licence_id, entered)

    done = _do(licence_id, deed, _("The recordal is entered. Thank you."), result=form)
    return done if isinstance(done, tuple) else redirect(url_for("licensing.licence_page", licence_id=licence_id))


def _do(licence_id: int, deed: Callable[[], Any], done: str, **forms: Form) -> Answer:
    """Do it in one transaction and come back to the page; a refusal of fields is shown at the form."""
    try:
        with transaction():
            deed()
    except Invalid as error:
        for form in forms.values():
            form.refuse(error)
        return page(licence_id, **forms), 422
    flash(done, "ok")
    return redirect(url_for("filings.recordal", licence_id=licence_id))


@blueprint.get("/filings/<int:filing_id>/certificate")
@access("signed_in")
def certificate(filing_id: int) -> Answer:
    """The certificate of one filing as a download."""
    stored = queries.filing_for(current_actor(), filing_id).certificate
    if stored is None:
        raise NotFound
    return send_stored(stored)


def page(licence_id: int, **forms: Form) -> str:
    """The page, with the forms as they were sent."""
    actor = current_actor()
    licence = licensing.licence_for(actor, licence_id)
    filings = queries.filings_of(licence_id)
    running = next((filing for filing in filings if filing.open), None)
    standing = queries.standing(licence, filings)
    papers = queries.papers_of(licence_id)
    needed = needs(licence, running)
    missing = paper_rules.missing(needed, queries.papers_there(licence))
    kinds = states.kinds_to_begin(standing)
    may_sign = service.recordals.may_sign(actor)
    shown = _forms(kinds, missing, forms)
    return render_template(
        "filings/recordal.html",
        licence=licence,
        filings=filings,
        running=running,
        refused=filings[0] if filings and filings[0].state == "refused" else None,
        kinds=kinds if may_sign else [],
        moves=states.open_moves(running.state) if running and service.recordals.may_handle(actor, running) else [],
        may_enter=may_sign and running is None and states.Kind.RECORDAL in kinds,
        may_add=actor.vetted,
        period=queries.explained(licence),
        reasons=deadline.REASONS,
        findings=service.checks.findings(licence, clock.today()),
        annuities=service.checks.annuities(licence),
        papers=papers,
        contract=queries.contract_of(licence),
        needed=paper_rules.needed(needed),
        missing=missing,
        hints=paper_rules.HINTS,
        application=service.application.fill(licence, running),
        forms=shown,
    )


def needs(licence: Licence, filing: Filing | None) -> Needs:
    """What decides which papers a filing needs."""
    return Needs(
        kind=filing.kind if filing else "recordal",
        open_licence=licence.kind == "open",
        free=licence.free,
        agent=bool(filing and filing.agent),
        pledged=any(link.patent.pledged for link in licence.patents),
    )


def _forms(kinds: list[states.Kind], missing: list[str], given: dict[str, Form]) -> dict[str, Form]:
    """Every form of the page: those that were sent as they came, the others fresh."""
    begin = BeginForm(formdata=None)
    begin.offer(kinds)
    refused = RefusedForm(formdata=None)
    refused.offer()
    paper = PaperForm(formdata=None)
    paper.offer(missing[0] if missing else "")
    fresh: dict[str, Form] = {
        "begin": begin,
        "submit": SubmitForm(formdata=None, submitted_on=clock.today()),
        "result": ResultForm(formdata=None),
        "refuse": refused,
        "paper": paper,
    }
    return fresh | given
