"""Why a deed on the day is refused."""

from market.core.errors import Refusal
from market.core.i18n import N_


class SteppedMeanwhile(Refusal):
    """Another host was faster: what was pressed was meant for an older state."""

    sentence = N_("Another host was faster: nothing was done twice. Look at what is on now, then go on.")


class NotPossibleNow(Refusal):
    """The room is not in a state for this step."""

    sentence = N_("This step is not possible at this point of the programme.")


class NoProgramme(Refusal):
    """Nothing was released yet."""

    sentence = N_("Release the programme first: the console follows its items.")


class NotOn(Refusal):
    """Questions, votes and answers are taken from the announcement until the close."""

    sentence = N_("This roadshow takes no questions and votes any more. Its materials stay open to you.")


class NotLetIn(Refusal):
    """Only confirmed guests take part."""

    sentence = N_("Only confirmed guests take part. Register first, or wait for the organiser's confirmation.")
    status = 403


class TooManyQuestions(Refusal):
    """One person has many questions waiting."""

    sentence = N_("You have %(most)s open questions. Withdraw one, or wait until one is answered.")
    status = 429


class QuestionGone(Refusal):
    """The question is hidden, withdrawn or joined with another."""

    sentence = N_("This question is no longer open. Reload the page.")


class PollClosed(Refusal):
    """The poll takes no answers."""

    sentence = N_("This poll is closed.")


class PlaceLost(Refusal):
    """The sealed word of a viewer's page has run out or was not made here."""

    sentence = N_("Your page was open for a long time. Reload it.")
    status = 401


class Overloaded(Refusal):
    """The server asks viewers to wait a little."""

    sentence = N_("Very many people are watching. Your page asks again by itself.")
    status = 503
