"""The blueprint that the pages of the book hang on, the period they show, and where their lines lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from market.core.i18n import N_, translate
from market.core.money import CURRENCIES
from market.ledger.models import JournalEntry
from market.ledger.rules import kind_name, purpose_name

Answer = str | Response

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")

PLACES: Mapping[str, tuple[str, str]] = {
    "request": ("licensing.request_page", "request_id"),
    "licence": ("licensing.licence_page", "licence_id"),
    "deal": ("negotiation.deal", "deal_id"),
    "receivable": ("payments.page", "receivable_id"),
    "receipt": ("payments.receipt", "receipt_id"),
}
"""Where the things lie that entries name ("request:5"): the page above, and its parameter. One that is not there, or
is called otherwise, is named without a link."""


@dataclass(frozen=True)
class Period:
    """Days, both included; None leaves that end open."""

    start: date | None
    until: date | None

    def address(self) -> dict[str, str]:
        """The period as parameters of a link."""
        days = {"from": self.start, "until": self.until}
        return {name: day.isoformat() for name, day in days.items() if day is not None}


def asked_period(start: date | None = None, until: date | None = None) -> Period:
    """The period of the address; nonsense and nothing mean what is given here."""
    return Period(_day("from", start), _day("until", until))


def _day(name: str, otherwise: date | None) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise


def asked_currency() -> str:
    """The currency of the address; empty for all."""
    asked = request.args.get("currency", "")
    return asked if asked in CURRENCIES else ""


def link(name: str) -> str:
    """The address of a thing named "receipt:42"; empty when it has no page."""
    kind, _, number = name.partition(":")
    endpoint, parameter = PLACES.get(kind, ("", ""))
    if endpoint not in current_app.view_functions or not number.isdecimal():
        return ""
    values: dict[str, Any] = {parameter: int(number)}
    return url_for(endpoint, **values)


def reference(entry: JournalEntry) -> str:
    """What an entry is known by to people: number of receipt, payment or split, else its key."""
    known = (entry.source.get(key) for key in ("receipt", "reference", "split"))
    return str(next(filter(None, known), entry.business_key))


def purpose_word(purpose: str) -> str:
    """The purpose of an account in the reader's language."""
    return translate(purpose_name(purpose))


def kind_word(kind: str) -> str:
    """The kind of an entry in the reader's language."""
    return translate(kind_name(kind))


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates call things, and where they lead."""
    return {
        "purpose_word": purpose_word,
        "kind_word": kind_word,
        "link": link,
        "reference_of": reference,
        "currency_choices": [("", translate(N_("All"))), *((code, code) for code in CURRENCIES)],
    }
