"""Who is on stage is not free: the people behind each talk of a programme, and what they cannot sit in meanwhile.

A person is held to his own talks only, never to all talks of his organisation: a university with five pitches and five
speakers keeps meeting firms while one of them speaks. Only where a talk cannot be laid at a person's door (its speaker
is written in another way, or comes without registering) it counts for those of the organisation who come as speakers,
and for the one who comes alone: there is nobody else who could stand there, or be missed at the table.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from market.core.clock import together


@dataclass(frozen=True)
class Slotted:
    """A slot by its id and times."""

    id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Talk:
    """An item of the programme with those who stand on stage: by name, and for a pitch by its organisation's people.

    `key` and the titles are the item's.
    """

    starts_at: datetime
    ends_at: datetime
    names: frozenset[str] = frozenset()
    organisation_id: int | None = None
    applicant_id: int | None = None
    key: int = 0
    title: str = ""
    title_en: str = ""

    def name(self, language: str) -> str:
        """Its title in a language, Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title


@dataclass(frozen=True)
class Guest:
    """A person with a confirmed place, whether he takes part in meetings or not."""

    user_id: int
    name: str
    organisation_id: int
    pitcher: bool = False


def speakers(talk: Talk, guests: Iterable[Guest], own: Sequence[Guest]) -> frozenset[int]:
    """Who of the guests stands on stage in a talk; `own` are those of its organisation.

    Whoever is named there, from wherever he is registered. When nobody of the organisation is recognised by name, its
    registered speakers, the applicant of a nameless pitch, or the one person it has sent.
    """
    named = frozenset(one.user_id for one in guests if one.name and one.name in talk.names)
    if talk.organisation_id is None or any(one.user_id in named for one in own):
        return named
    likely = (
        one.user_id
        for one in own
        if one.pitcher or len(own) == 1 or (not talk.names and one.user_id == talk.applicant_id)
    )
    return named | frozenset(likely)


def on_stage(talks: Iterable[Talk], guests: Sequence[Guest]) -> Mapping[int, Sequence[Talk]]:
    """The talks of each guest who has any, by person."""
    of_organisation: defaultdict[int | None, list[Guest]] = defaultdict(list)
    for one in guests:
        of_organisation[one.organisation_id].append(one)
    found: defaultdict[int, list[Talk]] = defaultdict(list)
    for talk in talks:
        for user_id in speakers(talk, guests, of_organisation.get(talk.organisation_id, [])):
            found[user_id].append(talk)
    return dict(found)


def taken_slots(slots: Iterable[Slotted], own: Sequence[Talk]) -> frozenset[int]:
    """The ids of the slots that overlap with a person's own talks."""
    return frozenset(slot.id for slot in slots if any(together(slot, talk) for talk in own))
