"""Accounts and entries: from a sum to its lines, from a line to the whole entry."""

from flask import render_template, request

from market.core import clock, sheets
from market.core.web import Page, access, current_actor, page_number, paginate
from market.ledger import queries
from market.ledger.views.mount import Answer, asked_currency, asked_period, blueprint
from market.ledger.views.statements import PARTIES, export

PER_PAGE = 50


@blueprint.get("/accounts")
@access("operator")
def accounts() -> Answer:
    """The accounts of one purpose with what stands on each."""
    purpose, period = request.args.get("purpose", ""), asked_period(until=clock.today())
    page = paginate(queries.accounts(purpose, asked_currency(), request.args.get("words", "").strip()), PER_PAGE)
    rows = queries.trial_balance(
        until=period.until, start=period.start, account_ids=[account.id for account in page.items]
    )
    return render_template(
        "ledger/accounts.html",
        page=page,
        balances={row.account.id: row for row in rows},
        names=queries.owner_names(page.items),
        purpose=purpose,
        period=period,
    )


@blueprint.get("/accounts/<int:account_id>")
@access(*PARTIES)
def account(account_id: int) -> Answer:
    """One account line by line with its running balance; its owner may see it too."""
    found = queries.account(current_actor(), account_id)
    period = asked_period()
    if request.args.get("format") in sheets.FORMATS:
        return export(found.code.replace(":", "-"), [queries.section(found, period.start, period.until)])
    head = queries.section(found, period.start, period.until, limit=0)
    number = min(page_number(), max(1, -(-head.total // PER_PAGE)))
    shown = queries.section(found, period.start, period.until, PER_PAGE, (number - 1) * PER_PAGE)
    return render_template(
        "ledger/account.html",
        account=found,
        owner=queries.owner_name(found),
        section=shown,
        matters=queries.matters([line.entry for line in shown.lines]),
        page=Page(shown.lines, number, PER_PAGE, shown.total),
        period=period,
    )


@blueprint.get("/entries/<int:entry_id>")
@access(*PARTIES)
def entry(entry_id: int) -> Answer:
    """One journal entry: what was booked when, why, and on which accounts; a party sees its own lines."""
    actor = current_actor()
    found = queries.entry_for(actor, entry_id)
    lines = queries.own_lines(actor, found)
    return render_template(
        "ledger/entry.html",
        entry=found,
        lines=lines,
        names=queries.owner_names([line.account for line in lines]),
        matter=queries.matters([found]).get(found.subject, ""),
        whole=len(lines) == len(found.postings),
        reversal=queries.reversal_of(found.id),
    )
