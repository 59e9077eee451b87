"""What the clock does, and what follows a change of a patent: each thing in a transaction of its own, repeatable."""

from collections.abc import Collection

from sqlalchemy import select

from market.core import clock
from market.core.db import db, forget, transaction
from market.licensing.models import Licence
from market.licensing.rules.states import LicenceState
from market.licensing.service import endings, recordal
from market.patents.events import PatentStatusChanged
from market.patents.models import Patent


def lapse_unpaid() -> None:
    """Lapse, or hold, every request whose time to pay is over."""
    forget()
    for request_id in endings.unpaid(clock.today()):
        with transaction():
            endings.lapse(request_id)


def remind_of_recordal(filed: Collection[int] = ()) -> None:
    """Remind both sides 60, 30 and 7 days before a recordal is due, and once when it is overdue.

    `filed` are licences whose papers lie with the patent office: nobody is reminded to file these.
    """
    forget()
    open_ones = select(Licence.id).where(Licence.state == LicenceState.EFFECTIVE).order_by(Licence.recordal_due)
    for licence_id in [found for found in db.session.scalars(open_ones) if found not in filed]:
        with transaction():
            recordal.remind(licence_id)


def end_what_is_over() -> None:
    """End the licences whose term or patents are over (R18)."""
    forget()
    for licence_id in endings.ending(clock.today()):
        with transaction():
            endings.end_if_over(licence_id)


def on_patent_status(event: PatentStatusChanged) -> None:
    """A patent ended, or came back: look at the licences on it."""
    forget()
    with transaction():
        changed = db.session.get(Patent, event.patent_id)
        if changed is not None:
            endings.keep_barred(changed)
    for licence_id in endings.licences_of(event.patent_id):
        with transaction():
            patent = db.session.get(Patent, event.patent_id)
            if patent is not None and not endings.over(patent, clock.today()):
                endings.revive(patent)
            else:
                endings.end_if_over(licence_id)
