"""How talks begin: a firm asks about a patent or a listing, a university answers a posted need."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import limits
from market.core.db import db, transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor
from market.listings import queries as listings
from market.needs import queries as needs
from market.negotiation import queries, service
from market.negotiation.errors import AlreadyAnswered
from market.negotiation.forms import AnswerForm, AskForm
from market.negotiation.rules.processes import KIND_NAMES, Kind
from market.negotiation.views.mount import Answer, blueprint, kept
from market.patents import queries as patents

ASKED_PER_DAY = 50
MOST_OFFERED = 500


@blueprint.get("/patents/<int:patent_id>/ask")
@access("signed_in")
def ask(patent_id: int) -> Answer:
    """The form of a first question about a patent."""
    return _ask_page(AskForm(data=begun()), patent_id, None)


@blueprint.post("/patents/<int:patent_id>/ask")
@access("signed_in")
def send_question(patent_id: int) -> Answer:
    """Ask; the same form again leads to the same deal."""
    return _asked(AskForm(), patent_id, None)


@blueprint.get("/listings/<int:listing_id>/ask")
@access("signed_in")
def ask_listing(listing_id: int) -> Answer:
    """The form of a question about an open licence: questions, or a separate ordinary licence (Art. 51(3))."""
    return _ask_page(AskForm(ON_LISTING, data=begun()), None, listing_id)


@blueprint.post("/listings/<int:listing_id>/ask")
@access("signed_in")
def send_listing_question(listing_id: int) -> Answer:
    """Ask about an open licence."""
    return _asked(AskForm(ON_LISTING), None, listing_id)


def begun() -> dict[str, Any]:
    """What a link from elsewhere has filled in already, to be read before it is sent: the kind and the letter."""
    kind = request.args.get("kind", "")
    return {"kind": kind if kind in KIND_NAMES else Kind.ORDINARY, "text": request.args.get("text", "")[:4000]}


ON_LISTING = {kind: name for kind, name in KIND_NAMES.items() if kind not in (Kind.SOLE, Kind.EXCLUSIVE)}


def _asked(form: AskForm, patent_id: int | None, listing_id: int | None) -> Answer:
    actor = current_actor()
    if listing_id is not None:
        listings.get(actor, listing_id)
    if not form.validate():
        return _ask_page(form, patent_id, listing_id), 422
    ids = [patent_id] if patent_id is not None else []
    stored = kept(form.files.data)
    try:
        with transaction():
            limits.hit("negotiation.ask", str(actor.organisation_id), ASKED_PER_DAY, 86400)
            deal_id = service.ask(
                actor, ids, form.text.data or "", form.once.data or "", form.kind.data, listing_id, stored
            ).id
    except Invalid as error:
        form.refuse(error)
        return _ask_page(form, patent_id, listing_id), 422
    flash(_("Your question is on its way. The owner has five working days to answer."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


def _ask_page(form: AskForm, patent_id: int | None, listing_id: int | None) -> str:
    actor = current_actor()
    listing = listings.get(actor, listing_id) if listing_id is not None else None
    chosen = [link.patent for link in listing.patents] if listing else [patents.patent(actor, patent_id or 0)]
    owner = listing.organisation if listing else queries.owner_of(chosen)
    times = queries.responses(owner.id) if owner else None
    return render_template(
        "negotiation/ask.html", form=form, patents=chosen, listing=listing, owner=owner, times=times
    )


@blueprint.get("/needs/<int:need_id>/answer")
@access("university", "service")
def answer(need_id: int) -> Answer:
    """The form of an answer to a posted need."""
    chosen = [int(one) for one in request.args.getlist("patent") if one.isdecimal() and len(one) < 10]
    form = AnswerForm(_offered(chosen), data=begun() | {"patents": chosen})
    return _answer_page(form, need_id)


@blueprint.post("/needs/<int:need_id>/answer")
@access("university", "service")
def send_answer(need_id: int) -> Answer:
    """Answer the need with patents and a proposed kind."""
    actor = current_actor()
    sent = [int(one) for one in request.form.getlist("patents") if one.isdecimal() and len(one) < 10]
    form = AnswerForm(_offered(sent))
    if not form.validate():
        return _answer_page(form, need_id), 422
    stored, ids, text = kept(form.files.data), form.patents.data or [], form.text.data or ""
    try:
        with transaction():
            limits.hit("negotiation.ask", str(actor.organisation_id), ASKED_PER_DAY, 86400)
            deal_id = service.answer_need(actor, need_id, ids, form.kind.data, text, form.once.data or "", stored).id
    except AlreadyAnswered as error:
        flash(str(error), "info")
        return redirect(url_for("negotiation.show", deal_id=error.deal_id))
    except Invalid as error:
        form.refuse(error)
        return _answer_page(form, need_id), 422
    flash(_("Your answer is with the firm. You are told when it takes it up."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


def _offered(chosen: list[int]) -> list[tuple[int, str]]:
    """One's own patents in force; for a service body those named in the address, whoever owns them."""
    actor = current_actor()
    if actor.kind == "university":
        found = list(db.session.scalars(queries.own_patents(actor.organisation_id or 0).limit(MOST_OFFERED)))
    else:
        found = [patents.patent(actor, one) for one in chosen[:20]]
    return [(one.id, f"{one.display_number} {one.title}") for one in found]


def _answer_page(form: AnswerForm, need_id: int) -> str:
    return render_template("negotiation/answer.html", form=form, need=needs.on_board(need_id))
