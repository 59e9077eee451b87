"""Draws: announced with a sealed secret and a frozen list, held with the secret revealed, or called off in the open."""

import secrets
from datetime import datetime

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, swap_state
from market.core.errors import Invalid
from market.core.i18n import N_
from market.core.outbox import emit
from market.pitches import queries
from market.pitches.errors import BegunAlready, DrawOpen, DrawOver, DrawTooEarly, NothingToDraw
from market.pitches.events import DrawCommitted, DrawHeld, DrawVoided
from market.pitches.models import PitchDraw
from market.pitches.rules.draw import SECRET_BYTES, DrawState, commitment_of, listed, order_of, placed, seed_of
from market.pitches.service.holding import hold_roadshow
from market.pitches.service.ordering import place
from market.roadshows.models import Roadshow

LEAST_REASON = 4


def announce(
    actor: Actor, roadshow_id: int, salt_source: str = "", held_from: datetime | None = None, why: str = ""
) -> PitchDraw:
    """Seal a secret and freeze the list of the selected; after a draw that was held `why` must say why again."""
    _before_it_begins(hold_roadshow(actor, roadshow_id))
    if queries.open_draw(roadshow_id) is not None:
        raise DrawOpen
    selected = {pitch.reference: pitch.title for pitch in queries.of_roadshow(roadshow_id)}
    if len(selected) < 2:
        raise NothingToDraw
    before = queries.draws(roadshow_id)
    if any(one.state == DrawState.HELD for one in before) and len(why.strip()) < LEAST_REASON:
        raise Invalid(fields={"why": N_("Say why there is another draw; everybody reads it.")})
    secret = secrets.token_hex(SECRET_BYTES)
    draw = PitchDraw(
        roadshow_id=roadshow_id,
        number=len(before) + 1,
        entries=[{"reference": reference, "title": selected[reference]} for reference in listed(selected)],
        commitment=commitment_of(secret),
        secret=secret,
        salt_source=salt_source.strip(),
        held_from=held_from,
        why=why.strip(),
        committed_by=actor.user_id,
    )
    db.session.add(draw)
    db.session.flush()
    emit(DrawCommitted(roadshow_id, draw.id), actor)
    return draw


def hold(actor: Actor, roadshow_id: int, draw_id: int, salt: str = "") -> PitchDraw:
    """Draw: reveal the secret, reckon the order, number the selected by it. Pitches selected since come last."""
    _before_it_begins(hold_roadshow(actor, roadshow_id))
    draw = queries.draw(roadshow_id, draw_id)
    if draw.held_from is not None and clock.now() < draw.held_from:
        raise DrawTooEarly(when=draw.held_from.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    salt = " ".join(salt.split())
    if draw.salt_source and not salt:
        raise Invalid(fields={"salt": N_("Enter the public number that was announced.")})
    if salt and not draw.salt_source:
        raise Invalid(fields={"salt": N_("No public number was announced, so none can be added.")})
    references = [entry["reference"] for entry in draw.entries]
    seed = seed_of(draw.secret, references, salt)
    order = list(order_of(seed, references))
    closed = {"closed_at": clock.now(), "closed_by": actor.user_id}
    if not swap_state(draw, {DrawState.COMMITTED}, DrawState.HELD, salt=salt, seed=seed, order=order, **closed):
        raise DrawOver
    standing = {pitch.reference: pitch.id for pitch in queries.of_roadshow(roadshow_id)}
    place(roadshow_id, [standing[reference] for reference in placed(order, list(standing))])
    emit(DrawHeld(roadshow_id, draw.id), actor)
    return draw


def call_off(actor: Actor, roadshow_id: int, draw_id: int, reason: str) -> PitchDraw:
    """Give up an announced draw: it stays on the page with its reason, and its secret becomes public."""
    hold_roadshow(actor, roadshow_id)
    draw = queries.draw(roadshow_id, draw_id)
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(fields={"reason": N_("Say why the draw is called off; everybody reads it.")})
    closed = {"closed_at": clock.now(), "closed_by": actor.user_id, "reason": reason.strip()}
    if not swap_state(draw, {DrawState.COMMITTED}, DrawState.VOID, **closed):
        raise DrawOver
    emit(DrawVoided(roadshow_id, draw.id), actor)
    return draw


def _before_it_begins(roadshow: Roadshow) -> None:
    if not roadshow.coming or clock.now() >= roadshow.starts_at:
        raise BegunAlready
