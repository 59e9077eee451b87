"""A report's document as PDF, docx and xlsx; the same document gives the same bytes."""

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from market.core import printing
from market.core.money import Money
from market.core.sheets import LONGEST_CELL, NO_FORMULAS
from market.outcomes.rules.funnel import BAR, ROW, WIDTH
from market.outcomes.service.cells import Cell, text
from market.outcomes.service.papers import Document, Section, Table

TEMPLATES = Path(__file__).parents[3] / "templates"
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the formats' dates have no zone
ZIP_DATE = (2000, 1, 1, 0, 0, 0)
CHINESE_FONT = "宋体"
WIDE = 7
"""From so many columns on a table is set small."""


@cache
def _pages() -> Environment:
    """Templates without the web: what is printed is the same for every reader."""
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def html(made: Document) -> str:
    """The page the PDF is made of."""
    values = {"it": made, "text": text, "wide": WIDE, "bar": BAR, "row": ROW, "width": WIDTH}
    return _pages().get_template("outcomes/paper.html").render(language=made.language, **values)


def pdf(made: Document) -> bytes:
    """The PDF; raises NoPrinter."""
    return printing.pdf(html(made))


def xlsx(made: Document) -> bytes:
    """A workbook with a sheet for each section; numbers and amounts are numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_FORMULAS}) as book:
        book.set_properties({"title": made.reference, "comments": made.page_mark, "created": NO_DATE})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        for section in made.sections:
            _sheet(
                book.add_worksheet(section.title[:31].translate(str.maketrans("[]:*?/\\", "       "))), section, formats
            )
    return out.getvalue()


def _sheet(sheet: Any, section: Section, formats: dict[str, Any]) -> None:
    line = 0
    for words in section.lines:
        sheet.write_string(line, 0, words[:LONGEST_CELL], formats["text"])
        line += 1
    if section.table is None:
        return
    sheet.set_column(0, len(section.table.heads) - 1, 20)
    for column, (head, _number) in enumerate(section.table.heads):
        sheet.write_string(line, column, head, formats["head"])
    sheet.freeze_panes(line + 1, 0)
    for row in section.table.rows:
        line += 1
        for column, cell in enumerate(row):
            _cell(sheet, line, column, cell, formats)


def _cell(sheet: Any, line: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, Money):
        sheet.write_number(line, column, float(cell.major), formats["amount"])
    elif isinstance(cell, int | Decimal):
        sheet.write_number(line, column, float(cell))
    elif cell is not None:
        sheet.write_string(line, column, str(cell)[:LONGEST_CELL], formats["text"])


def docx(made: Document) -> bytes:
    """A word processor's file, on A4 across: the tables are wide."""
    file = WordFile()
    _set_up(file, made)
    for words, size in ((made.title, 17), (made.subtitle, 11), (made.page_mark, 8)):
        paragraph = file.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(words).font.size = Pt(size)
    for section in made.sections:
        file.add_heading(section.title, level=1)
        for line in section.lines:
            file.add_paragraph().add_run(line).font.size = Pt(10)
        if section.table is not None:
            _table(file, section.table)
    out = io.BytesIO()
    file.save(out)
    return _dateless(out.getvalue())


def _set_up(file: Any, made: Document) -> None:
    properties = file.core_properties
    properties.title, properties.author, properties.comments = made.reference, "", made.page_mark
    properties.created = properties.modified = properties.last_printed = NO_DATE
    for name in ("Normal", "Heading 1"):
        style = file.styles[name]
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE_FONT)
    page = file.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(18)
    page.footer.paragraphs[0].add_run(made.page_mark).font.size = Pt(7)


def _table(file: Any, table: Table) -> None:
    made = file.add_table(rows=1, cols=len(table.heads))
    made.style = "Table Grid"
    size = Pt(7.5 if len(table.heads) >= WIDE else 9)
    for cell, (head, _number) in zip(made.rows[0].cells, table.heads, strict=True):
        run = cell.paragraphs[0].add_run(head)
        run.bold, run.font.size = True, size
    for row in table.rows:
        for cell, value, (_head, number) in zip(made.add_row().cells, row, table.heads, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text(value)).font.size = size
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file.add_paragraph()


def _dateless(content: bytes) -> bytes:
    """The same archive, its entries without the moment they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
