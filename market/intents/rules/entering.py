"""Intents that were written on paper or spoken: how they were said, and how long the operator may enter them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from market.core.i18n import N_

LONGEST_NAME = 80
LONGEST_WORDS = 500


class How(StrEnum):
    """How it was said."""

    PAPER = "paper"
    SPOKEN = "spoken"
    PHONE = "phone"
    WRITTEN = "written"


HOW_NAMES: Mapping[str, str] = {
    How.PAPER: N_("On a paper form"),
    How.SPOKEN: N_("By word of mouth at the roadshow"),
    How.PHONE: N_("On the telephone"),
    How.WRITTEN: N_("By mail or message"),
}


@dataclass(frozen=True)
class Said:
    """By whom and how an intent was said, and the operator's words on it."""

    how: str
    by: str
    note: str = ""

    def problems(self) -> dict[str, str]:
        """What is wrong with it, by field, as message ids."""
        found: dict[str, str] = {}
        if self.how not in HOW_NAMES:
            found["how"] = N_("Choose how it was said.")
        if not self.by.strip():
            found["said_by"] = N_("Say who said or signed it.")
        elif len(self.by) > LONGEST_NAME:
            found["said_by"] = N_("Use at most 80 characters.")
        if len(self.note) > LONGEST_WORDS:
            found["said_note"] = N_("Use at most 500 characters.")
        return found


def last_day(ended: date, days: int) -> date:
    """The last day on which the operator may enter an intent for somebody; `days` after the roadshow."""
    return ended + timedelta(days=days)
