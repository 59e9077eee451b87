"""Single records: entered by hand, described, and their legal situation kept up to date."""

from dataclasses import dataclass
from datetime import date

from market.accounts.models import Organisation
from market.accounts.queries import find_organisation, own_organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Invalid
from market.core.files import StoredFile
from market.core.outbox import emit
from market.patents.errors import AlreadyKept, NotVetted, OnlyOwners
from market.patents.events import PatentChanged, PatentStatusChanged
from market.patents.models import Owner, Patent
from market.patents.queries import by_application_number, may_edit
from market.patents.rules.identifiers import PatentType
from market.patents.rules.legal import Statement, refusals
from market.patents.rules.merging import Stated, new_record
from market.patents.rules.rows import Facts, check_dates
from market.patents.rules.status import LEVEL_OF
from market.patents.rules.terms import next_annuity
from market.patents.service.ownership import organisations_named

HAND_ENTRY = "hand entry"


@dataclass(frozen=True)
class Description:
    """What an owner may say about a patent beside the register's data."""

    title: str
    title_en: str = ""
    abstract: str = ""
    industry: str = ""
    keywords: str = ""
    secret: bool = False


def enter(actor: Actor, facts: Facts, owner: str = "") -> Patent:
    """Keep one patent entered by hand, inside a transaction; a university's own, an operator's of any owner.

    Raises NotVetted, AlreadyKept, Invalid.
    """
    if not actor.vetted:
        raise NotVetted
    if by_application_number(facts.number.canonical) is not None:
        raise AlreadyKept(number=facts.number.canonical)
    check_dates(facts, clock.today())
    organisation: Organisation | None = (
        own_organisation(actor) if actor.kind == "university" else find_organisation(owner)
    )
    named = facts.applicants or ((organisation.name if organisation else owner.strip()),)
    if organisation is not None and organisation.name not in named:
        named = (*named, organisation.name)
    values = new_record(facts, Stated(HAND_ENTRY, clock.today()))
    patent = Patent(**{**values, "applicants": [name for name in named if name]})
    db.session.add(patent)
    db.session.flush()
    known = organisations_named(set(named))
    for place, name in enumerate(name for name in named if name):
        linked = organisation.id if organisation is not None and organisation.name == name else known.get(name)
        db.session.add(Owner(patent_id=patent.id, position=place, name=name, organisation_id=linked))
    emit(PatentChanged(patent.id), actor)
    return patent


def describe(actor: Actor, patent: Patent, description: Description) -> None:
    """Change what is said about a patent, inside a transaction; raises OnlyOwners."""
    if not may_edit(actor, patent):
        raise OnlyOwners
    for name, value in vars(description).items():
        setattr(patent, name, value)
    patent.updated_at = clock.now()
    emit(PatentChanged(patent.id), actor)


def state(actor: Actor, patent: Patent, statement: Statement, report: StoredFile | None = None) -> None:
    """Keep a statement on the legal situation, inside a transaction; `report` is a new evaluation report.

    Raises OnlyOwners, or Invalid with the sentence of each field.
    """
    if not may_edit(actor, patent):
        raise OnlyOwners
    type = PatentType(patent.kind)
    wrong = refusals(statement, type, patent.filing_date, patent.expiry_date, clock.today())
    if wrong:
        raise Invalid(fields={name: str(refusal) for name, refusal in wrong.items()})
    old = patent.status
    patent.status = LEVEL_OF[statement.detail].value
    patent.status_detail = statement.detail.value
    patent.status_source, patent.status_as_of = statement.source.strip()[:120], statement.as_of
    for name in ("annuity_paid_to_year", "pledged", "pledgee_consent", "preserved", "disputed", "exclusive_until"):
        setattr(patent, name, getattr(statement, name))
    patent.evaluation, patent.evaluation_date = statement.evaluation, statement.evaluation_date
    patent.annuity_due = _annuity_due(patent, type)
    if report is not None:
        db.session.add(report)
        db.session.flush()
        patent.evaluation_file_id = report.id
    patent.updated_at = clock.now()
    emit(PatentStatusChanged(patent.id, old, patent.status), actor)


def _annuity_due(patent: Patent, type: PatentType) -> date | None:
    if patent.filing_date is None:
        return None
    annuity = next_annuity(type, patent.filing_date, patent.annuity_paid_to_year)
    return annuity.due if annuity is not None else None
