"""What the clock does: reminders of recordals still to be filed, and of contracts still to be registered."""

from market.core import clock
from market.core.db import forget, transaction
from market.filings import queries
from market.filings.service import registrations
from market.licensing.service import timers as licences


def remind_of_recordal() -> None:
    """Remind both sides 60, 30, 7 days before the end and once after it, unless the papers lie with the office."""
    forget()
    licences.remind_of_recordal(queries.filed_licences())


def remind_of_registration() -> None:
    """Remind sellers of contracts neither registered nor waived, once each."""
    forget()
    for licence in [it.id for it in queries.unregistered(clock.today())]:
        with transaction():
            registrations.remind(licence)
