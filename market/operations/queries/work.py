"""Everything that waits for somebody, for the operator's work list."""


from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from market.accounts.models import Organisation
from market.banking.queries import waiting_statements
from market.core import clock
from market.core.calendar import add_working_days
from market.core.db import db
from market.core.i18n import N_
from market.core.outbox import Job
from market.effects import queries as effects
from market.filings import queries as filings
from market.intents.queries import overdue as overdue_intents
from market.licensing.models import Licence, LicenceRequest
from market.needs.models import Need
from market.negotiation.queries import overdue as overdue_answers
from market.operations.rules import ANSWER_WORKING_DAYS, DEBTOR, LICENSOR, OPERATOR, RECORDAL_AHEAD_DAYS, WorkItem
from market.patents.models import OwnershipClaim
from market.payments.models import Receivable
from market.payments.queries import UNPAID, open_matters
from market.reconciliation.queries import open_differences
from market.royalties.queries import waiting_for_operator as waiting_royalties

MOST_OF_A_KIND = 500


def work_items() -> list[WorkItem]:
    """Everything that waits for somebody, of each kind at most MOST_OF_A_KIND, the oldest first."""
    people = [*_vetting(), *_needs(), *_claims(), *_held(), *_recordals()]
    return [*people, *_overdue(), *_invoices(), *_royalties(), *_bank(), *_effects(), *_talks(), *_intents(), *_rest()]


def answer_due(moment: datetime) -> date:
    """The last day of the house's answering time for something that came in then."""
    return add_working_days(clock.local_date(moment), ANSWER_WORKING_DAYS)


def _rows(statement: Select[Any]) -> Sequence[Any]:
    return db.session.scalars(statement.limit(MOST_OF_A_KIND)).all()


def _vetting() -> list[WorkItem]:
    statement = select(Organisation).where(Organisation.state == "pending").order_by(Organisation.id)
    return [
        WorkItem(
            "vetting",
            N_("New organisation"),
            row.uscc,
            row.name,
            OPERATOR,
            clock.local_date(row.created_at),
            "accounts.vetting_page",
            {"organisation_id": row.id},
            answer_due(row.created_at),
        )
        for row in _rows(statement)
    ]


def _needs() -> list[WorkItem]:
    statement = select(Need).where(Need.state == "submitted").options(joinedload(Need.organisation)).order_by(Need.id)
    return [
        WorkItem(
            "needs",
            N_("First answer to a need"),
            f"{row.reference} {row.title}",
            row.organisation.name if row.organisation else row.firm_name,
            OPERATOR,
            clock.local_date(row.submitted_at or row.created_at),
            "needs.review",
            {"need_id": row.id},
            answer_due(row.submitted_at or row.created_at),
        )
        for row in _rows(statement)
    ]


def _claims() -> list[WorkItem]:
    statement = (
        select(OwnershipClaim)
        .where(OwnershipClaim.state == "pending")
        .options(joinedload(OwnershipClaim.organisation))
        .order_by(OwnershipClaim.id)
    )
    return [
        WorkItem(
            "claims",
            N_("Claim to an owner's name"),
            row.name,
            row.organisation.name,
            OPERATOR,
            clock.local_date(row.created_at),
            "patents.claims",
            {},
            answer_due(row.created_at),
        )
        for row in _rows(statement)
    ]


def _held() -> list[WorkItem]:
    statement = (
        select(LicenceRequest)
        .where(LicenceRequest.state == "held")
        .options(joinedload(LicenceRequest.licensee))
        .order_by(LicenceRequest.id)
    )
    return [
        WorkItem(
            "held",
            N_("Paid, but a check failed"),
            f"{row.reference} {row.title}",
            row.licensee.name,
            OPERATOR,
            row.paid_on or clock.local_date(row.noticed_at),
            "licensing.request_page",
            {"request_id": row.id},
            stuck=True,
        )
        for row in _rows(statement)
    ]


def _recordals() -> list[WorkItem]:
    ahead = date.fromordinal(clock.today().toordinal() + RECORDAL_AHEAD_DAYS)
    statement = (
        select(Licence)
        .where(Licence.state == "effective", Licence.recordal_due <= ahead, Licence.id.not_in(filings.filed_licences()))
        .options(joinedload(Licence.request), joinedload(Licence.licensor))
        .order_by(Licence.recordal_due)
    )
    return [
        WorkItem(
            "recordal",
            N_("Licence to be recorded"),
            f"{row.reference} {row.title}",
            row.licensor.name,
            LICENSOR,
            row.effective_on,
            "filings.recordal",
            {"licence_id": row.id},
            row.recordal_due,
        )
        for row in _rows(statement)
    ]


def _invoices() -> list[WorkItem]:
    """Invoices cancelled too late: more is invoiced than is still paid."""
    return [
        WorkItem(
            "invoices",
            N_("Red-letter invoice needed"),
            f"{row.reference} {amount}",
            row.creditor.name,
            LICENSOR,
            clock.local_date(row.created_at),
            "filings.invoices",
            {},
            stuck=True,
        )
        for row, amount in filings.overdrawn()[:MOST_OF_A_KIND]
    ]


def _overdue() -> list[WorkItem]:
    statement = (
        select(Receivable)
        .where(*UNPAID, Receivable.frozen_at.is_(None), Receivable.due_on < clock.today())
        .options(joinedload(Receivable.debtor))
        .order_by(Receivable.due_on)
    )
    return [
        WorkItem(
            "money",
            N_("Payment overdue"),
            f"{row.reference} {row.title}",
            row.debtor.name,
            DEBTOR,
            clock.local_date(row.created_at),
            "payments.page",
            {"receivable_id": row.id},
            row.due_on,
        )
        for row in _rows(statement)
    ]


def _royalties() -> list[WorkItem]:
    """Frozen payments both sides must choose about (R18), and royalty reports missing for three weeks."""
    return [
        WorkItem(
            "royalties",
            N_("Royalty report missing") if row.line else N_("Frozen payments: both sides must choose"),
            f"{row.schedule.reference} {row.schedule.title}",
            row.schedule.debtor.name,
            DEBTOR,
            row.since,
            "royalties.report" if row.line else "royalties.schedule",
            {"obligation_id": row.line.id} if row.line else {"schedule_id": row.schedule.id},
            row.line.report_on if row.line else None,
            stuck=row.line is None,
        )
        for row in waiting_royalties(MOST_OF_A_KIND)
    ]


def _bank() -> list[WorkItem]:
    return [
        WorkItem(
            "bank",
            N_("Bank rows to decide"),
            statement.file.filename,
            statement.account.bank,
            OPERATOR,
            clock.local_date(statement.created_at),
            "banking.statement",
            {"statement_id": statement.id, "state": "waiting"},
            answer_due(statement.created_at),
        )
        for statement in waiting_statements()[:MOST_OF_A_KIND]
    ]


def _effects() -> list[WorkItem]:
    """Effect reports that nobody has looked at, and those that are overdue."""
    looked_at = [
        WorkItem(
            "effects",
            N_("Spot check of an effect report") if row.spot_check else N_("Effect report to look at"),
            f"{row.question.licence.reference} {row.question.licence.title}",
            row.question.licence.licensee.name,
            OPERATOR,
            clock.local_date(row.reported_at),
            "effects.report",
            {"report_id": row.id},
        )
        for row in effects.to_decide(MOST_OF_A_KIND)
    ]
    overdue = [
        WorkItem(
            "effects",
            N_("Effect report missing"),
            f"{row.licence.reference} {row.licence.title}",
            row.licence.licensee.name,
            DEBTOR,
            clock.local_date(row.asked_at),
            "licensing.licence_page",
            {"licence_id": row.licence_id},
            row.due_on,
        )
        for row in effects.overdue(MOST_OF_A_KIND)
    ]
    return looked_at + overdue


def _talks() -> list[WorkItem]:
    """Questions and offers that were not answered in time."""
    found = []
    for turn in overdue_answers(MOST_OF_A_KIND):
        about = turn.deal or turn.request
        if about is None:
            continue
        page = ("negotiation.show", "deal_id") if turn.deal else ("licensing.request_page", "request_id")
        found.append(
            WorkItem(
                "answer",
                N_("Answer overdue"),
                f"{about.reference} {about.title}",
                turn.organisation.name,
                OPERATOR,
                clock.local_date(turn.asked_at),
                page[0],
                {page[1]: about.id},
                turn.due_on,
            )
        )
    return found


def _intents() -> list[WorkItem]:
    """Intents of roadshows whose next date has passed."""
    return [
        WorkItem(
            "intents",
            N_("Next step of an intent is due"),
            f"{row.reference} {row.pitch.title}",
            row.organisation.name,
            OPERATOR,
            clock.local_date(row.declared_at),
            "intents.page",
            {"intent_id": row.id},
            row.next_on,
        )
        for row in overdue_intents(MOST_OF_A_KIND)
    ]


def _rest() -> list[WorkItem]:
    return [*_differences(), *_dead_jobs()]


def _differences() -> list[WorkItem]:
    """One item for all differences in the books, one for all money to look at, each as old as its oldest."""
    found = []
    if rows := open_differences(MOST_OF_A_KIND):
        since = clock.local_date(rows[0].first_seen)
        matter, where = N_("The books do not agree"), "reconciliation.differences"
        found.append(WorkItem("differences", matter, str(len(rows)), "", OPERATOR, since, where, stuck=True))
    if open_ones := open_matters():
        since, number = clock.local_date(open_ones[0].created_at), str(len(open_ones))
        found.append(WorkItem("matters", N_("Money to look at"), number, "", OPERATOR, since, "payments.matters"))
    return found


def _dead_jobs() -> list[WorkItem]:
    return [
        WorkItem(
            "jobs",
            N_("Job given up"),
            f"{row.id} {row.handler}",
            "",
            OPERATOR,
            clock.local_date(row.created_at),
            "operations.jobs",
            {"state": "dead"},
            stuck=True,
        )
        for row in _rows(select(Job).where(Job.state == "dead").order_by(Job.id))
    ]
