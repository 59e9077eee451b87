"""The terms of a listing as canonical plain values, to be frozen and hashed when a licence is asked for."""

from typing import Any

from market.core.i18n import in_language, translate
from market.core.money import Money
from market.listings.models import Listing
from market.listings.queries.facts import expiry_of, fee_of
from market.listings.rules.offer import TERRITORY, Fee
from market.listings.rules.price import fee_sentences


def fee_in_words(fee: Fee, language: str) -> str:
    """Payment method and standard, written from the choices; in Chinese it is what a declaration proposes to announce.

    In another language it helps to read: the announced Chinese text prevails.
    """
    with in_language(language):
        return ("" if language == "zh" else " ").join(
            translate(sentence, **{name: _said(value, language) for name, value in values.items()})
            for sentence, values in fee_sentences(fee)
        )


def _said(value: Any, language: str) -> Any:
    return value.short(language) if isinstance(value, Money) else value


def announced_fee(listing: Listing, language: str) -> str:
    """The fee of a listing for readers of a language other than Chinese; empty where nothing was chosen."""
    return fee_in_words(fee_of(listing), language)


def terms(listing: Listing) -> dict[str, Any]:
    """What a licensee agrees to: plain values only, the same listing always gives the same values in the same order.

    Amounts are minor units of `currency`, `rate` is a decimal fraction as text without trailing zeros, dates are ISO.
    """
    return {
        "listing": listing.reference,
        "announcement_number": listing.announcement_number,
        "announced_at": _iso(listing.announced_at),
        "licence": "ordinary",
        "territory": TERRITORY,
        "term_end": _iso(listing.term_end),
        "patents": [
            _patent(row.patent) for row in sorted(listing.patents, key=lambda row: row.patent.application_number)
        ],
        "owners": list(dict.fromkeys(owner.name for row in listing.patents for owner in row.patent.owners)),
        "licensor": listing.organisation.name,
        "fee_kind": listing.fee_kind,
        "currency": listing.currency,
        "amount_minor": listing.amount_minor,
        "due_at_start_minor": listing.due_at_start_minor,
        "due_days": listing.due_days,
        "rate": None if listing.rate is None else f"{listing.rate.normalize():f}",
        "royalty_base": listing.royalty_base,
        "annual_cap_minor": listing.annual_cap_minor,
        "instalments": [{"amount_minor": part.amount_minor, "months": part.months} for part in listing.instalments],
        "fee_text": listing.fee_text,
        "notes": listing.notes,
    }


def _patent(patent: Any) -> dict[str, Any]:
    return {
        "number": patent.application_number,
        "title": patent.title,
        "kind": patent.kind,
        "owners": [owner.name for owner in patent.owners],
        "filing_date": _iso(patent.filing_date),
        "expiry_date": _iso(expiry_of(patent)),
    }


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
