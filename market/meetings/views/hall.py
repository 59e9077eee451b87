"""The hall for those who take part: their times, what waits for them, whom to ask, their timetable and calendar."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import current_language
from market.core.settings import settings
from market.core.web import access, current_actor, download
from market.guests import queries as guests
from market.guests.rules import states as places
from market.meetings import queries, service
from market.meetings.errors import NotTakingPart
from market.meetings.forms import TimesForm
from market.meetings.models import Meeting, MeetingEntry
from market.meetings.queries.days import Day
from market.meetings.queries.parties import Side
from market.meetings.rules import ics
from market.meetings.rules.circles import CIRCLE_NAMES, may_ask
from market.meetings.rules.fitting import Facts, fit, why
from market.meetings.rules.states import OPEN, STANDING, State
from market.meetings.views.mount import Answer, blueprint, inside, slot_clock, span, table_name
from market.roadshows.models import Roadshow

MOST_SHOWN = 40


@dataclass(frozen=True)
class Partner:
    """Somebody to meet: what speaks for it, how many slots both are free in, and what stands between the two."""

    side: Side
    facts: Facts
    free: int
    meeting: Meeting | None

    @property
    def why(self) -> list[dict[str, object]]:
        """The reasons as plain values."""
        return why(self.facts)


@blueprint.get("/roadshows/<int:roadshow_id>/meetings")
@access("signed_in")
def hall(roadshow_id: int) -> Answer:
    """Everything about one's own meetings at a roadshow on one page, the nearest first."""
    actor, roadshow, admitted = inside(roadshow_id)
    if actor.operator:
        return redirect(url_for("meetings.desk", roadshow_id=roadshow_id))
    day = Day(roadshow_id)
    if not admitted or day.plan is None or not day.slots:
        return _closed(actor, roadshow, admitted)
    part = queries.participant_of(actor, roadshow_id)
    offered = {slot.id for slot in part.slots} if part else {slot.id for slot in day.slots}
    form = TimesForm(
        {slot.id: span(slot) for slot in day.slots},
        formdata=None,
        slots=sorted(offered),
        says=part.says if part else "",
    )
    own = queries.of_organisation(roadshow_id, actor.organisation_id)
    found = partners(actor, day, own)
    return render_template(
        "meetings/hall.html",
        roadshow=roadshow,
        plan=day.plan,
        over=all(clock.aware(slot.ends_at) <= clock.now() for slot in day.slots),
        part=part,
        beat=slot_clock(day.slots),
        side=day.sides.get(actor.organisation_id or 0),
        talking=day.talking(actor.organisation_id, actor.user_id),
        form=form,
        mine=queries.appointments(actor, roadshow_id),
        waiting=[one for one in own if actor.organisation_id in one.waits()],
        sent=[one for one in own if one.state in OPEN | {State.AGREED} and actor.organisation_id not in one.waits()],
        partners=found[: None if request.args.get("all") else MOST_SHOWN],
        count=len(found),
        used=queries.open_requests(roadshow_id, actor.organisation_id),
        circle_choices=[("", _("All")), *((str(key), _(name)) for key, name in CIRCLE_NAMES.items())],
    )


def _closed(actor: Actor, roadshow: Roadshow, admitted: bool) -> str:
    own = guests.of_person(actor, roadshow.id)
    registered = own is not None and own.state in places.STANDING
    return render_template("meetings/closed.html", roadshow=roadshow, admitted=admitted, registered=registered)


def partners(actor: Actor, day: Day, own: list[Meeting]) -> list[Partner]:
    """Whom an organisation may ask: those with a pitch first, then those that fit best; narrowed by the address."""
    number = actor.organisation_id or 0
    mine = day.sides.get(number)
    if mine is None or day.plan is None:
        return []
    wanted, text = request.args.get("circle", ""), request.args.get("q", "").strip().lower()
    others = {
        key: side
        for key, side in day.sides.items()
        if key != number and may_ask(day.plan.pairs, mine.circle, side.circle) and _shown(side, wanted, text)
    }
    facts = queries.facts_with(day.roadshow_id, number, others)
    between = {one.other(number).id: one for one in own if one.state in STANDING}
    found = [Partner(side, facts[key], len(day.mutual(number, key)), between.get(key)) for key, side in others.items()]
    return sorted(found, key=lambda one: (not one.side.pitches, -fit(one.facts), one.side.organisation.id))


def _shown(side: Side, wanted: str, text: str) -> bool:
    if wanted and side.circle != wanted:
        return False
    names = [side.organisation.name, side.organisation.name_en, side.says, *(pitch.title for pitch in side.pitches)]
    return not text or any(text in name.lower() for name in names)


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/times")
@access("signed_in")
def times(roadshow_id: int) -> Answer:
    """Offer times, or take some back."""
    actor, _roadshow, admitted = inside(roadshow_id)
    if not admitted:
        raise NotFound
    form = TimesForm({slot.id: span(slot) for slot in queries.slots(roadshow_id)})
    if not form.validate():
        flash(_("These times could not be read. Please choose them again."), "warn")
        return redirect(url_for("meetings.hall", roadshow_id=roadshow_id))
    chosen, says = form.slots.data or [], form.says.data or ""
    try:
        with transaction():
            service.offer_times(actor, roadshow_id, chosen, says)
    except NotTakingPart as refusal:
        flash(str(refusal), "warn")
    else:
        flash(_("Your times are saved. Others can ask you now.") if chosen else _("You offer no times now."), "ok")
    return redirect(url_for("meetings.hall", roadshow_id=roadshow_id) + "#partners")


@blueprint.get("/roadshows/<int:roadshow_id>/meetings.ics")
@access("signed_in")
def calendar(roadshow_id: int) -> Answer:
    """One's own meetings as a calendar file."""
    actor, roadshow, admitted = inside(roadshow_id)
    entries = queries.entries_of(actor, roadshow_id)
    if not admitted and not entries:
        raise NotFound
    content = ics.calendar(
        _("One-to-one meetings: %(title)s", title=roadshow.name(current_language())),
        [calendar_entry(roadshow, entry) for entry in entries],
        clock.now(),
    )
    return download(content, f"meetings-{roadshow.reference}.ics", "text/calendar; charset=utf-8")


def calendar_entry(roadshow: Roadshow, entry: MeetingEntry) -> ics.Entry:
    """One entry in the reader's language."""
    meeting, language = entry.meeting, current_language()
    other = meeting.other(current_actor().organisation_id)
    name = other.name_en if language == "en" and other.name_en else other.name
    cancelled = entry.cancelled or roadshow.state == "cancelled"
    table = _("Table %(number)s", number=entry.table.number)
    place = " · ".join(part for part in (table, table_name(entry.table)) if part)
    link = entry.table.link if meeting.state == State.BOOKED and not cancelled else ""
    return ics.Entry(
        uid=f"meeting-{meeting.id}@{urlsplit(settings().public_url).hostname or 'market'}",
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        title=_("Meeting: %(name)s", name=name),
        place=place,
        text="\n".join(part for part in (roadshow.name(language), meeting.reason, link) if part),
        url=url_for("meetings.page", meeting_id=meeting.id, _external=True),
        sequence=entry.sequence + (1 if roadshow.state == "cancelled" else 0),
        status="CANCELLED" if cancelled else "TENTATIVE" if meeting.state == State.INVITED else "CONFIRMED",
        changed_at=entry.changed_at,
    )
