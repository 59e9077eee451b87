"""Public notices of agreed prices (R20): published, read and objected to by anybody, their result recorded."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries as accounts
from market.core import limits
from market.core.db import transaction
from market.core.errors import Invalid
from market.core.web import access, current_actor, paginate
from market.licensing.rules.terms import Terms as FrozenTerms
from market.negotiation import queries, service
from market.negotiation.forms import ObjectionForm, ResultForm, RuleForm
from market.negotiation.models import PublicNotice
from market.negotiation.views.deal import deal_page
from market.negotiation.views.mount import Answer, blueprint

OBJECTIONS_PER_HOUR = 5


@blueprint.get("/public-notices")
@access("public")
def notices() -> Answer:
    """The notices that run, and those that are over with their results."""
    over = request.args.get("which") == "over"
    page = paginate(queries.past_notices() if over else queries.current_notices(), 20)
    return render_template("negotiation/notices.html", page=page, over=over, terms=frozen)


def frozen(notice: PublicNotice) -> FrozenTerms | None:
    """What is noticed; None when the agreement was set aside, also in favour of another that has its own notice."""
    return queries.agreed_terms(notice.deal) if queries.stands(notice) else None


@blueprint.get("/public-notices/<int:notice_id>")
@access("public")
def notice(notice_id: int) -> Answer:
    """One notice: what is agreed, until when anybody may object, and what came of it."""
    return _notice_page(notice_id, ObjectionForm())


@blueprint.post("/public-notices/<int:notice_id>")
@access("public")
def object_to(notice_id: int) -> Answer:
    """Raise an objection."""
    form = ObjectionForm()
    if not form.validate():
        return _notice_page(notice_id, form), 422
    with transaction():
        limits.hit("negotiation.object", request.remote_addr or "", OBJECTIONS_PER_HOUR, 3600)
        service.raise_objection(notice_id, form.name.data or "", form.contact.data or "", form.text.data or "")
    flash(_("Your objection is with the institution, which must examine it and publish the result."), "ok")
    return redirect(url_for("negotiation.notice", notice_id=notice_id))


def _notice_page(notice_id: int, form: ObjectionForm) -> str:
    found = queries.public_notice(notice_id)
    return render_template("negotiation/notice.html", notice=found, terms=frozen(found), form=form)


@blueprint.post("/deals/<int:deal_id>/notice")
@access("firm", "university", "service")
def publish(deal_id: int) -> Answer:
    """Publish the agreed price."""
    with transaction():
        notice_id = service.publish(current_actor(), deal_id).id
    flash(_("The public notice runs from today."), "ok")
    return redirect(url_for("negotiation.notice", notice_id=notice_id))


@blueprint.post("/deals/<int:deal_id>/notice/result")
@access("firm", "university", "service")
def result(deal_id: int) -> Answer:
    """Record what came of the notice."""
    actor, form = current_actor(), ResultForm()
    deal = queries.deal_for(actor, deal_id)
    if not form.validate():
        return deal_page(deal, result=form), 422
    try:
        with transaction():
            service.decide(actor, deal_id, form.result.data, form.text.data or "")
    except Invalid as error:
        form.refuse(error)
        return deal_page(queries.deal_for(actor, deal_id), result=form), 422
    flash(_("The result of the public notice is recorded."), "ok")
    return redirect(url_for("negotiation.show", deal_id=deal_id))


@blueprint.get("/deals/public-notice-rule")
@access("university", "firm", "service")
def rule() -> Answer:
    """Whether and how long the own organisation notices agreed prices."""
    found = queries.notice_rule(accounts.own_organisation(current_actor()))
    form = RuleForm(data={"required": found.required, "days": found.days, "contact": found.contact})
    return render_template("negotiation/rule.html", form=form)


@blueprint.post("/deals/public-notice-rule")
@access("university", "firm", "service", roles=("owner", "manager"))
def set_rule() -> Answer:
    """Keep it."""
    form = RuleForm()
    if not form.validate():
        return render_template("negotiation/rule.html", form=form), 422
    with transaction():
        service.set_rule(current_actor(), bool(form.required.data), form.days.data or 0, form.contact.data or "")
    flash(_("Saved."), "ok")
    return redirect(url_for("negotiation.rule"))
