"""The run-sheet: who does what when; page, spreadsheet, paper. It has telephones, so it is for the organiser only."""

from flask import render_template, request
from flask_babel import gettext as _

from market.core import printing, sheets
from market.core.i18n import current_language, translate
from market.core.sheets import Cell
from market.core.web import access, current_actor, download
from market.schedule import queries
from market.schedule.models import ScheduleItem
from market.schedule.rules.items import KIND_NAMES, Kind, hour
from market.schedule.views.mount import Answer, blueprint


@blueprint.get("/roadshows/<int:roadshow_id>/schedule/run-sheet")
@access("operator")
def run_sheet(roadshow_id: int) -> Answer:
    """The draft as those who run the day need it; `format`: xlsx, csv or pdf."""
    roadshow = queries.for_desk(current_actor(), roadshow_id)
    rows, form = queries.draft_items(roadshow_id), request.args.get("format", "")
    if form in sheets.FORMATS:
        return sheets.send(f"run-sheet-{roadshow.reference}", heads(), map(cells, rows), form)
    values = {
        "roadshow": roadshow,
        "rows": rows,
        "newest": queries.released(roadshow_id),
        "pending": queries.pending(roadshow_id),
        "cue": cue,
        "done": queries.checked(roadshow_id),
    }
    if form == "pdf":
        html = render_template("schedule/run_sheet_paper.html", language=current_language(), **values)
        return download(printing.pdf(html), f"{roadshow.reference}-run-sheet.pdf", "application/pdf")
    return render_template("schedule/run_sheet.html", **values)


def cue(row: ScheduleItem) -> str:
    """What is to be ready when an item begins; for a pitch, whether its slides are in."""
    slides = ""
    if row.pitch is not None:
        slides = _("Slides are in") if queries.has_slides(row.pitch) else _("Slides missing")
    return " · ".join(text for text in (slides, row.cue) if text)


def heads() -> list[str]:
    """The columns of the spreadsheet."""
    return [
        _("Start"),
        _("End"),
        _("Minutes"),
        _("Room"),
        _("Kind"),
        _("Title"),
        _("Speaker"),
        _("Organisation"),
        _("Telephone"),
        _("Backup"),
        _("Responsible"),
        _("Cue"),
        _("Notes"),
    ]


def cells(row: ScheduleItem) -> list[Cell]:
    """One item as a row of the spreadsheet."""
    item, language = row.item, current_language()
    return [
        hour(item.starts_at),
        hour(item.ends_at),
        item.minutes,
        item.place(language),
        translate(KIND_NAMES[Kind(item.kind)]),
        item.name(language),
        f"{item.speaker} {item.speaker_title}".strip(),
        item.body(language),
        row.pitch.speaker_phone if row.pitch else "",
        row.stand_in,
        row.responsible,
        cue(row),
        row.note,
    ]
