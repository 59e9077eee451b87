"""Rules about the declaration itself: R09 to R12 and the withdrawal R17; and the whole checklist."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from market.core.calendar import add_months
from market.core.i18n import N_
from market.core.money import Money
from market.listings.rules.assumptions import figure
from market.listings.rules.findings import Finding, Outcome
from market.listings.rules.offer import Fee, FeeKind, Offer, due_at_start
from market.listings.rules.patents import ELIGIBILITY, OBSTACLES
from market.listings.rules.words import advertising_words

AFTER_NOTICE = (FeeKind.ONE_OFF, FeeKind.ENTRY_ROYALTY, FeeKind.INSTALMENTS)
WITH_RATE = (FeeKind.ROYALTY, FeeKind.ENTRY_ROYALTY)


def complete(offer: Offer) -> list[Finding]:
    """R09: numbers, owners, payment method and standard, term (Implementing Rules Art. 85): a finding for each gap."""
    gaps = [
        Finding("R09", Outcome.BLOCKING, sentence, "IR85", values, step=step) for sentence, step, values in _gaps(offer)
    ]
    return gaps or [
        Finding("R09", Outcome.PASSED, N_("Number, owners, payment method and standard, term: complete"), "IR85")
    ]


def _gaps(offer: Offer) -> Iterator[tuple[str, str, dict[str, str]]]:
    if not offer.patents:
        yield N_("No patent has been chosen."), "patents", {}
    for patent in offer.patents:
        if not patent.owners:
            yield N_("%(patent)s names no owner."), "patents", {"patent": patent.number}
    for sentence in fee_gaps(offer.fee):
        yield sentence, "fee", {}
    if not offer.fee_text.strip():
        yield N_("The text of payment method and standard is missing."), "fee", {}
    if offer.term_end is None:
        yield N_("The end of the licence term is missing."), "term", {}
    if not offer.title.strip():
        yield N_("The title is missing."), "description", {}
    for value, sentence in (
        (offer.summary, N_("The plain summary is missing.")),
        (offer.application, N_("The field of application is missing.")),
        (offer.products, N_("The products it is used for are missing.")),
        (offer.industry, N_("The industry is missing.")),
    ):
        if not value.strip():
            yield sentence, "description", {}
    if not offer.statements:
        yield N_("The four statements have not been confirmed."), "documents", {}


def fee_gaps(fee: Fee) -> Iterator[str]:
    """What payment method and standard lack, for the kind chosen."""
    if not fee.kind:
        yield N_("How the fee is paid has not been chosen.")
    if fee.kind in AFTER_NOTICE and not fee.amount:
        yield N_("The amount is missing.")
    if fee.kind in AFTER_NOTICE and fee.due_at_start and not fee.due_days:
        yield N_("The days for payment after the notice are missing.")
    if fee.kind in WITH_RATE and not fee.rate:
        yield N_("The royalty rate is missing.")
    if fee.kind in WITH_RATE and not fee.base:
        yield N_("The base of the royalty is missing.")
    if fee.kind == FeeKind.INSTALMENTS:
        yield from _instalment_gaps(fee)
    if fee.kind and fee.due_at_start != due_at_start(fee.kind, fee.amount, fee.instalments):
        yield N_("What is due at the start does not fit the amounts.")


def _instalment_gaps(fee: Fee) -> Iterator[str]:
    if len(fee.instalments) < 2:
        yield N_("Instalments need at least two parts.")
    if sum((part.minor for part, _ in fee.instalments), 0) != fee.amount.minor:
        yield N_("The instalments do not add up to the amount.")


def no_advertising(offer: Offer) -> list[Finding]:
    """R10: no commercial advertising language in the declaration (Art. 85(3)); on our page it is a warning."""
    todo = N_("Say it with a figure and its source instead.")
    found = []
    for text, sentence, step in (
        (offer.fee_text, N_("The payment text contains advertising language: %(words)s."), "fee"),
        (offer.notes, N_("The notes contain advertising language: %(words)s."), "term"),
    ):
        if words := advertising_words(text):
            values = {"words": ", ".join(words)}
            found.append(Finding("R10", Outcome.BLOCKING, sentence, "IR85", values, todo, step=step))
    page = " ".join((offer.title, offer.title_en, offer.summary, offer.summary_en, offer.application, offer.products))
    if words := advertising_words(page):
        sentence = N_("The description contains words of advertising: %(words)s.")
        values = {"words": ", ".join(words)}
        found.append(Finding("R10", Outcome.WARNING, sentence, "IR85", values, todo, step="description"))
    return found or [Finding("R10", Outcome.PASSED, N_("No advertising language found"), "IR85")]


def term_within_patent(offer: Offer, today: date) -> list[Finding]:
    """R11: the licence term ends no later than the first patent of the bundle (Civil Code Art. 865)."""
    if offer.term_end is None or not offer.patents:
        return []
    findings = list(_term_findings(offer, offer.term_end, today))
    if any(finding.blocks for finding in findings):
        return findings
    return [Finding("R11", Outcome.PASSED, N_("The licence term ends within the patent term"), "CC865"), *findings]


def _term_findings(offer: Offer, end: date, today: date) -> Iterator[Finding]:
    no = Outcome.BLOCKING
    for patent in offer.patents:
        values = {"patent": patent.number, "end": end.isoformat()}
        if patent.expiry is None:
            sentence = N_("When %(patent)s expires is not known, so the term cannot be checked.")
            todo = N_("Complete the filing date of the patent.")
            yield Finding("R11", no, sentence, "CC865", values, todo, patent.number, "patents")
        elif end > patent.expiry:
            sentence = N_("The licence term ends on %(end)s, after %(patent)s expires on %(expiry)s.")
            values["expiry"] = patent.expiry.isoformat()
            todo = N_("Choose an earlier end.")
            yield Finding("R11", no, sentence, "CC865", values, todo, patent.number, "term")
    if end <= today:
        sentence = N_("The licence term ends on %(end)s, which is not in the future.")
        yield Finding("R11", no, sentence, "CC865", {"end": end.isoformat()}, N_("Choose a later end."), step="term")
    elif end < add_months(today, int(figure("shortest_term_months"))):
        sentence = N_("The licence term is shorter than the year that the examination guidelines are said to ask for.")
        yield Finding("R11", Outcome.WARNING, sentence, "IR85", step="term")


def within_ceilings(offer: Offer) -> list[Finding]:
    """R12: 20 million yuan, 20 % of net sales, 40 % of profit: recommended ceilings, so a warning."""
    fee = offer.fee
    if fee.kind in ("", FeeKind.FREE):
        return [Finding("R12", Outcome.NOT_REQUIRED, N_("Ceilings: nothing is charged"), "NOTICE24")]
    todo = N_("Give the reason in the notes, or license by negotiation instead.")
    found = []
    ceiling = Money.of(figure("fixed_ceiling_yuan"))
    if fee.amount.currency != ceiling.currency:
        sentence = N_("The fixed fee is not in yuan; the ceiling of %(ceiling)s was not checked.")
        found.append(Finding("R12", Outcome.UNKNOWN, sentence, "NOTICE24", {"ceiling": ceiling}, step="fee"))
    elif fee.amount > ceiling:
        sentence = N_("The fixed fee of %(amount)s is above the recommended ceiling of %(ceiling)s.")
        values = {"amount": fee.amount, "ceiling": ceiling}
        found.append(Finding("R12", Outcome.WARNING, sentence, "NOTICE24", values, todo, step="fee"))
    highest = {"net_sales": figure("net_sales_ceiling"), "profit": figure("profit_ceiling")}.get(fee.base)
    if fee.rate is not None and highest is not None and fee.rate > highest:
        sentences = {
            "net_sales": N_("The royalty of %(rate)s %% is above the recommended %(highest)s %% of net sales."),
            "profit": N_("The royalty of %(rate)s %% is above the recommended %(highest)s %% of profit."),
        }
        rates = {"rate": percent(fee.rate), "highest": percent(highest)}
        found.append(Finding("R12", Outcome.WARNING, sentences[fee.base], "NOTICE24", rates, todo, step="fee"))
    return found or [Finding("R12", Outcome.PASSED, N_("Within the recommended ceilings"), "NOTICE24")]


def percent(rate: Decimal) -> str:
    """A fraction in per cent without trailing zeros: 0.015 gives "1.5"."""
    return f"{(rate * 100).normalize():f}"


def withdrawal_findings(reason: str, consents: bool, unconditional: bool, owners: int) -> list[Finding]:
    """R17: a withdrawal needs a legitimate reason, all owners' consent and no conditions (FAQ of 2024-08)."""
    found = []
    if len(reason.strip()) < 4:
        found.append(Finding("R17", Outcome.BLOCKING, N_("A withdrawal needs a reason."), "PL50W"))
    if owners > 1 and not consents:
        sentence = N_("All owners must have agreed to the withdrawal in writing.")
        found.append(Finding("R17", Outcome.BLOCKING, sentence, "GUIDE"))
    if not unconditional:
        found.append(Finding("R17", Outcome.BLOCKING, N_("A withdrawal may not have conditions attached."), "PL50W"))
    return found


def obstacles(offer: Offer, today: date) -> list[Finding]:
    """R02 to R06 again (R15): only what stops a licence from being taken today, warnings and unknowns included."""
    return [
        finding
        for patent in offer.patents
        for rule in OBSTACLES
        if (finding := rule(patent, today)).outcome not in (Outcome.PASSED, Outcome.NOT_REQUIRED)
    ]


def eligibility(offer: Offer, today: date) -> list[Finding]:
    """What can be said about the patents alone, before price and term are known."""
    return [rule(patent, today) for rule in ELIGIBILITY for patent in offer.patents]


def checklist(offer: Offer, today: date) -> list[Finding]:
    """Every rule of the declaration, in the order of their numbers."""
    findings = [
        *eligibility(offer, today),
        *complete(offer),
        *no_advertising(offer),
        *term_within_patent(offer, today),
        *within_ceilings(offer),
    ]
    return sorted(findings, key=lambda finding: finding.rule)
