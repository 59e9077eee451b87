"""The deeds after a roadshow: show the replay, count what is fetched, ask and answer, draft and issue reports."""

from market.outcomes.service.materials import count_fetch, set_replay
from market.outcomes.service.reports import draft, edit_words, issue
from market.outcomes.service.surveys import answer, edit_questions
from market.outcomes.service.timers import draft_due, remind_of_reports, remind_of_surveys, thank_due

__all__ = [
    "answer",
    "count_fetch",
    "draft",
    "draft_due",
    "edit_questions",
    "edit_words",
    "issue",
    "remind_of_reports",
    "remind_of_surveys",
    "set_replay",
    "thank_due",
]
