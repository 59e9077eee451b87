"""The operator's desk: whom matching names for each pitch, what was sent, and what came back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from market.accounts import queries as accounts
from market.core import sheets
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import current_language, translate
from market.core.panels import Panel
from market.core.sheets import Cell
from market.core.web import access, current_actor, paginate
from market.invitations import queries, service
from market.invitations.errors import NobodyChosen
from market.invitations.forms import AnswerForm, LetterForm
from market.invitations.models import RoadshowInvitation
from market.invitations.rules.states import OPEN, SHOWN_NAMES, WAITING, WAY_NAMES, Way
from market.invitations.views import texts
from market.invitations.views.mount import Answer, blueprint
from market.pitches import queries as pitches
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow


@blueprint.get("/roadshows/<int:roadshow_id>/invitations")
@access("operator")
def desk(roadshow_id: int) -> Answer:
    """Candidates for each pitch with reasons, and the invitations with their answers."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    state = request.args.get("state", "")
    statement = queries.listed(roadshow.id, state if state in SHOWN_NAMES else "")
    if request.args.get("format") in sheets.FORMATS:
        rows = map(cells, paginate(statement, 10_000).items)
        return sheets.send("invitations", heads(), rows, request.args["format"])
    words = request.args.get("q", "").strip()[:100]
    return render_template(
        "invitations/desk.html",
        roadshow=roadshow,
        page=paginate(statement, 50),
        candidates=queries.candidates(roadshow),
        counts=queries.counts(roadshow.id),
        reasons=queries.reasons(roadshow.id),
        found=paginate(accounts.public_organisations(words=words), 10).items if words else [],
        state_choices=[("", _("All")), *((key, translate(name)) for key, name in SHOWN_NAMES.items())],
    )


def heads() -> list[str]:
    """The columns of the exported list."""
    return [
        _("Organisation"),
        _("Contact person"),
        _("Telephone"),
        _("Mail address"),
        _("Pitches"),
        _("State"),
        _("Sent"),
        _("Sent how"),
        _("Read"),
        _("Answered"),
        _("Reason"),
        _("Remark"),
    ]


def cells(row: RoadshowInvitation) -> list[Cell]:
    """One invitation as a row."""
    return [
        row.name,
        row.contact_name,
        row.contact_phone,
        row.contact_email,
        "; ".join(invited.pitch.name(current_language()) for invited in row.pitches),
        translate(SHOWN_NAMES[row.shown]),
        row.sent_at,
        translate(WAY_NAMES[row.way]) if row.way else "",
        row.opened_at,
        row.answered_at,
        row.reason,
        row.remark,
    ]


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/draft")
@access("operator")
def draft(roadshow_id: int) -> Response:
    """Draft invitations for the ticked candidates."""
    actor = current_actor()
    with transaction():
        new = service.draft(actor, roadshows.get(actor, roadshow_id), request.form.getlist("candidate"))
    flash(
        ngettext(
            "%(num)d invitation drafted. Read it, then send.", "%(num)d invitations drafted. Read, then send.", new
        )
        if new
        else _("No new invitation; the chosen pitches were added to those that stand."),
        "ok",
    )
    return redirect(url_for("invitations.desk", roadshow_id=roadshow_id, _anchor="sent"))


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/add")
@access("operator")
def add(roadshow_id: int) -> Response:
    """Draft an invitation for an organisation found by name."""
    actor, number = current_actor(), request.form.get("organisation", "")
    if not number.isdecimal():
        raise NobodyChosen
    with transaction():
        roadshow = roadshows.get(actor, roadshow_id)
        every = [pitch.id for pitch in pitches.of_roadshow(roadshow.id)]
        invitation = service.invite(actor, roadshow, int(number), every)
        address = url_for("invitations.page", roadshow_id=roadshow_id, invitation_id=invitation.id)
    return redirect(address)


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/send")
@access("operator")
def send_all(roadshow_id: int) -> Response:
    """Mail the ticked drafts."""
    actor, ticked = current_actor(), {int(one) for one in request.form.getlist("invitation") if one.isdecimal()}
    with transaction():
        roadshow = roadshows.get(actor, roadshow_id)
        chosen = [row for row in queries.of_roadshow(roadshow.id) if row.id in ticked]
        count, without = service.send_all(actor, chosen)
    if count:
        flash(ngettext("%(num)d invitation is on its way.", "%(num)d invitations are on their way.", count), "ok")
    if without:
        names = _(", ").join(without[:5])
        flash(_("Without a mail address, not sent: %(names)s. Send them the text by hand.", names=names), "warn")
    return redirect(url_for("invitations.desk", roadshow_id=roadshow_id, _anchor="sent"))


def of_roadshow(roadshow_id: int, invitation_id: int) -> tuple[Actor, Roadshow, RoadshowInvitation]:
    """Who acts, the roadshow, and one of its invitations."""
    actor = current_actor()
    roadshow, invitation = roadshows.get(actor, roadshow_id), queries.get(invitation_id)
    if invitation.roadshow_id != roadshow.id:
        raise NotFound
    return actor, roadshow, invitation


@blueprint.get("/roadshows/<int:roadshow_id>/invitations/<int:invitation_id>")
@access("operator")
def page(roadshow_id: int, invitation_id: int) -> str:
    """One invitation: its text, to whom it goes, what came back."""
    _actor, roadshow, invitation = of_roadshow(roadshow_id, invitation_id)
    known = pitches.of_roadshow(roadshow.id)
    return _page(roadshow, invitation, LetterForm.of(invitation, known, current_language()), AnswerForm(formdata=None))


def _page(roadshow: Roadshow, invitation: RoadshowInvitation, letter: LetterForm, answer: AnswerForm) -> str:
    return render_template(
        "invitations/page.html",
        roadshow=roadshow,
        invitation=invitation,
        form=letter,
        answer=answer,
        plain=texts.plain(invitation),
        short=texts.plain(invitation, short=True),
        waiting=invitation.state in WAITING,
        answerable=invitation.state in OPEN,
        other_ways=[(way, name) for way, name in WAY_NAMES.items() if way != Way.MAIL],
    )


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/<int:invitation_id>")
@access("operator")
def edit(roadshow_id: int, invitation_id: int) -> Answer:
    """Change contact, words and pitches."""
    _actor, roadshow, invitation = of_roadshow(roadshow_id, invitation_id)
    form = LetterForm(known=pitches.of_roadshow(roadshow.id), language=current_language())
    if not form.validate():
        return _page(roadshow, invitation, form, AnswerForm(formdata=None)), 422
    with transaction():
        service.edit(queries.get(invitation_id), form.value(), form.pitches.data or [])
    flash(_("Saved."), "ok")
    return redirect(url_for("invitations.page", roadshow_id=roadshow_id, invitation_id=invitation_id))


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/<int:invitation_id>/send")
@access("operator")
def send(roadshow_id: int, invitation_id: int) -> Response:
    """Send it by mail, or note that its text was sent by hand."""
    actor, way = current_actor(), request.form.get("way", "")
    if way not in WAY_NAMES:
        raise NotFound
    with transaction():
        _actor, _roadshow, invitation = of_roadshow(roadshow_id, invitation_id)
        service.send(actor, invitation, way)
    flash(_("The mail is on its way.") if way == Way.MAIL else _("Noted as sent."), "ok")
    return redirect(url_for("invitations.page", roadshow_id=roadshow_id, invitation_id=invitation_id))


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/<int:invitation_id>/answer")
@access("operator")
def note_answer(roadshow_id: int, invitation_id: int) -> Answer:
    """Note what the firm said on the telephone."""
    actor, roadshow, invitation = of_roadshow(roadshow_id, invitation_id)
    form = AnswerForm()
    if not form.validate():
        known = pitches.of_roadshow(roadshow.id)
        return _page(roadshow, invitation, LetterForm.of(invitation, known, current_language()), form), 422
    with transaction():
        found = queries.get(invitation_id)
        service.answer(actor, found, form.answer.data, form.reason.data or "", form.remark.data or "")
    flash(_("The answer is noted."), "ok")
    return redirect(url_for("invitations.page", roadshow_id=roadshow_id, invitation_id=invitation_id))


@blueprint.post("/roadshows/<int:roadshow_id>/invitations/<int:invitation_id>/withdraw")
@access("operator")
def withdraw(roadshow_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    actor = current_actor()
    with transaction():
        _actor, _roadshow, invitation = of_roadshow(roadshow_id, invitation_id)
        service.withdraw(actor, invitation)
    flash(_("The invitation is taken back; its link opens nothing any more."), "ok")
    return redirect(url_for("invitations.desk", roadshow_id=roadshow_id))


def desk_panel(roadshow: Roadshow) -> Panel:
    """How inviting goes, on the desk of a roadshow."""
    return Panel(
        "invitations",
        "invitations/_desk_panel.html",
        {"roadshow": roadshow, "counts": queries.counts(roadshow.id)},
        side="aside",
    )
