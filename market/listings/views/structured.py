"""What search engines read of a listing: schema.org data and the addresses of its two languages."""

from typing import Any

from flask import url_for

from market.core import clock
from market.core.i18n import current_language
from market.core.money import Money
from market.core.settings import settings
from market.listings.models import Listing
from market.listings.queries.facts import expiry_of, takeable
from market.listings.rules.offer import FeeKind
from market.listings.rules.patents import display_number
from market.patents.models import Patent
from market.patents.rules.terms import term_has_run_out


def absolute(path: str) -> str:
    """A path of this site as a full address, under the public name it is configured with."""
    return settings().public_url.rstrip("/") + path


def addresses(listing: Listing) -> dict[str, str]:
    """The full addresses of a listing's page: plain, and in each language."""
    plain = absolute(url_for("listings.public", listing_id=listing.id))
    return {"plain": plain, "zh": f"{plain}?lang=zh", "en": f"{plain}?lang=en"}


def ended(patent: Patent) -> bool:
    """Whether the patent's term is over today, whatever its source said."""
    return term_has_run_out(expiry_of(patent), clock.today())


def structured_data(listing: Listing) -> dict[str, Any]:
    """A Product with its Offer (schema.org), in the reader's language; no price is claimed where there is none."""
    english = current_language() == "en"
    address = addresses(listing)["en" if english else "zh"]
    seller = {"@type": "CollegeOrUniversity", "name": listing.organisation.name}
    patents = [row.patent for row in listing.patents]
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": address,
        "availability": f"https://schema.org/{'InStock' if takeable(listing, clock.today()) else 'Discontinued'}",
        "description": listing.fee_text,
        "eligibleRegion": "CN",
        "seller": seller,
    }
    if listing.fee_kind in (FeeKind.FREE, FeeKind.ONE_OFF, FeeKind.INSTALMENTS):
        offer["price"] = str(Money(listing.amount_minor, listing.currency).major)
        offer["priceCurrency"] = listing.currency
    if listing.term_end is not None:
        offer["validThrough"] = listing.term_end.isoformat()
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": (english and listing.title_en) or listing.title,
        "description": (english and listing.summary_en) or listing.summary,
        "category": "专利开放许可" if not english else "Open patent licence",
        "productID": listing.reference,
        "url": address,
        "inLanguage": "en" if english and listing.summary_en else "zh-CN",
        "manufacturer": seller,
        "identifier": [
            {
                "@type": "PropertyValue",
                "propertyID": "patent",
                "value": display_number(patent.application_number, patent.status, ended(patent)),
            }
            for patent in patents
        ],
        "offers": offer,
    }
