"""What stands on a programme: kinds of items and a released item as everybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from market.core.i18n import N_


class Kind(StrEnum):
    """What an item is."""

    SIGN_IN = "sign_in"
    OPENING = "opening"
    POLICY = "policy"
    PITCH = "pitch"
    COMMENT = "comment"
    SIGNING = "signing"
    MEETINGS = "meetings"
    BREAK = "break"
    CLOSING = "closing"
    OTHER = "other"


KIND_NAMES: Mapping[str, str] = {
    Kind.SIGN_IN: N_("Sign-in"),
    Kind.OPENING: N_("Opening"),
    Kind.POLICY: N_("Policy"),
    Kind.PITCH: N_("Pitch"),
    Kind.COMMENT: N_("Experts comment"),
    Kind.SIGNING: N_("Signing"),
    Kind.MEETINGS: N_("One-to-one meetings"),
    Kind.BREAK: N_("Break"),
    Kind.CLOSING: N_("Closing"),
    Kind.OTHER: N_("Other"),
}


@dataclass(frozen=True)
class Item:
    """A released item of a programme. `key` stays the same from release to release; minutes are planned ones."""

    key: int
    room: str
    starts_at: datetime
    minutes: int
    kind: Kind
    title: str
    title_en: str = ""
    speaker: str = ""
    pitch_id: int | None = None
    answer_minutes: int = 0
    """Of `minutes`, how many at the end are for questions."""

    @property
    def ends_at(self) -> datetime:
        """When it should be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title
