"""One meeting: ask for it, read it, answer it, and note what came of it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from market.core.form import Form, tidy
from market.core.i18n import current_language
from market.core.web import access, current_actor
from market.meetings import queries, service
from market.meetings.forms import AskForm, DeclineForm, ResultForm, SlotForm
from market.meetings.models import Meeting
from market.meetings.queries.days import Day
from market.meetings.queries.parties import Side
from market.meetings.rules.circles import may_ask
from market.meetings.rules.fitting import why
from market.meetings.rules.states import MOVES, STANDING, Outcome
from market.meetings.views.mount import Answer, blueprint, inside, span
from market.pitches import queries as pitches


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/ask/<int:organisation_id>")
@access("university", "firm", "service")
def ask(roadshow_id: int, organisation_id: int) -> Answer:
    """The request: whom, why they fit, and the reason to give; the meeting itself when there is one already."""
    day, side = partner(roadshow_id, organisation_id)
    own = queries.of_organisation(roadshow_id, current_actor().organisation_id, STANDING)
    if standing := next((one for one in own if organisation_id in (one.asker_id, one.asked_id)), None):
        return redirect(url_for("meetings.page", meeting_id=standing.id))
    form = AskForm(pitch_choices(side), formdata=None)
    if len(side.pitches) == 1:
        form.pitch_id.data = str(side.pitches[0].id)
    return _ask_page(day, side, form)


def partner(roadshow_id: int, organisation_id: int) -> tuple[Day, Side]:
    """Somebody whom the acting organisation may ask; raises NotFound."""
    actor, _roadshow, admitted = inside(roadshow_id)
    day = Day(roadshow_id)
    side, own = day.sides.get(organisation_id), day.sides.get(actor.organisation_id or 0)
    if not admitted or day.plan is None or side is None or organisation_id == actor.organisation_id:
        raise NotFound
    if own is not None and not may_ask(day.plan.pairs, own.circle, side.circle):
        raise NotFound
    return day, side


def pitch_choices(side: Side) -> dict[int, str]:
    """The pitches a request to this side can be about."""
    return {pitch.id: pitch.name(current_language()) for pitch in side.pitches}


def _ask_page(day: Day, side: Side, form: AskForm) -> str:
    actor, roadshow, _admitted = inside(day.roadshow_id)
    own = actor.organisation_id or 0
    facts = queries.facts_with(day.roadshow_id, own, [side.organisation.id])
    return render_template(
        "meetings/ask.html",
        roadshow=roadshow,
        side=side,
        form=form,
        plan=day.plan,
        why=why(facts[side.organisation.id]),
        free=day.mutual(own, side.organisation.id),
        used=queries.open_requests(day.roadshow_id, own),
    )


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/ask/<int:organisation_id>")
@access("university", "firm", "service")
def ask_post(roadshow_id: int, organisation_id: int) -> Answer:
    """Send the request."""
    day, side = partner(roadshow_id, organisation_id)
    form = AskForm(pitch_choices(side))
    if not form.validate():
        return _ask_page(day, side, form), 422
    reason, about = form.reason.data or "", form.about()
    try:
        with transaction():
            number = service.ask(current_actor(), roadshow_id, organisation_id, reason, about).id
    except Invalid as error:
        form.refuse(error)
        return _ask_page(*partner(roadshow_id, organisation_id), form), 422
    except (Conflict, NotFound):
        raise
    except Refusal as refusal:
        form.reason.errors = [str(refusal)]
        return _ask_page(*partner(roadshow_id, organisation_id), form), refusal.status
    flash(_("Your request is sent. You hear from us as soon as there is an answer."), "ok")
    return redirect(url_for("meetings.page", meeting_id=number))


@blueprint.get("/meetings/<int:meeting_id>")
@access("university", "firm", "service", "operator")
def page(meeting_id: int) -> Answer:
    """One meeting with everything one may do about it."""
    return _page(meeting_id)


def _page(meeting_id: int, wrong: Form | None = None) -> str:
    actor = current_actor()
    meeting = queries.get(actor, meeting_id)
    moves = [name for name in MOVES if name not in ("invite", "expire") and service.may(actor, meeting, name)]
    free = {}
    if {"accept", "propose", "set_time", "move"} & set(moves):
        mutual = Day(meeting.roadshow_id, without=meeting.id).mutual(meeting.asker_id, meeting.asked_id)
        free = {slot.id: span(slot) for slot in mutual}
    own = actor.organisation_id
    result = next((one for one in meeting.results if one.organisation_id == own), None)
    return render_template(
        "meetings/page.html",
        meeting=meeting,
        roadshow=meeting.roadshow,
        other=meeting.other(own),
        mine=own in (meeting.asker_id, meeting.asked_id),
        moves=moves,
        slot_form=wrong if isinstance(wrong, SlotForm) else SlotForm(free, formdata=None),
        decline_form=wrong if isinstance(wrong, DeclineForm) else DeclineForm(formdata=None),
        result_form=wrong if isinstance(wrong, ResultForm) else ResultForm(formdata=None, obj=result),
        wrong=wrong,
        free=free,
        collisions=[one for one in queries.collisions(meeting.roadshow_id) if one.meeting.id == meeting.id],
        result=result,
        pitch=intent_pitch(actor, meeting) if result and result.outcome == Outcome.INTENT else None,
    )


def intent_pitch(actor: Actor, meeting: Meeting) -> int | None:
    """The pitch on which this side would declare an intent: what the meeting was about, or the other's only one."""
    other = meeting.other(actor.organisation_id).id
    if meeting.pitch is not None and meeting.pitch.organisation_id == other:
        return meeting.pitch.id
    shown = [pitch for pitch in pitches.of_roadshow(meeting.roadshow_id) if pitch.organisation_id == other]
    return shown[0].id if shown else None


def do(meeting_id: int, deed: Callable[[Actor], object], done: str, form: Form | None = None) -> Answer:
    """Load, do, answer for every button of the page; what is refused is said there."""
    actor = current_actor()
    queries.get(actor, meeting_id)
    try:
        with transaction():
            deed(actor)
    except Invalid as error:
        if form is None:
            raise
        form.refuse(error)
        return _page(meeting_id, form), 422
    except (Conflict, Forbidden, NotFound):
        raise
    except Refusal as refusal:
        flash(str(refusal), "warn")
    else:
        flash(done, "ok")
    return redirect(url_for("meetings.page", meeting_id=meeting_id))


def slot_asked(meeting_id: int) -> tuple[SlotForm, int | None]:
    """The slot chosen in the form; None when there is none."""
    queries.get(current_actor(), meeting_id)
    form = SlotForm({})
    return form, form.slot_id.data if form.validate() else None


def with_slot(meeting_id: int, deed: Callable[[Actor, int], object], done: str) -> Answer:
    """A deed that needs a slot."""
    form, slot_id = slot_asked(meeting_id)
    if slot_id is None:
        flash(_("Choose a time first."), "warn")
        return redirect(url_for("meetings.page", meeting_id=meeting_id))
    return do(meeting_id, lambda actor: deed(actor, slot_id), done, form)


@blueprint.post("/meetings/<int:meeting_id>/accept")
@access("university", "firm", "service")
def accept(meeting_id: int) -> Answer:
    """Accept with a slot; with the other button: propose that slot instead."""
    if "propose" in request.form:
        return with_slot(
            meeting_id,
            lambda actor, slot_id: service.propose(actor, meeting_id, slot_id),
            _("The other side sees your proposal now."),
        )
    return with_slot(
        meeting_id,
        lambda actor, slot_id: service.accept(actor, meeting_id, slot_id),
        _("The meeting is fixed. Both sides have the time and the table."),
    )


@blueprint.post("/meetings/<int:meeting_id>/agree")
@access("university", "firm", "service")
def agree(meeting_id: int) -> Answer:
    """Accept; the organiser sets the time."""
    return do(
        meeting_id,
        lambda actor: service.agree(actor, meeting_id),
        _("Accepted. The organiser's timetable brings time and table."),
    )


@blueprint.post("/meetings/<int:meeting_id>/confirm")
@access("university", "firm", "service")
def confirm(meeting_id: int) -> Answer:
    """Yes to what the organiser proposes."""
    return do(meeting_id, lambda actor: service.confirm(actor, meeting_id), _("Thank you. Your yes is noted."))


@blueprint.post("/meetings/<int:meeting_id>/decline")
@access("university", "firm", "service")
def decline(meeting_id: int) -> Answer:
    """No, with a reason."""
    form = DeclineForm()
    if not form.validate():
        return _page(meeting_id, form), 422
    code, note = form.code.data or "", form.note.data or ""
    return do(
        meeting_id,
        lambda actor: service.decline(actor, meeting_id, code, note),
        _("Declined. The other side reads your reason."),
        form,
    )


@blueprint.post("/meetings/<int:meeting_id>/cancel")
@access("university", "firm", "service", "operator")
def cancel(meeting_id: int) -> Answer:
    """Call it off."""
    note = tidy(request.form.get("note", ""))[:300]
    return do(
        meeting_id, lambda actor: service.cancel(actor, meeting_id, note), _("Cancelled. The other side is told.")
    )


@blueprint.post("/meetings/<int:meeting_id>/time")
@access("university", "firm", "service", "operator")
def set_time(meeting_id: int) -> Answer:
    """Give an agreed meeting its slot, or move a seated one (the organiser)."""
    seated = queries.get(current_actor(), meeting_id).seated
    deed = service.move if seated else service.set_time
    return with_slot(
        meeting_id, lambda actor, slot_id: deed(actor, meeting_id, slot_id), _("The time is set. Both sides are told.")
    )


@blueprint.post("/meetings/<int:meeting_id>/another-time")
@access("operator")
def another_time(meeting_id: int) -> Answer:
    """Let another time be found for a meeting in which somebody is on stage by now."""
    done = _("Another time is found. Both sides are told.")
    answer = do(meeting_id, lambda actor: service.find_slot(actor, meeting_id), done)
    if request.form.get("desk") and isinstance(answer, Response):
        roadshow_id = queries.get(current_actor(), meeting_id).roadshow_id
        return redirect(url_for("meetings.desk", roadshow_id=roadshow_id))
    return answer


@blueprint.post("/meetings/<int:meeting_id>/result")
@access("university", "firm", "service")
def result(meeting_id: int) -> Answer:
    """Note what came of it."""
    form = ResultForm()
    if not form.validate():
        return _page(meeting_id, form), 422
    outcome, note = form.outcome.data or "", form.note.data or ""
    return do(
        meeting_id, lambda actor: service.note_result(actor, meeting_id, outcome, note), _("Your note is kept."), form
    )


@blueprint.post("/meetings/<int:meeting_id>/absence")
@access("university", "firm", "service", "operator")
def absence(meeting_id: int) -> Answer:
    """Note who did not come, or that they came after all."""
    text = request.form.get("organisation", "")
    number = int(text) if text.isdecimal() and len(text) < 10 else 0

    def deed(actor: Actor) -> object:
        return service.miss(actor, meeting_id, number) if number else service.unmiss(actor, meeting_id)

    answer = do(meeting_id, deed, _("Noted."))
    if current_actor().operator and request.form.get("board") and isinstance(answer, Response):
        return redirect(url_for("meetings.board", roadshow_id=queries.get(current_actor(), meeting_id).roadshow_id))
    return answer
