"""What a firm does with its need: draft, save, hand in, take back, add files, close."""

import secrets
from dataclasses import asdict
from datetime import date, timedelta

from market.accounts.rules.regions import read_region
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.files import StoredFile
from market.core.outbox import emit
from market.needs.errors import NotVetted, TooManyFiles, WrongState
from market.needs.events import NeedChanged, NeedClosed, NeedReopened, NeedSubmitted, NeedTalked
from market.needs.models import Need, NeedDocument
from market.needs.rules.budget import Kind, read_budget
from market.needs.rules.content import MONTHS_VALID, Details, refusals, weighty
from market.needs.rules.states import (
    EDITABLE,
    FIRM,
    HOW,
    HOW_FIRM,
    HOW_OPERATOR,
    ON_BOARD,
    OPERATOR,
    SYSTEM,
    State,
    end_of,
    may,
)

MOST_FILES = 10


def party(actor: Actor, need: Need) -> str:
    """As what the actor deals with this need: firm, operator or the system itself; NotFound for anybody else."""
    if actor.of(need.organisation_id):
        return FIRM
    if actor.operator:
        return OPERATOR
    if actor.user_id is None and actor.name == SYSTEM:
        return SYSTEM
    raise NotFound


def move(actor: Actor, need: Need, target: State) -> None:
    """Bring a need into another state if the table allows it to this party."""
    lock_row(need)
    if not may(need.state, target, party(actor, need)):
        raise WrongState
    need.state = target
    need.updated_at = clock.now()


def draft(actor: Actor, details: Details) -> Need:
    """Begin a need; nothing has to be complete yet."""
    if actor.kind != "firm" or actor.organisation_id is None:
        raise NotFound
    need = Need(organisation_id=actor.organisation_id, created_by=actor.user_id, reference=secrets.token_hex(8))
    fill(need, details)
    db.session.add(need)
    db.session.flush()
    number(need)
    return need


def number(need: Need) -> None:
    """Give a stored need its reference, XQ-2026-0317: year and running number."""
    need.reference = f"XQ-{clock.today().year}-{need.id:04d}"


def fill(need: Need, details: Details) -> None:
    """Write what was filled in, and beside it what can be read from its texts."""
    for name, value in asdict(details).items():
        setattr(need, name, list(value) if isinstance(value, tuple) else value)
    read_texts(need)


def read_texts(need: Need) -> None:
    """Set the figures and codes that the budget and region texts say; what is not understood stays text."""
    budget = read_budget(need.budget_text)
    need.budget_min_minor = budget.minimum.minor if budget.minimum else 0 if budget.kind is Kind.OPEN else None
    need.budget_max_minor = budget.maximum.minor if budget.maximum else None
    need.currency = budget.currency
    need.region = read_region(need.region_text)


def save(actor: Actor, need: Need, details: Details) -> None:
    """Store what the firm, or the operator for it, changed; a need on the board stays there, marked as changed."""
    lock_row(need)
    if party(actor, need) not in (FIRM, OPERATOR) or need.state not in EDITABLE:
        raise WrongState
    _may_show(actor, need)
    before = need.details()
    if need.state not in (State.DRAFT, State.RETURNED, State.EXPIRED) and not actor.operator:
        _check(details)
    fill(need, details)
    need.updated_at = clock.now()
    if need.state in ON_BOARD and weighty(before, details):
        if not actor.operator:
            flag(need, "changed")
        emit(NeedChanged(need_id=need.id), actor)


def _may_show(actor: Actor, need: Need) -> None:
    """What stands on the board is changed by vetted organisations only; raises NotVetted."""
    if need.state in ON_BOARD and not actor.vetted:
        raise NotVetted


def _check(details: Details) -> None:
    if fields := refusals(details, clock.today()):
        raise Invalid(fields=fields)


def flag(need: Need, code: str) -> None:
    """Mark something for the operator."""
    if code not in need.flags:
        need.flags = [*need.flags, code]


def submit(actor: Actor, need: Need) -> None:
    """Hand a need in for review; the firm must be vetted and the need complete enough."""
    if not actor.vetted:
        raise NotVetted
    _check(need.details())
    move(actor, need, State.SUBMITTED)
    need.submitted_at = clock.now()
    need.closed_how = ""
    if need.valid_until is None:
        need.valid_until = a_year_on(clock.today())
    emit(NeedSubmitted(need_id=need.id), actor)


def a_year_on(day: date) -> date:
    """The last day of a need whose firm named none: twelve months from a day."""
    return day + timedelta(days=round(MONTHS_VALID * 365.25 / 12))


def take_back(actor: Actor, need: Need) -> None:
    """Make a need that waits for review a draft again."""
    move(actor, need, State.DRAFT)


def talk(actor: Actor, need: Need) -> None:
    """Note that the firm talks with an owner; a need that is not on the board, or talks already, stays as it is."""
    if need.state == State.PUBLISHED:
        move(actor, need, State.IN_TALKS)
        emit(NeedTalked(need_id=need.id), actor)


def stop_talking(actor: Actor, need: Need) -> None:
    """Put a need whose talks led nowhere back among the open ones."""
    _may_show(actor, need)
    move(actor, need, State.PUBLISHED)
    emit(NeedReopened(need_id=need.id), actor)


def close(actor: Actor, need: Need, how: str) -> None:
    """End a need, saying how."""
    allowed = HOW_FIRM if party(actor, need) == FIRM else HOW_OPERATOR
    if how not in allowed and not (actor.user_id is None and how in HOW):
        raise Invalid(fields={"how": WrongState.sentence})
    move(actor, need, end_of(how))
    need.closed_how = how
    need.closed_at = clock.now()
    emit(NeedClosed(need_id=need.id, how=how), actor)


def attach(actor: Actor, need: Need, stored: StoredFile, confidential: bool) -> NeedDocument:
    """Add a file that is already on disk."""
    lock_row(need)
    if party(actor, need) != FIRM or need.state not in EDITABLE:
        raise WrongState
    _may_show(actor, need)
    if len(need.documents) >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    document = NeedDocument(need=need, file=stored, confidential=confidential)
    db.session.add(document)
    if need.state in ON_BOARD and not confidential:
        flag(need, "changed")
    return document


def detach(actor: Actor, need: Need, document_id: int) -> None:
    """Take a file away again."""
    lock_row(need)
    if party(actor, need) != FIRM or need.state not in EDITABLE:
        raise WrongState
    found = next((document for document in need.documents if document.id == document_id), None)
    if found is None:
        raise NotFound
    need.documents.remove(found)
