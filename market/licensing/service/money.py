"""What a request has to do with money, said to payments: ask, look, take back."""

from datetime import date

from market.core.money import Money
from market.licensing.models import LicenceRequest
from market.licensing.rules import notices
from market.licensing.rules.states import Situation
from market.licensing.rules.terms import Terms
from market.licensing.service import checks
from market.payments import queries as payments
from market.payments import service as door
from market.payments.models import Receivable


def subject_of(request: LicenceRequest) -> str:
    """How payments knows what is due at the start of this request."""
    return f"request:{request.id}"


def start_receivable(request: LicenceRequest) -> Receivable | None:
    """The amount due at the start; None for a request with nothing due."""
    return payments.receivable_for(subject_of(request))


def ask(request: LicenceRequest) -> Receivable:
    """Ask for what is due at the start: the amount frozen with the notice, by the day it named."""
    terms = Terms.read(request.terms)
    return door.ask(
        subject=subject_of(request),
        title=f"{request.reference} {terms.title}"[:300],
        debtor_id=request.licensee_id,
        creditor_id=request.licensor_id,
        money=terms.due_at_start,
        due_on=request.pay_by,
    )


def paid_in(request: LicenceRequest) -> Money | None:
    """What has come in for the start and counts for it; None when nothing is due."""
    receivable = start_receivable(request)
    return None if receivable is None else payments.paid(receivable)


def withdraw(request: LicenceRequest) -> None:
    """What is due at the start is no longer due; what was paid on it, or still comes, is kept to be given back."""
    receivable = start_receivable(request)
    if receivable is not None:
        door.cancel(receivable)


def situation(request: LicenceRequest, today: date) -> Situation:
    """What the guards of the table of states need to know."""
    receivable = start_receivable(request)
    return Situation(
        paid=receivable is None or receivable.state == "settled",
        money_in=receivable is not None and bool(payments.paid(receivable)),
        clear=not checks.hold_codes(request, today),
        time_over=request.pay_by is not None and notices.lapses_on(request.pay_by) <= today,
    )
