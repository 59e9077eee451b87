"""A meeting as it stands in one person's day, and what his calendar file holds of it."""

from dataclasses import dataclass
from datetime import datetime

from market.meetings.rules.states import SEATED


@dataclass(frozen=True)
class Appointment:
    """One meeting of a person: when, with whom, where. `link` is seen by its two sides only; instants are aware UTC."""

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    table: int
    table_name: str
    room: str
    link: str
    with_id: int
    with_name: str
    with_name_en: str
    person: str
    """Who comes from the other side."""
    mine: bool = True
    """Whether this person goes; else a colleague does."""

    def other(self, language: str) -> str:
        """The other side in a language, Chinese where there is no other."""
        return self.with_name_en if language == "en" and self.with_name_en else self.with_name

    @property
    def seated(self) -> bool:
        """Whether it is still to take place: fixed, or kept for both by the organiser."""
        return self.state in SEATED

    def begun(self, now: datetime) -> bool:
        """Whether it has begun."""
        return self.starts_at <= now

    def over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.ends_at <= now
