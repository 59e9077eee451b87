"""Papers: the filled application form as PDF and Word file, and what the parties upload."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core import printing
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import in_language
from market.core.web import access, current_actor, download, send_stored
from market.filings import queries, service
from market.filings.forms.fields import kept
from market.filings.forms.recordals import PaperForm
from market.filings.views.mount import Answer, blueprint
from market.filings.views.recordals import page
from market.licensing import queries as licensing

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/licences/<int:licence_id>/recordal/application.<any(pdf, docx):form>")
@access("signed_in")
def application(licence_id: int, form: str) -> Answer:
    """The filled application form."""
    licence = licensing.licence_for(current_actor(), licence_id)
    filled = service.application.of(licence)
    if form == "docx":
        return download(service.application.docx(filled), f"{licence.reference}.docx", WORD)
    with in_language("zh"):
        html = render_template("filings/application.html", form=filled, language="zh")
    return download(printing.pdf(html), f"{licence.reference}.pdf", "application/pdf")


@blueprint.post("/licences/<int:licence_id>/papers")
@access("signed_in")
def add_paper(licence_id: int) -> Answer:
    """Upload a paper."""
    licensing.licence_for(current_actor(), licence_id)
    form = PaperForm()
    form.offer()
    if not form.validate():
        return page(licence_id, paper=form), 422
    stored = kept(form.file)
    try:
        with transaction():
            if stored is not None:
                service.papers.add(current_actor(), licence_id, form.paper.data or "", stored)
    except Invalid as error:
        form.refuse(error)
        return page(licence_id, paper=form), 422
    flash(_("The paper is kept with this licence."), "ok")
    return redirect(url_for("filings.recordal", licence_id=licence_id, _anchor="papers"))


@blueprint.get("/filing-papers/<int:paper_id>")
@access("signed_in")
def paper(paper_id: int) -> Answer:
    """A paper as a download."""
    return send_stored(queries.paper_for(current_actor(), paper_id).file)


@blueprint.post("/filing-papers/<int:paper_id>/remove")
@access("signed_in")
def remove_paper(paper_id: int) -> Answer:
    """Take a paper away."""
    with transaction():
        licence_id = service.papers.remove(current_actor(), paper_id).licence_id
    flash(_("The paper is taken away."), "ok")
    return redirect(url_for("filings.recordal", licence_id=licence_id, _anchor="papers"))
