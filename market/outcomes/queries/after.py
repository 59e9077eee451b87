"""Materials, replay and survey of a roadshow: what there is and who may have it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from market.core import seals
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.guests import queries as guests
from market.guests.models import Registration
from market.intents.models import Intent
from market.outcomes.models import (
    MaterialFetch,
    RoadshowAfter,
    Survey,
    SurveyAnswer,
    SurveyPlace,
)
from market.outcomes.rules import survey as rules
from market.outcomes.rules.survey import Question, Result
from market.pitches import queries as pitches
from market.pitches.models import Pitch, PitchFile
from market.pitches.rules.states import State as Chosen
from market.pitches.rules.tiers import may_open
from market.roadshows.models import Roadshow
from market.roadshows.queries import get as visible_roadshow

SURVEY_PURPOSE = "survey"


def after_of(roadshow_id: int) -> RoadshowAfter | None:
    """What the operator keeps of a roadshow after its day, once there is anything."""
    return db.session.scalar(select(RoadshowAfter).where(RoadshowAfter.roadshow_id == roadshow_id))


def replay_open(actor: Actor, roadshow: Roadshow) -> bool:
    """Whether this person may watch the replay."""
    if not roadshow.replay_url:
        return False
    after = after_of(roadshow.id)
    return (after is not None and after.replay_for == "public") or guests.let_in(actor, roadshow)


@dataclass(frozen=True)
class Material:
    """A file of a pitch as one reader meets it."""

    file: PitchFile
    open: bool


@dataclass(frozen=True)
class Shelf:
    """A pitch and its files; `own`: the reader's organisation pitched it."""

    pitch: Pitch
    materials: list[Material]
    own: bool
    intent: bool


def shelves(actor: Actor, roadshow: Roadshow) -> list[Shelf]:
    """The pitches of a roadshow with their files; a file the organiser keeps for himself is not even named."""
    wanted, inside = _wanted(actor, roadshow.id), guests.let_in(actor, roadshow)
    return [_shelf(actor, pitch, inside, pitch.id in wanted) for pitch in pitches.of_roadshow(roadshow.id)]


def _shelf(actor: Actor, pitch: Pitch, inside: bool, intent: bool) -> Shelf:
    own = actor.of(pitch.organisation_id)
    seen = [it for it in pitch.files if it.tier != "organiser" or own or actor.operator]
    materials = [
        Material(it, may_open(it.tier, registered=inside, intent=intent, own=own, operator=actor.operator))
        for it in seen
    ]
    return Shelf(pitch, materials, own, intent)


def _wanted(actor: Actor, roadshow_id: int) -> set[int]:
    """The pitches for which the reader's organisation has a standing intent."""
    if actor.organisation_id is None:
        return set()
    statement = select(Intent.pitch_id).where(
        Intent.roadshow_id == roadshow_id,
        Intent.organisation_id == actor.organisation_id,
        Intent.stage != "withdrawn",
    )
    return set(db.session.scalars(statement))


def material(actor: Actor, roadshow_id: int, file_id: int) -> PitchFile:
    """A file this reader may open; NotFound for any other, so that a closed tier does not tell what it holds."""
    roadshow = visible_roadshow(actor, roadshow_id)
    found = db.session.get(PitchFile, file_id)
    if found is None or found.pitch.roadshow_id != roadshow.id or found.pitch.state != Chosen.SELECTED:
        raise NotFound
    shelf = _shelf(actor, found.pitch, guests.let_in(actor, roadshow), found.pitch_id in _wanted(actor, roadshow.id))
    if not any(it.open and it.file.id == file_id for it in shelf.materials):
        raise NotFound
    return found


@dataclass(frozen=True)
class Fetched:
    """How often an organisation fetched something; empty name: readers who were not signed in."""

    pitch: str
    what: str
    name: str
    organisation: str
    count: int


def fetched(actor: Actor, roadshow_id: int) -> list[Fetched]:
    """Who fetched what, by organisation only: everything for the operator, one's own pitches for their owner."""
    statement = (
        select(MaterialFetch)
        .where(MaterialFetch.roadshow_id == roadshow_id)
        .options(joinedload(MaterialFetch.organisation), joinedload(MaterialFetch.pitch))
        .order_by(MaterialFetch.id)
    )
    if not actor.operator:
        own = select(Pitch.id).where(Pitch.organisation_id == actor.organisation_id)
        statement = statement.where(MaterialFetch.pitch_id.in_(own))
    counts: dict[tuple[str, str, str, str], int] = {}
    for it in db.session.scalars(statement):
        key = (
            it.pitch.title if it.pitch else "",
            it.what,
            it.name,
            it.organisation.name if it.organisation else "",
        )
        counts[key] = counts.get(key, 0) + 1
    return [Fetched(*key, count) for key, count in sorted(counts.items())]


def survey_of(roadshow_id: int) -> Survey | None:
    """The survey of a roadshow, once it was edited or sent."""
    return db.session.scalar(select(Survey).where(Survey.roadshow_id == roadshow_id))


def questions_of(survey: Survey | None) -> list[Question]:
    """What is asked: the usual questions unless the operator chose others."""
    return rules.read(survey.questions) if survey is not None and survey.questions else rules.usual()


def place_by_token(token: str) -> SurveyPlace:
    """The right to answer behind a link; NotFound for anything else."""
    nonce = seals.opened(SURVEY_PURPOSE, token)
    found = db.session.scalar(select(SurveyPlace).where(SurveyPlace.nonce == nonce))
    if found is None:
        raise NotFound
    return found


def place_of(actor: Actor, roadshow_id: int) -> SurveyPlace | None:
    """A signed-in person's own right to answer."""
    return db.session.scalar(
        select(SurveyPlace)
        .join(Registration)
        .where(Registration.roadshow_id == roadshow_id, Registration.user_id == actor.user_id)
    )


def places(survey_id: int) -> list[SurveyPlace]:
    """Everybody who may answer or has."""
    statement = select(SurveyPlace).where(SurveyPlace.survey_id == survey_id).order_by(SurveyPlace.id)
    return list(db.session.scalars(statement))


@dataclass(frozen=True)
class Outcome:
    """The result of a survey; without `results` there are too few answers to show any."""

    asked: int
    answered: int
    results: list[Result]

    @property
    def rate(self) -> float | None:
        """Answers per hundred asked."""
        return rules.rate(self.answered, self.asked)


def outcome(survey: Survey | None) -> Outcome | None:
    """What all answers say together; None while nothing was sent."""
    if survey is None or survey.sent_at is None:
        return None
    places = select(func.count()).select_from(SurveyPlace).where(SurveyPlace.survey_id == survey.id)
    answers = list(db.session.scalars(select(SurveyAnswer.answers).where(SurveyAnswer.survey_id == survey.id)))
    shown = rules.results(questions_of(survey), answers) if len(answers) >= rules.FEWEST else []
    return Outcome(int(db.session.scalar(places) or 0), len(answers), shown)
