"""The page of one deal: where it stands, who must act, its money, terms, documents and history."""

from flask import redirect, render_template, url_for

from market.accounts.models import Organisation
from market.core import clock, panels
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.web import access, current_actor, send_stored
from market.licensing import queries, service
from market.licensing.forms import CloseForm
from market.licensing.models import LicenceRequest
from market.licensing.rules import notices
from market.licensing.rules.states import LICENCE_MOVES, REQUEST_MOVES, Who, held_sentences, open_moves
from market.licensing.service import checks, money
from market.licensing.views.mount import Answer, blueprint
from market.licensing.views.timeline import entries


@blueprint.get("/requests/<int:request_id>")
@access("signed_in")
def request_page(request_id: int) -> Answer:
    """A request; once it has become a licence, the licence's page."""
    found = queries.request_for(current_actor(), request_id)
    if found.licence is not None:
        return redirect(url_for("licensing.licence_page", licence_id=found.licence.id))
    return deal_page(found)


@blueprint.get("/licences/<int:licence_id>")
@access("signed_in")
def licence_page(licence_id: int) -> Answer:
    """A licence with the request it came from."""
    return deal_page(queries.licence_for(current_actor(), licence_id).request)


def deal_page(found: LicenceRequest, form: CloseForm | None = None) -> str:
    """The page of one deal for one of its sides or the operator."""
    found = opened(found)
    deal, today = queries.as_deals([found])[0], clock.today()
    amounts = queries.amounts_due(found)
    obstacles = checks.obstacles_of(found, today) if found.state == "held" else []
    told = {finding.rule for finding in obstacles}
    pieces = panels.of("deal", found)
    return render_template(
        "licensing/deal.html",
        deal=deal,
        row=found,
        licence=found.licence,
        terms=deal.terms,
        amounts=amounts,
        start=next((due.receivable for due in amounts if due.position == 1), None),
        history=entries(deal, queries.timeline(found), amounts, [step for piece in pieces for step in piece.coming]),
        contacts=contacts(found),
        held_for=held_sentences(",".join(code for code in found.held_reason.split(",") if code not in told)),
        obstacles=obstacles,
        lapses_on=notices.lapses_on(found.pay_by) if found.pay_by else None,
        moves=moves_of(found),
        form=form or CloseForm(),
        panels=pieces,
    )


def opened(found: LicenceRequest) -> LicenceRequest:
    """The request, with the licensor's reading receipt noted when this is the first look at it."""
    actor, request_id = current_actor(), found.id
    if found.read_at is not None or not actor.of(found.licensor_id):
        return found
    with transaction():
        service.mark_read(actor, request_id)
    return queries.request_for(actor, request_id)


def contacts(request: LicenceRequest) -> list[Organisation]:
    """Whose contact data this reader may see: the other side's, for the operator both."""
    who = who_is(request)
    sides = [(Who.LICENSEE, request.licensee), (Who.LICENSOR, request.licensor)]
    return [organisation for side, organisation in sides if side is not who]


def who_is(request: LicenceRequest) -> Who:
    """In which part the acting person sees a deal."""
    actor = current_actor()
    if actor.operator:
        return Who.OPERATOR
    return Who.LICENSEE if actor.of(request.licensee_id) else Who.LICENSOR


def moves_of(request: LicenceRequest) -> list[str]:
    """The moves the acting person may make now: the page's buttons."""
    actor, who = current_actor(), who_is(request)
    if who is not Who.OPERATOR and actor.role not in notices.SIGNING_ROLES:
        return []
    situation = money.situation(request, clock.today())
    found = open_moves(REQUEST_MOVES, request.state, who, situation)
    if request.licence is not None:
        found += open_moves(LICENCE_MOVES, request.licence.state, who, situation)
    return found


@blueprint.get("/licences/<int:licence_id>/certificate")
@access("signed_in")
def certificate(licence_id: int) -> Answer:
    """The recordal certificate as a download."""
    stored = queries.licence_for(current_actor(), licence_id).certificate
    if stored is None:
        raise NotFound
    return send_stored(stored)
