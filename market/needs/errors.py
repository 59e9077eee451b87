"""Why a deed on a need is refused."""

from market.core.errors import Forbidden, Invalid, Refusal
from market.core.i18n import N_


class NotVetted(Forbidden):
    """Only vetted firms hand needs in."""

    sentence = N_("Your organisation must be approved first. You can save drafts until then.")


class WrongState(Refusal):
    """The table of states does not allow the move."""

    sentence = N_("This need is not in a state in which that is possible. Reload the page to see where it stands.")


class MessageMissing(Invalid):
    """A return needs a message that says what to change."""

    sentence = N_("Say what the firm should change; it will read your message.")


class TooManyFiles(Refusal):
    """A need carries a limited number of files."""

    sentence = N_("A need can carry at most %(most)s files.")
    status = 422


class UnreadableFile(Refusal):
    """An import file that is not what it should be."""

    sentence = N_("This file cannot be read as a list of needs: %(reason)s")
    status = 422
