"""Statements of an organisation's accounts over a period: as a page, a spreadsheet, or a PDF to file away."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, request
from flask_babel import gettext as _

from market.accounts.models import Organisation
from market.core import clock, printing, sheets
from market.core.sheets import Cell
from market.core.web import access, current_actor, download, paginate
from market.ledger import queries
from market.ledger.errors import TooLongForPaper
from market.ledger.queries import Section
from market.ledger.views.mount import (
    Answer,
    Period,
    asked_currency,
    asked_period,
    blueprint,
    kind_word,
    purpose_word,
    reference,
)

PARTIES = ("operator", "university", "firm", "service")
LINES_SHOWN = 100
LINES_ON_PAPER = 3000


@blueprint.get("/statement")
@access("university", "firm", "service")
def statement() -> Answer:
    """One's own statement."""
    return _statement(current_actor().organisation_id or 0)


@blueprint.get("/statements")
@access("operator")
def statements() -> Answer:
    """Whose statement: everybody who has an account."""
    words, kind = request.args.get("words", "").strip(), request.args.get("kind", "")
    return render_template("ledger/statements.html", page=paginate(queries.organisations(words, kind), 50))


@blueprint.get("/statements/<int:organisation_id>")
@access(*PARTIES)
def statement_of(organisation_id: int) -> Answer:
    """One organisation's accounts over a period."""
    return _statement(organisation_id)


def _statement(organisation_id: int) -> Answer:
    """Opening, lines, running balance, closing, of this year unless told."""
    owner = queries.organisation(current_actor(), organisation_id)
    period, form = asked_period(_new_year(), clock.today()), request.args.get("format", "")
    accounts = queries.accounts_of(organisation_id, asked_currency())
    limit = None if form in sheets.FORMATS else LINES_ON_PAPER + 1 if form == "pdf" else LINES_SHOWN
    sections = [queries.section(account, period.start, period.until, limit) for account in accounts]
    if form in sheets.FORMATS:
        return export("statement", sections)
    if form == "pdf":
        return _paper(owner, period, sections)
    return render_template(
        "ledger/statement.html",
        owner=owner,
        period=period,
        sections=sections,
        matters=queries.matters([line.entry for part in sections for line in part.lines]),
    )


def _new_year() -> date:
    return clock.today().replace(month=1, day=1)


def _paper(owner: Organisation, period: Period, sections: Sequence[Section]) -> Answer:
    if sum(len(part.lines) for part in sections) > LINES_ON_PAPER:
        raise TooLongForPaper(lines=LINES_ON_PAPER)
    page = render_template(
        "ledger/statement_paper.html", owner=owner, period=period, sections=sections, printed=clock.now()
    )
    return download(printing.pdf(page), f"statement-{clock.today().isoformat()}.pdf", "application/pdf")


def export(name: str, sections: Sequence[Section]) -> Answer:
    """Statements as a spreadsheet: for each account its opening, its lines, its closing."""
    head = [
        _("Ledger account"),
        _("Day"),
        _("What for"),
        _("Reference"),
        _("Debit"),
        _("Credit"),
        _("Balance"),
        _("Currency"),
    ]
    lines = (line for part in sections for line in _lines(part))
    return sheets.send(name, head, lines, request.args.get("format", ""))


def _lines(part: Section) -> list[list[Cell]]:
    word, currency = purpose_word(part.account.purpose), part.account.currency
    lines: list[list[Cell]] = [[word, None, _("Opening balance"), "", None, None, part.opening, currency]]
    for line in part.lines:
        debit = line.money if line.money.minor > 0 else None
        credit = -line.money if line.money.minor < 0 else None
        what = kind_word(line.entry.kind)
        if line.entry.reverses_id:
            what = _("%(what)s (taken back)", what=what)
        lines.append([word, line.entry.on, what, reference(line.entry), debit, credit, line.running, currency])
    return [*lines, [word, None, _("Closing balance"), "", part.debit, part.credit, part.closing, currency]]
