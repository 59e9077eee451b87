"""What happens by the clock after a roadshow: thanks on the next day, reminders, drafts of the reports."""

from datetime import date, timedelta

from sqlalchemy import select

from market.core import clock, outbox
from market.core.db import db, forget, lock_row, transaction
from market.outcomes import queries
from market.outcomes.events import GuestsThanked, ReportOverdue, SurveyRepeated
from market.outcomes.models import RoadshowReport, Survey
from market.outcomes.rules import survey as survey_rules
from market.outcomes.rules import versions
from market.outcomes.service.materials import after_row
from market.outcomes.service.reports import drafted
from market.outcomes.service.surveys import send
from market.roadshows.models import Roadshow
from market.roadshows.rules.states import State

LATEST_THANKS = timedelta(days=14)
"""After that, thanks would only surprise."""


def held_on(roadshow: Roadshow) -> date:
    """The day it was held, in Shanghai: the one it ended on."""
    return clock.local_date(roadshow.closed_at or roadshow.ends_at)


def thank_due() -> None:
    """Thank the guests of every roadshow held yesterday or shortly before, and send the survey; each once."""
    forget()
    for roadshow_id in _held_ids():
        with transaction():
            thank(roadshow_id)


def thank(roadshow_id: int) -> bool:
    """Thank the guests of one roadshow if that is due, inside a transaction; says whether it was."""
    roadshow = db.session.get_one(Roadshow, roadshow_id)
    after, today, held = after_row(roadshow), clock.today(), held_on(roadshow)
    if after.thanked_at is not None or not (
        held + timedelta(days=versions.THANKS_AFTER_DAYS) <= today <= held + LATEST_THANKS
    ):
        return False
    send(roadshow)
    after.thanked_at = clock.now()
    db.session.flush()
    outbox.emit(GuestsThanked(roadshow_id))
    return True


def remind_of_surveys() -> None:
    """Remind once those who came and have not answered."""
    forget()
    waiting = select(Survey.id).where(Survey.sent_at.is_not(None), Survey.reminded_at.is_(None))
    for survey_id in list(db.session.scalars(waiting)):
        with transaction():
            remind_of_survey(survey_id)


def remind_of_survey(survey_id: int) -> bool:
    """Remind of one survey if that is due, inside a transaction; says whether it was."""
    survey = db.session.get_one(Survey, survey_id)
    lock_row(survey)
    if survey.sent_at is None or not survey_rules.reminds(
        clock.local_date(survey.sent_at), clock.today(), survey.reminded_at is not None
    ):
        return False
    survey.reminded_at = clock.now()
    db.session.flush()
    outbox.emit(SurveyRepeated(survey.roadshow_id))
    return True


def draft_due() -> None:
    """Draft the first report three days after a roadshow, and the one of ninety days; each once."""
    forget()
    for roadshow_id in _held_ids():
        with transaction():
            draft_one(roadshow_id)


def draft_one(roadshow_id: int) -> RoadshowReport | None:
    """Draft what is due for one roadshow, inside a transaction; nothing while another draft waits."""
    roadshow = db.session.get_one(Roadshow, roadshow_id)
    lock_row(roadshow)
    if queries.draft_of(roadshow_id) is not None:
        return None
    taken = {it.occasion for it in queries.versions(roadshow_id)}
    occasion = versions.due(held_on(roadshow), clock.today(), taken)
    return drafted(roadshow, occasion) if occasion else None


def remind_of_reports() -> None:
    """Remind the operator once of a draft that has waited a week."""
    forget()
    until = clock.now() - timedelta(days=versions.REMIND_AFTER_DAYS)
    waiting = select(RoadshowReport.id).where(
        RoadshowReport.state == "draft", RoadshowReport.reminded_at.is_(None), RoadshowReport.drafted_at <= until
    )
    for report_id in list(db.session.scalars(waiting)):
        with transaction():
            remind_of_report(report_id)


def remind_of_report(report_id: int) -> bool:
    """Remind of one draft, inside a transaction; says whether it was still waiting."""
    row = db.session.get_one(RoadshowReport, report_id)
    lock_row(row)
    if row.state != "draft" or row.reminded_at is not None:
        return False
    row.reminded_at = clock.now()
    db.session.flush()
    outbox.emit(ReportOverdue(row.roadshow_id, row.number, row.occasion))
    return True


def _held_ids() -> list[int]:
    """Roadshows held within the last year: what is older needs nothing by the clock."""
    since = clock.now() - timedelta(days=365)
    statement = select(Roadshow.id).where(Roadshow.state == State.HELD, Roadshow.ends_at >= since)
    return list(db.session.scalars(statement.order_by(Roadshow.id)))
