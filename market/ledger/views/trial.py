"""The trial balance."""

from flask import render_template, request
from flask_babel import gettext as _

from market.core import clock, sheets
from market.core.sheets import Cell
from market.core.web import access
from market.ledger import queries
from market.ledger.queries import Balance
from market.ledger.views.mount import Answer, asked_currency, asked_period, blueprint, purpose_word


@blueprint.get("")
@access("operator")
def trial_balance() -> Answer:
    """What stands on the accounts of each purpose, of a period and currency when given; exported account by account."""
    period, currency = asked_period(until=clock.today()), asked_currency()
    rows = [
        row
        for row in queries.trial_balance(until=period.until, start=period.start)
        if row.account.currency == (currency or row.account.currency)
    ]
    if request.args.get("format") in sheets.FORMATS:
        return _export(request.args["format"], rows)
    groups = queries.by_currency(queries.totals(rows))
    return render_template(
        "ledger/trial_balance.html",
        groups=groups,
        sums={group[0].currency: _foot(group) for group in groups.values()},
        balanced=all(debit == credit for debit, credit in queries.sums(rows)),
        period=period,
    )


def _foot(group: list[queries.Total]) -> list[object]:
    """The last line of a currency: opening, debit, credit and balance of all purposes."""
    zero = group[0].money - group[0].money
    return [
        sum((row.opening for row in group), zero),
        sum((row.debit for row in group), zero),
        sum((row.credit for row in group), zero),
        sum((row.money for row in group), zero),
    ]


def _export(form: str, rows: list[Balance]) -> Answer:
    names = queries.owner_names(rows)
    head = [
        _("Ledger account"),
        _("Code"),
        _("Whose"),
        _("Currency"),
        _("Opening balance"),
        _("Debit"),
        _("Credit"),
        _("Balance"),
    ]
    lines: list[list[Cell]] = [
        [
            purpose_word(row.account.purpose),
            row.account.code,
            names.get(row.account.organisation_id or 0, ""),
            row.account.currency,
            row.opening,
            row.debit,
            row.credit,
            row.money,
        ]
        for row in rows
    ]
    return sheets.send("trial-balance", head, lines, form)
