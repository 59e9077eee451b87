"""What pages of roadshows ask of the rooms above them by name: the board's counts, and what a copy took over."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select

from market.core.db import db
from market.core.i18n import N_
from market.guests.models import Registration, RegistrationTerms
from market.guests.rules.states import State as Guest
from market.intents.models import Intent
from market.intents.rules.states import Stage
from market.meetings import queries as meetings
from market.pitches import queries as pitches
from market.pitches.models import Pitch
from market.pitches.rules.states import State as Chosen
from market.roadshows.rules.copies import Taken
from market.schedule import queries as schedule


def counts(roadshow_ids: Collection[int]) -> dict[int, Mapping[str, int]]:
    """By roadshow: selected pitches, registered people, and intents that were not withdrawn."""
    found: dict[int, dict[str, int]] = {number: {} for number in roadshow_ids}
    asked: tuple[tuple[str, Any, Any], ...] = (
        ("pitches", Pitch, Pitch.state == Chosen.SELECTED),
        ("guests", Registration, Registration.state == Guest.CONFIRMED),
        ("intents", Intent, Intent.stage != Stage.WITHDRAWN),
    )
    for name, model, wanted in asked:
        statement = select(model.roadshow_id, func.count()).where(model.roadshow_id.in_(found), wanted)
        for number, count in db.session.execute(statement.group_by(model.roadshow_id)).all():
            found[number][name] = count
    return dict(found)


def taken(roadshow_id: int) -> list[Taken]:
    """What the rooms took over for a copy of an earlier roadshow, as it stands in the copy now."""
    plan = meetings.plan_of(roadshow_id)
    return [
        Taken(
            N_("Call for pitches: what is asked for, who may apply, criteria, minutes"),
            int(pitches.row_of(roadshow_id) is not None),
            "pitches.terms",
        ),
        Taken(
            N_("Rules of registration: approval, people per organisation, offers, reminders"),
            int(db.session.get(RegistrationTerms, roadshow_id) is not None),
            "guests.terms",
        ),
        Taken(N_("Rooms of the programme, with their links"), len(schedule.rooms(roadshow_id)), "schedule.draft"),
        Taken(N_("Rules of the one-to-one meetings"), int(plan is not None), "meetings.plan"),
        Taken(N_("Sessions for meetings, with their slots"), len(meetings.sessions(roadshow_id)), "meetings.plan"),
        Taken(N_("Tables for meetings"), len(meetings.tables(roadshow_id, closed=True)), "meetings.plan"),
    ]
