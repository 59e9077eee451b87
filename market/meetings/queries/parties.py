"""Who takes part in meetings and when: people, their organisations, and the slots in which each is free."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Organisation, User
from market.accounts.rules.vetting import State as Standing
from market.core.actor import Actor
from market.core.db import db
from market.guests.models import Registration
from market.guests.rules.states import State as Place
from market.meetings.models import Participant
from market.meetings.queries.stage import stage
from market.meetings.rules.busy import Slotted, taken_slots
from market.meetings.rules.circles import Circle, circle
from market.pitches import queries as pitches
from market.pitches.models import Pitch


@dataclass
class Side:
    """One organisation at the meetings: its people by id with the slots each could sit in, its circle and pitches.

    `talking` are the slots that each of them offered and is on stage in.
    """

    organisation: Organisation
    circle: Circle | None
    people: dict[int, frozenset[int]] = field(default_factory=dict)
    talking: dict[int, frozenset[int]] = field(default_factory=dict)
    says: str = ""
    pitches: list[Pitch] = field(default_factory=list)

    @property
    def slots(self) -> frozenset[int]:
        """The slots in which at least one of its people could sit."""
        return frozenset().union(*self.people.values())

    @property
    def away(self) -> frozenset[int]:
        """The slots that were offered, but in which whoever offered them is on stage."""
        return frozenset().union(*self.talking.values()) - self.slots

    @property
    def shut_out(self) -> bool:
        """Whether its own talks take every slot that it offers."""
        return bool(self.away) and not self.slots


def participants(roadshow_id: int) -> list[Participant]:
    """Those who take part, with a confirmed place and an organisation in good standing, in the order they came."""
    statement = (
        select(Participant)
        .join(Registration)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(User, User.id == Participant.user_id)
        .where(
            Participant.roadshow_id == roadshow_id,
            Registration.state == Place.CONFIRMED,
            Organisation.state == Standing.APPROVED,
            User.disabled_at.is_(None),
        )
        .options(
            joinedload(Participant.registration),
            joinedload(Participant.organisation),
            joinedload(Participant.user),
            selectinload(Participant.slots),
        )
        .order_by(Participant.id)
    )
    return list(db.session.scalars(statement))


def participant_of(actor: Actor, roadshow_id: int) -> Participant | None:
    """A person's own part in the meetings, None before opting in."""
    return db.session.scalar(
        select(Participant).where(Participant.roadshow_id == roadshow_id, Participant.user_id == actor.user_id)
    )


def sides(roadshow_id: int) -> dict[int, Side]:
    """Every organisation that takes part, by id, with the slots in which its people are free of talks of their own."""
    shown: dict[int, list[Pitch]] = {}
    for pitch in pitches.of_roadshow(roadshow_id):
        shown.setdefault(pitch.organisation_id, []).append(pitch)
    talks = stage(roadshow_id)
    roles = registered_roles(roadshow_id)
    found: dict[int, Side] = {}
    for one in participants(roadshow_id):
        number = one.organisation_id
        if number not in found:
            own = shown.get(number, [])
            kind = circle(one.organisation.kind, roles.get(number, frozenset()), bool(own))
            found[number] = Side(one.organisation, kind, pitches=own)
        offered = [Slotted(slot.id, slot.starts_at, slot.ends_at) for slot in one.slots]
        taken = taken_slots(offered, talks.get(one.user_id, ()))
        found[number].people[one.user_id] = frozenset(slot.id for slot in offered) - taken
        found[number].talking[one.user_id] = taken
        found[number].says = found[number].says or one.says
    return found


def registered_roles(roadshow_id: int) -> dict[int, frozenset[str]]:
    """In which roles the people of each organisation come."""
    rows = db.session.execute(
        select(Registration.organisation_id, Registration.role).where(
            Registration.roadshow_id == roadshow_id, Registration.state == Place.CONFIRMED
        )
    ).all()
    return {number: frozenset(role for own, role in rows if own == number) for number, _role in rows}


def free_people(side: Side, slot_id: int, first: int | None = None) -> list[int]:
    """The people of a side who could sit in a slot; the one asked for comes first."""
    able = [user_id for user_id, slots in sorted(side.people.items()) if slot_id in slots]
    return sorted(able, key=lambda user_id: user_id != first)
