"""The day for the organiser: tables by slots with now and next, and the paper that lies on the tables."""

from dataclasses import dataclass

from flask import jsonify, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from market.core import clock, printing
from market.core.web import access, download
from market.meetings import queries
from market.meetings.models import Meeting, MeetingSlot, MeetingTable
from market.meetings.queries.meetings import ON_THE_DAY
from market.meetings.rules.planning import Beat, beat
from market.meetings.views.desk import roadshow_of
from market.meetings.views.mount import Answer, blueprint, milliseconds, slot_clock

ASK_AGAIN = 4
"""After so many seconds an open board asks whether it is another one by now."""


@dataclass
class Grid:
    """Tables by slots: the meeting at each place."""

    slots: list[MeetingSlot]
    tables: list[MeetingTable]
    at: dict[tuple[int, int], Meeting]

    @property
    def beat(self) -> Beat[MeetingSlot]:
        """The slot that is on, and the one that comes."""
        return beat(self.slots, clock.now())


def grid_of(roadshow_id: int) -> Grid:
    """What sits where; tables not in use any more are shown while somebody sits there."""
    at = {
        (one.booking.slot_id, one.booking.table_id): one
        for one in queries.of_roadshow(roadshow_id, ON_THE_DAY)
        if one.booking is not None
    }
    used = {table_id for _slot_id, table_id in at}
    tables = [one for one in queries.tables(roadshow_id, closed=True) if not one.closed or one.id in used]
    return Grid(queries.slots(roadshow_id), tables, at)


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/board")
@access("operator")
def board(roadshow_id: int) -> Answer:
    """Tables by slots, what is on now and next, who did not come."""
    roadshow, tag = roadshow_of(roadshow_id), queries.board_tag(roadshow_id)
    grid, text = grid_of(roadshow_id), request.args.get("slot", "")
    chosen = next((slot for slot in grid.slots if str(slot.id) == text), None)
    return render_template(
        "meetings/board.html",
        roadshow=roadshow,
        grid=grid,
        chosen=chosen or grid.beat.on or grid.beat.next,
        clock=slot_clock(grid.slots),
        tag=tag,
        page=url_for("meetings.board", roadshow_id=roadshow_id, slot=chosen.id if chosen else None),
    )


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/board.json")
@access("operator")
def board_state(roadshow_id: int) -> Response:
    """Whether the board is another one by now: 304 when it is the one the page has. Nothing is drawn for it."""
    roadshow_of(roadshow_id)
    tag = queries.board_tag(roadshow_id)
    response = jsonify({"tag": tag})
    response.set_etag(tag)
    response.headers["X-Server-Time"] = str(milliseconds(clock.now()))
    response.headers["X-Ask-Again"] = str(ASK_AGAIN)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@blueprint.get("/roadshows/<int:roadshow_id>/meetings/paper.pdf")
@access("operator")
def paper(roadshow_id: int) -> Answer:
    """Cards for the tables, or the lists by organisation, as PDF."""
    roadshow, grid = roadshow_of(roadshow_id), grid_of(roadshow_id)
    lists = request.args.get("what") == "lists"
    own: dict[int, list[Meeting]] = {}
    for slot in grid.slots:
        for table in grid.tables:
            meeting = grid.at.get((slot.id, table.id))
            for number in (meeting.asker_id, meeting.asked_id) if meeting else ():
                own.setdefault(number, []).append(meeting)  # type: ignore[arg-type]
    page = render_template(
        "meetings/paper_lists.html" if lists else "meetings/paper_cards.html",
        roadshow=roadshow,
        grid=grid,
        own=own,
        title=_("Meetings by organisation") if lists else _("Table cards"),
        printed=clock.now(),
    )
    name = "meeting-lists" if lists else "table-cards"
    return download(printing.pdf(page), f"{name}-{roadshow.reference}.pdf", "application/pdf")
