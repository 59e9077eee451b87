"""Freezing a listing's terms, and the text of the written notice made from them."""

from datetime import date
from typing import Any

from market.accounts.models import Organisation
from market.core import clock
from market.core.i18n import N_, in_language, translate
from market.licensing.rules.terms import Terms
from market.listings.models import Listing
from market.listings.queries import terms as listing_terms


def freeze(listing: Listing, licensee: Organisation) -> dict[str, Any]:
    """The listing's terms as they stand now, for this licensee; what was offered is the same for every taker (R13)."""
    return {
        "offer": listing_terms(listing),
        "title": listing.title,
        "title_en": listing.title_en,
        "licensor": party(listing.organisation),
        "licensee": party(licensee, contact=True),
        "patent_ids": [link.patent_id for link in listing.patents],
    }


def party(organisation: Organisation, contact: bool = False) -> dict[str, Any]:
    """One side as it is today, to be frozen."""
    reach = (organisation.contact_name, organisation.contact_phone, organisation.contact_email)
    return {
        "id": organisation.id,
        "name": organisation.name,
        "name_en": organisation.name_en,
        "uscc": organisation.uscc,
        "address": organisation.address,
        "contact": " ".join(part for part in reach if part) if contact else "",
    }


def notice_text(terms: Terms, product: str, place: str, remark: str, pay_by: date | None) -> str:
    """The written notice of Art. 51 in Chinese, the language of the patentee and of the office."""
    with in_language("zh"):
        lines = [
            translate(N_("To %(name)s:"), name=terms.licensor.name),
            translate(
                STATEMENT, listing=terms.listing, day=terms.announced_on, number=terms.announcement_number or "-"
            ),
            *(translate(PATENT_LINE, number=f"ZL{it.number}", title=it.title) for it in terms.patents),
            translate(N_("Method and standard of payment as announced: %(text)s"), text=terms.fee_text or "-"),
            _due_line(terms, pay_by),
            translate(N_("Kind and territory: ordinary licence, within the territory of China.")),
            translate(N_("Term: from the day of effect to %(day)s."), day=terms.term_end or "-"),
            *_wishes(product, place, remark),
            translate(
                LICENSEE, name=terms.licensee.name, uscc=terms.licensee.uscc, address=terms.licensee.address or "-"
            ),
            translate(N_("Contact: %(contact)s"), contact=terms.licensee.contact or "-"),
            translate(N_("Date: %(day)s"), day=clock.today().isoformat()),
        ]
    return "\n".join(lines)


STATEMENT = N_(
    "Under Article 51 of the Patent Law we notify you in writing: we are willing to exploit the patents below, for "
    "which you have declared an open licence (listing %(listing)s, announced on %(day)s, announcement number "
    "%(number)s), and we accept the method and standard of payment of the licence fee as announced."
)
PATENT_LINE = N_("Patent: %(number)s, %(title)s")
LICENSEE = N_("Licensee: %(name)s, unified social credit code %(uscc)s, address: %(address)s")


def _due_line(terms: Terms, pay_by: date | None) -> str:
    if pay_by is None:
        return translate(N_("Nothing is due at the start; the licence takes effect with this notice."))
    amount = terms.due_at_start.format("zh")
    return translate(N_("Due at the start: %(amount)s, to be paid by %(day)s."), amount=amount, day=pay_by.isoformat())


def _wishes(product: str, place: str, remark: str) -> list[str]:
    lines = []
    if product:
        lines.append(translate(N_("Product: %(text)s"), text=product))
    if place:
        lines.append(translate(N_("Place of exploitation: %(text)s"), text=place))
    if remark:
        lines.append(translate(N_("Remark: %(text)s"), text=remark))
    return lines
