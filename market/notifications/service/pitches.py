"""What applicants, operators and experts hear about pitches."""

from datetime import datetime

from market.accounts.models import User
from market.accounts.queries import operators
from market.core import clock
from market.core.db import db, transaction
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, tell, write
from market.pitches import queries
from market.pitches.events import (
    DrawCommitted,
    DrawHeld,
    ExpertInvited,
    ExpertReminded,
    PitchDeclined,
    PitchDoubted,
    PitchFilesDue,
    PitchReserved,
    PitchReturned,
    PitchSelected,
    PitchSubmitted,
    PitchWithdrawn,
    ReviewFinished,
)
from market.pitches.models import Pitch, PitchReviewer
from market.roadshows.models import Roadshow

DECISIONS = {
    PitchReturned: "pitches.returned",
    PitchSelected: "pitches.selected",
    PitchReserved: "pitches.reserved",
    PitchDeclined: "pitches.declined",
}


def submitted(event: PitchSubmitted) -> None:
    """The operators hear of an application, or that one came back mended."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        key = "pitches.mended" if event.again else "pitches.submitted"
        tell(event, key, operators(), of_pitch(pitch), pitch_id=pitch.id)


def withdrawn(event: PitchWithdrawn) -> None:
    """The operators hear that an application was taken back."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        key = "pitches.dropped_out" if event.selected else "pitches.withdrawn"
        tell(event, key, operators(), of_pitch(pitch), pitch_id=pitch.id)


def decided(event: PitchReturned | PitchSelected | PitchReserved | PitchDeclined) -> None:
    """The applicant hears the decision with its reason."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        tell(event, DECISIONS[type(event)], applicants(pitch), of_pitch(pitch), pitch_id=pitch.id)


def doubted(event: PitchDoubted) -> None:
    """Operators and applicant hear that a chosen pitch may no longer stand."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        tell(event, "pitches.doubted", operators(), of_pitch(pitch), pitch_id=pitch.id)
        tell(event, "pitches.doubted_owner", applicants(pitch), of_pitch(pitch), pitch_id=pitch.id)


def files_due(event: PitchFilesDue) -> None:
    """The applicant hears that slides are missing, unless they have come meanwhile."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        if not pitch.slides:
            tell(event, "pitches.files_due", applicants(pitch), of_pitch(pitch), pitch_id=pitch.id)


def review_asked(event: ExpertInvited | ExpertReminded) -> None:
    """The expert gets the secret link by mail; not any more once it is closed."""
    with transaction() as session:
        expert = session.get_one(PitchReviewer, event.reviewer_id)
        if expert.dismissed_at is not None:
            return
        key = "pitches.review_asked" if isinstance(event, ExpertInvited) else "pitches.review_reminded"
        values = of_roadshow(expert.roadshow) | {"expert": expert.name}
        write(event, key, expert.email, expert.name, expert.language, values, {"nonce": expert.nonce})


def reviewed(event: ReviewFinished) -> None:
    """The operators hear that an expert is through."""
    with transaction() as session:
        expert = session.get_one(PitchReviewer, event.reviewer_id)
        values = of_roadshow(expert.roadshow) | {"expert": expert.name}
        tell(event, "pitches.reviewed", operators(), values, roadshow_id=expert.roadshow_id)


def drawn(event: DrawCommitted | DrawHeld) -> None:
    """Everybody who is on the programme hears of the draw, before and after it."""
    with transaction() as session:
        roadshow = session.get_one(Roadshow, event.roadshow_id)
        key = "pitches.draw_held" if isinstance(event, DrawHeld) else "pitches.draw_announced"
        readers = [person for pitch in queries.of_roadshow(roadshow.id) for person in applicants(pitch)]
        tell(event, key, readers, of_roadshow(roadshow), roadshow_id=roadshow.id)


def applicants(pitch: Pitch) -> list[User]:
    """Who hears of a pitch on its own side: who applied, and the organisation's owner and managers."""
    told = people(pitch.organisation_id, MANAGERS)
    applied = db.session.get(User, pitch.applicant_id) if pitch.applicant_id else None
    if applied is None or applied in told or applied.actor.organisation_id != pitch.organisation_id:
        return told
    return [*told, applied]


def of_pitch(pitch: Pitch) -> dict[str, object]:
    """What messages say about a pitch."""
    return {
        "title": pitch.title,
        "title_en": pitch.title_en,
        "reference": pitch.reference,
        "decision": pitch.decision,
        "due": minute(pitch.roadshow.files_due_at or pitch.roadshow.starts_at),
        **named("applicant", pitch.organisation),
        **of_roadshow(pitch.roadshow),
    }


def of_roadshow(roadshow: Roadshow) -> dict[str, object]:
    """What messages say about a roadshow."""
    return {
        "roadshow": roadshow.title,
        "roadshow_en": roadshow.title_en,
        "starts": minute(roadshow.starts_at),
        "place": roadshow.place,
        "place_en": roadshow.place_en,
    }


def minute(moment: datetime) -> str:
    """An instant in Shanghai to the minute."""
    return moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
