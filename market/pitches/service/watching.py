"""What becomes of chosen pitches when what they are about changes, and the reminder of missing slides."""

from market.accounts.events import OrganisationVetted
from market.core import clock
from market.core.db import db, transaction
from market.core.outbox import emit
from market.listings.events import ListingEnded, ListingResumed, ListingSuspended, ListingWithdrawn
from market.needs.events import NeedClosed, NeedReturned
from market.pitches import queries
from market.pitches.events import PitchDoubted, PitchFilesDue
from market.pitches.models import Pitch
from market.pitches.rules.states import CHOSEN, State

REMIND_DAYS = 3
"""So many days before slides are due the applicant is reminded of missing ones."""


def on_listing_gone(event: ListingSuspended | ListingWithdrawn | ListingEnded) -> None:
    """A listing is no longer on offer: chosen pitches about it are marked for the operator."""
    kinds = {ListingSuspended: "suspended", ListingWithdrawn: "withdrawn", ListingEnded: "ended"}
    with transaction():
        _doubt(queries.chosen_about(listing_id=event.listing_id), kinds[type(event)])


def on_listing_back(event: ListingResumed) -> None:
    """The listing is on offer again: the mark goes."""
    with transaction():
        for pitch in queries.chosen_about(listing_id=event.listing_id):
            if pitch.doubt == "suspended":
                pitch.doubt, pitch.doubted_at = "", None


def on_need_gone(event: NeedClosed | NeedReturned) -> None:
    """A need is solved, over or taken off the board: chosen pitches about it are marked."""
    with transaction():
        kind = "need_returned" if isinstance(event, NeedReturned) else "need_over"
        _doubt(queries.chosen_about(need_id=event.need_id), kind)


def on_organisation(event: OrganisationVetted) -> None:
    """An organisation was suspended, or is trusted again: its chosen pitches are marked, or the mark goes."""
    with transaction():
        found = queries.chosen_about(organisation_id=event.organisation_id)
        if event.state != "approved":
            _doubt(found, "owner")
            return
        for pitch in found:
            if pitch.doubt == "owner":
                pitch.doubt, pitch.doubted_at = "", None


def _doubt(pitches: list[Pitch], kind: str) -> None:
    for pitch in pitches:
        if pitch.state in CHOSEN and pitch.doubt != kind:
            pitch.doubt, pitch.doubted_at = kind, clock.now()
            emit(PitchDoubted(pitch.id, pitch.roadshow_id, kind))


def remind_of_slides() -> None:
    """Remind each applicant once whose slides are missing shortly before they are due."""
    for pitch_id in queries.without_slides(REMIND_DAYS):
        with transaction():
            pitch = db.session.get_one(Pitch, pitch_id, with_for_update=True)
            if pitch.reminded_at is None and pitch.state == State.SELECTED:
                pitch.reminded_at = clock.now()
                emit(PitchFilesDue(pitch.id, pitch.roadshow_id))
