"""What runs by the clock."""

from datetime import timedelta

from market.core import limits
from market.core.db import transaction
from market.core.outbox import Timed
from market.effects import service as effects
from market.filings.service import timers as filings_timers
from market.guests import service as guests
from market.income.service import paying as income
from market.intents import service as intents
from market.invitations import service as invitations
from market.licensing.service import timers as licensing_timers
from market.listings import service as listings
from market.matching import service as matching
from market.meetings import service as meetings
from market.needs import service as needs
from market.negotiation.service import timers as negotiation_timers
from market.outcomes import service as outcomes
from market.payments import gateway as card_door
from market.reconciliation import gateway as reconciliation
from market.royalties.service import timers as royalties_timers
from market.schedule import service as schedule
from market.search.index import upkeep as search_index


def sweep_limits() -> None:
    """Forget old attempt counters."""
    with transaction():
        limits.sweep()


TIMED: list[Timed] = [
    Timed("guests.offers", timedelta(minutes=1), guests.look_after),
    Timed("guests.remind", timedelta(minutes=5), guests.remind),
    Timed("guests.forget", timedelta(days=1), guests.forget_old),
    Timed("limits.sweep", timedelta(hours=1), sweep_limits),
    Timed("search.check", timedelta(hours=1), search_index.check),
    Timed("meetings.expire", timedelta(minutes=5), meetings.expire_due),
    Timed("meetings.remind", timedelta(hours=6), meetings.remind_due),
    Timed("listings.watch", timedelta(hours=12), listings.nightly),
    Timed("matching.due", timedelta(minutes=5), matching.run_due),
    Timed("needs.expire", timedelta(hours=6), needs.expire_due),
    Timed("payments.ask_again", timedelta(minutes=1), card_door.ask_again),
    Timed("payments.read_balance", timedelta(hours=6), card_door.read_balance),
    Timed("payments.send_payouts", timedelta(hours=1), card_door.send_due),
    Timed("ledger.check", timedelta(days=1), reconciliation.check),
    Timed("licensing.lapse", timedelta(hours=1), licensing_timers.lapse_unpaid),
    Timed("licensing.remind", timedelta(hours=1), filings_timers.remind_of_recordal),
    Timed("income.check", timedelta(hours=1), income.check),
    Timed("effects.ask", timedelta(hours=6), effects.ask_due),
    Timed("effects.remind", timedelta(hours=6), effects.remind_due),
    Timed("intents.remind", timedelta(hours=6), intents.remind_due),
    Timed("negotiation.remind", timedelta(hours=1), negotiation_timers.remind_and_escalate),
    Timed("negotiation.expire", timedelta(hours=6), negotiation_timers.expire_quiet),
    Timed("royalties.remind_payments", timedelta(hours=1), royalties_timers.remind_of_payments),
    Timed("royalties.remind_reports", timedelta(hours=1), royalties_timers.remind_of_reports),
    Timed("filings.remind", timedelta(hours=6), filings_timers.remind_of_registration),
    Timed("invitations.remind", timedelta(hours=6), invitations.remind_due),
    Timed("outcomes.thank", timedelta(hours=1), outcomes.thank_due),
    Timed("outcomes.remind", timedelta(hours=6), outcomes.remind_of_surveys),
    Timed("outcomes.draft", timedelta(hours=1), outcomes.draft_due),
    Timed("outcomes.overdue", timedelta(hours=6), outcomes.remind_of_reports),
    Timed("schedule.remind", timedelta(hours=1), schedule.remind_due),
    Timed("licensing.end", timedelta(hours=6), licensing_timers.end_what_is_over),
]
