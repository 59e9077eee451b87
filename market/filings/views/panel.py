"""The filings' piece of the deal page: what was filed, registered and invoiced, with dates, numbers and files."""

from market.core import clock
from market.core.panels import Panel
from market.core.web import current_actor
from market.filings import queries, service
from market.filings.rules import invoices, precheck
from market.licensing import queries as licensing
from market.licensing.models import LicenceRequest


def deal_panel(request: LicenceRequest) -> Panel | None:
    """The piece, once there is a licence or a payment to be invoiced."""
    amounts = [due.receivable for due in licensing.amounts_due(request) if due.receivable is not None]
    licence = request.licence
    if licence is None:
        return None
    findings = service.checks.findings(licence, clock.today())
    return Panel(
        "filings",
        "filings/panel.html",
        {
            "licence": licence,
            "filings": queries.filings_of(licence.id),
            "registration": queries.registration_of(licence.id),
            "invoices": queries.invoices_on([row.id for row in amounts]),
            "rooms": [(row, room) for row in amounts if (room := queries.room(row))],
            "payer": service.invoices.may_ask(current_actor(), request.licensee_id),
            "findings": findings,
            "failed": precheck.failed(findings),
            "states": invoices.STATE_NAMES,
            "tones": invoices.STATE_TONES,
        },
    )
