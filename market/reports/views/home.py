"""The home page: search first, then what is new and what ends soon. Blocks without data are not shown."""

from flask import render_template, url_for
from markupsafe import Markup

from market.core import clock
from market.core.i18n import N_, current_language, translate
from market.core.web import access
from market.listings.models import Listing
from market.listings.queries import fee_of
from market.listings.rules.offer import FEE_KIND_NAMES, FeeKind
from market.patents.rules.ipc_names import section_name
from market.patents.rules.status import DETAIL_NAMES
from market.reports import queries
from market.reports.rules import HEADLINES
from market.reports.views.mount import asked_period, blueprint, lines
from market.roadshows import queries as roadshows


@blueprint.get("/")
@access("public")
def home() -> str:
    """The first page of everybody."""
    today = clock.today()
    found = [line for line in lines(asked_period(), compared=False) if line.key in HEADLINES]
    return render_template(
        "reports/home.html",
        today=today,
        figures=found if any(line.value for line in found) else [],
        week=queries.lately(),
        newest=[listing_view(listing) for listing in queries.newest_listings()],
        total=queries.open_listings(),
        ending=[
            (foreign(title_of(one)), url_for("listings.public", listing_id=one.id), one.term_end, days_until(one))
            for one in queries.ending_listings()
        ],
        needs=queries.newest_needs(),
        roadshow=roadshows.next_one(),
        foreign=foreign,
        sections=[
            (section_name(letter, current_language()), url_for("search.search", section=letter), count)
            for letter, count in queries.sections()
        ],
    )


def foreign(text: str) -> str | Markup:
    """Chinese text on an English page, marked as such for screen readers and fonts."""
    chinese = current_language() == "en" and any("\u4e00" <= char <= "\u9fff" for char in text)
    return Markup('<span lang="zh-CN">{}</span>').format(text) if chinese else text


def title_of(listing: Listing) -> str:
    """The title in the reader's language, as far as there is one."""
    return (listing.title_en if current_language() == "en" else "") or listing.title


def days_until(listing: Listing) -> int:
    """Days until a listing's term ends."""
    return (listing.term_end - clock.today()).days if listing.term_end else 0


def listing_view(listing: Listing) -> dict[str, object]:
    """A listing as a row of the page: the status is that of its worst patent, with source and date."""
    summary = (listing.summary_en if current_language() == "en" else "") or listing.summary
    patents = [row.patent for row in listing.patents]
    worst = max(patents, key=lambda patent: patent.shown_status().level != "in_force", default=None)
    state = worst.shown_status() if worst else None
    fee, note = fee_line(listing)
    return {
        "url": url_for("listings.public", listing_id=listing.id),
        "title": foreign(title_of(listing)),
        "text": foreign(summary if len(summary) <= 90 else f"{summary[:88]}…"),
        "owner": listing.organisation.name_en
        if current_language() == "en" and listing.organisation.name_en
        else listing.organisation.name,
        "announced": listing.announced_at,
        "fee": fee,
        "fee_note": note,
        "tone": state.light if state else "",
        "status": translate(DETAIL_NAMES[state.detail]) if state else "",
        "source": foreign(worst.status_source) if worst else "",
        "as_of": worst.status_as_of if worst else None,
    }


def fee_line(listing: Listing) -> tuple[str, str]:
    """The price in a few characters, and how it is paid."""
    fee = fee_of(listing)
    if fee.kind == FeeKind.FREE:
        return translate(N_("Free of charge")), ""
    parts = [fee.amount.short(current_language())] if fee.amount else []
    if fee.rate is not None and fee.kind in (FeeKind.ROYALTY, FeeKind.ENTRY_ROYALTY):
        parts.append(f"{(fee.rate * 100).normalize():f}%")
    return " + ".join(parts), translate(FEE_KIND_NAMES[fee.kind]) if fee.kind in FEE_KIND_NAMES else ""
