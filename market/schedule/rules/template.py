"""The half day as such events are held: opening, policy, pitches, needs, comments, signing, meetings, closing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from market.schedule.rules.items import Kind

WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.SIGN_IN: ("签到、设备测试", "Sign-in and test"),
    Kind.OPENING: ("主持人开场、领导致辞", "Opening words"),
    Kind.POLICY: ("专利开放许可与补贴政策解读", "Policy: open licences and subsidies"),
    Kind.BREAK: ("茶歇", "Break"),
    Kind.COMMENT: ("专家点评", "Experts comment"),
    Kind.SIGNING: ("签约与意向发布", "Signing, intents shown"),
    Kind.MEETINGS: ("一对一洽谈", "One-to-one meetings"),
    Kind.CLOSING: ("总结", "Closing"),
}
"""What the items are called on the programme, in Chinese and in English."""
MINUTES: Mapping[Kind, int] = {
    Kind.SIGN_IN: 30,
    Kind.OPENING: 10,
    Kind.POLICY: 10,
    Kind.BREAK: 10,
    Kind.COMMENT: 10,
    Kind.SIGNING: 10,
    Kind.CLOSING: 5,
    Kind.MEETINGS: 80,
    Kind.PITCH: 12,
    Kind.OTHER: 10,
}
NEED_MINUTES = 4
USUAL = (8, 4)
"""Minutes to speak and to answer when nobody set others."""
MEETING_MINUTES, MOST_MEETINGS = 20, 4
SEATED_MINUTES = 120
"""So long people sit without a break."""


@dataclass(frozen=True)
class Project:
    """A selected pitch in the order of the programme; `need`: a firm tells what it needs, which is quick."""

    pitch_id: int
    minutes: int
    answer_minutes: int
    need: bool = False


@dataclass(frozen=True)
class Planned:
    """One item as the template plans it; `room` counts from 0, in the rooms' order."""

    room: int
    starts_at: datetime
    minutes: int
    kind: Kind
    pitch_id: int | None = None
    answer_minutes: int = 0
    fixed: bool = False

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def lasting(project: Project, needs_show: bool) -> tuple[int, int]:
    """Minutes of a pitch in all and those for answers: the pitch's own; a need's usual ones are four in all.

    In an event whose matter is needs (`needs_show`), they have the time of a pitch.
    """
    if project.need and not needs_show and (project.minutes, project.answer_minutes) == USUAL:
        return NEED_MINUTES, 0
    return project.minutes + project.answer_minutes, project.answer_minutes


def half_day(
    begins_at: datetime,
    ends_at: datetime,
    projects: Sequence[Project],
    *,
    rooms: int = 1,
    pause: bool = True,
    needs_show: bool = False,
) -> list[Planned]:
    """The programme of an event from its beginning; people sign in half an hour earlier.

    Pitches keep their order. With more rooms than one they are shared out in even blocks that run side by side, and
    everything else is in the first room. With `pause` there is a break before people sit longer than two hours.
    Meetings get as many rounds of twenty minutes as fit before the end, four at most and one at least.
    """
    first = [project for project in projects if needs_show or not project.need]
    then = [project for project in projects if not (needs_show or not project.need)]
    plan = _Plan(begins_at - timedelta(minutes=MINUTES[Kind.SIGN_IN]))
    for kind in (Kind.SIGN_IN, Kind.OPENING, Kind.POLICY):
        plan.add(kind)
    plan.side_by_side(first, rooms, needs_show)
    ahead = sum(lasting(project, needs_show)[0] for project in then) + MINUTES[Kind.COMMENT] + MINUTES[Kind.SIGNING]
    if pause and plan.cursor + timedelta(minutes=ahead) - begins_at > timedelta(minutes=SEATED_MINUTES):
        plan.add(Kind.BREAK)
    for project in then:
        plan.pitch(project, needs_show)
    plan.add(Kind.COMMENT)
    plan.add(Kind.SIGNING)
    left = (ends_at - plan.cursor) / timedelta(minutes=1) - MINUTES[Kind.CLOSING]
    rounds = min(MOST_MEETINGS, max(1, int(left // MEETING_MINUTES)))
    plan.add(Kind.MEETINGS, rounds * MEETING_MINUTES)
    plan.add(Kind.CLOSING)
    return plan.items


def blocks(projects: Sequence[Project], count: int) -> list[list[Project]]:
    """The projects in so many blocks of neighbours, the first ones one longer where it does not come out even."""
    size, more = divmod(len(projects), max(1, count))
    result, start = [], 0
    for number in range(max(1, count)):
        end = start + size + (1 if number < more else 0)
        result.append(list(projects[start:end]))
        start = end
    return result


class _Plan:
    """The items so far and the time at which the first room goes on."""

    def __init__(self, begins_at: datetime) -> None:
        self.cursor, self.items, self.gap = begins_at, list[Planned](), False

    def add(self, kind: Kind, minutes: int = 0) -> None:
        """One more item in the first room; its start is fixed where the room waits for the others."""
        item = Planned(0, self.cursor, minutes or MINUTES[kind], kind, fixed=self.gap)
        self.items.append(item)
        self.cursor, self.gap = item.ends_at, False

    def pitch(self, project: Project, needs_show: bool, room: int = 0, at: datetime | None = None) -> datetime:
        """One pitch; returns when it is over. In the first room time goes on with it."""
        minutes, answers = lasting(project, needs_show)
        fixed = self.gap and room == 0
        item = Planned(room, at or self.cursor, minutes, Kind.PITCH, project.pitch_id, answers, fixed)
        self.items.append(item)
        if room == 0:
            self.cursor, self.gap = item.ends_at, False
        return item.ends_at

    def side_by_side(self, projects: Sequence[Project], rooms: int, needs_show: bool) -> None:
        """Pitches in several rooms at once; afterwards everybody is back in the first."""
        start = last = self.cursor
        for room, block in enumerate(blocks(projects, rooms)):
            at = start
            for project in block:
                at = self.pitch(project, needs_show, room, at)
            last = max(last, at)
        self.gap = last > self.cursor
        self.cursor = last
