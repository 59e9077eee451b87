"""One deal as evidence sees it: request, licence, negotiation and contracts that belong together, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from market.contracts import queries as contracts
from market.contracts.models import Contract
from market.core import files
from market.core.actor import Actor
from market.core.clock import UTC
from market.core.db import db
from market.core.files import StoredFile
from market.core.i18n import current_language
from market.core.money import Money
from market.evidence.errors import NotYet
from market.ledger.models import JournalEntry
from market.licensing import queries as licensing
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules.terms import Terms
from market.negotiation import queries as negotiation
from market.negotiation.models import Deal
from market.payments.models import Receivable

INTERNAL = 200
"""How much of a long internal text a table shows."""


@dataclass(frozen=True)
class Case:
    """A deal with everything that belongs to it, and who reads it."""

    reader: Actor
    request: LicenceRequest | None
    deal: Deal | None

    @cached_property
    def licence(self) -> Licence | None:
        """The licence it became."""
        if self.request is not None and self.request.licence is not None:
            return self.request.licence
        return self.deal.licence if self.deal is not None else None

    @cached_property
    def terms(self) -> Terms | None:
        """The terms as they were frozen."""
        if self.request is not None:
            return Terms.read(self.request.terms)
        return Terms.read(self.deal.terms) if self.deal is not None and self.deal.terms else None

    @cached_property
    def contracts(self) -> Sequence[Contract]:
        """Every contract made on it, those set aside too."""
        return [it for subject in self.subjects for it in contracts.all_of_subject(subject)]

    @cached_property
    def subjects(self) -> list[str]:
        """Its keys, as events, payments and contracts know it."""
        found = [f"deal:{self.deal.id}"] if self.deal is not None else []
        found += [f"request:{self.request.id}"] if self.request is not None else []
        return found + ([f"licence:{self.licence.id}"] if self.licence is not None else [])

    @cached_property
    def receivables(self) -> Sequence[Receivable]:
        """Every amount that was asked for."""
        statement = select(Receivable).where(Receivable.subject.in_(self.subjects))
        options = selectinload(Receivable.receipts)
        return db.session.scalars(statement.options(options).order_by(Receivable.id)).all()

    @cached_property
    def entries(self) -> Sequence[JournalEntry]:
        """Every entry of the ledger about these amounts."""
        keys = [row.ledger_subject for row in self.receivables]
        statement = select(JournalEntry).where(JournalEntry.subject.in_(keys)).order_by(JournalEntry.id)
        return db.session.scalars(statement.options(selectinload(JournalEntry.postings))).all()

    @property
    def licensor_side(self) -> bool:
        """Whether the reader stands on the owner's side, or is the operator."""
        owner = self.request.licensor_id if self.request is not None else self.deal.owner_id if self.deal else None
        return self.reader.operator or self.reader.of(owner)

    @property
    def reference(self) -> str:
        """What people call it."""
        if self.licence is not None:
            return self.licence.reference
        return self.request.reference if self.request is not None else self.deal.reference if self.deal else ""

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        about = self.terms or self.deal
        if about is None:
            return ""
        return about.title_en if current_language() == "en" and about.title_en else about.title


def case_of(reader: Actor, kind: str, number: int) -> Case:
    """The deal behind a request ("request") or a negotiation ("deal"), when this person may see it; raises NotFound."""
    if kind == "request":
        request = licensing.request_for(reader, number)
        negotiated = Terms.read(request.terms).negotiation
        return Case(reader, request, negotiation.deal_of_subject(f"deal:{negotiated or 0}"))
    deal = negotiation.deal_for(reader, number)
    if not deal.disclosed and not (reader.operator or reader.of(deal.firm_id)):
        raise NotYet
    granted = licensing.request_for(reader, deal.licence.request_id) if deal.licence is not None else None
    return Case(reader, granted, deal)


def day(value: date | None) -> str:
    """A day as ISO text, empty for none."""
    return value.isoformat() if value else ""


def instant(value: datetime | None) -> str:
    """An instant to the second in UTC, empty for none."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if value else ""


def money(value: Money | None) -> str:
    """An amount in the reader's language, empty for none."""
    return value.format(current_language()) if value is not None else ""


def place(stored: StoredFile | None) -> Path | None:
    """Where a stored file lies."""
    return files.path_of(stored) if stored is not None else None
