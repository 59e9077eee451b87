"""The page of one deal: where it stands, who must act, its offers, thread, documents and steps."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts.models import Organisation
from market.core import clock, panels
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import translate
from market.core.process import open_moves, overrides
from market.core.web import access, current_actor
from market.licensing.rules.notices import SIGNING_ROLES
from market.licensing.rules.states import Who
from market.negotiation import queries, service
from market.negotiation.forms import ConfirmForm, DocumentForm, ForceForm, MessageForm, ReasonForm, ResultForm, StepForm
from market.negotiation.models import Deal
from market.negotiation.rules import checklists, offers, owners
from market.negotiation.rules.offers import Terms
from market.negotiation.rules.processes import LICENCES, LIVE, PROCESSES
from market.negotiation.service import moving
from market.negotiation.service.override import OWN
from market.negotiation.views.mount import Answer, blueprint, kept
from market.negotiation.views.timeline import entries


@blueprint.get("/deals/<int:deal_id>")
@access("signed_in")
def show(deal_id: int) -> Answer:
    """A deal for one of its sides, the broker, or the operator."""
    return deal_page(queries.deal_for(current_actor(), deal_id))


def deal_page(deal: Deal, **forms: Any) -> str:
    """The page, with forms that were refused in place of fresh ones."""
    who = queries.side_of(current_actor(), deal)
    facts = moving.facts(deal)
    made = [(offer, Terms.read(offer.terms)) for offer in deal.offers]
    turns = queries.turns(deal_id=deal.id)
    keys = [item.key for item in checklists.items(deal.kind)]
    return render_template(
        "negotiation/deal.html",
        deal=deal,
        who=who,
        moves=moves_of(deal, who),
        made=made,
        table=compared(made[-4:]),
        thread=queries.thread(deal_id=deal.id),
        turns=turns,
        turn=min(turns, key=lambda turn: turn.due_on) if turns else None,
        missing=owners.missing(facts) if deal.state == "agreed" else [],
        warnings=owners.warnings(facts, any(terms.sublicense for _offer, terms in made[-1:])),
        notice=moving.notice_state(deal),
        notice_needed=queries.notice_rule(deal.owner).required,
        history=entries(deal),
        contacts=contacts(deal, who),
        items=checklists.items(deal.kind),
        done={step.key: step for step in deal.steps},
        live=deal.state in LIVE,
        licence_kind=deal.kind in LICENCES,
        panels=panels.of("negotiation", deal),
        forms=all_forms(deal, forms),
        step_forms={key: forms.get(f"step_{key}") or StepForm(prefix=key) for key in keys},
        today=clock.today(),
    )


def all_forms(deal: Deal, given: dict[str, Any]) -> dict[str, Any]:
    """One form of each kind the page may show."""
    return {
        "message": MessageForm(),
        "reason": ReasonForm(),
        "confirm": ConfirmForm(),
        "document": DocumentForm(),
        "result": ResultForm(),
        "force": ForceForm(forced(deal)),
    } | given


def forced(deal: Deal) -> list[tuple[str, str]]:
    """What the operator may do with this deal beside the ordinary moves, with its words."""
    moves = PROCESSES[deal.kind].moves
    own = open_moves(moves, deal.state, Who.OPERATOR, moving.situation(deal, Who.OPERATOR))
    names = [name for name in own if name in OWN] + overrides(moves, deal.state)
    return [(name, translate(moves[name].label)) for name in names]


def moves_of(deal: Deal, who: str) -> list[str]:
    """The moves the acting person may make now: the page's buttons."""
    actor = current_actor()
    if not who or (who != Who.OPERATOR and (actor.role not in SIGNING_ROLES or not actor.vetted)):
        return []
    return open_moves(PROCESSES[deal.kind].moves, deal.state, who, moving.situation(deal, who))


def compared(made: list[tuple[Any, Terms]]) -> list[tuple[str, list[tuple[Any, bool]]]]:
    """Offers side by side: for each field its value in every offer, and whether it changed against the one before."""
    terms = [one for _offer, one in made]
    fields = offers.rows(terms)
    changes = [offers.changed(terms[index - 1] if index else None, one) for index, one in enumerate(terms)]
    plain = [one.to_plain() for one in terms]
    return [(name, [(plain[i][name], name in changes[i]) for i in range(len(terms))]) for name in fields]


def contacts(deal: Deal, who: str) -> list[Organisation]:
    """Whose contact data this reader may see: the other side's once both know each other, for the operator both."""
    if not who or (not deal.disclosed and who != Who.OPERATOR):
        return []
    sides = [(Who.LICENSEE, deal.firm), (Who.LICENSOR, deal.owner)]
    return [organisation for side, organisation in sides if side != who]


@blueprint.post("/deals/<int:deal_id>/messages")
@access("signed_in")
def write(deal_id: int) -> Answer:
    """Write to the other side."""
    actor, form = current_actor(), MessageForm()
    deal = queries.deal_for(actor, deal_id)
    if not form.validate():
        return deal_page(deal, message=form), 422
    stored = kept(form.files.data)
    with transaction():
        service.write(actor, deal_id, form.text.data or "", stored)
    return redirect(url_for("negotiation.show", deal_id=deal_id, _anchor="thread"))


@blueprint.post("/deals/<int:deal_id>/take-up")
@access("firm")
def take_up(deal_id: int) -> Answer:
    """The firm takes up the answer to its need."""
    with transaction():
        service.take_up(current_actor(), deal_id)
    flash(_("You are in talks now. Both sides see each other's contact data."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


@blueprint.post("/deals/<int:deal_id>/end")
@access("firm", "university", "service")
def end(deal_id: int) -> Answer:
    """Decline, or withdraw, with a reason."""
    return _with_reason(
        deal_id, lambda actor, form: service.end(actor, deal_id, form.move.data or "", form.reason.data)
    )


@blueprint.post("/deals/<int:deal_id>/reject")
@access("firm", "university", "service")
def reject(deal_id: int) -> Answer:
    """Reject the standing offer, with a reason."""
    return _with_reason(
        deal_id, lambda actor, form: service.reject(actor, deal_id, number_in(form.number.data), form.reason.data)
    )


def number_in(text: str | None) -> int:
    """The number of an offer as a form sends it; 0 for nonsense, which no offer has."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0


def _with_reason(deal_id: int, deed: Any) -> Answer:
    actor, form = current_actor(), ReasonForm()
    deal = queries.deal_for(actor, deal_id)
    if not form.validate():
        return deal_page(deal, reason=form), 422
    with transaction():
        deed(actor, form)
    flash(_("Done. The other side is told, with your reason."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


@blueprint.post("/deals/<int:deal_id>/force")
@access("operator")
def force(deal_id: int) -> Answer:
    """The operator makes a move that the table allows him, with a reason."""
    actor = current_actor()
    deal = queries.deal_for(actor, deal_id)
    form = ForceForm(forced(deal))
    if not form.validate():
        return deal_page(deal, force=form), 422
    with transaction():
        service.force(actor, deal_id, form.move.data, form.reason.data or "")
    flash(_("Done. Both sides are told, with your reason."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


@blueprint.post("/deals/<int:deal_id>/accept")
@access("firm", "university", "service")
def accept(deal_id: int) -> Answer:
    """Accept the offer named by number and seal."""
    actor = current_actor()
    queries.deal_for(actor, deal_id)
    try:
        with transaction():
            service.accept(actor, deal_id, number_in(request.form.get("number")), request.form.get("seal", "")[:64])
    except Invalid as error:
        flash(str(error), "bad")
        return redirect(url_for("negotiation.show", deal_id=deal_id))
    flash(_("Accepted. The terms are frozen; the contract comes next."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))
