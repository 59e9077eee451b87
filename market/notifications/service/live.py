"""Who hears of what was left open on the day: whoever asked."""

from market.core.db import transaction
from market.live.events import QuestionAnswered
from market.live.models import LiveQuestion
from market.notifications.service.inbox import tell
from market.roadshows.models import Roadshow

LONGEST = 200
"""Characters of the answer in the inbox; the whole of it stands on the page."""


def answered(event: QuestionAnswered) -> None:
    """Whoever asked reads the written answer."""
    with transaction() as session:
        question = session.get_one(LiveQuestion, event.question_id)
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        values = {"roadshow": roadshow.title, "roadshow_en": roadshow.title_en, "answer": question.answer[:LONGEST]}
        tell(event, "live.answered", [question.user], values, roadshow_id=roadshow.id)
