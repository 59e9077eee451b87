"""What is wrong with a draft: what must be put right before it is released, and what the organiser should know."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations

from market.core.i18n import N_
from market.schedule.rules.items import Item, Kind, hour

CHANGE_MINUTES = 5
"""So long it takes to get from one room to another."""
LONGEST_MINUTES = 120
SHORTEST_BREAK = 10
STANDING = frozenset({Kind.SIGN_IN, Kind.BREAK, Kind.MEETINGS})
"""Kinds during which people are on their feet."""
EARLIEST = timedelta(hours=2)
"""So long before an event sign-in may begin."""


@dataclass(frozen=True)
class Entry:
    """An item of the draft as the checks see it; people by name, with the organisation where it is known."""

    key: int
    room: int
    starts_at: datetime
    minutes: int
    kind: Kind
    title: str
    pitch_id: int | None = None
    speaker: str = ""
    backup: str = ""
    responsible: str = ""
    organisation_id: int | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Selected:
    """A pitch as the checks see it."""

    id: int
    title: str
    speaker: str
    slides: bool


@dataclass(frozen=True)
class Engaged:
    """Somebody on stage in the item with this key is wanted elsewhere then: a one-to-one meeting that is placed."""

    key: int
    name: str
    starts_at: datetime


@dataclass(frozen=True)
class Situation:
    """Everything the checks look at. `files_due`: slides should be in by now; `experts`: names of those who judge."""

    begins_at: datetime
    ends_at: datetime
    entries: Sequence[Entry]
    selected: Sequence[Selected]
    rooms_without_link: Sequence[str] = ()
    experts: frozenset[str] = frozenset()
    files_due: bool = False
    engaged: Sequence[Engaged] = ()


@dataclass(frozen=True)
class Clash:
    """One finding: its code, the items concerned, and the values of its sentence."""

    code: str
    keys: tuple[int, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def blocking(self) -> bool:
        """Whether it keeps the programme from being released."""
        return self.code in BLOCKING

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, as message id; `values` belong to it."""
        return (BLOCKING | ADVISORY)[self.code]


BLOCKING: dict[str, str] = {
    "empty": N_("The draft has no items yet. Fill it from the half-day template or add items."),
    "room": N_(
        "“%(one)s” and “%(other)s” are in the same room at the same time. Move one of them or change its fixed start."
    ),
    "person": N_("%(name)s is to speak in two places at once: “%(one)s” and “%(other)s”. Move one of them."),
    "withdrawn": N_("“%(one)s” is not among the selected pitches any more. Take it off the programme."),
    "outside": N_(
        "“%(one)s” is outside the times of the event. Move the draft, or change the times of the event in its plan."
    ),
}
ADVISORY: dict[str, str] = {
    "helper": N_("%(name)s is needed in two places at once: “%(one)s” and “%(other)s”. Name somebody else for one."),
    "hurry": N_("%(name)s has only %(minutes)s minutes to change rooms between “%(one)s” and “%(other)s”."),
    "meeting": N_(
        "%(name)s is on stage in “%(one)s” and has a one-to-one meeting at %(time)s. Move the item, or release it and "
        "find another time for the meeting."
    ),
    "late": N_("“%(one)s” ends %(minutes)s minutes after the end of the event."),
    "missing": N_("“%(one)s” is selected but not on the programme. Add it."),
    "no_break": N_("People sit for %(minutes)s minutes without a break, until the end of “%(one)s”. Add a break."),
    "expert": N_("%(name)s speaks in “%(one)s” and is one of the experts too. Let somebody else judge it."),
    "no_speaker": N_("Nobody is named to speak in “%(one)s”. Ask the applicant."),
    "no_slides": N_("The slides of “%(one)s” are not in."),
    "no_link": N_("The room “%(one)s” has no link for people who come online."),
}


def clashes(it: Situation) -> list[Clash]:
    """Every finding, blocking ones first."""
    found = [
        *([Clash("empty")] if not it.entries else []),
        *_rooms(it.entries),
        *_people(it.entries),
        *_meetings(it),
        *_times(it),
        *_pitches(it),
        *_breaks(it.entries),
        *[Clash("no_link", values={"one": name}) for name in it.rooms_without_link],
    ]
    return sorted(found, key=lambda clash: not clash.blocking)


def left_behind(items: Iterable[Item], begins_at: datetime, ends_at: datetime) -> bool:
    """Whether an event has moved away from its released programme: an item begins outside its times."""
    return any(item.starts_at < begins_at - EARLIEST or item.starts_at >= ends_at for item in items)


def blocking(found: Iterable[Clash]) -> list[Clash]:
    """Those that keep the programme from being released."""
    return [clash for clash in found if clash.blocking]


def _pair(code: str, one: Entry, other: Entry, **values: object) -> Clash:
    return Clash(code, (one.key, other.key), {"one": one.title, "other": other.title, **values})


def _together(one: Entry, other: Entry) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _in_time(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.key))


def _rooms(entries: Sequence[Entry]) -> Iterator[Clash]:
    for one, other in combinations(_in_time(entries), 2):
        if one.room == other.room and _together(one, other):
            yield _pair("room", one, other)


def _people(entries: Sequence[Entry]) -> Iterator[Clash]:
    for one, other in combinations(_in_time(entries), 2):
        if one.room == other.room:
            continue
        shared = _shared(one, other)
        if _together(one, other):
            yield from (_pair("person" if speaks else "helper", one, other, name=name) for name, speaks in shared)
            continue
        between = int((other.starts_at - one.ends_at).total_seconds() // 60)
        if between < CHANGE_MINUTES:
            yield from (_pair("hurry", one, other, name=name, minutes=between) for name, _speaks in shared)


def _meetings(it: Situation) -> Iterator[Clash]:
    """A meeting does not keep a programme back: it can be moved, once people know when they speak."""
    titles = {entry.key: entry.title for entry in it.entries}
    for one in it.engaged:
        values = {"name": one.name, "one": titles.get(one.key, ""), "time": hour(one.starts_at)}
        yield Clash("meeting", (one.key,), values)


def _shared(one: Entry, other: Entry) -> list[tuple[str, bool]]:
    """Who is wanted in both items, and whether as speaker of both. Namesakes of two organisations are two people."""
    if None not in (one.organisation_id, other.organisation_id) and one.organisation_id != other.organisation_id:
        names = {one.responsible} & {other.responsible}
    else:
        names = {one.speaker, one.backup, one.responsible} & {other.speaker, other.backup, other.responsible}
    return [(name, name == one.speaker == other.speaker) for name in sorted(names - {""})]


def _times(it: Situation) -> Iterator[Clash]:
    for entry in it.entries:
        begins_at = it.begins_at - (EARLIEST if entry.kind == Kind.SIGN_IN else timedelta())
        if entry.starts_at < begins_at or entry.starts_at >= it.ends_at:
            yield Clash("outside", (entry.key,), {"one": entry.title})
        elif entry.ends_at > it.ends_at:
            over = int((entry.ends_at - it.ends_at).total_seconds() // 60)
            yield Clash("late", (entry.key,), {"one": entry.title, "minutes": over})


def _pitches(it: Situation) -> Iterator[Clash]:
    scheduled = {entry.pitch_id: entry for entry in it.entries if entry.pitch_id is not None}
    selected = {pitch.id: pitch for pitch in it.selected}
    for pitch_id, entry in scheduled.items():
        if pitch_id not in selected:
            yield Clash("withdrawn", (entry.key,), {"one": entry.title})
        elif entry.speaker in it.experts:
            yield Clash("expert", (entry.key,), {"one": entry.title, "name": entry.speaker})
    for pitch in it.selected:
        there = scheduled.get(pitch.id)
        keys = (there.key,) if there else ()
        if there is None:
            yield Clash("missing", (), {"one": pitch.title})
        if not (there.speaker if there else pitch.speaker):
            yield Clash("no_speaker", keys, {"one": pitch.title})
        if it.files_due and not pitch.slides:
            yield Clash("no_slides", keys, {"one": pitch.title})


def _breaks(entries: Sequence[Entry]) -> Iterator[Clash]:
    """One finding for each room in which people sit too long at a stretch."""
    for room in sorted({entry.room for entry in entries}):
        begun: datetime | None = None
        worst: tuple[int, Entry] | None = None
        over: datetime | None = None
        for entry in _in_time([entry for entry in entries if entry.room == room]):
            rested = over is not None and entry.starts_at - over >= timedelta(minutes=SHORTEST_BREAK)
            if entry.kind in STANDING:
                begun = None
                continue
            begun = entry.starts_at if begun is None or rested else begun
            over = entry.ends_at
            minutes = int((entry.ends_at - begun).total_seconds() // 60)
            if minutes > LONGEST_MINUTES and (worst is None or minutes > worst[0]):
                worst = (minutes, entry)
        if worst is not None:
            yield Clash("no_break", (worst[1].key,), {"one": worst[1].title, "minutes": worst[0]})
