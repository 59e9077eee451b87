"""Who sees which intents, and finding them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from market.accounts.models import Membership, Organisation, User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.intents.models import Intent, IntentReminder, IntentStep
from market.intents.rules.states import OPEN, Stage
from market.listings.models import ListingPatent
from market.pitches.models import Pitch

SHOWN = (
    joinedload(Intent.pitch).joinedload(Pitch.organisation),
    joinedload(Intent.organisation),
    joinedload(Intent.owner),
    joinedload(Intent.roadshow),
    joinedload(Intent.entry),
)
"""What every list of intents shows."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """One's own, those for one's own pitches, all for the operator. Select `Intent` joined with `Pitch`."""
    if actor.operator:
        return true()
    own = actor.organisation_id or 0
    return or_(Intent.organisation_id == own, Pitch.organisation_id == own)


def get(actor: Actor, intent_id: int) -> Intent:
    """One that this person may see; raises NotFound."""
    found = db.session.scalar(
        select(Intent)
        .join(Pitch)
        .where(Intent.id == intent_id, visible(actor))
        .options(*SHOWN, joinedload(Intent.user), selectinload(Intent.steps))
    )
    if found is None:
        raise NotFound
    return found


def of_roadshow(roadshow_id: int) -> list[Intent]:
    """Every intent of a roadshow, those withdrawn and closed too, in the order they were declared."""
    statement = select(Intent).where(Intent.roadshow_id == roadshow_id).options(*SHOWN).order_by(Intent.id)
    return list(db.session.scalars(statement))


def of_pitch(pitch_id: int) -> list[Intent]:
    """The intents on one pitch that were not withdrawn."""
    statement = select(Intent).where(Intent.pitch_id == pitch_id, Intent.stage != Stage.WITHDRAWN)
    return list(db.session.scalars(statement.options(*SHOWN).order_by(Intent.id)))


def counts(roadshow_id: int) -> dict[int, int]:
    """How many organisations have an intent that was not withdrawn, by pitch."""
    rows = db.session.execute(
        select(Intent.pitch_id, func.count(Intent.organisation_id.distinct()))
        .where(Intent.roadshow_id == roadshow_id, Intent.stage != Stage.WITHDRAWN)
        .group_by(Intent.pitch_id)
    )
    return {int(pitch_id): int(count) for pitch_id, count in rows}


def of_person(actor: Actor, pitch_id: int) -> list[Intent]:
    """What the acting organisation wants of a pitch at present, the latest first."""
    if actor.organisation_id is None:
        return []
    statement = select(Intent).where(
        Intent.pitch_id == pitch_id,
        Intent.organisation_id == actor.organisation_id,
        Intent.stage != Stage.WITHDRAWN,
    )
    return list(db.session.scalars(statement.order_by(Intent.id.desc())))


def has_intent(actor: Actor, pitch_id: int) -> bool:
    """Whether files for those with an intent are open to this person's organisation."""
    return bool(of_person(actor, pitch_id))


def declared_on(actor: Actor, roadshow_id: int) -> set[int]:
    """The pitches of a roadshow on which the acting organisation has an intent."""
    if actor.organisation_id is None:
        return set()
    found = select(Intent.pitch_id).where(
        Intent.roadshow_id == roadshow_id,
        Intent.organisation_id == actor.organisation_id,
        Intent.stage != Stage.WITHDRAWN,
    )
    return set(db.session.scalars(found))


def standing(pitch_id: int, organisation_id: int, kind: str) -> Intent | None:
    """The one standing intent of an organisation of this kind on a pitch."""
    return db.session.scalar(
        select(Intent).where(
            Intent.pitch_id == pitch_id,
            Intent.organisation_id == organisation_id,
            Intent.kind == kind,
            Intent.stage != Stage.WITHDRAWN,
        )
    )


URGENT = (Intent.next_on.is_(None), Intent.next_on, Intent.id.desc())
"""What is due first stands first."""
IN_ORDER: ColumnElement[int] = case({stage: number for number, stage in enumerate(Stage)}, value=Intent.stage)


def listed(
    actor: Actor,
    stage: str = "",
    kind: str = "",
    words: str = "",
    roadshow_id: int | None = None,
    owner_id: int | None = None,
    late: bool = False,
) -> Select[Any]:
    """The intents somebody may see, what is due first at the top; `stage` is a stage, "open" or "won"."""
    statement = select(Intent).join(Pitch).join(Organisation, Organisation.id == Intent.organisation_id)
    statement = statement.where(visible(actor), *_which(stage), *_due(late)).options(*SHOWN)
    if kind:
        statement = statement.where(Intent.kind == kind)
    if roadshow_id is not None:
        statement = statement.where(Intent.roadshow_id == roadshow_id)
    if owner_id is not None:
        statement = statement.where(Intent.owner_id == owner_id)
    for word in words.split()[:8]:
        statement = statement.where(_mentions(word))
    return statement.order_by(Intent.stage.not_in(OPEN), *URGENT)


def _which(stage: str) -> list[ColumnElement[bool]]:
    if stage == "open":
        return [Intent.stage.in_(OPEN)]
    if stage == "won":
        return [Intent.stage.in_((Stage.SIGNED, Stage.RECORDED, Stage.PAID))]
    return [Intent.stage == stage] if stage else []


def _due(late: bool) -> list[ColumnElement[bool]]:
    return [Intent.stage.in_(OPEN), Intent.next_on < clock.today()] if late else []


def _mentions(word: str) -> ColumnElement[bool]:
    columns = (Pitch.title, Pitch.title_en, Intent.reference, Organisation.name, Organisation.name_en)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def stage_counts(actor: Actor, roadshow_id: int | None = None) -> dict[str, int]:
    """How many intents somebody sees in each stage."""
    statement = select(Intent.stage, func.count()).join(Pitch).where(visible(actor)).group_by(Intent.stage)
    if roadshow_id is not None:
        statement = statement.where(Intent.roadshow_id == roadshow_id)
    return {str(stage): int(count) for stage, count in db.session.execute(statement)}


def overdue(limit: int = 50) -> list[Intent]:
    """Open intents whose next date is past, the oldest first; for the operator's work list."""
    statement = select(Intent).where(*_due(True)).options(*SHOWN).order_by(Intent.next_on, Intent.id).limit(limit)
    return list(db.session.scalars(statement))


def late_count(roadshow_id: int) -> int:
    """How many open intents of a roadshow have passed their next date."""
    found = select(func.count(Intent.id)).where(Intent.roadshow_id == roadshow_id, *_due(True))
    return int(db.session.scalar(found) or 0)


def owners(pitch: Pitch, operator_id: int) -> list[User]:
    """Who may look after an intent: people of the operator that runs the roadshow and of the side that pitched."""
    return carers(operator_id, {pitch.organisation_id})


def carers(operator_id: int, presenters: Collection[int]) -> list[User]:
    """People of the operator first, then those of the sides that pitched; without disabled ones."""
    statement = (
        select(User)
        .join(Membership)
        .join(Organisation)
        .where(
            User.disabled_at.is_(None),
            or_(Organisation.id.in_((operator_id, *presenters)), Organisation.kind == "operator"),
            Organisation.state == "approved",
        )
        .options(joinedload(User.membership).joinedload(Membership.organisation))
        .order_by(Organisation.kind != "operator", Organisation.id, User.id)
    )
    return list(db.session.scalars(statement))


def steps_seen(actor: Actor, intent: Intent) -> list[IntentStep]:
    """The log as this person may read it, latest first: private words stay with their writers and the operator."""
    own = actor.organisation_id
    return [
        step
        for step in reversed(intent.steps)
        if not step.private or actor.operator or (own is not None and step.organisation_id == own)
    ]


def reminders_given(intent_id: int) -> set[int]:
    """The thresholds, in days after the event, that this intent was reminded at."""
    found = select(IntentReminder.days).where(IntentReminder.intent_id == intent_id, IntentReminder.days > 0)
    return set(db.session.scalars(found))


def of_request(request_id: int) -> list[Intent]:
    """The intents that led to a request."""
    return list(db.session.scalars(select(Intent).where(Intent.request_id == request_id).options(*SHOWN)))


def of_deal(deal_id: int) -> list[Intent]:
    """The intents that led to a deal."""
    return list(db.session.scalars(select(Intent).where(Intent.deal_id == deal_id).options(*SHOWN)))


def candidates(
    organisation_id: int, before: datetime, listing_id: int | None = None, need_id: int | None = None
) -> Sequence[Intent]:
    """The intents of an organisation on a listing or need, declared by then and not withdrawn, the latest first."""
    if listing_id is None and need_id is None:
        return []
    about = Pitch.listing_id == listing_id if listing_id is not None else Pitch.need_id == need_id
    return db.session.scalars(_candidates(organisation_id, before).where(about)).all()


def on_patents(organisation_id: int, before: datetime, patent_ids: Collection[int]) -> Sequence[Intent]:
    """The same on listings that hold one of these patents."""
    shown = select(ListingPatent.listing_id).where(ListingPatent.patent_id.in_(patent_ids))
    return db.session.scalars(_candidates(organisation_id, before).where(Pitch.listing_id.in_(shown))).all()


def _candidates(organisation_id: int, before: datetime) -> Select[Any]:
    return (
        select(Intent)
        .join(Pitch)
        .where(
            Intent.organisation_id == organisation_id,
            Intent.stage != Stage.WITHDRAWN,
            Intent.declared_at <= before,
        )
        .order_by(Intent.id.desc())
    )
