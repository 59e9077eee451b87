"""Guests opt in for slots: without it nobody can ask for them."""

from collections.abc import Collection

from market.core import outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.guests import queries as guests
from market.meetings import queries
from market.meetings.errors import NotTakingPart
from market.meetings.events import TimesOffered
from market.meetings.models import Participant
from market.meetings.service.planning import held_plan


def offer_times(actor: Actor, roadshow_id: int, slot_ids: Collection[int], says: str) -> Participant:
    """Say in which slots one could meet, and what one looks for, inside a transaction.

    Raises NotTakingPart for those without a confirmed place. Slots that are booked stay booked: taking back a time
    cancels nothing.
    """
    own = guests.of_person(actor, roadshow_id)
    if own is None or not own.admitted or not actor.vetted:
        raise NotTakingPart
    held_plan(roadshow_id)
    every = {slot.id: slot for slot in queries.slots(roadshow_id)}
    if not set(slot_ids) <= set(every):
        raise NotFound
    part = queries.participant_of(actor, roadshow_id)
    if part is None:
        part = Participant(
            roadshow_id=roadshow_id,
            registration_id=own.id,
            user_id=own.user_id,
            organisation_id=own.organisation_id,
        )
        db.session.add(part)
    part.organisation_id, part.says = own.organisation_id, says
    part.slots = [every[number] for number in sorted(set(slot_ids))]
    db.session.flush()
    outbox.emit(TimesOffered(roadshow_id, own.user_id, len(part.slots)), actor)
    return part
