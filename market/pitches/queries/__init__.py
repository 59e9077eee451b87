"""Reading calls, pitches, reviews and draws."""

from market.pitches.queries.calls import candidates, open_calls, row_of, terms
from market.pitches.queries.checking import checklist, checklist_before
from market.pitches.queries.draws import draw, draws, open_draw
from market.pitches.queries.finding import (
    PARTS,
    chosen_about,
    counts,
    desk,
    doubtful,
    file_of,
    get,
    mine,
    of_roadshow,
    own,
    standing,
    without_slides,
)
from market.pitches.queries.reviews import (
    answer,
    answers,
    answers_about,
    by_secret,
    conflicts,
    results,
    reviewer,
    reviewers,
    to_review,
)

__all__ = [
    "PARTS",
    "answer",
    "answers",
    "answers_about",
    "by_secret",
    "candidates",
    "checklist",
    "checklist_before",
    "chosen_about",
    "conflicts",
    "counts",
    "desk",
    "doubtful",
    "draw",
    "draws",
    "file_of",
    "get",
    "mine",
    "of_roadshow",
    "open_calls",
    "open_draw",
    "own",
    "results",
    "reviewer",
    "reviewers",
    "row_of",
    "standing",
    "terms",
    "to_review",
    "without_slides",
]
