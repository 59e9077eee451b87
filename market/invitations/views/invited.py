"""What the invited see: the invitation behind its secret address, and the list of one's own."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from market.core.db import transaction
from market.core.errors import Invalid
from market.core.i18n import current_language
from market.core.web import access, current_actor, paginate
from market.invitations import queries, service
from market.invitations.forms import AnswerForm
from market.invitations.rules.states import OPEN
from market.invitations.views.mount import Answer, blueprint


@blueprint.get("/invited/<token>")
@access("public")
def reply(token: str) -> str:
    """The invitation with its reasons; reading it is noted once."""
    invitation = queries.by_token(token)
    if invitation.opened_at is None and not current_actor().operator:
        with transaction():
            service.opened(queries.by_token(token))
        invitation = queries.by_token(token)
    form = AnswerForm(formdata=None)
    if invitation.state in ("coming", "perhaps", "declined"):
        form = AnswerForm(
            formdata=None,
            data={"answer": invitation.state, "reason": invitation.reason, "remark": invitation.remark},
        )
    return _page(token, form)


@blueprint.post("/invited/<token>")
@access("public")
def reply_post(token: str) -> Answer:
    """Take the answer; whoever wants to come goes on to the registration."""
    queries.by_token(token)
    form = AnswerForm()
    if not form.validate():
        return _page(token, form), 422
    try:
        with transaction():
            invitation = queries.by_token(token)
            service.answer(
                current_actor(), invitation, form.answer.data, form.reason.data or "", form.remark.data or ""
            )
            roadshow_id, coming = invitation.roadshow_id, form.answer.data == "coming"
    except Invalid as error:
        form.refuse(error)
        return _page(token, form), 422
    if coming:
        flash(_("Good. One step more: register, so that a place is kept for you."), "ok")
        return redirect(url_for("guests.register", roadshow_id=roadshow_id))
    flash(_("Thank you for the answer. You may change it here at any time."), "ok")
    return redirect(url_for("invitations.reply", token=token))


def _page(token: str, form: AnswerForm) -> str:
    invitation = queries.by_token(token)
    return render_template(
        "invitations/reply.html",
        invitation=invitation,
        roadshow=invitation.roadshow,
        form=form,
        answerable=invitation.state in OPEN and invitation.roadshow.coming,
        language=current_language(),
    )


@blueprint.get("/invited")
@access("university", "firm", "service")
def mine() -> str:
    """To which roadshows one's organisation was invited."""
    page = paginate(queries.of_organisation(current_actor()))
    return render_template("invitations/mine.html", page=page, token_of=queries.token)
