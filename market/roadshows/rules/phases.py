"""The phases of a roadshow from plan to second report, with their days, and what is to be done next.

Days as real organisers count them: T-45 plan, T-40 to T-20 collect, T-20 to T-14 select, T-14 to T-7 match and invite,
T-14 to T-1 register, T-7 one-to-one requests, T-2 rehearsal, T+1 thanks, T+7 to T+180 follow up, T+3 and T+90 report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from market.core.i18n import N_
from market.roadshows.rules.plans import (
    CALL_OPENS,
    EVENING,
    FILES_DUE,
    LATE,
    MORNING,
    REGISTER_OPENS,
    Plan,
    counted_back,
)
from market.roadshows.rules.states import Kind, State

DONE, NOW, OVERDUE, TODO = "done", "now", "late", "todo"
BEFORE_PUBLIC = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED})
INVITE_UNTIL = 7
"""Days before: invitations are out, one-to-one requests begin."""
REPORTS = (3, 90)
FOLLOW_UP = (7, 180)
"""Days after the roadshow: first and second report; first and last look at the intents."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Phase:
    """One phase: its days, the page where its work is done, how it stands, and what to do in it."""

    key: str
    name: str
    begins: datetime
    ends: datetime
    endpoint: str
    task: str
    standing: str = TODO


@dataclass(frozen=True)
class Task:
    """What is to be done next: a sentence, until when, and the page to do it on."""

    sentence: str
    due: datetime | None
    endpoint: str
    late: bool = False


STATE_TASKS: dict[str, tuple[str, str]] = {
    State.DRAFT: (N_("Finish the plan and send it to the bureau"), "roadshows.manage"),
    State.SUBMITTED: (N_("The bureau decides on the plan"), "roadshows.decide"),
    State.RETURNED: (N_("Revise the plan and send it again"), "roadshows.plan"),
    State.APPROVED: (N_("Announce it"), "roadshows.manage"),
}


Row = tuple[str, str, datetime, datetime, str, str]
"""Key, name, beginning, end, endpoint, task."""


def phases(plan: Plan, state: str, now: datetime) -> list[Phase]:
    """Every phase in order; none without a day, and no call for pitches where none is made."""
    if plan.starts_at is None or plan.ends_at is None:
        return []
    rows = [*_before(plan, plan.starts_at), *_from_the_day(plan.starts_at, plan.ends_at)]
    return [Phase(*row, standing=_standing(row[0], row[2], row[3], state, now)) for row in rows]


def _before(plan: Plan, start: datetime) -> list[Row]:
    """What is done before the day."""
    call_opens = plan.call_opens_at or counted_back(start, CALL_OPENS, MORNING)
    closing = plan.call_closes_at or start
    chosen = counted_back(start, REGISTER_OPENS, EVENING)
    opens = plan.register_opens_at or counted_back(start, REGISTER_OPENS, MORNING)
    closes = plan.register_closes_at or start
    files = plan.files_due_at or counted_back(start, FILES_DUE, LATE)
    invited = counted_back(start, INVITE_UNTIL, EVENING)
    calls = plan.kind != Kind.TRAINING
    planned = min(call_opens, opens) if calls else opens
    begun = min(planned - DAY, counted_back(start, CALL_OPENS, MORNING))
    plan_task = N_("Plan it, have it approved, announce it")
    collect = N_("Call for pitches and help those who apply")
    choose = N_("Check, choose and order the pitches")
    invite = N_("Invite firms, with reasons for each pitch")
    register = N_("Approve registrations and watch the places")
    book = N_("Collect requests and make the timetable")
    rehearse = N_("Files in, test run, run-sheet to everybody")
    found: list[Row] = [("plan", N_("Plan"), begun, planned, "roadshows.plan", plan_task)]
    if calls:
        found.append(("collect", N_("Collect"), call_opens, closing, "pitches.selection", collect))
        found.append(("select", N_("Selecting"), closing, max(chosen, closing + DAY), "pitches.selection", choose))
    return [
        *found,
        ("invite", N_("Inviting"), min(chosen, opens), max(invited, opens), "invitations.desk", invite),
        ("register", N_("Register"), opens, closes, "guests.desk", register),
        ("book", N_("One-to-one meetings"), invited, start, "meetings.desk", book),
        ("rehearse", N_("Rehearse"), files - DAY, start, "schedule.run_sheet", rehearse),
    ]


def _from_the_day(start: datetime, end: datetime) -> list[Row]:
    """The day and what follows."""
    first, second = (end + days * DAY for days in REPORTS)
    begins, ends = (end + days * DAY for days in FOLLOW_UP)
    again = N_("Issue the report again with what became of the intents")
    return [
        ("live", N_("The day itself"), start, end, "live.console", N_("Run it from the console")),
        ("close", N_("Wrap up"), end, end + DAY, "outcomes.materials", N_("Thanks, replay, materials, survey")),
        ("report", N_("Report"), end, first, "outcomes.report", N_("Write the report")),
        ("follow_up", N_("Follow up"), begins, ends, "intents.desk", N_("See what became of each intent")),
        ("second_report", N_("Second report"), second, second + 7 * DAY, "outcomes.report", again),
    ]


def _standing(key: str, begins: datetime, ends: datetime, state: str, now: datetime) -> str:
    """How a phase stands by its days and the state; what its own room has not finished, that room's panel says."""
    if key == "plan":
        if state not in BEFORE_PUBLIC:
            return DONE
        return OVERDUE if now > ends else NOW
    if key == "live":
        if state == State.HELD:
            return DONE
        if state == State.LIVE:
            return OVERDUE if now > ends else NOW
        return OVERDUE if now >= begins else TODO
    after = key in ("close", "follow_up", "report", "second_report")
    ready = state == State.HELD if after else state not in BEFORE_PUBLIC
    if now < begins:
        return TODO
    if not ready:
        return TODO if after else OVERDUE
    return NOW if now < ends else DONE


def next_task(plan: Plan, state: str, now: datetime) -> Task | None:
    """The one thing to do next, None when nothing is left or it is called off."""
    if state == State.CANCELLED:
        return None
    found = phases(plan, state, now)
    if state in STATE_TASKS:
        sentence, endpoint = STATE_TASKS[state]
        planning = next((phase for phase in found if phase.key == "plan"), None)
        due = planning.ends if planning else None
        return Task(sentence, due, endpoint, bool(planning and planning.standing == OVERDUE))
    if state == State.ANNOUNCED and (day := _the_day(found)) is not None and day.standing == OVERDUE:
        return Task(N_("Open it, or call it off: its hour has come"), day.begins, day.endpoint, late=True)
    if state == State.LIVE and (day := _the_day(found)) is not None and day.standing == OVERDUE:
        return Task(N_("Close it: its end is past"), day.ends, day.endpoint, late=True)
    for wanted in (NOW, TODO):
        for phase in found:
            if phase.standing == wanted:
                return Task(phase.task, phase.ends if wanted == NOW else phase.begins, phase.endpoint)
    return None


def _the_day(found: Sequence[Phase]) -> Phase | None:
    return next((phase for phase in found if phase.key == "live"), None)
