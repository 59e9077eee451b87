"""What came after: filings, the registered contract, invoices, the schedule, royalty and effect reports."""

from collections.abc import Sequence

from market.core.i18n import N_, translate
from market.effects import queries as effects
from market.effects.rules.reporting import NAMES as EFFECT_STATES
from market.evidence.queries.case import Case, day, instant, money, place
from market.evidence.rules.dossier import Dossier, Facts, Table, facts, named, table
from market.filings import queries as filings
from market.filings.rules.invoices import KIND_NAMES as INVOICE_KINDS
from market.filings.rules.invoices import STATE_NAMES as INVOICE_STATES
from market.filings.rules.papers import PAPER_NAMES
from market.filings.rules.states import KIND_NAMES as FILING_KINDS
from market.filings.rules.states import STATE_NAMES as FILING_STATES
from market.licensing.models import Licence
from market.negotiation import queries as negotiation
from market.royalties import queries as royalties
from market.royalties.models import Obligation

OBLIGATION_KINDS = {
    "entry": N_("Due at the start"),
    "instalment": N_("Instalment"),
    "milestone": N_("Milestone"),
    "royalty": N_("Royalty"),
    "minimum": N_("Minimum of the year"),
    "deferred": N_("Deferred payment"),
    "interest": N_("Late interest"),
}
OBLIGATION_STATES = {
    "planned": N_("Planned"),
    "asked": N_("Asked for"),
    "nothing": N_("Nothing due"),
    "frozen": N_("Frozen"),
    "dropped": N_("Dropped"),
}
REPORT_STATES = {
    "submitted": N_("Sent"),
    "queried": N_("Queried"),
    "verified": N_("Verified"),
    "replaced": N_("Replaced by a newer version"),
}


def recorded(case: Case, dossier: Dossier) -> None:
    """Recordal, change and cancellation with the patent office, and the registration as technology contract."""
    licence = case.licence
    if licence is None:
        return
    heads = (N_("Filing"), N_("State"), N_("Sent on"), N_("Number"), N_("Recorded on"), N_("Refused"))
    rows = [
        (
            f"{named(FILING_KINDS, it.kind)} {it.attempt}",
            named(FILING_STATES, it.state),
            day(it.submitted_on),
            it.number,
            day(it.recorded_on),
            f"{day(it.refused_on)} {it.refusal}".strip(),
        )
        for it in reversed(filings.filings_of(licence.id))
    ]
    dossier.add(N_("Recordal and registration"), _recordal(licence), table(heads, rows), _registration(licence))
    title = translate(N_("Recordal certificate"))
    dossier.pack("recordal", licence.reference, title, licence.certificate, place(licence.certificate))
    for it in reversed(filings.filings_of(licence.id)):
        dossier.pack("recordal", f"{it.kind}-{it.attempt}", title, it.certificate, place(it.certificate))
    for paper in filings.papers_of(licence.id):
        dossier.pack("recordal", paper.kind, named(PAPER_NAMES, paper.kind), paper.file, place(paper.file))


def _recordal(licence: Licence) -> Facts:
    return facts(
        [
            (N_("To be recorded by"), day(licence.recordal_due)),
            (N_("Recordal number"), licence.recordal_number),
            (N_("Recorded on"), day(licence.recorded_on)),
        ]
    )


def _registration(licence: Licence) -> Facts:
    found = filings.registration_of(licence.id)
    if found is None:
        return facts([])
    return facts(
        [
            (N_("Technology contract registered under"), found.number),
            (N_("Registered on"), day(found.registered_on)),
            (N_("Registry"), found.office),
            (N_("Not registered because"), found.reason),
        ]
    )


def invoices(case: Case, dossier: Dossier) -> None:
    """Invoice requests on the deal's amounts, as far as this reader is their payer or payee."""
    found = [
        it
        for it in filings.invoices_on([row.id for row in case.receivables])
        if case.reader.operator or case.reader.of(it.debtor_id) or case.reader.of(it.creditor_id)
    ]
    heads = (N_("Invoice request"), N_("Kind"), N_("Title"), N_("Tax number"), N_("Amount"), N_("State"), N_("Number"))
    rows = [
        (
            it.reference,
            named(INVOICE_KINDS, it.kind),
            it.title,
            it.tax_number,
            money(it.money),
            named(INVOICE_STATES, it.state),
            it.number,
        )
        for it in found
    ]
    dossier.add(N_("Invoices"), table(heads, rows))
    for it in found:
        dossier.pack("invoices", it.reference, translate(N_("Invoice")), it.file, place(it.file))
        title = translate(N_("Red-letter invoice"))
        dossier.pack("invoices", f"{it.reference}-red", title, it.reversal_file, place(it.reversal_file))


def schedule(case: Case, dossier: Dossier) -> None:
    """The schedule of payments, with every version of every royalty report."""
    for subject in case.subjects:
        found = royalties.schedule_of(subject)
        if found is None:
            continue
        dossier.add(N_("Schedule of payments"), _lines(found.obligations))
        dossier.add(N_("Royalty reports"), _reports(found.obligations))
        for line in found.obligations:
            name = f"{subject.replace(':', '-')}-{line.position}"
            dossier.pack("royalties", name, translate(N_("Proof")), line.evidence, place(line.evidence))
            for report in line.reports:
                title = translate(N_("Accounts of a royalty report"))
                dossier.pack("royalties", f"{name}-v{report.number}", title, report.evidence, place(report.evidence))


def _lines(lines: Sequence[Obligation]) -> Table:
    heads = (N_("Number"), N_("What"), N_("Amount"), N_("Due on"), N_("Period"), N_("State"))
    return table(
        heads,
        [
            (
                str(it.position),
                f"{named(OBLIGATION_KINDS, it.kind)} {it.name}".strip(),
                money(it.money),
                day(it.due_on),
                f"{day(it.period_start)} – {day(it.period_end)}" if it.period_start else "",
                named(OBLIGATION_STATES, it.state),
            )
            for it in lines
        ],
    )


def _reports(lines: Sequence[Obligation]) -> Table:
    heads = (N_("Number"), N_("Version"), N_("Sales"), N_("Deductions"), N_("Pieces"), N_("Royalty"), N_("State"))
    return table(
        (*heads, N_("Sent at"), N_("Verified at")),
        [
            (
                str(line.position),
                str(it.number),
                f"{it.gross_minor / 100:,.2f} {it.currency}",
                f"{it.deductions_minor / 100:,.2f} {it.currency}",
                str(it.units or ""),
                f"{it.royalty_minor / 100:,.2f} {line.currency}",
                named(REPORT_STATES, it.state),
                instant(it.submitted_at),
                instant(it.verified_at),
            )
            for line in lines
            for it in line.reports
        ],
    )


def effect(case: Case, dossier: Dossier) -> None:
    """What the licensee reported of the effect, year by year."""
    if case.licence is None:
        return
    heads = (N_("Year"), N_("Version"), N_("Product"), N_("Sales"), N_("Tax"), N_("Jobs"), N_("State"), N_("Sent at"))
    questions = list(reversed(effects.of_licence(case.licence.id)))
    rows = [
        (
            str(question.year),
            str(it.version),
            it.product,
            money(it.effect.sales),
            money(it.effect.tax),
            str(it.jobs),
            named(EFFECT_STATES, it.state),
            instant(it.reported_at),
        )
        for question in questions
        for it in question.reports
    ]
    dossier.add(N_("Effect reports"), table(heads, rows))
    for question in questions:
        for it in question.reports:
            name = f"{question.year}-v{it.version}"
            dossier.pack("effects", name, translate(N_("Proof")), it.evidence, place(it.evidence))


def documents(case: Case, dossier: Dossier) -> None:
    """Documents of the talks and signed copies of contracts."""
    deal = case.deal
    if deal is not None:
        for it in deal.documents:
            dossier.pack("negotiation", it.kind, translate(N_("Consent or document")), it.file, place(it.file))
        for confirmation in deal.confirmations:
            title = translate(N_("Contract on paper"))
            name = f"contract-{confirmation.side}"
            dossier.pack("negotiation", name, title, confirmation.file, place(confirmation.file))
        for step in deal.steps:
            dossier.pack("negotiation", step.key, translate(N_("Proof of a step")), step.file, place(step.file))
    thread = negotiation.thread(deal_id=deal.id) if deal is not None else []
    thread += negotiation.thread(request_id=case.request.id) if case.request is not None else []
    for message in sorted(thread, key=lambda it: it.id):
        for sent in message.files:
            dossier.pack("messages", str(message.id), translate(N_("Sent with a message")), sent.file, place(sent.file))
    for contract in case.contracts:
        for version in contract.versions:
            for signature in version.signatures:
                name = f"{contract.reference}-v{version.number}-{signature.side}"
                title = translate(N_("Signed copy"))
                dossier.pack("contracts", name, title, signature.file, place(signature.file))
