"""Planning: begin, change and copy a plan, keep the series; inside a transaction."""

import secrets
from datetime import datetime

from market.accounts.queries import find_organisation
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.clock import SHANGHAI
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.roadshows import queries
from market.roadshows.errors import PlanClosed
from market.roadshows.events import RoadshowChanged, RoadshowCopied, RoadshowMoved, RoadshowPlanned, SeriesChanged
from market.roadshows.models import Roadshow, RoadshowBody, RoadshowSeries
from market.roadshows.rules import plans
from market.roadshows.rules.plans import Plan
from market.roadshows.rules.series import Series
from market.roadshows.rules.states import Part, State

MONEY = {"target_amount": "target_amount_minor", "budget": "budget_minor"}
"""Amounts of a plan and the columns they are kept in."""


def begin(actor: Actor, plan: Plan, copied_from_id: int | None = None) -> Roadshow:
    """The operator begins a plan; days left empty are counted back from its day. Raises Invalid by field."""
    if not actor.operator:
        raise NotFound
    plan = _sound(plan, plans.EVERYTHING)
    found = Roadshow(
        reference=secrets.token_hex(8),
        organisation_id=actor.organisation_id,
        copied_from_id=copied_from_id,
        created_by=actor.user_id,
        state=State.DRAFT,
    )
    _write(found, plan, sorted(plans.EVERYTHING - {"bodies"}))
    db.session.add(found)
    db.session.flush()
    found.reference = f"RS-{found.starts_at.astimezone(SHANGHAI).year}-{found.id:04d}"
    _keep_bodies(found, plan)
    outbox.emit(RoadshowPlanned(found.id), actor)
    return found


def change(actor: Actor, roadshow_id: int, plan: Plan) -> list[str]:
    """The operator changes a plan; returns the fields that are another now.

    What its state does not leave open stays as it was. After the announcement another time or place is a move: the
    calendars' sequence goes up. Raises Invalid by field, PlanClosed, NotFound.
    """
    found = queries.run_by(actor, roadshow_id)
    lock_row(found)
    if not (may := plans.open_fields(found.state)):
        raise PlanClosed
    before = found.plan
    after = _sound(plans.kept(before, plan, may), may)
    if not (names := plans.changed(before, after)):
        return []
    _write(found, after, [name for name in names if name != "bodies"])
    found.updated_at = clock.now()
    if "bodies" in names:
        _keep_bodies(found, after)
    moved = found.state == State.ANNOUNCED and plans.moved(before, after)
    if moved:
        found.calendar_sequence += 1
    db.session.flush()
    outbox.emit(RoadshowChanged(found.id, ",".join(names)), actor)
    if moved and before.starts_at and before.ends_at:
        was = (before.starts_at.isoformat(), before.ends_at.isoformat(), before.place)
        outbox.emit(RoadshowMoved(found.id, found.calendar_sequence, *was), actor)
    return names


def clone(actor: Actor, roadshow_id: int, starts: datetime) -> Roadshow:
    """A new plan like an earlier one, every day shifted to the new beginning (an aware instant).

    The rooms above hear RoadshowCopied and take over their terms: never people, pitches, registrations or money spent.
    Raises NotFound; Invalid when the new day is past.
    """
    source = queries.run_by(actor, roadshow_id)
    if starts <= clock.now():
        raise Invalid(fields={"starts_at": N_("Choose a day that lies ahead.")})
    copy = begin(actor, plans.shifted(source.plan, starts), copied_from_id=source.id)
    copy.settings = dict(source.settings)
    outbox.emit(RoadshowCopied(copy.id, source.id), actor)
    return copy


def keep_series(actor: Actor, entered: Series, series_id: int | None = None) -> RoadshowSeries:
    """The operator begins a series or changes one; raises Invalid when its title is taken."""
    if not actor.operator:
        raise NotFound
    found = RoadshowSeries() if series_id is None else queries.series(series_id)
    same = queries.series_titled(entered.title)
    if same is not None and same.id != found.id:
        raise Invalid(fields={"title": N_("There is a series with this title already.")})
    found.title, found.title_en = entered.title, entered.title_en
    found.summary, found.summary_en = entered.summary, entered.summary_en
    db.session.add(found)
    db.session.flush()
    outbox.emit(SeriesChanged(found.id), actor)
    return found


def _sound(plan: Plan, may: frozenset[str]) -> Plan:
    """The plan with its days filled in; raises Invalid with what is wrong in what may be changed, by field."""
    if "starts_at" in may:
        plan = plans.with_defaults(plan, clock.now())
    open_now = may | (frozenset(Part) if "bodies" in may else frozenset())
    if wrong := {name: words for name, words in plans.problems(plan).items() if name in open_now}:
        raise Invalid(fields=wrong)
    if plan.series_id is not None:
        queries.series(plan.series_id)
    return plan


def _write(row: Roadshow, plan: Plan, names: list[str]) -> None:
    """Put these fields of a plan into their columns."""
    for name in names:
        value = getattr(plan, name)
        if name in MONEY:
            setattr(row, MONEY[name], value.minor)
        else:
            setattr(row, name, value)


def _keep_bodies(row: Roadshow, plan: Plan) -> None:
    """The bodies in the order entered; one whose name is that of an organisation here is linked to it."""
    row.bodies.clear()
    db.session.flush()
    for position, body in enumerate(plan.bodies):
        named = find_organisation(body.name)
        known = named if named is not None and named.vetted else None
        row.bodies.append(
            RoadshowBody(
                part=body.part,
                name=body.name,
                name_en=body.name_en or (known.name_en if known else ""),
                organisation_id=known.id if known else None,
                position=position,
            )
        )
    db.session.flush()
