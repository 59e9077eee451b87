"""What guests, operator and bureau hear after a roadshow."""

from market.accounts.queries import operators
from market.core.db import transaction
from market.guests import queries as guests
from market.notifications.service.inbox import tell
from market.outcomes import queries
from market.outcomes.events import (
    GuestsThanked,
    ReplaySet,
    ReportDrafted,
    ReportIssued,
    ReportOverdue,
    SurveyRepeated,
)
from market.outcomes.models import SurveyPlace
from market.roadshows.models import Roadshow
from market.roadshows.queries import bureau_people


def thanked(event: GuestsThanked) -> None:
    """Everybody who came is thanked with a link of his own to the survey; who missed it hears of the replay."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        values = of_outcome(roadshow)
        places = _places(roadshow.id)
        for place in places:
            if place.state == "open":
                tell(event, "outcomes.thanks", [place.registration.user], values, nonce=place.nonce)
        came = {it.registration_id for it in places}
        absent = [it.user for it in guests.of_roadshow(roadshow.id) if it.id not in came]
        tell(event, "outcomes.missed", absent, values, roadshow_id=roadshow.id)


def _places(roadshow_id: int) -> list[SurveyPlace]:
    """Everybody who may answer or has."""
    survey = queries.survey_of(roadshow_id)
    return queries.places(survey.id) if survey else []


def repeated(event: SurveyRepeated) -> None:
    """Those who have not answered are reminded with the same link."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        values = of_outcome(roadshow)
        for place in _places(roadshow.id):
            if place.state == "open":
                tell(event, "outcomes.survey_repeated", [place.registration.user], values, nonce=place.nonce)


def replay_set(event: ReplaySet) -> None:
    """Those registered hear that the replay is there, when it came after the thanks that should have held it."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        after = queries.after_of(roadshow.id)
        if roadshow.replay_url and after is not None and after.thanked_at is not None:
            readers = [it.user for it in guests.of_roadshow(roadshow.id)]
            tell(event, "outcomes.replay", readers, of_outcome(roadshow), roadshow_id=roadshow.id)


def drafted(event: ReportDrafted | ReportOverdue) -> None:
    """The operators hear that a draft waits, or still waits."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        draft = queries.draft_of(roadshow.id)
        if draft is None or draft.number != event.version:
            return
        key = "outcomes.report_overdue" if isinstance(event, ReportOverdue) else "outcomes.report_drafted"
        tell(event, key, operators(), of_outcome(roadshow), roadshow_id=roadshow.id)


def issued(event: ReportIssued) -> None:
    """The bureau hears that a version is out."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        values = of_outcome(roadshow) | {"version": event.version}
        tell(event, "outcomes.report_issued", bureau_people(), values, roadshow_id=roadshow.id)


def of_outcome(roadshow: Roadshow) -> dict[str, object]:
    """What messages say after a roadshow."""
    survey = queries.survey_of(roadshow.id)
    closes = survey.closes_on if survey else None
    return {
        "title": roadshow.title,
        "title_en": roadshow.title_en,
        "number": roadshow.id,
        "replay": bool(roadshow.replay_url),
        "closes_on": closes.isoformat() if closes else "",
    }
