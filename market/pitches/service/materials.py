"""Slides and other files of a pitch."""

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.files import StoredFile
from market.pitches import queries
from market.pitches.errors import FilesClosed, TooManyFiles
from market.pitches.models import Pitch, PitchFile
from market.pitches.rules.application import takes_files
from market.pitches.rules.states import Tier
from market.pitches.service.holding import hold_to_change

MOST_FILES = 8


def attach(actor: Actor, pitch_id: int, stored: StoredFile, tier: str, slides: bool) -> PitchFile:
    """Add a file; raises FilesClosed after its time and TooManyFiles."""
    pitch = _open(actor, pitch_id)
    if len(pitch.files) >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    added = PitchFile(pitch=pitch, file=stored, tier=Tier(tier), slides=slides)
    db.session.add_all([stored, added])
    db.session.flush()
    return added


def detach(actor: Actor, pitch_id: int, file_id: int) -> None:
    """Take a file away again."""
    pitch = _open(actor, pitch_id)
    pitch.files.remove(queries.file_of(pitch, file_id))
    db.session.flush()


def may_change(pitch: Pitch) -> bool:
    """Whether files may be added or taken away now."""
    roadshow = pitch.roadshow
    return takes_files(pitch.state, clock.now(), roadshow.files_due_at, roadshow.starts_at)


def _open(actor: Actor, pitch_id: int) -> Pitch:
    pitch = hold_to_change(actor, pitch_id)
    if not may_change(pitch):
        raise FilesClosed
    return pitch
