"""The operator's look into the book: trial balance and the statement of one account."""

from datetime import date

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from market.core import clock
from market.core.errors import NotFound
from market.core.web import access, paginate
from market.ledger import queries, service

Answer = str | Response

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")


@blueprint.get("")
@access("operator")
def trial_balance() -> Answer:
    """Every account with its two sides up to a day, and whether the book is sound."""
    until = _day(request.args.get("until", ""))
    rows = queries.trial_balance(until=until)
    return render_template(
        "ledger/trial_balance.html",
        rows=rows,
        sums=queries.sums(rows),
        names=queries.owner_names(rows),
        until=until,
        findings=service.self_check(),
    )


def _day(text: str) -> date:
    """A day of the address; nonsense means today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@blueprint.get("/accounts/<int:account_id>")
@access("operator")
def account(account_id: int) -> Answer:
    """The postings on one account, newest first, and what stands on it."""
    found = queries.account(account_id)
    if found is None:
        raise NotFound
    return render_template(
        "ledger/account.html",
        account=found,
        owner=queries.owner_name(found),
        balance=queries.balance(found.purpose, found.organisation_id, found.currency),
        page=paginate(queries.statement_of(account_id), 50),
    )
