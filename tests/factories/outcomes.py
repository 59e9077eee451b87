"""A roadshow that was held, with guests, pitches and intents, for tests of what came of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from market.accounts.models import Organisation, User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.files import StoredFile, path_of
from market.guests.models import Registration
from market.intents.models import Intent
from market.outcomes import service
from market.pitches.models import Pitch, PitchFile
from market.roadshows.models import Roadshow
from tests.factories import accounts, guests, intents, pitches, roadshows


@dataclass
class Held:
    """The roadshow, who runs it, who pitches, who came."""

    operator: Actor
    roadshow_id: int
    university: Actor
    pitch_id: int
    needy: Actor
    need_id: int
    firms: list[Actor]
    absent: Actor

    @property
    def roadshow(self) -> Roadshow:
        """The roadshow, read afresh."""
        return db.session.get_one(Roadshow, self.roadshow_id)

    @property
    def pitch(self) -> Pitch:
        """The patent's pitch, read afresh."""
        return db.session.get_one(Pitch, self.pitch_id)

    @property
    def need(self) -> Pitch:
        """The need's pitch, read afresh."""
        return db.session.get_one(Pitch, self.need_id)


def held(days: int = 1, firms: int = 3, **over: Any) -> Held:
    """Held so many days ago: a patent and a need pitched, firms that came online, one that stayed away."""
    operator = roadshows.operator()
    starts = clock.now() - timedelta(days=days, hours=4)
    over = {"starts_at": starts, "state": "held", "closed_at": clock.now() - timedelta(days=days)} | over
    show = roadshows.roadshow(operator, **over)
    university, pitch = pitches.pitch(show)
    needy, need = pitches.need_pitch(show)
    came = [guests.registration(show, checked_in_at=starts, checked_in_how="online")[0] for _ in range(firms)]
    guests.registration(show, university, role="pitcher", checked_in_at=starts, checked_in_how="code")
    absent, _row = guests.registration(show)
    return Held(operator, show.id, university, pitch.id, needy, need.id, came, absent)


def reported(days: int = 4, **over: Any) -> Held:
    """Held, with intents and a file, the survey sent, one version of the report issued and the next one drafted."""
    found = held(days, **over)
    wish(found, 0, low_minor=1_000_000)
    wish(found, 1, kind="joint")
    file(found.pitch, "public")
    service.thank_due()
    with transaction():
        service.draft(found.operator, found.roadshow_id)
    with transaction():
        service.issue(found.operator, found.roadshow_id)
    with transaction():
        service.draft(found.operator, found.roadshow_id)
    return found


def wish(found: Held, firm: int = 0, of: Pitch | None = None, **over: Any) -> Intent:
    """An intent of one of the firms for the patent, or for another pitch."""
    return intents.intent(of or found.pitch, found.firms[firm], **over)[1]


def file(of: Pitch, tier: str, name: str = "slides.pdf") -> PitchFile:
    """A file of a pitch, on disk as well."""
    stored = StoredFile(key=f"{of.id}-{tier}-{name}"[:64], filename=name, size=5, sha256="0" * 64)
    path_of(stored).write_bytes(b"%PDF-")
    found = PitchFile(pitch_id=of.id, tier=tier, slides=True, file=stored)
    with transaction() as session:
        session.add(found)
    return found


def person(actor: Actor) -> User:
    """The person behind an actor, to sign in."""
    return db.session.get_one(User, actor.user_id)


def organisation(actor: Actor) -> Organisation:
    """The organisation somebody acts for."""
    return db.session.get_one(Organisation, actor.organisation_id)


def bureau() -> Actor:
    """A person of a vetted authority."""
    return accounts.actor("authority")


def registration(found: Held, actor: Actor) -> Registration:
    """Somebody's registration."""
    return next(
        it
        for it in db.session.query(Registration).filter_by(roadshow_id=found.roadshow.id)
        if it.user_id == actor.user_id
    )
