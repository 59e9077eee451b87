"""Who is on stage is not free: slots taken by a person's own talks in the released programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Slotted:
    """A slot by its id and times."""

    id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Talk:
    """An item of the programme with those who stand on stage: by name, and for a pitch by its organisation's people."""

    starts_at: datetime
    ends_at: datetime
    names: frozenset[str] = frozenset()
    organisation_id: int | None = None
    applicant_id: int | None = None


def speaks(talk: Talk, user_id: int, name: str, organisation_id: int, pitcher: bool) -> bool:
    """Whether a person stands on stage in a talk: he is named there, or comes as speaker of the pitch's organisation.

    When the pitch's named speaker is somebody else, a registered speaker of the same organisation counts too: names are
    written in many ways, and a free slot during one's own talk would be worse than one slot less.
    """
    if name and name in talk.names:
        return True
    if talk.organisation_id is None or talk.organisation_id != organisation_id:
        return False
    return pitcher or (not talk.names and user_id == talk.applicant_id)


def taken_slots(
    slots: Iterable[Slotted], talks: Iterable[Talk], user_id: int, name: str, organisation_id: int, pitcher: bool
) -> frozenset[int]:
    """The ids of the slots that overlap with a person's own talks; touching ends do not overlap."""
    own = [talk for talk in talks if speaks(talk, user_id, name, organisation_id, pitcher)]
    return frozenset(
        slot.id
        for slot in slots
        if any(talk.starts_at < slot.ends_at and slot.starts_at < talk.ends_at for talk in own)
    )
