"""What stands on a programme: kinds of items and a released item as everybody reads it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from market.core import clock
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
    Kind.POLICY: N_("Policy talk"),
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
    room_id: int | None = None
    room_en: str = ""
    speaker_title: str = ""
    organisation: str = ""
    """Whose project is pitched."""
    organisation_en: str = ""

    @property
    def ends_at(self) -> datetime:
        """When it should be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def at(self, starts_at: datetime) -> "Item":
        """The same item at another time."""
        return replace(self, starts_at=starts_at)

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title

    def place(self, language: str) -> str:
        """Its room in a language."""
        return self.room_en if language == "en" and self.room_en else self.room

    def body(self, language: str) -> str:
        """Whose project it is, in a language."""
        return self.organisation_en if language == "en" and self.organisation_en else self.organisation

    @property
    def identity(self) -> tuple[str, int]:
        """What it is known by from release to release: its pitch, or its key."""
        return ("item", self.key) if self.pitch_id is None else ("pitch", self.pitch_id)

    def to_plain(self) -> dict[str, Any]:
        """Its fields as JSON takes them."""
        return asdict(self) | {"starts_at": self.starts_at.isoformat(), "kind": str(self.kind)}

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Item":
        """An item from its stored form; fields that are no longer known are left out."""
        known = {name: value for name, value in row.items() if name in cls.__dataclass_fields__}
        return cls(**{**known, "starts_at": datetime.fromisoformat(row["starts_at"]), "kind": Kind(row["kind"])})


@dataclass(frozen=True)
class Wanted:
    """What an editor says of an item. Without `fixed_at` it follows the item before it."""

    kind: Kind
    minutes: int
    answer_minutes: int = 0
    title: str = ""
    title_en: str = ""
    speaker: str = ""
    responsible: str = ""
    backup: str = ""
    cue: str = ""
    note: str = ""
    fixed_at: datetime | None = None


@dataclass(frozen=True)
class WantedRoom:
    """What an editor says of a room."""

    name: str
    name_en: str = ""
    stream_url: str = ""


def hour(moment: datetime) -> str:
    """The time of day in Shanghai, "14:05"."""
    return clock.aware(moment).astimezone(clock.SHANGHAI).strftime("%H:%M")
