"""What licensee, licensor and operator hear after the start of a deal."""

from market.accounts.models import User
from market.accounts.queries import operators
from market.core.db import transaction
from market.notifications.queries import people
from market.notifications.rules import MONEY_PEOPLE
from market.notifications.service.inbox import named, tell
from market.payments.models import Receivable
from market.payments.queries import open_amount
from market.royalties.events import (
    ChoiceMade,
    InterestAsked,
    MilestoneConfirmed,
    MilestoneDoubted,
    MilestoneReported,
    PaymentDue,
    ReportDue,
    ReportQueried,
    ReportSubmitted,
    ReportVerified,
    ScheduleFrozen,
    ScheduleReleased,
)
from market.royalties.models import Obligation, Schedule
from market.royalties.rules.freezing import CHOICES, OUTCOMES, REASONS
from market.royalties.rules.reminders import creditor_hears, operator_hears


def report_due(event: ReportDue) -> None:
    """The licensee is reminded of its report; when it is missing, the licensor and then the operators hear it."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        values = of_line(line)
        key = "royalties.report_due" if event.days <= 0 else "royalties.report_missing"
        tell(event, key, debtors(line.schedule), values, obligation_id=line.id)
        if creditor_hears(event.days):
            tell(event, key, creditors(line.schedule), values, obligation_id=line.id)
        if operator_hears(event.days, of_report=True):
            tell(event, key, operators(), values, obligation_id=line.id)


def payment_due(event: PaymentDue) -> None:
    """The debtor is reminded of a payment; when it is late, the creditor and then the operators hear it."""
    with transaction() as session:
        due = session.get_one(Receivable, event.receivable_id)
        left = open_amount(due)
        values = (
            {
                "title": due.title,
                "reference": due.reference,
                "open_money": [left.minor, left.currency],
                "due_on": due.due_on.isoformat() if due.due_on else "",
            }
            | named("debtor", due.debtor)
            | named("creditor", due.creditor)
        )
        key = "royalties.payment_soon" if event.days <= 0 else "royalties.payment_overdue"
        tell(event, key, people(due.debtor_id, MONEY_PEOPLE), values, receivable_id=due.id)
        if creditor_hears(event.days):
            tell(event, key, people(due.creditor_id, MONEY_PEOPLE), values, receivable_id=due.id)
        if operator_hears(event.days, of_report=False):
            tell(event, key, operators(), values, receivable_id=due.id)


def report_sent(event: ReportSubmitted) -> None:
    """The licensor hears that a report is there."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        tell(event, "royalties.report_sent", creditors(line.schedule), of_line(line), obligation_id=line.id)


def report_queried(event: ReportQueried) -> None:
    """The licensee hears what the licensor asks."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        asked = next((version.query for version in line.reports if version.number == event.report), "")
        values = of_line(line) | {"query": asked}
        tell(event, "royalties.report_queried", debtors(line.schedule), values, obligation_id=line.id)


def report_verified(event: ReportVerified) -> None:
    """The licensee hears that its report is accepted, and the royalty."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        tell(event, "royalties.report_verified", debtors(line.schedule), of_line(line), obligation_id=line.id)


def milestone_reported(event: MilestoneReported) -> None:
    """The licensor hears that it is asked to confirm."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        tell(event, "royalties.milestone_reported", creditors(line.schedule), of_line(line), obligation_id=line.id)


def milestone_confirmed(event: MilestoneConfirmed) -> None:
    """The licensee hears that it is confirmed; the amount is asked for with a message of its own."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        tell(event, "royalties.milestone_confirmed", debtors(line.schedule), of_line(line), obligation_id=line.id)


def milestone_doubted(event: MilestoneDoubted) -> None:
    """The licensee hears why the licensor does not agree."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        values = of_line(line) | {"query": line.doubt}
        tell(event, "royalties.milestone_doubted", debtors(line.schedule), values, obligation_id=line.id)


def interest_asked(event: InterestAsked) -> None:
    """Both sides hear the late interest; the amount is asked for with a message of its own."""
    with transaction() as session:
        line = session.get_one(Obligation, event.obligation_id)
        readers = debtors(line.schedule) + creditors(line.schedule)
        tell(event, "royalties.interest", readers, of_line(line), schedule_id=line.schedule_id)


def frozen(event: ScheduleFrozen) -> None:
    """Both sides are asked how to go on; the operators hear it (R18)."""
    with transaction() as session:
        schedule = session.get_one(Schedule, event.schedule_id)
        values = of_schedule(schedule) | {"reason": REASONS[event.reason]}
        tell(event, "royalties.frozen", debtors(schedule) + creditors(schedule), values, schedule_id=schedule.id)
        tell(event, "royalties.frozen", operators(), values, mailed=False, schedule_id=schedule.id)


def choice(event: ChoiceMade) -> None:
    """The other side hears what one side chose."""
    with transaction() as session:
        schedule = session.get_one(Schedule, event.schedule_id)
        chooser, readers = (
            (schedule.debtor, creditors(schedule))
            if event.side == "licensee"
            else (schedule.creditor, debtors(schedule))
        )
        values = of_schedule(schedule) | named("chooser", chooser) | {"reason": CHOICES[event.choice]}
        tell(event, "royalties.choice", readers, values, schedule_id=schedule.id)


def released(event: ScheduleReleased) -> None:
    """Both sides and the operators hear how frozen payments go on."""
    with transaction() as session:
        schedule = session.get_one(Schedule, event.schedule_id)
        values = of_schedule(schedule) | {"reason": OUTCOMES[event.outcome]}
        tell(event, "royalties.released", debtors(schedule) + creditors(schedule), values, schedule_id=schedule.id)
        tell(event, "royalties.released", operators(), values, mailed=False, schedule_id=schedule.id)


def of_schedule(schedule: Schedule) -> dict[str, object]:
    """What messages say about a deal."""
    return (
        {"reference": schedule.reference, "title": schedule.title, "title_en": schedule.title_en}
        | named("licensee", schedule.debtor)
        | named("licensor", schedule.creditor)
    )


def of_line(line: Obligation) -> dict[str, object]:
    """What messages say about one line of a schedule."""
    return of_schedule(line.schedule) | {
        "name": line.name,
        "period": line.period.label if line.period else "",
        "report_on": line.report_on.isoformat() if line.report_on else "",
        "due_on": line.due_on.isoformat() if line.due_on else "",
        "amount_money": [line.amount_minor or 0, line.currency],
    }


def debtors(schedule: Schedule) -> list[User]:
    """Who handles money and licences at the licensee."""
    return people(schedule.debtor_id, MONEY_PEOPLE)


def creditors(schedule: Schedule) -> list[User]:
    """Who handles money and licences at the licensor."""
    return people(schedule.creditor_id, MONEY_PEOPLE)
