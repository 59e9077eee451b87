"""Deals for tests: a listing on offer, firms that take it, money that comes in, decisions on the way."""

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

from market.accounts.models import Organisation, User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.licensing import service
from market.licensing.models import Licence, LicenceRequest
from market.licensing.service import money
from market.listings.models import Listing
from market.payments import service as payments
from market.payments.models import Receivable
from tests.factories import accounts, listings

_numbers = itertools.count(1)


def once() -> str:
    """A form's own number, another one each time."""
    return f"form-{next(_numbers):012d}"


@dataclass(frozen=True)
class Side:
    """One organisation with the person who signs for it."""

    organisation: Organisation
    person: User
    actor: Actor


def side(kind: str = "firm", role: str = "owner", **over: Any) -> Side:
    """A vetted organisation with one member."""
    organisation = accounts.organisation(kind, **over)
    person = accounts.user(organisation, role)
    return Side(organisation, person, person.actor)


def offer(university: Side | None = None, *patents: Any, **over: Any) -> Listing:
    """A listing on offer: one-off fee of 30,000 yuan due in 15 days, unless told otherwise."""
    return listings.announced_listing(
        (university or side("university")).organisation, *patents, **({"fee": listings.ONE_OFF} | over)
    )


def notice(listing: Listing, firm: Side, **over: Any) -> LicenceRequest:
    """The firm's notice on the listing, sent now."""
    with transaction():
        return service.send_notice(firm.actor, listing.id, **({"once": once(), "product": "轮毂"} | over))


def receivable(request: LicenceRequest) -> Receivable:
    """What is due at the start of a request."""
    found = money.start_receivable(again(request))
    if found is None:
        raise LookupError(request.id)
    return found


def pay(request: LicenceRequest, amount: Money | None = None, on: date | None = None, key: str = "") -> None:
    """Money on what is due at the start: all of it, today, unless told otherwise."""
    due = receivable(request)
    booker = side("operator").actor
    with transaction():
        payments.book_receipt(
            booker, due.id, "bank", key or f"BANK{next(_numbers)}", amount or due.money, on or clock.today()
        )


def licence(listing: Listing | None = None, firm: Side | None = None, **over: Any) -> Licence:
    """A licence in force, taken and paid today."""
    request = notice(listing or offer(), firm or side(), **over)
    if request.state == "noticed":
        pay(request)
    return licence_of(request)


def again(request: LicenceRequest) -> LicenceRequest:
    """The request as it stands now."""
    db.session.rollback()
    return db.session.get_one(LicenceRequest, request.id)


def licence_of(request: LicenceRequest) -> Licence:
    """The licence of a request as it stands now."""
    found = again(request).licence
    if found is None:
        raise LookupError(f"no licence for {request.id}")
    return found
