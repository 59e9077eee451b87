"""Proposals as firms and owners see them, and their answers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor, paginate, safe_next
from market.matching import queries, service
from market.matching.models import Proposal
from market.matching.rules.answers import FIRM, FIRM_REASONS, OWNER, OWNER_REASONS
from market.matching.views import words
from market.matching.views.mount import blueprint
from market.needs import queries as needs
from market.needs.rules.content import step_of

FEW = 5


def common(side: str) -> dict[str, Any]:
    """What every page with proposals needs."""
    return {
        "words": words,
        "side": side,
        "is_open": service.is_open,
        "decline_reasons": FIRM_REASONS if side == FIRM else OWNER_REASONS,
    }


@blueprint.get("/my/needs/<int:need_id>/proposals")
@access("firm")
def need(need_id: int) -> str:
    """The proposals for one of the firm's needs: the best few first, the others behind a link."""
    found = needs.own(current_actor(), need_id)
    proposals = queries.of_need(need_id)
    every = "all" in request.args
    return render_template(
        "matching/need.html",
        need=found,
        proposals=proposals if every else proposals[:FEW],
        more=0 if every else max(0, len(proposals) - FEW),
        total=sum(not proposal.stale for proposal in proposals),
        waiting=sum(not proposal.stale and not proposal.firm_answer for proposal in proposals),
        run=queries.run_of(need_id),
        points=found.points(),
        step_of=step_of,
        **common(FIRM),
    )


@blueprint.get("/my/proposals")
@access("firm")
def mine() -> str:
    """Open licences proposed to the firm by its profile."""
    page = paginate(queries.for_firm(current_actor()), per_page=10)
    return render_template("matching/mine.html", page=page, **common(FIRM))


@blueprint.get("/matching/needs", endpoint="needs")
@access("university")
def fitting_needs() -> str:
    """Needs that fit the owner's listings and patents, and why firms declined."""
    actor = current_actor()
    tab = "answered" if request.args.get("tab") == "answered" else "open"
    page = paginate(queries.for_owner(actor, tab), per_page=10)
    learned = queries.declines(actor.organisation_id or 0)
    return render_template("matching/needs.html", page=page, tab=tab, learned=learned, **common(OWNER))


@blueprint.post("/proposals/<int:proposal_id>/answer")
@access("firm", "university")
def answer(proposal_id: int) -> Any:
    """One side's answer; back to the page it was given on."""
    actor = current_actor()
    proposal = queries.get(proposal_id)
    side = service.side_of(actor, proposal)
    back = safe_next(request.form.get("next"), _page_of(proposal, side))
    said, reason = request.form.get("answer", ""), request.form.get("reason", "")
    try:
        with transaction():
            service.answer(actor, proposal, said, reason, request.form.get("seen", ""))
    except Invalid as error:
        flash(str(error), "bad")
        return redirect(back)
    flash(_thanks(said, proposal), "ok")
    return redirect(back)


def _thanks(said: str, proposal: Proposal) -> str:
    if said == "declined":
        return str(_("Thank you. The reason helps to propose better next time."))
    if proposal.both_interested:
        return str(_("Both sides are interested. You now see each other's contact."))
    return str(_("Your interest was passed on. The other side has been asked to answer."))


def _page_of(proposal: Proposal, side: str) -> str:
    if side == OWNER:
        return url_for("matching.needs")
    return url_for("matching.need", need_id=proposal.need_id) if proposal.need_id else url_for("matching.mine")
