"""Reading filings, papers, registrations and invoices: every query starts from what this person may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from market.contracts import queries as contracts
from market.contracts.models import Contract
from market.contracts.rules.states import State as ContractState
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.filings.models import (
    ContractRegistration,
    Filing,
    FilingPaper,
    FilingReminder,
    Invoice,
    InvoiceAccount,
    InvoiceTerms,
)
from market.filings.rules import deadline, invoices, registration
from market.filings.rules.states import OPEN, Kind, Standing, State
from market.licensing import queries as licensing
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules.states import IN_FORCE, LicenceState
from market.payments import queries as payments
from market.payments.models import Receipt, Receivable

GROUPS = ("todo", "filed", "recorded", "ended")
"""How the list of licences is cut: to be filed, with the office, recorded, over."""


def filings_of(licence_id: int) -> list[Filing]:
    """Every filing of a licence, newest first."""
    statement = select(Filing).where(Filing.licence_id == licence_id).order_by(Filing.id.desc())
    return list(db.session.scalars(statement.options(joinedload(Filing.organisation))))


def filing_for(actor: Actor, filing_id: int) -> Filing:
    """One filing on a licence this person may see; raises NotFound."""
    found = db.session.get(Filing, filing_id)
    if found is None:
        raise NotFound
    licensing.licence_for(actor, found.licence_id)
    return found


def open_filing(licence_id: int) -> Filing | None:
    """The filing under way on a licence: at most one."""
    return db.session.scalar(select(Filing).where(Filing.licence_id == licence_id, Filing.state.in_(OPEN)))


def standing(licence: Licence, filings: Sequence[Filing]) -> Standing:
    """What decides which filing may begin on a licence."""
    return Standing(
        licence=licence.state,
        ever_recorded=bool(licence.recordal_number),
        cancelled=any(it.kind == Kind.CANCELLATION and it.state == State.RECORDED for it in filings),
        open_filing=any(it.open for it in filings),
    )


def explained(licence: Licence) -> deadline.Explained:
    """The last day to record a licence, with its reasons."""
    noticed_on = clock.local_date(licence.request.noticed_at)
    reason = deadline.reason_for(licence.recordal_from, noticed_on, licence.request.paid_on)
    return deadline.explain(licence.recordal_from, "effective" if licence.kind != "open" else reason)


def filed_licences() -> set[int]:
    """Licences whose recordal lies with the patent office: nobody is reminded to file these."""
    found = db.session.scalars(
        select(Filing.licence_id).where(Filing.kind == Kind.RECORDAL, Filing.state == State.FILED)
    )
    return set(found)


def papers_of(licence_id: int) -> list[FilingPaper]:
    """The papers uploaded for the filings of a licence, oldest first."""
    statement = (
        select(FilingPaper)
        .where(FilingPaper.licence_id == licence_id, FilingPaper.removed_at.is_(None))
        .options(joinedload(FilingPaper.file), joinedload(FilingPaper.organisation))
        .order_by(FilingPaper.id)
    )
    return list(db.session.scalars(statement))


def paper_for(actor: Actor, paper_id: int) -> FilingPaper:
    """One paper of a licence this person may see; raises NotFound."""
    found = db.session.get(FilingPaper, paper_id)
    if found is None or found.removed_at is not None:
        raise NotFound
    licensing.licence_for(actor, found.licence_id)
    return found


def contract_of(licence: Licence) -> Contract | None:
    """The concluded contract of a licence that was drawn up here: of the negotiation, or the open licence's own."""
    negotiation = licence.request.terms.get("negotiation")
    found = contracts.of_subject(f"deal:{negotiation}" if negotiation else f"request:{licence.request_id}")
    return found if found is not None and found.state == ContractState.CONCLUDED else None


def papers_there(licence: Licence) -> set[str]:
    """Which kinds of papers a licence has: those uploaded, and the contract concluded here."""
    found = {paper.kind for paper in papers_of(licence.id)}
    return found | {"contract"} if contract_of(licence) is not None else found


def _open(state: str) -> ColumnElement[bool]:
    return exists().where(Filing.licence_id == Licence.id, Filing.kind == Kind.RECORDAL, Filing.state == state)


def _group(group: str) -> ColumnElement[bool]:
    filed = _open(State.FILED)
    return {
        "todo": (Licence.state == LicenceState.EFFECTIVE) & ~filed,
        "filed": (Licence.state == LicenceState.EFFECTIVE) & filed,
        "recorded": Licence.state == LicenceState.RECORDED,
        "ended": Licence.state == LicenceState.ENDED,
    }.get(group, true())


def licences(actor: Actor, group: str = "") -> Select[Any]:
    """The licences of this person's deals by where their recordal stands, the earliest due first."""
    return (
        select(Licence)
        .join(LicenceRequest, LicenceRequest.id == Licence.request_id)
        .where(licensing.visible(actor), _group(group))
        .options(joinedload(Licence.request), joinedload(Licence.licensee), joinedload(Licence.licensor))
        .order_by(Licence.recordal_due, Licence.id)
    )


def counts(actor: Actor) -> dict[str, int]:
    """How many licences stand in each group."""
    return {group: _count(licences(actor, group)) for group in GROUPS}


def _count(statement: Select[Any]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0)


def latest_filings(licence_ids: Collection[int]) -> dict[int, Filing]:
    """The newest filing of each licence that has one."""
    newest = select(func.max(Filing.id)).where(Filing.licence_id.in_(licence_ids)).group_by(Filing.licence_id)
    rows = db.session.scalars(select(Filing).where(Filing.id.in_(newest)).options(joinedload(Filing.organisation)))
    return {row.licence_id: row for row in rows}


def chosen(actor: Actor, licence_ids: Collection[int]) -> list[Licence]:
    """These licences as far as the person may see them; all that are to be recorded when none is named."""
    statement = licences(actor, "" if licence_ids else "todo")
    if licence_ids:
        statement = statement.where(Licence.id.in_(licence_ids))
    return list(db.session.scalars(statement.limit(2000)))


# ---- technology contracts ----
def registration_of(licence_id: int) -> ContractRegistration | None:
    """The registration of a licence's contract, or the decision against it."""
    return db.session.scalar(select(ContractRegistration).where(ContractRegistration.licence_id == licence_id))


def unregistered(until: date | None = None) -> list[Licence]:
    """Licences in force whose contract is neither registered nor waived; with a day, those to be reminded by then."""
    known = select(ContractRegistration.licence_id)
    statement = select(Licence).where(Licence.state.in_(IN_FORCE), Licence.id.not_in(known)).order_by(Licence.id)
    found = list(db.session.scalars(statement))
    return [it for it in found if until is None or registration.remind_on(it.effective_on) <= until]


def reminded(licence_id: int, kind: str) -> bool:
    """Whether a reminder of this kind has been given."""
    statement = select(FilingReminder.id).where(FilingReminder.licence_id == licence_id, FilingReminder.kind == kind)
    return db.session.scalar(statement) is not None


@dataclass(frozen=True)
class Registered:
    """Technology contracts registered in a period, amounts by currency (minor units in Money)."""

    contracts: int
    amounts: dict[str, Money]
    technology: dict[str, Money]


def registered(start: date, end: date, seller_id: int | None = None) -> Registered:
    """What was registered between two days (both included), of one seller when given."""
    row = ContractRegistration
    statement = (
        select(row.currency, func.count(), func.sum(row.amount_minor), func.sum(row.technology_minor))
        .where(row.state == "registered", row.registered_on.between(start, end))
        .group_by(row.currency)
    )
    if seller_id is not None:
        statement = statement.where(row.seller_id == seller_id)
    found = list(db.session.execute(statement))
    return Registered(
        contracts=sum(int(count) for _currency, count, _amount, _technology in found),
        amounts={currency: Money(int(amount), currency) for currency, _count_, amount, _technology in found},
        technology={currency: Money(int(technology), currency) for currency, _count_, _amount, technology in found},
    )


# ---- invoices ----
def invoice_visible(actor: Actor) -> ColumnElement[bool]:
    """Which requests a person may see: the operator all, others what their organisation asked for or issues."""
    if actor.operator:
        return true()
    own = actor.organisation_id or 0
    return or_(Invoice.debtor_id == own, Invoice.creditor_id == own)


def invoices_of(actor: Actor, state: str = "") -> Select[Any]:
    """The requests a person may see, newest first."""
    statement = select(Invoice).where(invoice_visible(actor)).order_by(Invoice.id.desc())
    statement = statement.options(joinedload(Invoice.debtor), joinedload(Invoice.creditor))
    return statement.where(Invoice.state == state) if state else statement


def invoice_counts(actor: Actor) -> dict[str, int]:
    """How many requests stand in each state."""
    statement = select(Invoice.state, func.count()).where(invoice_visible(actor)).group_by(Invoice.state)
    return {str(state): int(count) for state, count in db.session.execute(statement)}


def invoice_for(actor: Actor, invoice_id: int) -> Invoice:
    """One request this person may see; raises NotFound."""
    found = db.session.scalar(select(Invoice).where(Invoice.id == invoice_id, invoice_visible(actor)))
    if found is None:
        raise NotFound
    return found


def invoices_on(receivable_ids: Collection[int]) -> list[Invoice]:
    """Every request on these amounts due, oldest first."""
    statement = select(Invoice).where(Invoice.receivable_id.in_(receivable_ids)).order_by(Invoice.id)
    return list(db.session.scalars(statement))


def invoice_terms(organisation_id: int) -> InvoiceTerms | None:
    """What a licensor says of its invoices."""
    return db.session.scalar(select(InvoiceTerms).where(InvoiceTerms.organisation_id == organisation_id))


def room(receivable: Receivable) -> Money:
    """What may still be invoiced of an amount due: paid, by the ledger, less what is invoiced."""
    account = db.session.scalar(select(InvoiceAccount).where(InvoiceAccount.receivable_id == receivable.id))
    invoiced = Money(account.invoiced_minor if account else 0, receivable.currency)
    return invoices.room(payments.paid(receivable), invoiced)


def receipt_room(receipt: Receipt) -> Money:
    """What may still be invoiced of one receipt."""
    counting = select(func.coalesce(func.sum(Invoice.amount_minor), 0)).where(
        Invoice.receipt_id == receipt.id, Invoice.state.in_(invoices.COUNTING)
    )
    invoiced = Money(int(db.session.scalar(counting) or 0), receipt.currency)
    return invoices.room(receipt.applied, invoiced)


def askable(actor: Actor) -> list[tuple[Receivable, Money]]:
    """What the person's organisation has paid and not yet asked an invoice for, newest first, at most 200."""
    own = actor.organisation_id or 0
    paid = select(Receipt.receivable_id).join(Receivable).where(Receivable.debtor_id == own)
    statement = select(Receivable).where(Receivable.id.in_(paid)).order_by(Receivable.id.desc()).limit(200)
    rows = list(db.session.scalars(statement.options(joinedload(Receivable.creditor))))
    amounts = payments.paid_amounts(rows)
    accounts = select(InvoiceAccount).where(InvoiceAccount.receivable_id.in_([row.id for row in rows]))
    invoiced = {it.receivable_id: it.invoiced_minor for it in db.session.scalars(accounts)}
    rooms = [(row, invoices.room(amounts[row.id], Money(invoiced.get(row.id, 0), row.currency))) for row in rows]
    return [(row, left) for row, left in rooms if left]


def overdrawn() -> list[tuple[Receivable, Money]]:
    """Amounts due on which more is invoiced than is still paid (money went back): a red-letter invoice is needed."""
    statement = select(InvoiceAccount).where(InvoiceAccount.invoiced_minor > 0)
    accounts = {it.receivable_id: it.invoiced_minor for it in db.session.scalars(statement)}
    rows = list(db.session.scalars(select(Receivable).where(Receivable.id.in_(accounts))))
    paid = payments.paid_amounts(rows)
    over = [(row, Money(accounts[row.id], row.currency) - paid[row.id]) for row in rows]
    return [(row, amount) for row, amount in over if amount.minor > 0]


def licence_of_subject(subject: str) -> Licence | None:
    """The licence a receivable is about ("request:12", "licence:5"); None when it is about something else."""
    word, _, number = subject.partition(":")
    if not number.isdecimal() or len(number) > 9:
        return None
    if word == "licence":
        return db.session.get(Licence, int(number))
    if word != "request":
        return None
    return db.session.scalar(select(Licence).where(Licence.request_id == int(number)))
