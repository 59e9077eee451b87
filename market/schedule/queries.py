"""The programme as released, the draft behind it, and what is wrong with the draft."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.guests import queries as guests
from market.guests.rules.states import Role
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.pitches.queries import reviews
from market.roadshows import queries as roadshows
from market.roadshows.models import Roadshow
from market.schedule.models import RehearsalCheck, ScheduleDraft, ScheduleItem, ScheduleRelease, ScheduleRoom
from market.schedule.rules import rehearsal
from market.schedule.rules.changes import Change, changes, last_changed
from market.schedule.rules.clashes import Clash, Engaged, Entry, Selected, Situation, clashes
from market.schedule.rules.items import Item, Kind
from market.schedule.rules.rehearsal import Readiness

Elsewhere = Callable[[int, Sequence[Item]], Sequence[Engaged]]
"""Asked with a roadshow and the items of its draft."""


def released(roadshow_id: int) -> ScheduleRelease | None:
    """The newest released version."""
    statement = select(ScheduleRelease).where(ScheduleRelease.roadshow_id == roadshow_id)
    return db.session.scalar(statement.order_by(ScheduleRelease.number.desc()).limit(1))


def items(release: ScheduleRelease | None) -> list[Item]:
    """Its items by room and time; none without a release."""
    found = [Item.read(row) for row in (release.items if release is not None else [])]
    return sorted(found, key=lambda item: (item.starts_at, item.room, item.key))


def versions(roadshow_id: int) -> list[ScheduleRelease]:
    """Every released version, newest first."""
    statement = select(ScheduleRelease).where(ScheduleRelease.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.order_by(ScheduleRelease.number.desc())))


def version(roadshow_id: int, number: int) -> ScheduleRelease:
    """One released version; raises NotFound."""
    found = next((one for one in versions(roadshow_id) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def changes_of(release: ScheduleRelease) -> list[Change]:
    """What a version changed against the one before it."""
    return [Change.read(row) for row in release.changes]


def changed_since_first(roadshow_id: int) -> dict[tuple[str, int], tuple[ScheduleRelease, Change]]:
    """For each item that changed after the first release: the version that last changed it, and how."""
    found = {release.number: release for release in versions(roadshow_id)}
    history = [(number, changes_of(release)) for number, release in found.items()]
    return {known: (found[number], change) for known, (number, change) in last_changed(history).items()}


def rooms(roadshow_id: int) -> list[ScheduleRoom]:
    """The rooms of an event in their order."""
    statement = select(ScheduleRoom).where(ScheduleRoom.roadshow_id == roadshow_id)
    return list(db.session.scalars(statement.order_by(ScheduleRoom.position, ScheduleRoom.id)))


def room(roadshow_id: int, room_id: int) -> ScheduleRoom:
    """One room of this event; raises NotFound."""
    found = db.session.get(ScheduleRoom, room_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    return found


def draft(roadshow_id: int) -> ScheduleDraft | None:
    """The draft as a whole; None while nobody began one."""
    return db.session.get(ScheduleDraft, roadshow_id)


def draft_items(roadshow_id: int) -> list[ScheduleItem]:
    """The items of the draft by time, with rooms and pitches."""
    statement = (
        select(ScheduleItem)
        .join(ScheduleItem.room)
        .where(ScheduleItem.roadshow_id == roadshow_id)
        .options(
            joinedload(ScheduleItem.room),
            joinedload(ScheduleItem.pitch).joinedload(Pitch.organisation),
            joinedload(ScheduleItem.pitch).selectinload(Pitch.files),
        )
        .order_by(ScheduleItem.starts_at, ScheduleRoom.position, ScheduleItem.key)
    )
    return list(db.session.scalars(statement).unique())


def draft_item(roadshow_id: int, item_id: int) -> ScheduleItem:
    """One item of this event's draft; raises NotFound."""
    found = db.session.get(ScheduleItem, item_id)
    if found is None or found.roadshow_id != roadshow_id:
        raise NotFound
    return found


def for_desk(actor: Actor, roadshow_id: int) -> Roadshow:
    """An event whose programme this person makes: any of the operator's; raises NotFound."""
    if not actor.operator:
        raise NotFound
    return roadshows.get(actor, roadshow_id)


def unscheduled(roadshow_id: int) -> list[Pitch]:
    """Selected pitches that are not in the draft, in their order."""
    there = set(db.session.scalars(select(ScheduleItem.pitch_id).where(ScheduleItem.roadshow_id == roadshow_id)))
    return [pitch for pitch in pitches.of_roadshow(roadshow_id) if pitch.id not in there]


def pending(roadshow_id: int) -> list[Change]:
    """What a release of the draft would change against the newest version."""
    now = [row.item for row in draft_items(roadshow_id)]
    return changes(items(released(roadshow_id)), now)


def findings(roadshow: Roadshow, language: str = "zh", elsewhere: Elsewhere | None = None) -> list[Clash]:
    """What is wrong with the draft of an event, what blocks a release first; names of items in this language.

    `elsewhere` knows who of those on stage is wanted in another place at the same time.
    """
    rows = draft_items(roadshow.id)
    engaged = elsewhere(roadshow.id, [row.item for row in rows]) if elsewhere is not None and rows else ()
    return clashes(situation(roadshow, rows, language, engaged))


def situation(
    roadshow: Roadshow, rows: Sequence[ScheduleItem], language: str = "zh", engaged: Sequence[Engaged] = ()
) -> Situation:
    """What the checks of a draft look at."""
    selected = [
        Selected(pitch.id, pitch.name(language), pitch.speaker, has_slides(pitch))
        for pitch in pitches.of_roadshow(roadshow.id)
    ]
    unlinked = [] if roadshow.stream_url else [one.title(language) for one in rooms(roadshow.id) if not one.stream_url]
    due = roadshow.files_due_at or roadshow.starts_at - timedelta(days=rehearsal.DAYS_BEFORE)
    return Situation(
        begins_at=roadshow.starts_at,
        ends_at=roadshow.ends_at,
        entries=[_entry(row, language) for row in rows],
        selected=selected,
        rooms_without_link=unlinked,
        experts=experts(roadshow.id),
        files_due=clock.now() >= due,
        engaged=engaged,
    )


def experts(roadshow_id: int) -> frozenset[str]:
    """The names of those who judge: invited to review the pitches, or registered as experts."""
    reviewers = {one.name for one in reviews.reviewers(roadshow_id) if one.dismissed_at is None}
    return frozenset(reviewers | {one.user.name for one in guests.of_roadshow(roadshow_id) if one.role == Role.EXPERT})


def _entry(row: ScheduleItem, language: str) -> Entry:
    item = row.item
    return Entry(
        key=item.key,
        room=row.room_id,
        starts_at=item.starts_at,
        minutes=item.minutes,
        kind=Kind(item.kind),
        title=item.name(language),
        pitch_id=item.pitch_id,
        speaker=item.speaker,
        backup=row.stand_in,
        responsible=row.responsible,
        organisation_id=row.pitch.organisation_id if row.pitch else None,
    )


def links(roadshow: Roadshow) -> dict[str, str]:
    """The stream link of each room by its name, the event's own where a room has none; for those let in only."""
    found = {one.name: one.stream_url or roadshow.stream_url for one in rooms(roadshow.id)}
    return {name: url for name, url in found.items() if url}


def checked(roadshow_id: int) -> dict[int, dict[str, RehearsalCheck]]:
    """What was found ready, by pitch and by check."""
    statement = (
        select(RehearsalCheck)
        .join(Pitch)
        .where(Pitch.roadshow_id == roadshow_id)
        .options(selectinload(RehearsalCheck.doer))
    )
    found: dict[int, dict[str, RehearsalCheck]] = {}
    for row in db.session.scalars(statement):
        found.setdefault(row.pitch_id, {})[row.what] = row
    return found


def readiness(roadshow_id: int) -> list[tuple[Pitch, Readiness, dict[str, RehearsalCheck]]]:
    """Each selected pitch with what is looked at before the day, in the order of the programme."""
    done = checked(roadshow_id)
    return [
        (
            pitch,
            Readiness(rehearsal.needed(bool(pitch.video_url)), frozenset(done.get(pitch.id, {}))),
            done.get(pitch.id, {}),
        )
        for pitch in pitches.of_roadshow(roadshow_id)
    ]


def has_slides(pitch: Pitch) -> bool:
    """Whether the slides of a pitch are in."""
    return any(file.slides for file in pitch.files)
