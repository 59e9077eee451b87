"""The money of a deal: what was asked for, what came in and went back, the ledger's entries, how income was shared."""

from market.accounts.models import Organisation
from market.core.db import db
from market.core.i18n import N_, translate
from market.evidence.queries.case import Case, day, instant, money, place
from market.evidence.rules.dossier import Dossier, named, table
from market.evidence.rules.states import REFUNDS
from market.income.queries import splits as income
from market.income.rules.states import NAMES as SPLIT_STATES
from market.ledger.rules import KINDS, PURPOSES
from market.payments import queries as payments
from market.payments.models import Receipt

RECEIVABLE_STATES = {
    "open": N_("Open"),
    "frozen": N_("Frozen"),
    "settled": N_("Paid in full"),
    "cancelled": N_("No longer due"),
}
WAYS = {"bank": N_("Bank transfer"), "sandbox_card": N_("Card (sandbox)"), "stripe": N_("Card or wallet (Stripe)")}
SHARE_KINDS = {
    "cost": N_("Cost"),
    "co_owner": N_("Co-owner"),
    "inventor": N_("Inventor"),
    "college": N_("College"),
    "office": N_("Transfer office"),
    "university": N_("University"),
}


def asked(case: Case, dossier: Dossier) -> None:
    """Amounts due."""
    heads = (N_("Payment reference"), N_("For"), N_("Amount due"), N_("Due on"), N_("Paid"), N_("State"))
    paid = payments.paid_amounts(case.receivables)
    rows = [
        (
            it.reference,
            f"{it.title} ({it.position})",
            money(it.money),
            day(it.due_on),
            money(paid[it.id]),
            named(RECEIVABLE_STATES, it.state),
        )
        for it in case.receivables
    ]
    dossier.add(N_("Amounts due"), table(heads, rows))


def received(case: Case, dossier: Dossier) -> None:
    """Receipts, corrections, and what was given back, with their vouchers."""
    receipts = [it for row in case.receivables for it in row.receipts]
    heads = (N_("Receipt"), N_("Received on"), N_("Way"), N_("Payer"), N_("Amount"), N_("Surplus"), N_("Booked at"))
    dossier.add(
        N_("Receipts"),
        table(
            heads,
            [
                (
                    it.number,
                    day(it.received_on),
                    named(WAYS, it.way),
                    it.payer_name,
                    money(it.money),
                    money(it.surplus) if it.surplus else "",
                    _booked(it),
                )
                for it in receipts
            ],
        ),
        table(
            (N_("Receipt"), N_("Given back on"), N_("Amount"), N_("Bank reference")),
            [(it.number, day(b.given_on), money(b.money), b.bank_reference) for it in receipts for b in it.given_back],
        ),
        table(
            (N_("Receipt"), N_("Refund"), N_("Amount"), N_("State")),
            [(it.number, str(r.id), money(r.money), named(REFUNDS, r.state)) for it in receipts for r in it.refunds],
        ),
    )
    for it in receipts:
        dossier.pack("vouchers", it.number, translate(N_("Voucher of a receipt")), it.voucher, place(it.voucher))
        for back in it.given_back:
            title = translate(N_("Voucher of money given back"))
            dossier.pack("vouchers", f"{it.number}-back", title, back.voucher, place(back.voucher))


def _booked(receipt: Receipt) -> str:
    if receipt.reversed_at is None:
        return instant(receipt.booked_at)
    reversed_word = translate(N_("reversed"))
    return f"{instant(receipt.booked_at)}; {reversed_word} {instant(receipt.reversed_at)} {receipt.reversed_reason}"


def ledger(case: Case, dossier: Dossier) -> None:
    """The entries of the double-entry book, for the payee and the operator."""
    if not case.licensor_side:
        if case.entries:
            dossier.left_out.append(LEDGER_LEFT_OUT)
        return
    owners = _names({line.account.organisation_id for entry in case.entries for line in entry.postings})
    heads = (N_("Entry"), N_("Day"), N_("What"), N_("Account"), N_("Debit"), N_("Credit"))
    rows = [
        (
            entry.business_key,
            day(entry.on),
            named(KINDS, entry.kind),
            f"{named(PURPOSES, line.account.purpose)} {owners.get(line.account.organisation_id or 0, '')}".strip(),
            money(line.money) if line.amount_minor > 0 else "",
            money(-line.money) if line.amount_minor < 0 else "",
        )
        for entry in case.entries
        for line in entry.postings
    ]
    dossier.add(N_("Ledger"), table(heads, rows))


LEDGER_LEFT_OUT = N_("The entries of the ledger are shown to the payee and the operator only.")
SPLITS_LEFT_OUT = N_("How the income was shared is shown to the licensor's keepers and the operator only.")


def _names(ids: set[int | None]) -> dict[int, str]:
    found = (db.session.get(Organisation, number) for number in ids if number)
    return {row.id: row.name for row in found if row is not None}


def shared(case: Case, dossier: Dossier) -> None:
    """How receipts were divided, for those who may see it."""
    splits = income.of_matters(case.reader, case.subjects)
    if not splits:
        if not case.reader.operator and any(row.receipts for row in case.receivables):
            dossier.left_out.append(SPLITS_LEFT_OUT)
        return
    heads = (N_("Split"), N_("State"), N_("Whose"), N_("Amount"), N_("Paid on"), N_("Approved at"))
    rows = [
        (
            split.number,
            named(SPLIT_STATES, split.state),
            f"{named(SHARE_KINDS, share.kind)} {share.name}".strip(),
            money(share.money),
            day(share.payment.paid_on) if share.payment else "",
            instant(split.approved_at),
        )
        for split in splits
        for share in split.shares
    ]
    dossier.add(N_("Income shared out"), table(heads, rows))
    for split in splits:
        title = translate(N_("Agreement on the shares"))
        dossier.pack("income", split.number, title, split.agreement_file, place(split.agreement_file))
