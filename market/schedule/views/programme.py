"""The released programme for everybody: page, printed sheet, calendar file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask import render_template, url_for

from market.core import printing
from market.core.clock import local_date
from market.core.errors import NotFound
from market.core.i18n import current_language
from market.core.settings import settings
from market.core.web import access, current_actor, download
from market.guests import queries as guests
from market.pitches import queries as pitches
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State
from market.schedule import queries
from market.schedule.models import ScheduleRelease
from market.schedule.rules.calendar import Sheet
from market.schedule.rules.calendar import calendar as calendar_file
from market.schedule.rules.clashes import left_behind
from market.schedule.rules.items import Item
from market.schedule.views.mount import Answer, blueprint

CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Group:
    """The items of one room on one day."""

    day: date
    room: Item
    """Any item of the room: it knows the room's name in both languages."""
    items: list[Item]


def by_room(items: Iterable[Item]) -> list[Group]:
    """A programme by day and room, the room that begins first standing first."""
    found: dict[tuple[date, str], list[Item]] = {}
    for item in sorted(items, key=lambda one: (one.starts_at, one.room_id or 0, one.key)):
        found.setdefault((local_date(item.starts_at), item.room), []).append(item)
    return [Group(day, listed[0], listed) for (day, _room), listed in found.items()]


@blueprint.get("/roadshows/<int:roadshow_id>/programme")
@access("public")
def programme(roadshow_id: int) -> Answer:
    """The newest version, with marks on what changed since the first; links only for those let in."""
    actor = current_actor()
    roadshow = roadshows.get(actor, roadshow_id)
    newest = queries.released(roadshow_id)
    groups = by_room(queries.items(newest))
    mine = [pitch.id for pitch in pitches.of_roadshow(roadshow_id) if actor.of(pitch.organisation_id)]
    changed = queries.changed_since_first(roadshow_id)
    there = {item.identity for group in groups for item in group.items}
    return render_template(
        "schedule/programme.html",
        roadshow=roadshow,
        release=newest,
        groups=groups,
        days={group.day for group in groups},
        changed=changed,
        dropped=[found for known, found in changed.items() if known not in there and found[1].after is None],
        links=queries.links(roadshow) if guests.let_in(actor, roadshow) else {},
        mine=mine,
        moved=left_behind(queries.items(newest), roadshow.starts_at, roadshow.ends_at),
        called_off=roadshow.state == State.CANCELLED,
    )


@blueprint.get("/roadshows/<int:roadshow_id>/programme.pdf", endpoint="print")
@access("public")
def on_paper(roadshow_id: int) -> Answer:
    """The newest version as a sheet to hand out, in the reader's language."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    release = _released(roadshow)
    html = render_template(
        "schedule/paper.html",
        roadshow=roadshow,
        release=release,
        groups=by_room(queries.items(release)),
        language=current_language(),
        address=url_for("schedule.programme", roadshow_id=roadshow_id, _external=True),
    )
    return download(printing.pdf(html), f"{roadshow.reference}-programme-{release.number}.pdf", "application/pdf")


@blueprint.get("/roadshows/<int:roadshow_id>/programme.ics")
@access("public")
def calendar(roadshow_id: int) -> Answer:
    """The newest version for calendars, one event per item; what was taken off is cancelled there."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    release = _released(roadshow)
    items, language = queries.items(release), current_language()
    there = {item.identity for item in items}
    gone = [
        change.item
        for known, (_version, change) in queries.changed_since_first(roadshow_id).items()
        if known not in there and change.after is None
    ]
    sheet = Sheet(
        uid=roadshow.reference.lower(),
        host=urlsplit(settings().public_url).hostname or "localhost",
        name=roadshow.name(language),
        place=roadshow.place_en if language == "en" and roadshow.place_en else roadshow.place,
        url=url_for("schedule.programme", roadshow_id=roadshow_id, _external=True),
        number=release.number,
        changed_at=release.released_at,
        language=language,
    )
    made = calendar_file(sheet, items, gone, roadshow.state == State.CANCELLED)
    return download(made, f"{roadshow.reference}-programme.ics", CALENDAR)


def _released(roadshow: Roadshow) -> ScheduleRelease:
    found = queries.released(roadshow.id)
    if found is None:
        raise NotFound
    return found
