"""Questions and polls: where one stands, who may change it, and the words of the host's deeds."""

from collections.abc import Mapping
from enum import StrEnum

from market.core.i18n import N_


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    LATER = "later"
    WRITTEN = "written"
    GROUPED = "grouped"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


QUESTION_NAMES: Mapping[str, str] = {
    QuestionState.OPEN: N_("Waiting for an answer"),
    QuestionState.ANSWERED: N_("Answered on stage"),
    QuestionState.LATER: N_("To be answered in writing"),
    QuestionState.WRITTEN: N_("Answered in writing"),
    QuestionState.GROUPED: N_("Joined with another question"),
    QuestionState.HIDDEN: N_("Hidden"),
    QuestionState.WITHDRAWN: N_("Withdrawn by who asked"),
}
SHOWN = frozenset({QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.LATER, QuestionState.WRITTEN})
"""The states in which everybody in the room reads it."""
ANSWERED = frozenset({QuestionState.ANSWERED, QuestionState.WRITTEN})
TO_ANSWER = frozenset({QuestionState.OPEN, QuestionState.LATER})
LONGEST_QUESTION = 300
LONGEST_ANSWER = 2000
MOST_OPEN = 10
"""How many open questions one person may have at once."""


class PollState(StrEnum):
    """Where a poll stands; its results are seen once it was opened."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


POLL_NAMES: Mapping[str, str] = {
    PollState.DRAFT: N_("Prepared"),
    PollState.OPEN: N_("Open for answers"),
    PollState.CLOSED: N_("Closed"),
}
MOST_OPTIONS = 8


class Deed(StrEnum):
    """What a host does; each stands in the log."""

    OPEN = "open"
    CLOSE = "close"
    NEXT = "next"
    BACK = "back"
    EXTEND = "extend"
    SKIP = "skip"
    RETURN = "return"
    PAUSE = "pause"
    GO_ON = "go_on"
    MESSAGE = "message"


DEED_NAMES: Mapping[str, str] = {
    Deed.OPEN: N_("Roadshow opened"),
    Deed.CLOSE: N_("Roadshow closed"),
    Deed.NEXT: N_("Next item"),
    Deed.BACK: N_("Back to the item before"),
    Deed.EXTEND: N_("Extended"),
    Deed.SKIP: N_("Left out"),
    Deed.RETURN: N_("Taken in again"),
    Deed.PAUSE: N_("Paused"),
    Deed.GO_ON: N_("Went on"),
    Deed.MESSAGE: N_("Message to all"),
}


def outcome(answers: Mapping[int, int], options: int) -> list[tuple[int, int]]:
    """For each option of a poll its count and its whole per cent of all answers."""
    total = sum(answers.values())
    counts = [answers.get(number, 0) for number in range(options)]
    return [(count, round(100 * count / total) if total else 0) for count in counts]
