"""Reasons, answers and fees in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from market.accounts.rules.regions import english_name, region_name
from market.core.i18n import N_, current_language, translate
from market.core.money import Money
from market.listings.models import Listing
from market.listings.rules.offer import MATURITY_NAMES
from market.matching.models import Proposal
from market.matching.rules.answers import FIRM_REASONS, OWNER_REASONS
from market.matching.rules.classes import written
from market.patents.rules.industry import industry_name
from market.patents.rules.status import LEVEL_NAMES, Level

MARKED = 3
UNKNOWNS = {
    "not_listed": N_("not under open licence yet: ask the owner for terms"),
    "budget": N_("the budget is not named as a figure"),
    "sales": N_("the yearly sales that decide the royalty"),
    "maturity": N_("how far it is from use"),
    "status": N_("the legal status has not been verified"),
    "indicators": N_("the need names no measurable indicator"),
    "classes": N_("how the classifications compare"),
}
STATUS_TONES = {Level.IN_FORCE: "ok", Level.PENDING: "info", Level.UNKNOWN: "idle", Level.ENDED: "bad"}


def money(minor: int | None, currency: str) -> str:
    """An amount in the reader's language."""
    return Money(minor or 0, currency).format(current_language())


def reason_lines(proposal: Proposal) -> list[dict[str, Any]]:
    """The reasons of a proposal as the page's macro takes them."""
    return lines_of(proposal.reasons)


def lines_of(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stored reasons as the page's macro takes them; kinds that are no longer known are left out."""
    found = []
    for reason in reasons:
        if make := LINES.get(str(reason.get("kind"))):
            term, text = make(reason)
            found.append({"fit": reason.get("fit", "unknown"), "term": term, "text": text})
    return found


def _terms(reason: Mapping[str, Any]) -> tuple[str, Any]:
    words = [str(word) for word in reason["words"]]
    marked = [Markup("<mark>%s</mark>") % word for word in words[:MARKED]]
    return _("Shared words"), Markup(_(", ")).join([*marked, *words[MARKED:]])


def _classes(reason: Mapping[str, Any]) -> tuple[str, str]:
    symbol, likely = written(reason["symbol"]), written(reason["likely"])
    texts = {
        "group": N_("Same group as the wording suggests: %(symbol)s"),
        "subclass": N_("Same subclass %(shared)s as the wording suggests (%(symbol)s)"),
        "class": N_("Same class %(shared)s, other subclass (%(symbol)s; the wording suggests %(likely)s)"),
    }
    sentence = texts.get(reason["near"], N_("Other class (%(symbol)s; the wording suggests %(likely)s)"))
    return _("Classification"), translate(sentence, symbol=symbol, likely=likely, shared=written(reason["shared"]))


def _industry(reason: Mapping[str, Any]) -> tuple[str, str]:
    name = industry_name(reason["code"], current_language())
    sentence = {
        "yes": N_("Same industry: %(name)s"),
        "partly": N_("Neighbouring industry: %(name)s"),
    }.get(reason["fit"], N_("Written for another industry: %(name)s"))
    return _("Industry"), translate(sentence, name=name)


def _fee(reason: Mapping[str, Any]) -> tuple[str, str]:
    if reason["fee"] == "free":
        return _("Fee and budget"), _("Free of charge")
    currency = reason["currency"]
    sentence = {
        "within": N_("%(due)s due at the start, within the budget"),
        "open": N_("%(due)s due at the start; the budget has no limit"),
        "above": N_("%(due)s due at the start, above the budget of %(high)s"),
        "total_above": N_("%(due)s due at the start; %(total)s in all is above the budget of %(high)s"),
        "profile": N_("%(due)s due at the start"),
    }.get(reason["budget"], N_("%(due)s due at the start; the budget is not known"))
    text = translate(
        sentence,
        due=money(reason["due"], currency),
        high=money(reason.get("high"), currency),
        total=money(reason.get("total"), currency),
    )
    return _("Fee and budget"), text + (_("; a royalty comes on top") if reason["royalty"] else "")


def _maturity(reason: Mapping[str, Any]) -> tuple[str, str]:
    return _("Maturity"), translate(MATURITY_NAMES.get(reason["maturity"], reason["maturity"]))


def place(region: str) -> str:
    """A region's name in the reader's language."""
    return region_name(region)[0] if current_language() == "zh" else english_name(region)


def _region(reason: Mapping[str, Any]) -> tuple[str, str]:
    sentence = {
        "city": N_("Same city: %(name)s"),
        "province": N_("Same province: %(name)s"),
    }.get(reason["near"], N_("The owner is in %(name)s"))
    return _("Place"), translate(sentence, name=place(reason["region"]))


def _unknown(reason: Mapping[str, Any]) -> tuple[str, str]:
    said = [translate(UNKNOWNS[code]) for code in reason["codes"] if code in UNKNOWNS]
    return _("Not known yet"), _("; ").join(said)


LINES: dict[str, Callable[[Mapping[str, Any]], tuple[str, Any]]] = {
    "terms": _terms,
    "classes": _classes,
    "industry": _industry,
    "fee": _fee,
    "maturity": _maturity,
    "region": _region,
    "unknown": _unknown,
}


def fee(listing: Listing) -> str:
    """A listing's price in one short line."""
    if listing.fee_kind == "free":
        return str(_("free"))
    parts = [money(listing.amount_minor, listing.currency)] if listing.amount_minor else []
    if listing.rate:
        parts.append(f"{(listing.rate * 100).normalize():f}%")
    return " + ".join(parts)


def status(proposal: Proposal) -> dict[str, Any]:
    """The legal status of what is offered: tone, word, source and date; the worst of several patents."""
    patents = [row.patent for row in proposal.listing.patents] if proposal.listing else [proposal.patent]
    order = [Level.ENDED, Level.UNKNOWN, Level.PENDING, Level.IN_FORCE]
    known = [patent for patent in patents if patent is not None]
    worst = min(known, key=lambda patent: order.index(Level(patent.shown_status().level)))
    level = Level(worst.shown_status().level)
    return {
        "tone": STATUS_TONES[level],
        "word": translate(LEVEL_NAMES[level]),
        "source": worst.status_source,
        "as_of": worst.status_as_of,
        "numbers": [patent.display_number for patent in known],
    }


def owners(proposal: Proposal) -> str:
    """Whose offer it is, by name."""
    if proposal.listing is not None:
        return proposal.listing.organisation.name
    return str(_(", ")).join(owner.name for owner in proposal.patent.owners) if proposal.patent else ""


def firm_reason(code: str) -> str:
    """A firm's reason in words."""
    return translate(FIRM_REASONS[code]) if code in FIRM_REASONS else ""


def owner_reason(code: str) -> str:
    """An owner's reason in words."""
    return translate(OWNER_REASONS[code]) if code in OWNER_REASONS else ""


def counted(count: int) -> str:
    """So many proposals."""
    return str(ngettext("%(num)s proposal", "%(num)s proposals", count))
