"""The records behind a figure, so that it can be checked line by line."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from market.filings.models import ContractRegistration
from market.licensing.models import Licence
from market.listings.models import Listing, ListingPatent
from market.needs.models import Need
from market.payments.models import Receipt, Receivable
from market.reports.queries.counting import EVER_ANNOUNCED, PAID_FOR, midnight
from market.reports.rules import Period


def open_patent_records(period: Period) -> Select[Any]:
    """The records behind "open_patents": patents in listings announced in the period, newest announcement first."""
    return (
        select(ListingPatent)
        .join(Listing)
        .where(Listing.announced_at.between(period.start, period.end), Listing.state.in_(EVER_ANNOUNCED))
        .options(joinedload(ListingPatent.patent), joinedload(ListingPatent.listing).joinedload(Listing.organisation))
        .order_by(Listing.announced_at.desc(), ListingPatent.id.desc())
    )


def licence_records(period: Period, recorded: bool = False) -> Select[Any]:
    """The records behind "licences" (by day of effect) or "recorded" (by day of recordal), newest first."""
    day = Licence.recorded_on if recorded else Licence.effective_on
    return (
        select(Licence)
        .where(day.between(period.start, period.end))
        .options(joinedload(Licence.request), joinedload(Licence.licensor), joinedload(Licence.licensee))
        .order_by(day.desc(), Licence.id.desc())
    )


def need_records(period: Period) -> Select[Any]:
    """The records behind "needs_published", newest first."""
    return (
        select(Need)
        .where(
            Need.published_at >= midnight(period.start), Need.published_at < midnight(period.end + timedelta(days=1))
        )
        .options(joinedload(Need.organisation))
        .order_by(Need.published_at.desc(), Need.id.desc())
    )


def receipt_records(period: Period) -> Select[Any]:
    """Receipts on amounts due for deals whose day lies in the period, newest first; what was reversed is left out."""
    return (
        select(Receipt)
        .join(Receivable)
        .where(
            Receipt.received_on.between(period.start, period.end),
            Receipt.amount_minor > Receipt.surplus_minor,
            Receipt.reversed_at.is_(None),
            or_(*(Receivable.subject.startswith(prefix) for prefix in PAID_FOR)),
        )
        .options(
            joinedload(Receipt.receivable).joinedload(Receivable.debtor),
            joinedload(Receipt.receivable).joinedload(Receivable.creditor),
        )
        .order_by(Receipt.received_on.desc(), Receipt.id.desc())
    )


def registration_records(period: Period) -> Select[Any]:
    """Technology contracts registered in the period, newest first."""
    return (
        select(ContractRegistration)
        .where(
            ContractRegistration.state == "registered",
            ContractRegistration.registered_on.between(period.start, period.end),
        )
        .options(joinedload(ContractRegistration.licence), joinedload(ContractRegistration.seller))
        .order_by(ContractRegistration.registered_on.desc(), ContractRegistration.id.desc())
    )
