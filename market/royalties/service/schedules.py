"""Making the schedule of a deal, and asking for what is certain."""

from dataclasses import dataclass
from datetime import date

from market.accounts.models import Organisation
from market.core.db import db
from market.core.money import Money
from market.core.outbox import emit
from market.licensing.events import LicenceGranted
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules import fees
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.terms import Terms
from market.negotiation.events import DealCompleted
from market.negotiation.models import Deal
from market.payments import queries as payments
from market.payments import service as door
from market.royalties import queries
from market.royalties.errors import PlanNotAcceptable
from market.royalties.events import ScheduleMade
from market.royalties.models import Obligation, Schedule

SMALL = ("micro", "small", "medium")
"""Size classes of small and medium companies (R27)."""
INTEREST_POSITIONS = 5000
"""Late interest stands at the position of the amount that was late plus this."""


@dataclass(frozen=True)
class Bargain:
    """What a schedule is made from: who owes whom what from which day on, and under which subjects payments knows it.

    `start_subject` is given when the part due at the start was asked for under another subject before.
    """

    subject: str
    reference: str
    title: str
    debtor_id: int
    creditor_id: int
    plan: FeePlan
    effective_on: date
    term_end: date | None = None
    title_en: str = ""
    start_subject: str = ""
    licence_id: int | None = None


def on_granted(event: LicenceGranted) -> None:
    """A licence is in force: its schedule is made, and every amount that is certain is asked for.

    Runs in the transaction of the grant. An open licence's part due at the start was asked for with the notice.
    """
    licence = db.session.get_one(Licence, event.licence_id)
    request = licence.request
    plan = plan_of(request)
    if plan.free:
        return
    begin(
        Bargain(
            subject=f"licence:{licence.id}",
            reference=licence.reference,
            title=request.title,
            title_en=request.title_en,
            debtor_id=licence.licensee_id,
            creditor_id=licence.licensor_id,
            plan=plan,
            effective_on=licence.effective_on,
            term_end=licence.term_end,
            start_subject=f"request:{request.id}" if request.listing_id is not None else "",
            licence_id=licence.id,
        )
    )


def on_deal_completed(event: DealCompleted) -> None:
    """A patent or shares have changed hands: the schedule of the price is made, and what is certain is asked for.

    Runs in the transaction that enters the registration; the day it was completed is the day of effect.
    """
    deal = db.session.get_one(Deal, event.deal_id)
    if deal.terms is None or deal.completed_on is None:
        return
    terms = Terms.read(deal.terms)
    if not terms.fee or (plan := FeePlan.read(terms.fee)).free:
        return
    begin(
        Bargain(
            subject=deal.subject_key,
            reference=deal.reference,
            title=deal.title,
            title_en=deal.title_en,
            debtor_id=deal.firm_id,
            creditor_id=deal.owner_id,
            plan=plan,
            effective_on=deal.completed_on,
            term_end=terms.last_day,
        )
    )


def plan_of(request: LicenceRequest) -> FeePlan:
    """The fee plan of a licence: what both sides agreed on, or what the open licence announced."""
    agreed = Terms.read(request.terms).fee
    return FeePlan.read(agreed) if agreed else FeePlan.of_offer(request.terms["offer"])


def begin(bargain: Bargain) -> Schedule:
    """Make the schedule of a deal, once; asking again gives the same one. Raises PlanNotAcceptable (R27)."""
    found = queries.schedule_of(bargain.subject)
    if found is not None:
        return found
    _block_pay_later(bargain)
    schedule = Schedule(
        subject=bargain.subject,
        start_subject=bargain.start_subject or bargain.subject,
        licence_id=bargain.licence_id,
        reference=bargain.reference,
        title=bargain.title[:300],
        title_en=bargain.title_en[:300],
        debtor_id=bargain.debtor_id,
        creditor_id=bargain.creditor_id,
        plan=bargain.plan.to_plain(),
        effective_on=bargain.effective_on,
        term_end=bargain.term_end,
        obligations=[
            row(planned, bargain.plan.currency)
            for planned in bargain.plan.schedule(bargain.effective_on, bargain.term_end)
        ],
    )
    db.session.add(schedule)
    db.session.flush()
    _take_over_start(schedule)
    for obligation in schedule.obligations:
        if obligation.state == "planned" and obligation.amount_minor and obligation.due_on:
            ask(obligation)
    emit(ScheduleMade(schedule.id, schedule.subject))
    return schedule


def _block_pay_later(bargain: Bargain) -> None:
    """R27: use first, pay later only for a small or medium firm, and nothing due within the first year."""
    size = db.session.get_one(Organisation, bargain.debtor_id).sme_class
    for problem in bargain.plan.problems(licensee_sme=size in SMALL):
        if problem.rule == "R27":
            raise PlanNotAcceptable(problem=problem.text())


def row(planned: fees.Obligation, currency: str) -> Obligation:
    """A line of the schedule from what the plan says."""
    return Obligation(
        position=planned.position,
        origin=planned.position,
        kind=planned.kind,
        name=planned.name,
        amount_minor=planned.amount.minor if planned.amount else None,
        currency=currency,
        due_on=planned.due_on,
        period_start=planned.period.start if planned.period else None,
        period_end=planned.period.end if planned.period else None,
        report_on=planned.report_on,
        not_before=planned.not_before,
        state="planned",
    )


def _take_over_start(schedule: Schedule) -> None:
    """The part due at the start was asked for before the licence was there: its line points to that amount."""
    asked = payments.receivable_for(schedule.start_subject)
    first = next((line for line in schedule.obligations if line.position == 1), None)
    if asked is not None and first is not None:
        first.receivable_id, first.due_on, first.state = asked.id, asked.due_on, "asked"
        db.session.flush()


def ask(obligation: Obligation) -> None:
    """Ask for one line whose amount and day are known."""
    schedule, money = obligation.schedule, obligation.money or Money.zero(obligation.currency)
    detail = obligation.period.label if obligation.period else obligation.name
    receivable = door.ask(
        subject=schedule.subject,
        title=" ".join(filter(None, (schedule.reference, schedule.title, detail)))[:300],
        debtor_id=schedule.debtor_id,
        creditor_id=schedule.creditor_id,
        money=money,
        due_on=obligation.due_on,
        position=obligation.position,
    )
    obligation.receivable_id, obligation.state = receivable.id, "asked"
    db.session.flush()


def determine(obligation: Obligation, money: Money, due_on: date | None) -> None:
    """An amount is known now: ask for it, or note that nothing is due."""
    obligation.amount_minor, obligation.due_on = money.minor, due_on
    if money:
        ask(obligation)
    else:
        obligation.state = "nothing"
        db.session.flush()
