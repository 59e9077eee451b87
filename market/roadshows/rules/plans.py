"""The plan of a roadshow: what is entered, the days counted back from its day, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time, timedelta

from market.core.clock import SHANGHAI
from market.core.i18n import N_
from market.core.money import Money
from market.roadshows.rules.states import Kind, Part, State

LONGEST = timedelta(days=7)
CALL_OPENS, CALL_CLOSES, REGISTER_OPENS, REGISTER_CLOSES, FILES_DUE = 45, 20, 14, 1, 2
"""Days before the roadshow: how the organisers of real ones count (plan T-45, collect until T-20, register from T-14,
slides and videos in at 20:00 two days before)."""
MORNING, EVENING, LATE = time(9), time(18), time(20)


@dataclass(frozen=True)
class Body:
    """A body that hosts, organises or supports; `organisation_id` where it is known here, which its name decides."""

    part: str
    name: str
    name_en: str = ""
    organisation_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Plan:
    """All that is entered about a roadshow; instants are aware."""

    kind: str = Kind.PATENTS
    series_id: int | None = None
    title: str = ""
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    chain: str = ""
    industry: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    place_en: str = ""
    address: str = ""
    stream_url: str = ""
    meeting_url: str = ""
    replay_url: str = ""
    contact: str = ""
    capacity: int = 0
    online_capacity: int = 0
    call_opens_at: datetime | None = None
    call_closes_at: datetime | None = None
    register_opens_at: datetime | None = None
    register_closes_at: datetime | None = None
    files_due_at: datetime | None = None
    target_pitches: int = 0
    target_firms: int = 0
    target_viewers: int = 0
    target_intents: int = 0
    target_signed: int = 0
    target_amount: Money = field(default_factory=lambda: Money(0))
    budget: Money = field(default_factory=lambda: Money(0))
    budget_note: str = ""
    bodies: tuple[Body, ...] = ()


EVERYTHING = frozenset(one.name for one in fields(Plan))
TARGETS = frozenset(name for name in EVERYTHING if name.startswith("target_"))
APPROVED_ONCE = TARGETS | {"kind", "budget", "budget_note"}
"""What the bureau approved: it stays as it was approved."""
WORDS = frozenset({"title_en", "summary", "summary_en", "contact", "replay_url"})
LINKS = frozenset({"stream_url", "meeting_url", "replay_url"})
LATER = frozenset({"replay_url"})
"""What a plan cannot know yet."""
WHERE_AND_WHEN = ("starts_at", "ends_at", "place", "address")
"""A change of these is a move: calendars and everybody coming must hear of it."""
OPEN_FIELDS: Mapping[str, frozenset[str]] = {
    State.DRAFT: EVERYTHING,
    State.RETURNED: EVERYTHING,
    State.APPROVED: EVERYTHING - APPROVED_ONCE,
    State.ANNOUNCED: EVERYTHING - APPROVED_ONCE,
    State.LIVE: WORDS | LINKS,
    State.HELD: WORDS | LINKS,
}
"""What of a plan may still be changed in which state; nothing in the others."""


def open_fields(state: str) -> frozenset[str]:
    """The fields of a plan that may be changed in a state."""
    return OPEN_FIELDS.get(state, frozenset())


def counted_back(starts_at: datetime, days: int, at: time) -> datetime:
    """So many days before the day of the roadshow as Shanghai's calendar counts them, at an hour of its clock."""
    day = starts_at.astimezone(SHANGHAI).date() - timedelta(days=days)
    return datetime.combine(day, at, SHANGHAI)


def with_defaults(plan: Plan, now: datetime) -> Plan:
    """The plan with the days left empty counted back from its day; an opening that would be past is now.

    Training calls for no pitches: its call stays without days.
    """
    if plan.starts_at is None:
        return plan
    filled: dict[str, datetime] = {}

    def fill(name: str, value: datetime) -> None:
        if getattr(plan, name) is None:
            filled[name] = value

    start, minute = plan.starts_at, now.replace(second=0, microsecond=0)
    last = start - timedelta(hours=1)
    if plan.kind != Kind.TRAINING:
        fill("call_opens_at", min(max(counted_back(start, CALL_OPENS, MORNING), minute), last))
        fill("call_closes_at", _not_before(counted_back(start, CALL_CLOSES, EVENING), minute, last))
        fill("files_due_at", _not_before(counted_back(start, FILES_DUE, LATE), minute, last))
    fill("register_opens_at", min(max(counted_back(start, REGISTER_OPENS, MORNING), minute), last))
    fill("register_closes_at", _not_before(counted_back(start, REGISTER_CLOSES, EVENING), minute, last))
    return replace(plan, **filled)  # type: ignore[arg-type]


def _not_before(wanted: datetime, now: datetime, last: datetime) -> datetime:
    """A closing day counted back, or the hour before the start where it would be past already."""
    return wanted if wanted > now else last


def problems(plan: Plan) -> dict[str, str]:
    """What keeps a plan from being stored, by field."""
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = N_("Give it a title: industry chain and what is shown.")
    if plan.starts_at is None:
        wrong["starts_at"] = N_("Say when it begins.")
    if plan.ends_at is None:
        wrong["ends_at"] = N_("Say when it ends.")
    if plan.starts_at and plan.ends_at:
        if plan.ends_at <= plan.starts_at:
            wrong["ends_at"] = N_("The end must lie after the beginning.")
        elif plan.ends_at - plan.starts_at > LONGEST:
            wrong["ends_at"] = N_("A roadshow lasts seven days at most; plan a series for more.")
    return wrong | _wrong_days(plan) | _wrong_links(plan) | _wrong_bodies(plan)


def _wrong_days(plan: Plan) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for opens, closes in (("call_opens_at", "call_closes_at"), ("register_opens_at", "register_closes_at")):
        first, last = getattr(plan, opens), getattr(plan, closes)
        if first and last and last <= first:
            wrong[closes] = N_("The closing must lie after the opening.")
    for name in ("call_closes_at", "files_due_at"):
        day = getattr(plan, name)
        if day and plan.starts_at and day > plan.starts_at:
            wrong[name] = N_("This must lie before the roadshow begins.")
    day = plan.register_closes_at
    if day and plan.ends_at and day > plan.ends_at:
        wrong["register_closes_at"] = N_("Registration cannot stay open after the end.")
    return wrong


def _wrong_links(plan: Plan) -> dict[str, str]:
    wrong = N_("Enter a full web address that begins with https://.")
    return {
        name: wrong
        for name in sorted(LINKS)
        if (url := getattr(plan, name)) and not (url.startswith("https://") and len(url) > len("https://a.b"))
    }


def _wrong_bodies(plan: Plan) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for part in Part:
        names = [body.name for body in plan.bodies if body.part == part]
        if len(names) != len(set(names)):
            wrong[part] = N_("A body is named twice here.")
        elif any(len(body.name) > 120 or len(body.name_en) > 160 for body in plan.bodies if body.part == part):
            wrong[part] = N_("A name is too long: 120 characters in Chinese, 160 in English.")
    return wrong


def missing(plan: Plan) -> dict[str, str]:
    """What the bureau needs before it can decide, by field; sentences for the page."""
    lacks: dict[str, str] = {}
    if not plan.summary:
        lacks["summary"] = N_("Say in a few sentences what is shown and for whom.")
    if not plan.chain:
        lacks["chain"] = N_("Name the industry chain it is about.")
    if not plan.place and not plan.stream_url and not plan.meeting_url:
        lacks["place"] = N_("Name a place, or a link for those who take part online.")
    if plan.place and not plan.capacity:
        lacks["capacity"] = N_("Say how many places there are on site.")
    if not any(body.part == Part.HOST for body in plan.bodies):
        lacks["host"] = N_("Name at least one host.")
    if plan.kind != Kind.TRAINING and not plan.target_pitches:
        lacks["target_pitches"] = N_("Say how many pitches you aim at.")
    if not plan.target_firms:
        lacks["target_firms"] = N_("Say how many firms you aim at.")
    return lacks


def kept(before: Plan, entered: Plan, may: frozenset[str]) -> Plan:
    """What was entered, but only where it may be changed; the rest as it was before."""
    return replace(before, **{name: getattr(entered, name) for name in may})


def moved(before: Plan, after: Plan) -> bool:
    """Whether time or place became another one."""
    return any(getattr(before, name) != getattr(after, name) for name in WHERE_AND_WHEN)


def changed(before: Plan, after: Plan) -> list[str]:
    """The fields that differ, in the order of the plan."""
    return [one.name for one in fields(Plan) if getattr(before, one.name) != getattr(after, one.name)]


def shifted(plan: Plan, starts_at: datetime) -> Plan:
    """The same plan on another day: every instant keeps its distance to the beginning; the replay stays behind."""
    if plan.starts_at is None:
        return replace(plan, starts_at=starts_at, replay_url="")
    by = starts_at - plan.starts_at
    instants = {
        one.name: value + by
        for one in fields(Plan)
        if one.name.endswith("_at") and isinstance(value := getattr(plan, one.name), datetime)
    }
    return replace(plan, replay_url="", **instants)  # type: ignore[arg-type]
