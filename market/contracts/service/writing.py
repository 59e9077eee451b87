"""A contract's paper as docx (Office Open XML), with the same bytes for the same paper."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from market.contracts.rules.document import HEADING, ITEM, ROW, Block, Group

if TYPE_CHECKING:
    from market.contracts.service.papers import Pair, Paper

NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format's dates have no zone
ZIP_DATE = (2000, 1, 1, 0, 0, 0)
CHINESE_FONT = "宋体"
GREY = RGBColor(0x3A, 0x42, 0x4B)


def docx(paper: "Paper") -> bytes:
    """The file's bytes."""
    made = Document()
    _set_up(made, paper)
    _centred(made, paper.title.zh[0], 17)
    _centred(made, paper.title.en[0], 11)
    _centred(made, f"{paper.reference} · {' · '.join(paper.status)}", 9)
    for group in paper.groups:
        _group(made, group)
    _signature_page(made, paper)
    out = io.BytesIO()
    made.save(out)
    return _dateless(out.getvalue())


def _set_up(made: Any, paper: "Paper") -> None:
    properties = made.core_properties
    properties.title, properties.author, properties.comments = paper.reference, "", paper.text_hash
    properties.created = properties.modified = properties.last_printed = NO_DATE
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE_FONT)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    footer = section.footer.paragraphs[0]
    footer.add_run(paper.page_mark).font.size = Pt(7)


def _centred(made: Any, text: str, size: int) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).font.size = Pt(size)


def _group(made: Any, group: Group) -> None:
    if group.kind == ROW:
        _table(made, [block.pairs for block in group.blocks])
    else:
        for block in group.blocks:
            _paragraphs(made, group.kind, block)


def _paragraphs(made: Any, kind: str, block: Block) -> None:
    bold = kind == HEADING
    for chinese, english in block.pairs:
        if chinese:
            run = made.add_paragraph(style="List Bullet" if kind == ITEM else None).add_run(chinese)
            run.bold = bold
        if english:
            run = made.add_paragraph().add_run(english)
            run.bold, run.font.size, run.font.color.rgb = bold, Pt(9), GREY


def _table(made: Any, rows: Iterable[Iterable["Pair"]]) -> None:
    cells = [list(row) for row in rows]
    table = made.add_table(rows=0, cols=max(len(row) for row in cells))
    table.style = "Table Grid"
    for row in cells:
        for cell, (chinese, english) in zip(table.add_row().cells, row, strict=False):
            cell.paragraphs[0].add_run(chinese).font.size = Pt(9.5)
            if english:
                run = cell.add_paragraph().add_run(english)
                run.font.size, run.font.color.rgb = Pt(8), GREY
    made.add_paragraph()


def _signature_page(made: Any, paper: "Paper") -> None:
    made.add_page_break()
    _heading(made, paper.words["Signatures"])
    rows = [[side.role for side in paper.sides], [(side.name, side.name_en) for side in paper.sides]]
    rows.append([paper.words["Signature, seal, date"] for _ in paper.sides])
    _table(made, rows)
    _heading(made, paper.words["Certificate of signing"])
    _table(made, [[label, (value, "")] for label, value in paper.history])
    for side in paper.sides:
        _heading(made, side.role)
        facts = side.facts or ((paper.words["Not signed yet"], ""),)
        _table(made, [[label, (value, "")] for label, value in facts])
    for text in (f"SHA-256 {paper.text_hash}", *paper.note):
        made.add_paragraph().add_run(text).font.size = Pt(8.5)


def _heading(made: Any, pair: "Pair") -> None:
    made.add_paragraph().add_run(" ".join(dict.fromkeys(pair))).bold = True


def _dateless(content: bytes) -> bytes:
    """The same archive, its entries without the moment they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
