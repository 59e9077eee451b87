"""What the sides of a deal and the operator hear of filings, registered contracts and invoices."""

from market.accounts.models import User
from market.accounts.queries import operators
from market.core.db import transaction
from market.core.i18n import in_language, translate
from market.filings.events import (
    ContractRegistered,
    FilingBegun,
    FilingDropped,
    FilingRecorded,
    FilingRefused,
    FilingSubmitted,
    InvoiceAsked,
    InvoiceClosed,
    InvoiceEvent,
    InvoiceIssued,
    RegistrationDue,
)
from market.filings.models import Filing, Invoice
from market.filings.queries import registration_of
from market.filings.rules.states import KIND_NAMES
from market.licensing.models import Licence
from market.notifications.queries import people
from market.notifications.rules import MONEY_PEOPLE
from market.notifications.service.inbox import named, tell
from market.notifications.service.licensing import parties


def begun(event: FilingBegun) -> None:
    """The other side hears that it need not file."""
    _tell_others(event, "filings.begun")


def dropped(event: FilingDropped) -> None:
    """The other side hears that it may file."""
    _tell_others(event, "filings.dropped")


def submitted(event: FilingSubmitted) -> None:
    """The other side hears that the papers went out."""
    _tell_others(event, "filings.submitted")


def refused(event: FilingRefused) -> None:
    """Both sides and the operators hear of a refusal."""
    _tell_all(event, "filings.refused")


def recorded(event: FilingRecorded) -> None:
    """Both sides and the operators hear of a recorded change or cancellation."""
    _tell_all(event, "filings.recorded")


def _tell_others(event: FilingBegun | FilingDropped | FilingSubmitted, key: str) -> None:
    with transaction() as session:
        filing = session.get_one(Filing, event.filing_id)
        readers = [person for person in parties(filing.licence) if not _of(person, filing.organisation_id)]
        tell(event, key, readers, of_filing(filing), licence_id=filing.licence_id)


def _tell_all(event: FilingRefused | FilingRecorded, key: str) -> None:
    with transaction() as session:
        filing = session.get_one(Filing, event.filing_id)
        tell(event, key, parties(filing.licence), of_filing(filing), licence_id=filing.licence_id)
        tell(event, key, operators(), of_filing(filing), mailed=False, licence_id=filing.licence_id)


def _of(person: User, organisation_id: int | None) -> bool:
    return person.organisation is not None and person.organisation.id == organisation_id


def of_filing(filing: Filing) -> dict[str, object]:
    """What messages say about a filing; its kind in both languages, days as ISO text."""
    kinds = {}
    for language, name in (("zh", "kind"), ("en", "kind_en")):
        with in_language(language):
            kinds[name] = translate(KIND_NAMES[filing.kind])
    return {
        "reference": filing.licence.reference,
        "submitted_on": filing.submitted_on.isoformat() if filing.submitted_on else "",
        "number": filing.number,
        "words": filing.refusal,
        **kinds,
        **named("filer", filing.organisation),
    }


def registered(event: ContractRegistered) -> None:
    """The buyer hears that the seller registered the contract."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        row = registration_of(licence.id)
        values = {"reference": licence.reference, "number": row.number if row else ""}
        tell(event, "filings.registered", people(licence.licensee_id, MONEY_PEOPLE), values, licence_id=licence.id)


def registration_due(event: RegistrationDue) -> None:
    """The seller is reminded of a contract that is not registered."""
    with transaction() as session:
        licence = session.get_one(Licence, event.licence_id)
        readers = people(licence.licensor_id, MONEY_PEOPLE)
        tell(event, "filings.registration_due", readers, {"reference": licence.reference}, licence_id=licence.id)


def invoice_asked(event: InvoiceAsked) -> None:
    """The licensor hears that an invoice is wanted."""
    _tell_of_invoice(event, "filings.invoice_asked", to_payer=False)


def invoice_issued(event: InvoiceIssued) -> None:
    """The payer hears that it is issued."""
    _tell_of_invoice(event, "filings.invoice_issued", to_payer=True)


def invoice_closed(event: InvoiceClosed) -> None:
    """The other side hears that it comes to nothing."""
    _tell_of_invoice(event, f"filings.invoice_{event.how}", to_payer=event.how != "cancelled")


def _tell_of_invoice(event: InvoiceEvent, key: str, to_payer: bool) -> None:
    with transaction() as session:
        row = session.get_one(Invoice, event.invoice_id)
        readers = people(row.debtor_id if to_payer else row.creditor_id, MONEY_PEOPLE)
        values = {
            "reference": row.reference,
            "number": row.number,
            "amount_money": [row.amount_minor, row.currency],
            "words": row.reason,
            **named("payer", row.debtor),
            **named("licensor", row.creditor),
        }
        tell(event, key, readers, values, invoice_id=row.id)
