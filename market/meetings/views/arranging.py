"""The automatic timetable: let it be worked out, read the draft with its reasons, change it by hand, publish it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from market.core import sheets
from market.core.actor import Actor
from market.core.db import transaction
from market.core.errors import Conflict, NotFound, Refusal
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.meetings import queries, service
from market.meetings.forms import ArrangeForm
from market.meetings.models import MeetingSlot, Timetable, TimetableLine
from market.meetings.queries.days import Day
from market.meetings.rules.drafting import TAKEN, Options
from market.meetings.rules.timetable.values import REASONS
from market.meetings.views.desk import roadshow_of
from market.meetings.views.mount import Answer, blueprint, reason_lines, span, table_name


@dataclass
class Shown:
    """A draft as it is read: lines by slot, those left out, those dropped."""

    by_slot: list[tuple[MeetingSlot, list[TimetableLine]]] = field(default_factory=list)
    left_out: list[TimetableLine] = field(default_factory=list)
    dropped: list[TimetableLine] = field(default_factory=list)


def shown(draft: Timetable, day: Day) -> Shown:
    """The lines of a draft in reading order."""
    found = Shown()
    for slot in day.slots:
        here = [line for line in draft.lines if line.slot_id == slot.id]
        found.by_slot.append((slot, sorted(here, key=lambda line: line.table.number if line.table else 0)))
    found.left_out = [line for line in draft.lines if line.slot_id is None and not line.dropped]
    found.left_out.sort(key=lambda line: -line.fit)
    found.dropped = [line for line in draft.lines if line.dropped]
    return found


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/timetable")
@access("operator")
def arrange(roadshow_id: int) -> Answer:
    """The draft, or the form that lets one be worked out."""
    return _page(roadshow_id)


def _page(roadshow_id: int, wrong: ArrangeForm | None = None) -> Answer:
    roadshow, day, draft = roadshow_of(roadshow_id), Day(roadshow_id), queries.current(roadshow_id)
    if draft is not None and draft.state == "draft" and request.args.get("format") in sheets.FORMATS:
        name = f"timetable-{roadshow.reference}"
        return sheets.send(name, heads(), map(cells, draft.lines), request.args["format"])
    options = Options.read(draft.options) if draft else Options(threshold=day.plan.threshold if day.plan else 50)
    return render_template(
        "meetings/arrange.html",
        roadshow=roadshow,
        plan=day.plan,
        draft=draft,
        shown=shown(draft, day) if draft else None,
        day=day,
        form=wrong or ArrangeForm(formdata=None, data=options.stored()),
        slots={slot.id: span(slot) for slot in day.slots},
        published=queries.newest_published(roadshow_id),
        TAKEN=TAKEN,
    )


def heads() -> list[str]:
    """The columns of the exported draft."""
    said = [_("Why these two"), _("Why it has no place")]
    return [_("Host side"), _("Guest side"), _("Begins at"), _("Table"), _("Fit"), *said]


def cells(line: TimetableLine) -> list[Cell]:
    """One line of a draft as a row."""
    said = [": ".join(str(part) for part in (row["term"], row["text"]) if part) for row in reason_lines(line.why)]
    return [
        line.host.name,
        line.guest.name,
        line.slot.starts_at if line.slot else "",
        f"{line.table.number} {table_name(line.table)}".strip() if line.table else "",
        line.fit,
        "; ".join(said),
        _("Left out by hand") if line.dropped else _missing(line),
    ]


def _missing(line: TimetableLine) -> str:
    return translate(REASONS[line.left_out]) if line.left_out in REASONS else ""


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/timetable")
@access("operator")
def arrange_post(roadshow_id: int) -> Answer:
    """Let a timetable be worked out; what is fixed stays where it is."""
    roadshow_of(roadshow_id)
    form = ArrangeForm()
    if not form.validate():
        return _page(roadshow_id, form), 422  # type: ignore[return-value]
    options = form.value()
    return do(roadshow_id, lambda actor: service.ask_timetable(actor, roadshow_id, options), "")


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/timetable.json")
@access("operator")
def arrange_state(roadshow_id: int) -> dict[str, Any]:
    """Whether the draft is there: for the progress bar."""
    roadshow_of(roadshow_id)
    draft = queries.current(roadshow_id)
    running = draft is not None and draft.state == "running"
    return {"done": 0, "total": 0, "message": _("Being worked out") if running else "", "finished": not running}


def do(roadshow_id: int, deed: Callable[[Actor], object], done: str, anchor: str = "") -> Answer:
    """One change, then the draft again; what is refused is said there."""
    roadshow_of(roadshow_id)
    try:
        with transaction():
            deed(current_actor())
    except (Conflict, NotFound):
        raise
    except Refusal as refusal:
        flash(str(refusal), "warn")
    else:
        if done:
            flash(done, "ok")
    return redirect(url_for("meetings.arrange", roadshow_id=roadshow_id) + (f"#{anchor}" if anchor else ""))


def number(name: str) -> int | None:
    """A whole number of the form; None when there is none."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/timetable/lines/<int:line_id>")
@access("operator")
def line(roadshow_id: int, line_id: int) -> Answer:
    """Move a line, fix it or let it go, or leave it out: the button says which."""
    deeds: dict[str, tuple[Callable[[Actor], object], str]] = {
        "move": (
            lambda actor: service.move_line(actor, roadshow_id, line_id, number("slot_id") or 0, number("table_id")),
            _("Moved and fixed there."),
        ),
        "pin": (lambda actor: service.pin(actor, roadshow_id, line_id, True), _("Fixed: a new run leaves it there.")),
        "unpin": (lambda actor: service.pin(actor, roadshow_id, line_id, False), _("No longer fixed.")),
        "drop": (
            lambda actor: service.drop_line(actor, roadshow_id, line_id),
            _("Left out. A new run does not bring it back."),
        ),
    }
    chosen = deeds.get(request.form.get("do", ""))
    if chosen is None:
        raise NotFound
    return do(roadshow_id, *chosen, anchor=f"line-{line_id}")


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/timetable/add")
@access("operator")
def line_add(roadshow_id: int) -> Answer:
    """Bring two together by hand."""
    one, two, slot_id = number("one"), number("two"), number("slot_id")
    if one is None or two is None or one == two:
        flash(_("Choose two organisations."), "warn")
        return redirect(url_for("meetings.arrange", roadshow_id=roadshow_id))
    done = _("Added to the draft.")
    return do(roadshow_id, lambda actor: service.add_line(actor, roadshow_id, one, two, slot_id), done)


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/timetable/undo")
@access("operator")
def undo(roadshow_id: int) -> Answer:
    """Take the last change back."""
    return do(roadshow_id, lambda actor: service.undo(actor, roadshow_id), _("The last change is taken back."))


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/timetable/discard")
@access("operator")
def discard(roadshow_id: int) -> Answer:
    """Throw the draft away."""
    done = _("The draft is gone. Nobody has seen it.")
    return do(roadshow_id, lambda actor: service.discard(actor, roadshow_id), done)


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/timetable/publish")
@access("operator")
def publish(roadshow_id: int) -> Answer:
    """Make meetings and invitations of it, and tell everybody once."""
    roadshow_of(roadshow_id)
    try:
        with transaction():
            made, taken = service.publish(current_actor(), roadshow_id)
    except (Conflict, NotFound):
        raise
    except Refusal as refusal:
        flash(str(refusal), "warn")
        return redirect(url_for("meetings.arrange", roadshow_id=roadshow_id))
    flash(ngettext("Published: %(num)s meeting.", "Published: %(num)s meetings.", made), "ok")
    if taken:
        flash(
            ngettext(
                "%(num)s could not be placed: somebody booked in the meantime.",
                "%(num)s could not be placed: others booked in the meantime.",
                taken,
            ),
            "warn",
        )
    return redirect(url_for("meetings.board", roadshow_id=roadshow_id))
