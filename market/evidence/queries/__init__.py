"""Gathering an evidence file: one small function per feature, each adding what this reader may see."""

from collections.abc import Callable, Sequence

from market.contracts.service import papers
from market.core import printing
from market.core.i18n import N_, translate
from market.evidence.queries import agreed, began, lived, paid, timeline
from market.evidence.queries.case import Case, case_of
from market.evidence.rules.dossier import Dossier, canonical

__all__ = ["Case", "case_of", "dossier"]

Part = Callable[[Case, Dossier], None]

PARTS: Sequence[Part] = (
    agreed.sides,
    agreed.patents,
    began.roadshow,
    agreed.terms,
    agreed.notice,
    agreed.talks,
    agreed.contracts,
    lived.schedule,
    paid.asked,
    paid.received,
    paid.ledger,
    lived.recorded,
    lived.invoices,
    lived.effect,
    paid.shared,
    timeline.events,
    lived.documents,
)
NO_PDF = N_("Contracts as PDF: this server cannot make PDF files. Their texts are in the archive.")
LOST = N_("Some files are on record but could not be read on this server.")


def dossier(case: Case, with_files: bool = True) -> Dossier:
    """Everything this reader gets; `with_files` makes the contracts' PDF files as well, which takes seconds."""
    made = Dossier(case.reference, case.title)
    for part in PARTS:
        part(case, made)
    if with_files:
        _contracts(case, made)
    if any(not paper.there for paper in made.papers):
        made.left_out.append(LOST)
    return made


def _contracts(case: Case, made: Dossier) -> None:
    """Each text of each contract: its hashed content, and as PDF with its signatures."""
    for contract in case.contracts:
        for text in contract.versions:
            whole = {
                "contract": contract.reference,
                "version": text.number,
                "content": list(text.content),
                "agreement": dict(text.agreement),
            }
            stem = f"{contract.reference}-v{text.number}"
            made.make("contracts", f"{stem}.json", translate(N_("Contract text as hashed")), canonical(whole))
            if printing.available():
                made.make("contracts", f"{stem}.pdf", translate(N_("Contract")), papers.pdf(contract, text))
    if case.contracts and not printing.available():
        made.left_out.append(NO_PDF)
