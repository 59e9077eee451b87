"""One split: every line explained, what stands in its way, and the steps its reader may take."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.web import access, current_actor, send_stored
from market.income.forms import DropForm, NoticeForm, PayForm, PledgeForm
from market.income.models import Split
from market.income.queries import matters, splits
from market.income.rules.states import BARS, Bar, State, approves, keeps
from market.income.service import deciding, drafting, paying
from market.income.views.mount import Answer, blueprint
from market.income.views.timeline import entries


@blueprint.get("/splits/<int:split_id>")
@access("university", "operator")
def split(split_id: int) -> Answer:
    """A split with its lines."""
    return page(splits.split_for(current_actor(), split_id))


def page(
    found: Split,
    notice: NoticeForm | None = None,
    pledge: PledgeForm | None = None,
    recovered: PayForm | None = None,
) -> str:
    """The page of one split for its university or the operator."""
    actor = current_actor()
    standing = deciding.standing(actor, found)
    bars = deciding.bars(actor, found) if found.state in (State.DRAFT, State.NOTICED) else []
    receivable = found.receipt.receivable
    return render_template(
        "income/split.html",
        split=found,
        matter=matters.matter_of(receivable),
        sums=splits.sums_of(found),
        balances=splits.balances(found.shares),
        terms=found.terms,
        standing=standing,
        bars=[BARS[bar] for bar in bars],
        open_pledge=Bar.PLEDGE in bars,
        history=entries(splits.past(found)),
        keeps=keeps(actor, found.organisation_id),
        approves=approves(actor, found.organisation_id),
        notice_form=notice or NoticeForm(formdata=None),
        pledge_form=pledge or PledgeForm(formdata=None),
        drop_form=DropForm(formdata=None),
        to_recover=splits.to_recover(found),
        recovered_form=recovered or PayForm(formdata=None),
    )


@blueprint.post("/splits/<int:split_id>/drop")
@access("university")
def drop(split_id: int) -> Answer:
    """Withdraw a split that is not approved."""
    form = DropForm()
    splits.split_for(current_actor(), split_id)
    if not form.validate():
        return page(splits.split_for(current_actor(), split_id)), 422
    reason = form.reason.data or ""
    with transaction():
        drafting.drop(current_actor(), split_id, reason)
    flash(_("The split is withdrawn. The receipt waits to be divided again."), "ok")
    return redirect(url_for("income.overview"))


@blueprint.post("/splits/<int:split_id>/notice")
@access("university")
def notice_begin(split_id: int) -> Answer:
    """Put the split on public notice from today on."""
    with transaction():
        deciding.begin_notice(current_actor(), split_id)
    flash(_("The public notice stands from today on."), "ok")
    return redirect(url_for("income.split", split_id=split_id))


@blueprint.post("/splits/<int:split_id>/notice/result")
@access("university")
def close_notice(split_id: int) -> Answer:
    """Enter what came of the public notice."""
    form = NoticeForm()
    splits.split_for(current_actor(), split_id)
    if not form.validate():
        return page(splits.split_for(current_actor(), split_id), notice=form), 422
    result, objections = form.result.data, form.objections.data or ""
    try:
        with transaction():
            deciding.close_notice(current_actor(), split_id, result, objections)
    except Invalid as error:
        form.refuse(error)
        return page(splits.split_for(current_actor(), split_id), notice=form), 422
    flash(_("The result of the notice is entered."), "ok")
    return redirect(url_for("income.split", split_id=split_id))


@blueprint.post("/splits/<int:split_id>/pledge")
@access("university")
def pledge(split_id: int) -> Answer:
    """Record how the pledgee's right was met."""
    form = PledgeForm()
    splits.split_for(current_actor(), split_id)
    if not form.validate():
        return page(splits.split_for(current_actor(), split_id), pledge=form), 422
    answer, note = form.pledge_answer.data, form.pledge_note.data or ""
    with transaction():
        deciding.answer_pledge(current_actor(), split_id, answer, note)
    flash(_("Recorded."), "ok")
    return redirect(url_for("income.split", split_id=split_id))


@blueprint.post("/splits/<int:split_id>/approve")
@access("university")
def approve(split_id: int) -> Answer:
    """Approve: the shares are owed from now on."""
    with transaction():
        deciding.approve(current_actor(), split_id)
    flash(_("Approved. The shares stand on the payment list."), "ok")
    return redirect(url_for("income.split", split_id=split_id))


@blueprint.post("/splits/<int:split_id>/recovered")
@access("university")
def recover(split_id: int) -> Answer:
    """Note that shares paid out of a reversed split came back."""
    form = PayForm()
    splits.split_for(current_actor(), split_id)
    chosen = [int(text) for text in request.form.getlist("share") if text.isdecimal() and len(text) < 10]
    if not form.validate():
        return page(splits.split_for(current_actor(), split_id), recovered=form), 422
    paid = form.value()
    with transaction():
        paying.recover(current_actor(), split_id, chosen, paid)
    flash(_("Noted. What came back stands in the books."), "ok")
    return redirect(url_for("income.split", split_id=split_id))


@blueprint.get("/splits/<int:split_id>/agreement")
@access("university", "operator")
def agreement(split_id: int) -> Answer:
    """The co-owners' agreement as a download."""
    stored = splits.split_for(current_actor(), split_id).agreement_file
    if stored is None:
        raise NotFound
    return send_stored(stored)
