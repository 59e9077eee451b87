"""Taking a move of the table: the stage changes only from where the move begins, and the log says who did it."""

from typing import Any

from sqlalchemy import update

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.process import may
from market.intents import queries
from market.intents.errors import NotThisMoveNow, NotVetted
from market.intents.models import Intent, IntentEntry, IntentStep
from market.intents.rules.processes import MOVES, Facts, Who


def hold(actor: Actor, intent_id: int) -> Intent:
    """An intent this person may see, held until the transaction ends; raises NotFound."""
    found = queries.get(actor, intent_id)
    lock_row(found)
    return found


def entry_of(intent: Intent) -> IntentEntry | None:
    """That the operator entered an intent that is held, read afresh; None when they declared it themselves."""
    db.session.expire(intent, ["entry"])
    return intent.entry


def vetted(actor: Actor) -> Actor:
    """The same person, unless the organisation is suspended: then it neither follows up nor learns contacts."""
    if not actor.vetted:
        raise NotVetted
    return actor


def side(actor: Actor, intent: Intent) -> str:
    """As whom somebody acts on an intent."""
    if actor.operator:
        return Who.OPERATOR
    return Who.DECLARER if actor.of(intent.organisation_id) else Who.PRESENTER


def take(intent: Intent, name: str, who: str, facts: Facts, **values: Any) -> None:
    """Make a move, compare and swap; raises NotThisMoveNow."""
    move = MOVES[name]
    if not may(MOVES, name, intent.stage, who, facts):
        raise NotThisMoveNow
    db.session.flush()
    stages = [str(stage) for stage in move.come_from]
    result = db.session.execute(
        update(Intent)
        .where(Intent.id == intent.id, Intent.stage.in_(stages))
        .values(stage=str(move.to), stage_at=clock.now(), version=Intent.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise NotThisMoveNow
    db.session.refresh(intent)


def log(intent: Intent, what: str, actor: Actor, text: str = "", private: bool = False) -> IntentStep:
    """Write an entry of the log."""
    step = IntentStep(
        intent_id=intent.id,
        stage=intent.stage,
        what=what,
        note=text,
        private=private,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
    )
    db.session.add(step)
    db.session.flush()
    db.session.expire(intent, ["steps"])
    return step
