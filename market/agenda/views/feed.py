"""The calendar behind a secret address: no sign-in, the token is the key; and making, renewing, closing it."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from market.agenda import queries, service
from market.agenda.rules import ics
from market.agenda.rules.deadlines import ALARM_DAYS, KIND_NAMES, Deadline
from market.agenda.views.mount import Answer, blueprint, url_of
from market.core import clock, limits
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import NotFound
from market.core.i18n import in_language, translate
from market.core.settings import settings
from market.core.web import access, current_actor

TRIES, SECONDS = 60, 3600
"""How often an address may be asked in an hour, and how often one machine may try addresses that open nothing."""
MEDIA_TYPE = "text/calendar; charset=utf-8"


@blueprint.get("/agenda/<token>.ics")
@access("public")
def feed(token: str) -> Response:
    """A person's calendar, for programs that subscribe to it."""
    limits.check("agenda.wrong", request.remote_addr or "", TRIES, SECONDS)
    try:
        actor = service.opened(token)
    except NotFound:
        with transaction():
            limits.count("agenda.wrong", request.remote_addr or "", SECONDS)
        raise
    with transaction():
        limits.hit("agenda.feed", str(actor.user_id), TRIES, SECONDS)
    today = clock.today()
    entries = queries.deadlines(actor, today - queries.PAST, today + queries.AHEAD)
    return written(actor, entries)


def written(actor: Actor, entries: list[Deadline]) -> Response:
    """The calendar file of these entries in the person's language."""
    with transaction():
        stamps = service.stamp(entries)
        known = {key: (row.sequence, row.changed_at) for key, row in stamps.items()}
    host = settings().public_url.partition("://")[2].partition("/")[0].partition(":")[0]
    with in_language(actor.language):
        lines = [
            ics.Entry(
                uid=f"{entry.key}@{host}",
                day=entry.day,
                title=translate(entry.sentence, reference=entry.reference),
                category=translate(KIND_NAMES[entry.kind]),
                url=settings().public_url.rstrip("/") + url_of(entry) if url_of(entry) else "",
                sequence=known[entry.key][0],
                changed_at=known[entry.key][1],
                alarms=ALARM_DAYS[entry.kind] if actor.organisation_id in entry.who else (),
            )
            for entry in entries
        ]
        content = ics.calendar(_("Patent deadlines"), lines, clock.now())
    response = Response(content, content_type=MEDIA_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename="deadlines.ics")
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/deadlines/calendar")
@access("firm", "university", "operator")
def renew_feed() -> Answer:
    """Make the address, or a new one in place of the old."""
    with transaction():
        service.renew(current_actor())
    flash(_("Here is your new calendar address. An older one opens nothing any more."), "ok")
    return redirect(url_for("agenda.deadlines", _anchor="calendar"))


@blueprint.post("/deadlines/calendar/close")
@access("firm", "university", "operator")
def close_feed() -> Answer:
    """Close the address."""
    with transaction():
        service.revoke(current_actor())
    flash(_("The calendar address is closed."), "ok")
    return redirect(url_for("agenda.deadlines", _anchor="calendar"))


def address(actor: Actor) -> str:
    """The person's calendar address; empty while there is none."""
    found = queries.feed_of(actor.user_id)
    if found is None:
        return ""
    return settings().public_url.rstrip("/") + url_for("agenda.feed", token=service.token(found))
