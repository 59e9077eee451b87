"""What is said about the programme of a roadshow."""

from collections.abc import Mapping

from market.core.i18n import N_
from market.notifications.rules.message import Message

MESSAGES: Mapping[str, Message] = {
    "schedule.released": Message(
        N_("The programme of %(roadshow)s is out. What concerns you: %(summary)s"), "schedule.programme", True
    ),
    "schedule.changed": Message(
        N_("The programme of %(roadshow)s has changed. What concerns you: %(summary)s"), "schedule.programme", True
    ),
    "schedule.rehearsal": Message(
        N_("%(roadshow)s begins on %(day_on)s, and %(missing)s pitches are not ready: slides, video, speaker, backup."),
        "schedule.rehearsal",
        True,
    ),
}

LINES: Mapping[str, str] = {
    "added": N_("%(now)s “%(title)s”"),
    "dropped": N_("“%(title)s” is taken off the programme"),
    "moved": N_("“%(title)s” is now at %(now)s, formerly %(was)s"),
    "retitled": N_("“%(title)s” was called “%(was)s”"),
    "speaker": N_("“%(title)s” is spoken by %(now)s, formerly %(was)s"),
    "length": N_("“%(title)s” has %(now)s minutes, formerly %(was)s"),
}
"""One line for each way in which an item may have changed."""
