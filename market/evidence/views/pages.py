"""One click on a deal: what its evidence file holds, the PDF, and the archive of all documents."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for

from market.core import printing
from market.core.db import transaction
from market.core.i18n import current_language
from market.core.outbox import emit
from market.core.panels import Panel
from market.core.web import access, current_actor, download
from market.evidence import queries, service
from market.evidence.events import EvidenceTaken
from market.evidence.rules.dossier import Dossier, Facts, Table, Words
from market.licensing.models import LicenceRequest
from market.negotiation.models import Deal

Answer = str | Response

blueprint = Blueprint("evidence", __name__)


@blueprint.context_processor
def forms_of_parts() -> dict[str, Any]:
    """How a template tells the parts of a section apart."""

    def form(part: object) -> str:
        return {Facts: "facts", Table: "table", Words: "words"}[type(part)]

    return {"form_of": form}


@blueprint.get("/evidence/<any(request, deal):kind>/<int:number>")
@access("university", "firm", "operator")
def show(kind: str, number: int) -> Answer:
    """What the file holds, and the two ways to take it."""
    case = queries.case_of(current_actor(), kind, number)
    found = queries.dossier(case, with_files=False)
    return render_template(
        "evidence/show.html", kind=kind, number=number, it=found, printable=printing.available(), back=_back(case)
    )


def _back(case: queries.Case) -> str:
    if case.request is not None:
        return url_for("licensing.request_page", request_id=case.request.id)
    return url_for("negotiation.show", deal_id=case.deal.id if case.deal else 0)


@blueprint.get("/evidence/<any(request, deal):kind>/<int:number>/pdf")
@access("university", "firm", "operator")
def pdf(kind: str, number: int) -> Answer:
    """The whole history as one PDF."""
    found = queries.dossier(queries.case_of(current_actor(), kind, number), with_files=False)
    content = _printed(found)
    _taken(kind, number, "pdf")
    return download(content, f"{found.reference}-evidence.pdf", "application/pdf")


@blueprint.get("/evidence/<any(request, deal):kind>/<int:number>/zip")
@access("university", "firm", "operator")
def archive(kind: str, number: int) -> Answer:
    """Every document with a manifest of hashes, packed while it is sent."""
    found = queries.dossier(queries.case_of(current_actor(), kind, number))
    content = _printed(found) if printing.available() else b""
    _taken(kind, number, "zip")
    response = Response(service.archive(found, content), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.reference}-evidence.zip")
    return response


def _printed(found: Dossier) -> bytes:
    return printing.pdf(render_template("evidence/paper.html", it=found, language=current_language()))


def _taken(kind: str, number: int, form: str) -> None:
    with transaction():
        emit(EvidenceTaken(deal=f"{kind}:{number}", form=form), current_actor())


def deal_panel(request: LicenceRequest) -> Panel | None:
    """The link on the page of a licence."""
    return panel_of("request", request.id) if _reads(current_actor().kind) else None


def negotiation_panel(deal: Deal) -> Panel | None:
    """The link on the page of a negotiated deal, once both sides know each other."""
    actor = current_actor()
    known = deal.disclosed or actor.operator or actor.of(deal.firm_id)
    return panel_of("deal", deal.id) if known and _reads(actor.kind) else None


def _reads(kind: str) -> bool:
    return kind in ("university", "firm", "operator")


def panel_of(kind: str, number: int) -> Panel:
    """The link on the page of a deal."""
    return Panel("evidence", "evidence/panel.html", {"kind": kind, "number": number}, side="aside")
