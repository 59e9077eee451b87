"""What is one's own in a roadshow, as JSON: never on the board, asked for with one's session."""

from typing import Any

from flask import jsonify
from werkzeug.wrappers import Response

from market.core.errors import NotFound
from market.core.i18n import translate
from market.core.web import access, current_actor
from market.guests import queries as guests
from market.intents.rules.states import KIND_NAMES
from market.live import queries, service
from market.live.rules.talking import QUESTION_NAMES, TO_ANSWER
from market.live.views.mount import blueprint
from market.roadshows import queries as roadshows


@blueprint.get("/live/mine.json")
@access("signed_in")
def mine(roadshow_id: int) -> Response:
    """One's own votes, questions, answers and intents, and a fresh sealed word for the page."""
    actor = current_actor()
    if not guests.let_in(actor, roadshows.get(actor, roadshow_id)):
        raise NotFound
    viewer = service.Viewer(roadshow_id, actor.user_id or 0, not actor.operator)
    return jsonify(plain_of(queries.mine(actor, roadshow_id)) | {"word": service.issue(viewer)})


def plain_of(found: queries.Mine) -> dict[str, Any]:
    """One's own things as plain values."""
    return {
        "votes": found.votes,
        "answers": {str(poll): option for poll, option in found.answers.items()},
        "questions": [
            {
                "id": one.id,
                "text": one.text,
                "state": one.state,
                "said": translate(QUESTION_NAMES[one.state]),
                "answer": one.answer,
                "open": one.state in TO_ANSWER,
                "shown": one.shown,
            }
            for one in found.questions
        ],
        "intents": {
            str(pitch): [{"id": one.id, "kind": one.kind, "name": translate(KIND_NAMES[one.kind])} for one in several]
            for pitch, several in found.intents.items()
        },
    }
