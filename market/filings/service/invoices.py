"""Requests for invoices: asking, issuing, declining, taking back, cancelling by a red-letter invoice.

The amount is held against what was paid by one row per amount due, moved by compare and swap and guarded by a check of
the database: two who ask at once cannot have more invoiced than was paid.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from market.accounts.rules.organisations import clean_uscc, uscc_refusal
from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.files import StoredFile
from market.core.i18n import N_, current_language, in_language, translate
from market.core.money import Money
from market.filings import queries
from market.filings.errors import InvoiceNotRight, NoSpecialInvoice, NotYourInvoice, TooMuchInvoiced
from market.filings.events import InvoiceAsked, InvoiceClosed, InvoiceIssued
from market.filings.models import Invoice, InvoiceAccount, InvoiceTerms
from market.filings.rules import invoices, numbers
from market.filings.rules.invoices import COUNTING, MOVES, State
from market.filings.service import moves
from market.licensing.models import Licence
from market.licensing.rules.terms import Terms
from market.payments import queries as payments
from market.payments.models import Receipt, Receivable

MONEY_ROLES = ("owner", "manager", "finance")


@dataclass(frozen=True)
class Wanted:
    """What the payer wants on its invoice; `receipt_id` when it is about one receipt."""

    once: str
    title: str
    tax_number: str
    kind: str
    amount: Money
    receipt_id: int | None = None
    details: str = ""
    email: str = ""


def may_ask(actor: Actor, debtor_id: int) -> bool:
    """Whether this person may ask for the payer."""
    return actor.of(debtor_id) and actor.role in MONEY_ROLES


def may_issue(actor: Actor, creditor_id: int) -> bool:
    """Whether this person may enter what the licensor issued; the operator may for it."""
    return actor.operator or (actor.of(creditor_id) and actor.role in MONEY_ROLES)


def set_terms(actor: Actor, organisation_id: int, exempt: bool, note: str) -> InvoiceTerms:
    """Say whether a licensor claims the VAT exemption, and what who asks should know; inside a transaction."""
    if not may_issue(actor, organisation_id):
        raise NotYourInvoice
    row = queries.invoice_terms(organisation_id) or InvoiceTerms(organisation_id=organisation_id)
    row.exempt, row.note, row.set_by, row.set_at = exempt, note.strip(), actor.user_id, clock.now()
    db.session.add(row)
    db.session.flush()
    return row


def ask(actor: Actor, receivable_id: int, wanted: Wanted) -> Invoice:
    """Ask for an invoice on what was paid, inside a transaction; sending the same form twice asks once.

    Raises NotYourInvoice, TooMuchInvoiced, NoSpecialInvoice, InvoiceNotRight; NotFound for somebody else's payment.
    """
    receivable = payments.receivable(actor, receivable_id)
    if not may_ask(actor, receivable.debtor_id):
        raise NotYourInvoice
    same = select(Invoice).where(Invoice.once == wanted.once, Invoice.debtor_id == receivable.debtor_id)
    sent = db.session.scalar(same)
    if sent is not None:
        return sent
    _check(receivable, wanted)
    receipt = _receipt(receivable, wanted.receipt_id)
    _reserve(receivable, wanted.amount, receipt)
    licence = queries.licence_of_subject(receivable.subject)
    invoice = Invoice(
        once=wanted.once,
        receivable_id=receivable.id,
        receipt_id=receipt.id if receipt else None,
        licence_id=licence.id if licence else None,
        debtor_id=receivable.debtor_id,
        creditor_id=receivable.creditor_id,
        kind=wanted.kind,
        title=wanted.title.strip(),
        tax_number=clean_uscc(wanted.tax_number),
        details=wanted.details.strip(),
        email=wanted.email.strip(),
        item=invoices.ITEM,
        remark=remark(licence) if licence else "",
        amount_minor=wanted.amount.minor,
        currency=wanted.amount.currency,
        asked_by=actor.user_id,
    )
    db.session.add(invoice)
    db.session.flush()
    outbox.emit(InvoiceAsked(receivable_id=receivable.id, invoice_id=invoice.id), actor)
    return invoice


def remark(licence: Licence) -> str:
    """The remark of an invoice, in Chinese as the tax authority reads it: patents, term and number of the licence."""
    terms = Terms.read(licence.request.terms)
    patents = ", ".join(f"ZL{patent.number}" for patent in terms.patents)
    start, reference = licence.effective_on.isoformat(), licence.reference
    with in_language("zh"):
        if licence.term_end is None:
            sentence = N_("Patents: %(patents)s; licence from %(start)s; number of the licence: %(reference)s")
            return translate(sentence, patents=patents, start=start, reference=reference)[:500]
        sentence = N_("Patents: %(patents)s; licence from %(start)s to %(end)s; number of the licence: %(reference)s")
        end = licence.term_end.isoformat()
        return translate(sentence, patents=patents, start=start, end=end, reference=reference)[:500]


def _check(receivable: Receivable, wanted: Wanted) -> None:
    wrong = {}
    if not wanted.title.strip():
        wrong["title"] = N_("Enter the name that the invoice is made out to.")
    if refusal := uscc_refusal(wanted.tax_number):
        wrong["tax_number"] = refusal
    if wanted.kind not in set(invoices.Kind):
        wrong["kind"] = N_("Choose the kind of invoice.")
    if wanted.amount.minor <= 0 or wanted.amount.currency != receivable.currency:
        wrong["amount"] = N_("Enter an amount above zero.")
    if wrong:
        raise InvoiceNotRight(fields=wrong)
    _check_kind(receivable.creditor_id, wanted.kind)


def _check_kind(creditor_id: int, kind: str) -> None:
    terms = queries.invoice_terms(creditor_id)
    if terms is not None and kind not in invoices.kinds(terms.exempt):
        raise NoSpecialInvoice(terms.exempt)


def _receipt(receivable: Receivable, receipt_id: int | None) -> Receipt | None:
    if receipt_id is None:
        return None
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None or receipt.receivable_id != receivable.id:
        raise NotFound
    return receipt


def _reserve(receivable: Receivable, amount: Money, receipt: Receipt | None) -> None:
    """Set the amount aside, or raise TooMuchInvoiced: one statement decides, whoever else asks meanwhile."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"receivable_id": receivable.id, "paid_minor": 0, "invoiced_minor": 0}
    db.session.execute(insert(InvoiceAccount).values(**fresh).on_conflict_do_nothing())
    account = InvoiceAccount.receivable_id == receivable.id
    db.session.execute(select(InvoiceAccount.id).where(account).with_for_update())
    paid = payments.paid(receivable)
    result = db.session.execute(
        update(InvoiceAccount)
        .where(account, InvoiceAccount.invoiced_minor + amount.minor <= paid.minor)
        .values(paid_minor=paid.minor, invoiced_minor=InvoiceAccount.invoiced_minor + amount.minor)
        .execution_options(synchronize_session="fetch")
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise TooMuchInvoiced(queries.room(receivable).format(current_language()))
    if receipt is not None and amount > (left := queries.receipt_room(receipt)):
        raise TooMuchInvoiced(left.format(current_language()))


def _free(invoice: Invoice) -> None:
    db.session.execute(
        update(InvoiceAccount)
        .where(InvoiceAccount.receivable_id == invoice.receivable_id)
        .values(invoiced_minor=InvoiceAccount.invoiced_minor - invoice.amount_minor)
        .execution_options(synchronize_session="fetch")
    )


@dataclass(frozen=True)
class Issued:
    """An invoice as the licensor issued it, with its file."""

    number: str
    on: date
    file: StoredFile | None = None
    reason: str = ""


def issue(actor: Actor, invoice_id: int, issued: Issued) -> Invoice:
    """Enter the invoice that the licensor issued in its own tax system."""
    invoice = _to_issue(actor, invoice_id)
    _check_kind(invoice.creditor_id, invoice.kind)
    number = _number(invoice, issued, clock.local_date(invoice.asked_at))
    file_id = _kept(issued.file)
    moves.take(invoice, {MOVES["issue"].come_from}, State.ISSUED, number=number, issued_on=issued.on, file_id=file_id)
    outbox.emit(InvoiceIssued(receivable_id=invoice.receivable_id, invoice_id=invoice.id), actor)
    return invoice


def decline(actor: Actor, invoice_id: int, reason: str) -> Invoice:
    """The licensor does not issue it, and says why; the amount may be asked for again."""
    if not reason.strip():
        raise InvoiceNotRight(fields={"reason": N_("Say why; the payer will read it.")})
    return _close(actor, _to_issue(actor, invoice_id), State.DECLINED, reason=reason.strip())


def cancel(actor: Actor, invoice_id: int) -> Invoice:
    """The payer takes the request back while nothing is issued."""
    invoice = queries.invoice_for(actor, invoice_id)
    if not may_ask(actor, invoice.debtor_id):
        raise NotYourInvoice
    return _close(actor, invoice, State.CANCELLED)


def reverse(actor: Actor, invoice_id: int, issued: Issued) -> Invoice:
    """Enter the red-letter invoice that cancels an issued one; the amount may be invoiced again."""
    invoice = _to_issue(actor, invoice_id)
    if not issued.reason.strip():
        raise InvoiceNotRight(fields={"reason": N_("Say why; the payer will read it.")})
    number = _number(invoice, issued, invoice.issued_on or issued.on)
    values = {"reversal_number": number, "reversed_on": issued.on, "reversal_file_id": _kept(issued.file)}
    return _close(actor, invoice, State.REVERSED, reason=issued.reason.strip(), **values)


def _close(actor: Actor, invoice: Invoice, to: State, **values: object) -> Invoice:
    come_from = next(move.come_from for move in MOVES.values() if move.to == to)
    moves.take(invoice, {come_from} & COUNTING, to, **values)
    _free(invoice)
    outbox.emit(InvoiceClosed(receivable_id=invoice.receivable_id, invoice_id=invoice.id, how=to.value), actor)
    return invoice


def _to_issue(actor: Actor, invoice_id: int) -> Invoice:
    invoice = queries.invoice_for(actor, invoice_id)
    if not may_issue(actor, invoice.creditor_id):
        raise NotYourInvoice
    return invoice


def _number(invoice: Invoice, issued: Issued, earliest: date) -> str:
    wrong = {}
    number = numbers.invoice_number(issued.number)
    if not numbers.is_invoice_number(number):
        wrong["number"] = N_("An invoice number has 20 digits; an older one 8, with its code before it 18.")
    elif _taken(invoice, number):
        wrong["number"] = N_("This number stands on another invoice already.")
    if issued.on > clock.today():
        wrong["on"] = N_("This day lies in the future.")
    elif issued.on < earliest:
        wrong["on"] = N_("This day lies before the request.")
    if wrong:
        raise InvoiceNotRight(fields=wrong)
    return number


def _taken(invoice: Invoice, number: str) -> bool:
    same = (Invoice.number == number) | (Invoice.reversal_number == number)
    statement = select(Invoice.id).where(Invoice.creditor_id == invoice.creditor_id, same).limit(1)
    return db.session.scalar(statement) is not None


def _kept(stored: StoredFile | None) -> int | None:
    if stored is None:
        return None
    db.session.add(stored)
    db.session.flush()
    return stored.id
