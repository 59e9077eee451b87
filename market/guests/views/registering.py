"""A guest's pages: the form, the ticket, one's registrations, the offered place, the calendar entry."""

import segno
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.accounts import queries as accounts
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.frame import site
from market.core.i18n import N_, current_language, translate
from market.core.web import access, current_actor, paginate
from market.guests import queries, service
from market.guests.errors import NoOrganisation, OfferOver, RegistrationClosed
from market.guests.forms import RegistrationForm
from market.guests.models import Registration
from market.guests.rules.applications import KEPT_YEARS, ROLES_OF
from market.guests.rules.ics import Method
from market.guests.rules.states import STANDING, State
from market.guests.service import calendars
from market.guests.views.mount import Answer, absolute, blueprint, ticket_url
from market.pitches import queries as pitches
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow

TOLD = {
    State.CONFIRMED: N_("You are registered, and your place is confirmed."),
    State.WAITING: N_("You are registered. Every place is taken now; you are on the waiting list."),
    State.APPLIED: N_("You are registered. The organiser will confirm it; you hear from us by mail."),
}
QUIET_ZONE = 4
"""Light modules around a QR code (ISO/IEC 18004)."""


def form_of(roadshow: Roadshow, form: RegistrationForm) -> RegistrationForm:
    """The form with what this person may choose at this roadshow."""
    shown = pitches.of_roadshow(roadshow.id)
    roles = ROLES_OF.get(current_actor().kind, ())
    return form.offer(queries.ways_of(roadshow), roles, shown, current_language())


def form_page(roadshow: Roadshow, form: RegistrationForm, own: Registration | None) -> str:
    """The page of the form."""
    return render_template(
        "guests/register.html",
        roadshow=roadshow,
        form=form,
        own=own,
        left={one.way: one for one in queries.left(roadshow)},
        terms=queries.terms_of(roadshow.id),
        kept_years=KEPT_YEARS,
        organisation=accounts.own_organisation(current_actor()),
        others=others_at_the_same_hours(roadshow),
    )


def others_at_the_same_hours(roadshow: Roadshow) -> list[Roadshow]:
    """The coming roadshows with hours in common for which the person is registered; nobody can be at both."""
    return queries.same_hours(current_actor().user_id, [roadshow])[roadshow.id]


def standing(roadshow_id: int) -> Registration | None:
    """The person's registration, unless it is gone."""
    own = queries.of_person(current_actor(), roadshow_id)
    return own if own is not None and own.state in STANDING else None


@blueprint.get("/roadshows/<int:roadshow_id>/register")
@access("signed_in")
def register(roadshow_id: int) -> Answer:
    """The form, filled with the registration that stands."""
    actor = current_actor()
    roadshow, own = roadshows.get(actor, roadshow_id), standing(roadshow_id)
    if actor.organisation_id is None:
        raise NoOrganisation
    if own is None and not roadshow.registers():
        raise RegistrationClosed
    return form_page(roadshow, form_of(roadshow, RegistrationForm.of(own)), own)


@blueprint.post("/roadshows/<int:roadshow_id>/register")
@access("signed_in")
def register_post(roadshow_id: int) -> Answer:
    """Register, or change the registration."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    form = form_of(roadshow, RegistrationForm())
    if not form.validate():
        return form_page(roadshow, form, standing(roadshow_id)), 422
    value, before = form.value(), standing(roadshow_id)
    try:
        with transaction():
            state = service.register(current_actor(), roadshow_id, value).state
    except Invalid as error:
        form.refuse(error)
        return form_page(roadshow, form, standing(roadshow_id)), 422
    flash(_("Your changes are kept.") if before else told(state), "ok")
    return redirect(url_for("guests.ticket", roadshow_id=roadshow_id))


def told(state: str) -> str:
    """What to say to who has just registered."""
    return translate(TOLD[State(state)])


@blueprint.get("/roadshows/<int:roadshow_id>/ticket")
@access("signed_in")
def ticket(roadshow_id: int) -> Answer:
    """One's registration: the ticket with its code, the place in line, or the offered place."""
    found = _own(roadshow_id)
    code = service.ticket_code(found)
    link = absolute(url_for("guests.check_in", roadshow_id=roadshow_id, code=code))
    return render_template(
        "guests/ticket.html",
        found=found,
        roadshow=found.roadshow,
        code=code,
        qr=picture(link) if found.admitted else "",
        position=queries.position(found),
        others=others_at_the_same_hours(found.roadshow) if found.state in STANDING else [],
    )


def picture(text: str) -> str:
    """A QR code as an SVG in a data: address, dark on light whatever the page's colours."""
    made: str = segno.make(text, error="m", micro=False).svg_data_uri(border=QUIET_ZONE, light="#fff", scale=4)
    return made


def _own(roadshow_id: int) -> Registration:
    found = queries.of_person(current_actor(), roadshow_id)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/registrations")
@access("signed_in")
def mine() -> Answer:
    """The person's registrations, past ones too."""
    page = paginate(queries.mine(current_actor()))
    coming = [found.roadshow for found in page.items if found.state in STANDING and found.roadshow.coming]
    others = queries.same_hours(current_actor().user_id, coming)
    return render_template("guests/mine.html", page=page, others=others)


@blueprint.post("/roadshows/<int:roadshow_id>/registration/cancel")
@access("signed_in")
def cancel(roadshow_id: int) -> Answer:
    """The person does not come."""
    with transaction():
        service.cancel(current_actor(), roadshow_id)
    flash(_("Your registration is cancelled."), "ok")
    return redirect(url_for("guests.ticket", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/registration/offer")
@access("signed_in")
def answer(roadshow_id: int) -> Answer:
    """Take the offered place, or let it go to the next in line."""
    _answered(_own(roadshow_id))
    return redirect(url_for("guests.ticket", roadshow_id=roadshow_id))


@blueprint.get("/registrations/offers/<token>")
@access("public")
def offer(token: str) -> Answer:
    """The offered place, opened from the mail without signing in: one press takes it.

    Opening alone does nothing: mail programs open links by themselves.
    """
    found = service.offer_of(token)
    return render_template("guests/offer.html", found=found, roadshow=found.roadshow, token=token)


@blueprint.post("/registrations/offers/<token>")
@access("public")
def offer_post(token: str) -> Answer:
    """The answer to an offered place, from the mail's page."""
    _answered(service.offer_of(token))
    return redirect(url_for("guests.offer", token=token))


def _answered(found: Registration) -> None:
    number, yes = found.id, request.form.get("answer") == "accept"
    try:
        with transaction():
            (service.accept_offer if yes else service.decline_offer)(number)
    except OfferOver as over:
        flash(str(over), "warn")
        return
    flash(_("The place is yours.") if yes else _("The place goes to the next in line. Thank you."), "ok")


@blueprint.get("/roadshows/<int:roadshow_id>/registration.ics")
@access("signed_in")
def calendar(roadshow_id: int) -> Response:
    """The person's calendar entry; one struck out for who does not come."""
    found = _own(roadshow_id)
    if found.confirmed_at is None:
        raise NotFound
    gone = not found.admitted or found.roadshow.state == "cancelled"
    method = Method.CANCEL if gone else Method.REQUEST
    content = calendars.calendar(found, method, ticket_url(found), current_language(), site()["name"])
    response = Response(content, content_type=f"text/calendar; charset=utf-8; method={method}")
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.roadshow.reference}.ics")
    return response
