"""The moves of a roadshow: to the bureau and back, announced, opened, closed, called off; inside a transaction."""

from typing import Any

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.clock import SHANGHAI
from market.core.db import swap_state
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.core.process import may
from market.roadshows import queries
from market.roadshows.errors import DayIsPast, NotTheBureau, NotThisMoveNow, PlanUnfinished, TooEarly
from market.roadshows.events import (
    RoadshowAnnounced,
    RoadshowApproved,
    RoadshowCancelled,
    RoadshowHeld,
    RoadshowOpened,
    RoadshowReturned,
    RoadshowSubmitted,
    RoadshowTakenBack,
)
from market.roadshows.models import Roadshow
from market.roadshows.rules import plans
from market.roadshows.rules.processes import MOVES, Situation, opens_from, party

REASON_LENGTH = 2000


def situation(actor: Actor, roadshow: Roadshow) -> Situation:
    """What the guards of the moves look at, for this person now."""
    return Situation(
        who=party(actor),
        finished=not plans.missing(roadshow.plan),
        to_come=roadshow.ends_at > clock.now(),
        bureau=queries.bureau_takes_part(),
        near=opens_from(roadshow.starts_at) <= clock.now(),
    )


def submit(actor: Actor, roadshow_id: int) -> Roadshow:
    """The operator sends the plan to the bureau; raises PlanUnfinished, DayIsPast, NotThisMoveNow."""
    found = _move(actor, roadshow_id, "submit", submitted_at=clock.now(), decision="")
    outbox.emit(RoadshowSubmitted(found.id), actor)
    return found


def take_back(actor: Actor, roadshow_id: int) -> Roadshow:
    """The operator takes the plan back before a decision, to change it."""
    found = _move(actor, roadshow_id, "take_back")
    outbox.emit(RoadshowTakenBack(found.id), actor)
    return found


def approve(actor: Actor, roadshow_id: int, note: str = "") -> Roadshow:
    """The bureau approves; the operator itself only where there is no bureau (NotTheBureau)."""
    found = _move(actor, roadshow_id, "approve", **_decided(actor, note))
    outbox.emit(RoadshowApproved(found.id), actor)
    return found


def return_(actor: Actor, roadshow_id: int, reason: str) -> Roadshow:
    """The bureau sends the plan back; raises Invalid without a reason."""
    found = _move(actor, roadshow_id, "return", **_decided(actor, _reason(reason)))
    outbox.emit(RoadshowReturned(found.id), actor)
    return found


def announce(actor: Actor, roadshow_id: int) -> Roadshow:
    """The approved roadshow becomes public."""
    found = _move(actor, roadshow_id, "announce", announced_at=clock.now())
    outbox.emit(RoadshowAnnounced(found.id), actor)
    return found


def open_(actor: Actor, roadshow_id: int) -> Roadshow:
    """The day has come: announced becomes live. Raises TooEarly while it begins in more than OPENS_EARLY."""
    found = _move(actor, roadshow_id, "open", opened_at=clock.now())
    outbox.emit(RoadshowOpened(found.id), actor)
    return found


def close(actor: Actor, roadshow_id: int) -> Roadshow:
    """It is over: live becomes held."""
    found = _move(actor, roadshow_id, "close", closed_at=clock.now())
    outbox.emit(RoadshowHeld(found.id), actor)
    return found


def cancel(actor: Actor, roadshow_id: int, reason: str) -> Roadshow:
    """It is called off; everybody told of it hears why. Raises Invalid without a reason."""
    before = queries.get(actor, roadshow_id)
    sequence = before.calendar_sequence + (1 if before.announced_at else 0)
    found = _move(actor, roadshow_id, "cancel", **_decided(actor, _reason(reason)), calendar_sequence=sequence)
    outbox.emit(RoadshowCancelled(found.id, found.announced_at is not None), actor)
    return found


def _move(actor: Actor, roadshow_id: int, name: str, **values: Any) -> Roadshow:
    """Make one move of the table, or refuse with what stands against it."""
    if not party(actor):
        raise NotFound
    found = queries.get(actor, roadshow_id)
    now, move = situation(actor, found), MOVES[name]
    if not may(MOVES, name, found.state, now.who, now):
        raise _refusal(name, found, now)
    if not swap_state(found, move.come_from, move.to, updated_at=clock.now(), **values):
        raise NotThisMoveNow
    return found


def _refusal(name: str, roadshow: Roadshow, now: Situation) -> Exception:
    """Why a move is refused: most telling reason first."""
    if roadshow.state not in MOVES[name].come_from or now.who not in MOVES[name].who:
        return NotThisMoveNow()
    if name == "open":
        begins, first = roadshow.starts_at.astimezone(SHANGHAI), opens_from(roadshow.starts_at).astimezone(SHANGHAI)
        return TooEarly(begins=f"{begins:%Y-%m-%d %H:%M}", first=f"{first:%Y-%m-%d %H:%M}")
    if name in ("approve", "return"):
        return NotTheBureau()
    if not now.to_come:
        return DayIsPast()
    return PlanUnfinished()


def _decided(actor: Actor, words: str) -> dict[str, Any]:
    return {"decision": words.strip()[:REASON_LENGTH], "decided_by": actor.user_id, "decided_at": clock.now()}


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid(fields={"reason": N_("Say why; everybody concerned will read it.")})
    return text
