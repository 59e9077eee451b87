"""Reading patents: every query starts from what this reader may see; secret ones only owners and operators (R30)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid, NotFound
from market.patents.models import ImportRow, ImportRun, LegalEvent, Owner, OwnershipClaim, Patent
from market.patents.rules.identifiers import clean, parse_application_number
from market.patents.rules.symbols import parse_ipc

SORTS = {
    "number": Patent.application_number,
    "title": Patent.title,
    "filed": Patent.filing_date,
    "expires": Patent.expiry_date,
    "updated": Patent.updated_at,
}


@dataclass(frozen=True)
class Wanted:
    """What a list of patents is narrowed to; empty values do not narrow."""

    words: str = ""
    kind: str = ""
    status: str = ""
    section: str = ""
    owner: str = ""
    sort: str = "-updated"


def _owned_by(organisation_id: int | None) -> Any:
    return Patent.owners.any(Owner.organisation_id == organisation_id)


def visible(actor: Actor) -> Select[Patent]:
    """Every patent this reader may see."""
    statement = select(Patent)
    if actor.operator:
        return statement
    if actor.organisation_id is None:
        return statement.where(Patent.secret.is_(False))
    return statement.where(or_(Patent.secret.is_(False), _owned_by(actor.organisation_id)))


def patent(actor: Actor, patent_id: int) -> Patent:
    """One patent with its owners; raises NotFound, also for a secret one of others."""
    found = db.session.scalar(visible(actor).where(Patent.id == patent_id).options(selectinload(Patent.owners)))
    if found is None:
        raise NotFound
    return found


def editable_patent(actor: Actor, patent_id: int) -> Patent:
    """One patent that the actor may change; raises NotFound."""
    found = patent(actor, patent_id)
    if not may_edit(actor, found):
        raise NotFound
    return found


def may_edit(actor: Actor, patent: Patent) -> bool:
    """Whether the actor keeps this record: a vetted owner or the operator."""
    if actor.operator:
        return True
    return actor.vetted and any(actor.of(owner.organisation_id) for owner in patent.owners)


def by_application_number(number: str) -> Patent | None:
    """The patent with this canonical application number, whoever asks; for services."""
    return db.session.scalar(select(Patent).where(Patent.application_number == number))


def owned(actor: Actor, wanted: Wanted) -> Select[Patent]:
    """The patents an organisation keeps (an operator: all), narrowed and sorted."""
    statement = select(Patent).options(selectinload(Patent.owners))
    if not actor.operator:
        statement = statement.where(_owned_by(actor.organisation_id))
    return _sorted(narrowed(statement, wanted), wanted.sort)


def narrowed(statement: Select[Patent], wanted: Wanted) -> Select[Patent]:
    """A select of patents with the filters of a list."""
    if wanted.words.strip():
        statement = statement.where(_about(wanted.words))
    if wanted.kind:
        statement = statement.where(Patent.kind == wanted.kind)
    if wanted.status:
        statement = statement.where(_has_status(wanted.status, clock.today()))
    if wanted.section:
        statement = statement.where(Patent.ipc_main.startswith(wanted.section, autoescape=True))
    if wanted.owner.strip():
        pattern = Owner.name.contains(wanted.owner.strip(), autoescape=True)
        statement = statement.where(Patent.owners.any(pattern))
    return statement


def _has_status(status: str, today: date) -> Any:
    """The status as shown today: a term that has run out counts as dead, whatever was recorded."""
    run_out = and_(Patent.expiry_date.is_not(None), Patent.expiry_date <= today)
    return case((run_out, "dead"), else_=Patent.status) == status


def _about(words: str) -> Any:
    """Number, class, title or owner contains what was typed."""
    text = words.strip()
    options = [
        Patent.title.icontains(text, autoescape=True),
        Patent.title_en.icontains(text, autoescape=True),
        Patent.keywords.icontains(text, autoescape=True),
        Patent.owners.any(Owner.name.contains(text, autoescape=True)),
    ]
    digits = clean(text).removeprefix("ZL").removeprefix("CN")
    if len(digits) >= 4 and digits[:4].isdigit():
        options.append(Patent.application_number.startswith(digits, autoescape=True))
        options.append(Patent.publication_number.startswith(f"CN{digits}", autoescape=True))
        options.append(Patent.grant_number.startswith(f"CN{digits}", autoescape=True))
    with suppress(Invalid):
        options.append(Patent.application_number == parse_application_number(text).canonical)
    with suppress(Invalid):
        options.append(Patent.ipc_main == parse_ipc(text).display)
    return or_(*options)


def _sorted(statement: Select[Patent], sort: str) -> Select[Patent]:
    column = SORTS.get(sort.removeprefix("-"), Patent.updated_at)
    order = column.desc() if sort.startswith("-") else column.asc()
    return statement.order_by(column.is_(None), order, Patent.id.desc())


def status_counts(actor: Actor) -> dict[str, int]:
    """How many patents an organisation keeps (an operator: all), by the status shown today."""
    shown = case(
        (and_(Patent.expiry_date.is_not(None), Patent.expiry_date <= clock.today()), "dead"),
        else_=Patent.status,
    )
    statement = select(shown, func.count()).group_by(shown)
    if not actor.operator:
        statement = statement.where(_owned_by(actor.organisation_id))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def legal_events(patent_id: int) -> Sequence[LegalEvent]:
    """The legal history of a patent, newest first."""
    return db.session.scalars(
        select(LegalEvent).where(LegalEvent.patent_id == patent_id).order_by(LegalEvent.on.desc(), LegalEvent.id.desc())
    ).all()


def imports(actor: Actor) -> Select[ImportRun]:
    """The imports this actor may see, newest first: a university its own, operators all."""
    statement = select(ImportRun).order_by(ImportRun.id.desc())
    if actor.operator:
        return statement
    return statement.where(ImportRun.organisation_id == (actor.organisation_id or 0))


def import_run(actor: Actor, import_id: int) -> ImportRun:
    """One import that this actor may see; raises NotFound."""
    found = db.session.scalar(imports(actor).where(ImportRun.id == import_id))
    if found is None:
        raise NotFound
    return found


def patents_of_import(import_id: int) -> list[int]:
    """The patents that an import made or changed, for whoever follows up (index, matching)."""
    return list(
        db.session.scalars(
            select(ImportRow.patent_id)
            .where(
                ImportRow.import_id == import_id,
                ImportRow.outcome.in_(("imported", "updated")),
                ImportRow.patent_id.is_not(None),
            )
            .distinct()
            .order_by(ImportRow.patent_id)
        )
    )


def unclaimed_count(name: str) -> int:
    """On how many patents this owner's name stands unlinked."""
    return (
        db.session.scalar(
            select(func.count()).select_from(Owner).where(Owner.name == name, Owner.organisation_id.is_(None))
        )
        or 0
    )


def unclaimed_names(words: str, limit: int = 50) -> list[tuple[str, int]]:
    """Unlinked owners' names that contain the words, with the number of patents, most first."""
    text = words.strip()
    if not text:
        return []
    count = func.count()
    rows = db.session.execute(
        select(Owner.name, count)
        .where(Owner.organisation_id.is_(None), Owner.name.contains(text, autoescape=True))
        .group_by(Owner.name)
        .order_by(count.desc(), Owner.name)
        .limit(limit)
    )
    return [(name, number) for name, number in rows]


def claims(actor: Actor, state: str = "") -> Select[OwnershipClaim]:
    """Claims of ownership: an organisation's own, for operators all; waiting ones first, oldest first."""
    statement = select(OwnershipClaim).options(selectinload(OwnershipClaim.organisation))
    if not actor.operator:
        statement = statement.where(OwnershipClaim.organisation_id == (actor.organisation_id or 0))
    if state:
        statement = statement.where(OwnershipClaim.state == state)
    waiting = case((OwnershipClaim.state == "pending", 0), else_=1)
    return statement.order_by(waiting, OwnershipClaim.id)


def claim(actor: Actor, claim_id: int) -> OwnershipClaim:
    """One claim that this actor may see; raises NotFound."""
    found = db.session.scalar(claims(actor).where(OwnershipClaim.id == claim_id))
    if found is None:
        raise NotFound
    return found


def open_claim(organisation_id: int, name: str) -> OwnershipClaim | None:
    """The waiting claim of an organisation on a name."""
    return db.session.scalar(
        select(OwnershipClaim).where(
            OwnershipClaim.organisation_id == organisation_id,
            OwnershipClaim.name == name,
            OwnershipClaim.state == "pending",
        )
    )


def claims_waiting() -> int:
    """How many claims wait for the operator."""
    waiting = select(func.count()).select_from(OwnershipClaim).where(OwnershipClaim.state == "pending")
    return db.session.scalar(waiting) or 0
