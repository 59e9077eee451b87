"""What bureau and operator hear about the planning of roadshows."""

from datetime import datetime

from market.accounts.models import Organisation
from market.accounts.queries import operators
from market.core.clock import SHANGHAI
from market.core.db import transaction
from market.notifications.service.inbox import named, tell
from market.roadshows.events import (
    RoadshowAnnounced,
    RoadshowApproved,
    RoadshowCancelled,
    RoadshowMoved,
    RoadshowReturned,
    RoadshowSubmitted,
)
from market.roadshows.models import Roadshow
from market.roadshows.queries import bureau_people


def submitted(event: RoadshowSubmitted) -> None:
    """The bureau is asked to decide."""
    with transaction() as session:
        found = session.get_one(Roadshow, event.roadshow_id)
        operator = session.get(Organisation, found.organisation_id)
        values = of_roadshow(found) | named("operator", operator)
        tell(event, "roadshows.submitted", bureau_people(), values, roadshow_id=found.id)


def decided(event: RoadshowApproved | RoadshowReturned) -> None:
    """The operator hears the decision, with the reason when the plan comes back."""
    with transaction() as session:
        found = session.get_one(Roadshow, event.roadshow_id)
        key = "roadshows.approved" if isinstance(event, RoadshowApproved) else "roadshows.returned"
        tell(event, key, operators(), of_roadshow(found), roadshow_id=found.id)


def announced(event: RoadshowAnnounced) -> None:
    """The bureau hears that it is public."""
    with transaction() as session:
        found = session.get_one(Roadshow, event.roadshow_id)
        tell(event, "roadshows.announced", bureau_people(), of_roadshow(found), roadshow_id=found.id)


def moved(event: RoadshowMoved) -> None:
    """The bureau hears that time or place is another one than it approved."""
    with transaction() as session:
        found = session.get_one(Roadshow, event.roadshow_id)
        was = f"{clock_of(datetime.fromisoformat(event.was_from))} {event.was_place}".strip()
        tell(event, "roadshows.moved", bureau_people(), of_roadshow(found) | {"was": was}, roadshow_id=found.id)


def cancelled(event: RoadshowCancelled) -> None:
    """The bureau hears that it is called off, unless it never heard of it."""
    with transaction() as session:
        found = session.get_one(Roadshow, event.roadshow_id)
        if found.submitted_at is not None:
            tell(event, "roadshows.cancelled", bureau_people(), of_roadshow(found))


def of_roadshow(roadshow: Roadshow) -> dict[str, object]:
    """What messages say about a roadshow."""
    return {
        "title": roadshow.title,
        "title_en": roadshow.title_en,
        "reference": roadshow.reference,
        "when": clock_of(roadshow.starts_at),
        "place": roadshow.place,
        "place_en": roadshow.place_en,
        "decision": roadshow.decision,
    }


def clock_of(moment: datetime) -> str:
    """An instant on Shanghai's clock, alike in both languages."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
