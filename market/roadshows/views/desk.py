"""The organiser's desk: the board of all roadshows, the overview of one, and its moves."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core import clock, outbox, panels, sheets
from market.core.db import transaction
from market.core.errors import Invalid, NotFound
from market.core.i18n import current_language, translate
from market.core.process import open_moves
from market.core.sheets import Cell
from market.core.web import Page, access, current_actor, format_datetime, paginate
from market.roadshows import queries, service
from market.roadshows.forms import ReasonForm
from market.roadshows.models import Roadshow
from market.roadshows.rules import phases, plans
from market.roadshows.rules.processes import MOVES, party
from market.roadshows.rules.states import KIND_NAMES, STATE_NAMES, State
from market.roadshows.views.mount import Answer, blueprint, task_of
from market.roadshows.views.public import asked_number

AHEAD = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED, State.ANNOUNCED, State.LIVE})
GROUPS = {"ahead": AHEAD, "held": frozenset({State.HELD})}
"""States shown together on the board."""
COUNTS = "roadshow_counts"
COUNTED = ("pitches", "guests", "intents")


def counted(page: Page) -> Mapping[int, Mapping[str, int]]:
    """What there is by now of each roadshow of a page; the wiring names who counts it in `app.extensions`."""
    count: Callable[[list[int]], Mapping[int, Mapping[str, int]]] | None = current_app.extensions.get(COUNTS)
    return count([found.id for found in page.items]) if count else {}


def asked_states() -> frozenset[str]:
    """The states the address asks for, alone or as a group; none means all."""
    asked = request.args.get("state", "")
    return frozenset({asked}) if asked in STATE_NAMES else frozenset(map(str, GROUPS.get(asked, ())))


@blueprint.get("/roadshows/board")
@access("operator")
def board() -> Answer:
    """All roadshows with state, day and what is to be done next; searched, exported."""
    actor = current_actor()
    if not actor.operator:
        raise NotFound
    statement = queries.board(actor, asked_states(), asked_number("series"), request.args.get("q", "").strip())
    if request.args.get("format") in sheets.FORMATS:
        page = paginate(statement, 500)
        there = counted(page)
        rows = (cells(found, there.get(found.id, {})) for found in page.items)
        return sheets.send("roadshows", heads(), rows, request.args["format"], page.total)
    counts, page = queries.counts(actor), paginate(statement)
    return render_template(
        "roadshows/board.html",
        page=page,
        there=counted(page),
        counts=counts,
        ahead=sum(counts.get(state, 0) for state in AHEAD),
        states=[("", _("All")), *((key, f"{translate(name)} ({counts.get(key, 0)})") for key, name in names())],
        series=[("", _("All")), *((one.id, one.name(current_language())) for one in queries.all_series())],
    )


def names() -> list[tuple[str, str]]:
    """The states with their names, in the order of a life."""
    return list(STATE_NAMES.items())


def heads() -> list[str]:
    """The columns of the exported board."""
    return [
        _("Number"), _("Title in Chinese"), _("Title in English"), _("Kind"), _("Industry chain"), _("Series"),
        _("State"), _("Begins at"), _("Ends at"), _("Venue"), _("Places on site"), _("To do next"), _("Due"),
        _("Pitches"), _("Registered people"), _("Intents"), _("Pitches aimed at"), _("Firms aimed at"),
        _("Viewers aimed at"), _("Intents aimed at"), _("Contracts aimed at"), _("Amount aimed at"), _("Budget"),
    ]  # fmt: skip


def cells(found: Roadshow, there: Mapping[str, int]) -> list[Cell]:
    """One roadshow as a row, with what there is of it by now."""
    task = task_of(found)
    return [
        found.reference,
        found.title,
        found.title_en,
        translate(KIND_NAMES[found.kind]),
        found.chain,
        found.series.title if found.series else "",
        translate(STATE_NAMES[found.state]),
        found.starts_at,
        found.ends_at,
        found.place,
        found.capacity,
        translate(task.sentence) if task else "",
        task.due if task else None,
        *(there.get(name, 0) for name in COUNTED),
        found.target_pitches,
        found.target_firms,
        found.target_viewers,
        found.target_intents,
        found.target_signed,
        found.target_amount,
        found.budget,
    ]


@blueprint.get("/roadshows/<int:roadshow_id>/desk")
@access("operator")
def manage(roadshow_id: int) -> Answer:
    """The overview of one: phases with their days, what is done or late, moves, history."""
    return _desk(queries.run_by(current_actor(), roadshow_id), ReasonForm(formdata=None))


def _desk(found: Roadshow, form: ReasonForm) -> str:
    actor = current_actor()
    shown = panels.of("roadshow_desk", found)
    plan = found.plan
    return render_template(
        "roadshows/manage.html",
        roadshow=found,
        plan=plan,
        phases=phases.phases(plan, found.state, clock.now()) if found.state != State.CANCELLED else [],
        task=task_of(found),
        moves=open_moves(MOVES, found.state, party(actor), service.situation(actor, found)),
        labels={name: move.label for name, move in MOVES.items()},
        missing=list(plans.missing(plan).values()) if found.state in (State.DRAFT, State.RETURNED) else [],
        panels=shown,
        coming=[step for panel in shown for step in panel.coming],
        history=history(found),
        form=form,
        bureau=queries.bureau_takes_part(),
    )


def history(found: Roadshow) -> list[dict[str, Any]]:
    """What has happened to it, newest first, with what was changed."""
    return [
        {"when": format_datetime(row.at), "time": row.at, "text": translate(row.said), "detail": detail(row.payload)}
        for row in reversed(outbox.history(f"roadshow:{found.id}"))
    ]


def detail(payload: dict[str, Any]) -> str:
    """The small print of an event: the fields that were changed, or what it was before."""
    if "was_from" in payload:
        return str(_("Calendars update to version %(number)s.", number=payload["sequence"]))
    fields = str(payload.get("fields", ""))
    return str(ngettext("%(num)s entry changed", "%(num)s entries changed", len(fields.split(",")))) if fields else ""


@blueprint.post("/roadshows/<int:roadshow_id>/submit")
@access("operator")
def submit(roadshow_id: int) -> Answer:
    """Send the plan to the bureau."""
    with transaction():
        service.submit(current_actor(), roadshow_id)
    if queries.bureau_takes_part():
        flash(_("The plan is with the bureau. You will hear by mail."), "ok")
        return redirect(url_for("roadshows.manage", roadshow_id=roadshow_id))
    return redirect(url_for("roadshows.decide", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/take-back")
@access("operator")
def take_back(roadshow_id: int) -> Answer:
    """Take the plan back to change it."""
    with transaction():
        service.take_back(current_actor(), roadshow_id)
    flash(_("The plan is yours again."), "ok")
    return redirect(url_for("roadshows.plan", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/announce")
@access("operator")
def announce(roadshow_id: int) -> Answer:
    """Make it public."""
    with transaction():
        service.announce(current_actor(), roadshow_id)
    flash(_("The roadshow is public now, with its page, its calendar file and its call for pitches."), "ok")
    return redirect(url_for("roadshows.manage", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/cancel")
@access("operator")
def cancel(roadshow_id: int) -> Answer:
    """Call it off, with the reason that everybody concerned will read."""
    found, form = queries.run_by(current_actor(), roadshow_id), ReasonForm()
    if not form.validate():
        return _desk(found, form), 422
    try:
        with transaction():
            service.cancel(current_actor(), roadshow_id, form.reason.data or "")
    except Invalid as error:
        form.refuse(error)
        return _desk(queries.run_by(current_actor(), roadshow_id), form), 422
    flash(_("The roadshow is called off. Everybody who was told of it hears why."), "ok")
    return redirect(url_for("roadshows.manage", roadshow_id=roadshow_id))
