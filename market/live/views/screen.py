"""The projector's page: what is on in large letters, the clock, the message, the questions with most votes."""

import json

from flask import render_template, request

from market.core.i18n import current_language
from market.core.web import access, current_actor
from market.live import queries
from market.live.views.mount import Answer, blueprint
from market.live.views.stage import View
from market.live.views.state import fresh_tag
from market.roadshows import queries as roadshows


@blueprint.get("/screen")
@access("operator")
def screen(roadshow_id: int) -> Answer:
    """The page for the projector of one room."""
    roadshow = roadshows.get(current_actor(), roadshow_id)
    tag = fresh_tag(roadshow_id)
    board = json.loads(queries.board_text(roadshow_id)[1])
    names = [room["name"] for room in board["rooms"]]
    wanted = request.args.get("room", "")
    view = View(board, wanted if wanted in names else (names[0] if names else ""), current_language())
    return render_template("live/screen.html", roadshow=roadshow, board=board, view=view, tag=tag)
