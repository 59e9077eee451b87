"""The page of deadlines: as a list and as a month, one's own or all, to be exported and subscribed to."""

from datetime import date

from flask import Response, render_template, request
from flask_babel import gettext as _

from market.agenda import queries
from market.agenda.rules.deadlines import KIND_NAMES, Deadline, month_grid
from market.agenda.views.feed import address, written
from market.agenda.views.mount import Answer, blueprint, url_of
from market.core import clock, sheets
from market.core.calendar import add_months, is_working_day
from market.core.form import choices
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor

FARTHEST = 10
"""Years before and after today that a month may be asked for."""


@blueprint.get("/deadlines")
@access("firm", "university", "operator")
def deadlines() -> Answer | Response:
    """What is due, overdue things first."""
    actor, today = current_actor(), clock.today()
    mine = request.args.get("show", "all" if actor.operator else "mine") != "all"
    kind = request.args.get("kind", "")
    kind = kind if kind in KIND_NAMES else ""
    month = asked_month(request.args.get("month", ""), today)
    by_month = request.args.get("view") == "month"
    weeks = month_grid(month)
    start, end = (weeks[0][0], weeks[-1][-1]) if by_month else (today - queries.PAST, today + queries.AHEAD)
    entries = queries.deadlines(actor, start, end, mine, kind)
    form = request.args.get("format", "")
    if form == "ics":
        return written(actor, entries)
    if form in sheets.FORMATS:
        return sheets.send("deadlines", heads(), map(line, entries), form)
    return render_template(
        "agenda/deadlines.html",
        entries=entries,
        by_day={day: [entry for entry in entries if entry.day == day] for day in {entry.day for entry in entries}},
        weeks=weeks,
        month=month,
        before=add_months(month, -1),
        after=add_months(month, 1),
        by_month=by_month,
        mine=mine,
        kind=kind,
        kinds=KIND_NAMES,
        kind_choices=[("", _("All")), *choices(KIND_NAMES)],
        today=today,
        url_of=url_of,
        is_working_day=is_working_day,
        address=address(actor),
    )


def asked_month(text: str, today: date) -> date:
    """The first day of the month asked for ("2026-12"); of this month when it is none, or too far away."""
    year, _dash, number = text.partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(text) == 7 and 1 <= int(number) <= 12):
        return today.replace(day=1)
    return date(int(year), int(number), 1) if abs(int(year) - today.year) <= FARTHEST else today.replace(day=1)


def heads() -> list[str]:
    """The columns of an exported list."""
    return [_("Day"), _("Kind"), _("What is due"), _("Concerning"), _("Days left")]


def line(entry: Deadline) -> list[Cell]:
    """One line of it."""
    left = (entry.day - clock.today()).days
    what = translate(entry.sentence, reference=entry.reference)
    return [entry.day, translate(KIND_NAMES[entry.kind]), what, entry.detail, left]
