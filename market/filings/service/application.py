"""The application to record a licence, filled: one value that the PDF, the Word file and the batch sheet are made of.

Fields after the Measures on recording patent licence contracts and the office's own form; the layout is ours. The text
is Chinese whatever the reader's language, since the patent office reads it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document as new_document
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from market.accounts.models import Organisation
from market.core.i18n import N_, in_language, translate
from market.filings import queries
from market.filings.models import Filing
from market.filings.rules.papers import PAPER_NAMES, Needs, needed
from market.filings.rules.states import KIND_NAMES, Kind
from market.licensing.models import Licence
from market.licensing.rules.fees import FeePlan
from market.licensing.rules.terms import KIND_SENTENCES, Party, Terms
from market.patents.models import Patent

FORM_TITLES = {
    Kind.RECORDAL: N_("Application to record a patent licence contract"),
    Kind.CHANGE: N_("Application to change the recordal of a patent licence contract"),
    Kind.CANCELLATION: N_("Application to cancel the recordal of a patent licence contract"),
}
PATENT_HEADS = (
    N_("Patent number"),
    N_("Title of the invention"),
    N_("Filing date"),
    N_("Grant announced on"),
    N_("Main class"),
    N_("Patentee"),
)
FONT = "Noto Serif CJK SC"


@dataclass(frozen=True)
class Block:
    """A part of the form: its heading, and rows of label and value."""

    heading: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Application:
    """The filled form; every text is as printed."""

    title: str
    reference: str
    blocks: Sequence[Block]
    patent_heads: Sequence[str]
    patents: Sequence[Sequence[str]]
    papers: Sequence[str]
    statement: str
    signatures: Sequence[str]


def fee_plan(licence: Licence) -> FeePlan:
    """The fee of a licence, open or agreed."""
    terms = Terms.read(licence.request.terms)
    return FeePlan.read(terms.fee) if terms.fee else FeePlan.of_offer(licence.request.terms["offer"])


def fill(licence: Licence, filing: Filing | None = None) -> Application:
    """The form of a licence for its open filing, else for its first recordal."""
    with in_language("zh"):
        return _fill(licence, filing)


def _fill(licence: Licence, filing: Filing | None) -> Application:
    terms = Terms.read(licence.request.terms)
    kind = Kind(filing.kind) if filing else Kind.RECORDAL
    agent = filing.agent if filing else ""
    pledged = any(link.patent.pledged for link in licence.patents)
    needs = Needs(kind.value, not terms.agreed, licence.free, bool(agent), pledged)
    return Application(
        title=translate(FORM_TITLES[kind]),
        reference=licence.reference,
        blocks=[
            _party(translate(N_("Licensor")), terms.licensor, licence.licensor),
            _party(translate(N_("Licensee")), terms.licensee, licence.licensee),
            _contract(licence, terms),
            _filing(licence, kind, filing),
        ],
        patent_heads=[translate(head) for head in PATENT_HEADS],
        patents=[_patent_row(link.patent) for link in licence.patents],
        papers=[translate(PAPER_NAMES[paper]) for paper in needed(needs)],
        statement=translate(
            N_("The applicants state that what is entered here and the papers handed in are true and complete.")
        ),
        signatures=[
            translate(N_("Licensor: seal or signature, date")),
            translate(N_("Licensee: seal or signature, date")),
            translate(N_("Agency: seal, date")),
        ],
    )


def _party(heading: str, party: Party, organisation: Organisation) -> Block:
    contact = (organisation.contact_name, organisation.contact_phone)
    rows = [
        (translate(N_("Name")), party.name),
        (translate(N_("Unified Social Credit Code")), party.uscc),
        (translate(N_("Postal address")), party.address or organisation.address),
        (translate(N_("Contact")), " ".join(part for part in contact if part)),
    ]
    return Block(heading, rows)


def _contract(licence: Licence, terms: Terms) -> Block:
    start = terms.term_start or licence.effective_on.isoformat()
    end = licence.term_end.isoformat() if licence.term_end else ""
    rows = [
        (translate(N_("Kind of licence")), translate(KIND_SENTENCES[licence.kind])),
        (translate(N_("Territory")), translate(N_("China")) if terms.territory == "CN" else terms.territory),
        (translate(N_("Term")), translate(N_("%(start)s to %(end)s"), start=start, end=end)),
        (translate(N_("Fee and way of payment")), fee_plan(licence).sentence("zh")),
        (translate(N_("Takes effect on")), licence.effective_on.isoformat()),
        (translate(N_("Number of the contract")), licence.reference),
    ]
    if terms.announcement_number or terms.announced_on:
        announced = " ".join(part for part in (terms.announcement_number, terms.announced_on[:10]) if part)
        rows.append((translate(N_("Announcement of the open licence")), announced))
    return Block(translate(N_("Licence contract")), rows)


def _filing(licence: Licence, kind: Kind, filing: Filing | None) -> Block:
    rows = [(translate(N_("Kind of filing")), translate(KIND_NAMES[kind]))]
    if kind != Kind.RECORDAL:
        rows.append((translate(N_("Recordal number")), licence.recordal_number))
        rows.append((translate(N_("What is applied for")), filing.what if filing else ""))
    rows.append((translate(N_("Filed by")), filing.organisation.name if filing and filing.organisation else ""))
    rows.append((translate(N_("Agency and agent")), filing.agent if filing else ""))
    return Block(translate(N_("Application")), rows)


def _patent_row(patent: Patent) -> list[str]:
    return [
        f"ZL{patent.application_number}",
        patent.title,
        patent.filing_date.isoformat() if patent.filing_date else "",
        patent.grant_date.isoformat() if patent.grant_date else "",
        patent.ipc_main or ", ".join(patent.locarno),
        "; ".join(owner.name for owner in patent.owners),
    ]


def docx(form: Application) -> bytes:
    """The form as a Word file, to be corrected by hand before printing."""
    document = new_document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    document.core_properties.title = form.title
    document.core_properties.author = ""
    document.add_heading(form.title, level=1)
    document.add_paragraph(form.reference)
    for block in form.blocks:
        document.add_heading(block.heading, level=2)
        _grid(document, [list(row) for row in block.rows])
    document.add_heading(form.patent_heads[0], level=2)
    _grid(document, [list(form.patent_heads), *[list(row) for row in form.patents]])
    for number, paper in enumerate(form.papers, start=1):
        document.add_paragraph(f"{number}. {paper}")
    document.add_paragraph(form.statement)
    _grid(document, [list(form.signatures), [""] * len(form.signatures)])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _grid(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(line, column).text = text


def sheet_heads() -> list[str]:
    """The columns of the batch sheet: one row per licence and patent."""
    return [
        translate(N_("Number of the contract")),
        translate(N_("Licensor")),
        translate(N_("Licensor's code")),
        translate(N_("Licensee")),
        translate(N_("Licensee's code")),
        *[translate(head) for head in PATENT_HEADS],
        translate(N_("Kind of licence")),
        translate(N_("Term begins")),
        translate(N_("Term ends")),
        translate(N_("Fee and way of payment")),
        translate(N_("Takes effect on")),
        translate(N_("File by")),
        translate(N_("Recordal number")),
    ]


def sheet_rows(licence: Licence) -> list[list[str]]:
    """The rows of one licence on the batch sheet."""
    terms = Terms.read(licence.request.terms)
    sides = [terms.licensor.name, terms.licensor.uscc, terms.licensee.name, terms.licensee.uscc]
    rest = [
        translate(KIND_SENTENCES[licence.kind]),
        terms.term_start or licence.effective_on.isoformat(),
        licence.term_end.isoformat() if licence.term_end else "",
        fee_plan(licence).sentence("zh"),
        licence.effective_on.isoformat(),
        licence.recordal_due.isoformat(),
        licence.recordal_number,
    ]
    return [[licence.reference, *sides, *_patent_row(link.patent), *rest] for link in licence.patents]


def of(licence: Licence) -> Application:
    """The form of a licence as things stand: for its open filing when there is one."""
    return fill(licence, queries.open_filing(licence.id))
