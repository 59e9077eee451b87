"""The contract as a file: PDF where it can be made, docx, and a page to print."""

from flask import Response

from market.contracts import queries
from market.contracts.service import papers
from market.contracts.views.mount import Answer, blueprint
from market.core.db import transaction
from market.core.web import access, current_actor, download

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/contracts/<int:contract_id>/texts/<int:number>/pdf")
@access("signed_in")
def pdf(contract_id: int, number: int) -> Answer:
    """The PDF of one text, with its signatures; its hash is remembered, so that it can be verified."""
    return _file(contract_id, number, "pdf", "application/pdf")


@blueprint.get("/contracts/<int:contract_id>/texts/<int:number>/docx")
@access("signed_in")
def docx(contract_id: int, number: int) -> Answer:
    """The same content for a word processor."""
    return _file(contract_id, number, "docx", DOCX)


def _file(contract_id: int, number: int, form: str, media_type: str) -> Response:
    text = queries.version_for(current_actor(), contract_id, number)
    contract = queries.contract_of(text)
    content = papers.pdf(contract, text) if form == "pdf" else papers.docx(contract, text)
    filename = f"{contract.reference}-v{number}.{form}"
    with transaction():
        papers.remember(text, form, content)
    return download(content, filename, media_type)
