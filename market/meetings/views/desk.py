"""The organiser's desk of the meetings: figures, rules, sessions, tables, every meeting with its export."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from market.core import clock, sheets
from market.core.db import transaction
from market.core.errors import Invalid, NotFound, Refusal
from market.core.form import Form
from market.core.i18n import translate
from market.core.sheets import Cell
from market.core.web import access, current_actor
from market.meetings import queries, service
from market.meetings.forms import RulesForm, SessionForm, TableForm, TablesForm
from market.meetings.models import Meeting
from market.meetings.queries.days import Day
from market.meetings.rules.states import OPEN, OUTCOME_NAMES, SEATED, SOURCE_NAMES, STATE_NAMES, State
from market.meetings.views.mount import Answer, blueprint, inside, shanghai, table_name
from market.roadshows.models import Roadshow

MOST_ROWS = 100


def roadshow_of(roadshow_id: int) -> Roadshow:
    """The roadshow of a desk page; raises NotFound."""
    return inside(roadshow_id)[1]


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/desk")
@access("operator")
def desk(roadshow_id: int) -> Answer:
    """How the meetings stand, and every one of them; filtered, exported."""
    roadshow, state = roadshow_of(roadshow_id), request.args.get("state", "")
    every = queries.of_roadshow(roadshow_id)
    shown = [one for one in every if state in ("", one.state) and _named(one, request.args.get("q", ""))]
    if request.args.get("format") in sheets.FORMATS:
        rows = [cells(one) for one in shown]
        return sheets.send(f"meetings-{roadshow.reference}", heads(), rows, request.args["format"])
    day = Day(roadshow_id)
    met = {number for one in every if one.state in SEATED for number in (one.asker_id, one.asked_id)}
    return render_template(
        "meetings/desk.html",
        roadshow=roadshow,
        plan=day.plan,
        sessions=queries.sessions(roadshow_id),
        tables=queries.tables(roadshow_id),
        slots=day.slots,
        shown=shown[:MOST_ROWS],
        total=len(shown),
        sides=day.sides,
        lonely=[side for number, side in day.sides.items() if number not in met],
        counts={
            "booked": sum(one.state == State.BOOKED for one in every),
            "waiting": sum(one.state in OPEN for one in every),
            "agreed": sum(one.state == State.AGREED for one in every),
            "held": sum(one.state == State.HELD for one in every),
            "missed": sum(one.state == State.MISSED for one in every),
        },
        seats_left=sum(len(day.tables_left(slot)) for slot in day.slots),
        draft=queries.current(roadshow_id),
        collisions=queries.collisions(roadshow_id),
        shut_out=[side for side in day.sides.values() if side.shut_out],
        published=queries.newest_published(roadshow_id),
        state=state,
        state_choices=[("", _("All")), *((str(key), translate(name)) for key, name in STATE_NAMES.items())],
    )


def _named(meeting: Meeting, text: str) -> bool:
    names = [name for one in (meeting.asker, meeting.asked) for name in (one.name, one.name_en)]
    return text.strip().lower() in " ".join(names).lower()


def heads() -> list[str]:
    """The columns of the exported list."""
    return [
        _("Number"),
        _("Asked by"),
        _("Was asked"),
        _("State"),
        _("Where from"),
        _("Reason given"),
        _("Begins at"),
        _("Ends at"),
        _("Table"),
        _("Room"),
        _("Persons"),
        _("Result of the side that asked"),
        _("Result of the side that was asked"),
        _("Why not"),
    ]


def cells(meeting: Meeting) -> list[Cell]:
    """One meeting as a row."""
    booking = meeting.booking
    said = {one.organisation_id: one for one in meeting.results}
    place: list[Cell] = ["", "", "", "", ""]
    if booking is not None:
        people = "、".join(seat.user.name for seat in booking.seats)
        table = booking.table
        place = [booking.slot.starts_at, booking.slot.ends_at, table.number, table_name(table), people]
    return [
        meeting.id,
        meeting.asker.name,
        meeting.asked.name,
        translate(STATE_NAMES[meeting.state]),
        translate(SOURCE_NAMES[meeting.source]),
        meeting.reason,
        *place,
        *(_result(said.get(side)) for side in (meeting.asker_id, meeting.asked_id)),
        meeting.end_note,
    ]


def _result(row: object) -> str:
    outcome, note = getattr(row, "outcome", ""), getattr(row, "note", "")
    return " · ".join(part for part in (translate(OUTCOME_NAMES[outcome]) if outcome else "", note) if part)


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/plan")
@access("operator")
def plan(roadshow_id: int) -> Answer:
    """Rules, sessions and tables."""
    return _plan_page(roadshow_id)


def _plan_page(roadshow_id: int, wrong: Form | None = None) -> str:
    roadshow, found = roadshow_of(roadshow_id), queries.plan_of(roadshow_id)
    begins = shanghai(roadshow.starts_at)
    return render_template(
        "meetings/plan.html",
        roadshow=roadshow,
        plan=found,
        sessions=queries.sessions(roadshow_id),
        tables=queries.tables(roadshow_id, closed=True),
        rules_form=wrong if isinstance(wrong, RulesForm) else RulesForm.of(found),
        session_form=wrong if isinstance(wrong, SessionForm) else SessionForm(formdata=None, day=begins.date()),
        tables_form=wrong if isinstance(wrong, TablesForm) else TablesForm(formdata=None),
        wrong=wrong,
    )


def kept(roadshow_id: int, done: str) -> Answer:
    """Back to the plan with a word."""
    flash(done, "ok")
    return redirect(url_for("meetings.plan", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/plan")
@access("operator")
def plan_post(roadshow_id: int) -> Answer:
    """Set the rules."""
    roadshow_of(roadshow_id)
    form = RulesForm()
    if not form.validate():
        return _plan_page(roadshow_id, form), 422
    rules = form.value()
    with transaction():
        service.set_rules(current_actor(), roadshow_id, rules)
    return kept(roadshow_id, _("The rules are saved."))


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/sessions")
@access("operator")
def session_add(roadshow_id: int) -> Answer:
    """A further session."""
    roadshow_of(roadshow_id)
    form = SessionForm()
    if not form.validate():
        return _plan_page(roadshow_id, form), 422
    times = form.value()
    try:
        with transaction():
            service.add_session(current_actor(), roadshow_id, times)
    except Refusal as refusal:
        form.begins.errors = [str(refusal)]
        return _plan_page(roadshow_id, form), 422
    return kept(roadshow_id, _("The session is added: %(count)s slots.", count=len(times.slots())))


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/sessions/<int:session_id>/drop")
@access("operator")
def session_drop(roadshow_id: int, session_id: int) -> Answer:
    """Take a session away that nobody sits in."""
    roadshow_of(roadshow_id)
    try:
        with transaction():
            service.drop_session(current_actor(), roadshow_id, session_id)
    except NotFound:
        raise
    except Refusal as refusal:
        flash(str(refusal), "warn")
    else:
        flash(_("The session is gone."), "ok")
    return redirect(url_for("meetings.plan", roadshow_id=roadshow_id))


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/tables")
@access("operator")
def tables_add(roadshow_id: int) -> Answer:
    """So many further tables."""
    roadshow_of(roadshow_id)
    form = TablesForm()
    if not form.validate():
        return _plan_page(roadshow_id, form), 422
    count, room = form.count.data or 0, form.room.data or ""
    try:
        with transaction():
            there = service.add_tables(current_actor(), roadshow_id, count, room)
    except Invalid as error:
        form.refuse(error)
        return _plan_page(roadshow_id, form), 422
    return kept(roadshow_id, _("There are %(count)s tables now.", count=there))


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/tables/<int:table_id>")
@access("operator")
def table(roadshow_id: int, table_id: int) -> Answer:
    """One table: number, name, room, link."""
    return _table_page(roadshow_id, table_id)


def _table_page(roadshow_id: int, table_id: int, wrong: TableForm | None = None) -> str:
    roadshow = roadshow_of(roadshow_id)
    found = next((one for one in queries.tables(roadshow_id, closed=True) if one.id == table_id), None)
    if found is None:
        raise NotFound
    form = wrong or TableForm.of(found, queries.sessions(roadshow_id))
    return render_template("meetings/table.html", roadshow=roadshow, table=found, form=form)


@blueprint.post("/roadshows/<int:roadshow_id>/meetings/tables/<int:table_id>")
@access("operator")
def table_post(roadshow_id: int, table_id: int) -> Answer:
    """Change a table."""
    _table_page(roadshow_id, table_id)
    form = TableForm(queries.sessions(roadshow_id))
    if not form.validate():
        return _table_page(roadshow_id, table_id, form), 422
    facts = form.value()
    try:
        with transaction():
            service.set_table(current_actor(), roadshow_id, table_id, facts)
    except Invalid as error:
        form.refuse(error)
        return _table_page(roadshow_id, table_id, form), 422
    return kept(roadshow_id, _("The table is saved."))


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/people")
@access("operator")
def people(roadshow_id: int) -> Answer:
    """Who takes part and when, with the number of meetings of each; exported."""
    roadshow, day = roadshow_of(roadshow_id), Day(roadshow_id)
    rows = sorted(day.sides.values(), key=lambda side: (len(day.seated[side.organisation.id]), side.organisation.id))
    if request.args.get("format") in sheets.FORMATS:
        return sheets.send(
            f"meeting-people-{roadshow.reference}",
            [
                _("Organisation"),
                _("Persons"),
                _("Slots offered"),
                _("During own talks"),
                _("Meetings"),
                _("Looks for or offers"),
            ],
            (
                [
                    side.organisation.name,
                    len(side.people),
                    len(side.slots),
                    len(side.away),
                    len(day.seated[side.organisation.id]),
                    side.says,
                ]
                for side in rows
            ),
            request.args["format"],
        )
    return render_template("meetings/people.html", roadshow=roadshow, rows=rows, day=day, now=clock.now())
