"""Reading the book: balances, trial balance, statements, entries. Debit positive, credit negative."""

from market.ledger.queries.balances import (
    Balance,
    Total,
    balance,
    balances_by_subject,
    by_currency,
    every_subject,
    sums,
    totals,
    trial_balance,
)
from market.ledger.queries.entries import (
    account,
    accounts,
    entry,
    entry_for,
    own_lines,
    owner_name,
    owner_names,
    reversal_of,
)
from market.ledger.queries.statements import (
    Section,
    StatementLine,
    accounts_of,
    matters,
    organisation,
    organisations,
    section,
)

__all__ = [
    "Balance",
    "Section",
    "StatementLine",
    "Total",
    "account",
    "accounts",
    "accounts_of",
    "balance",
    "balances_by_subject",
    "by_currency",
    "entry",
    "entry_for",
    "every_subject",
    "matters",
    "organisation",
    "organisations",
    "own_lines",
    "owner_name",
    "owner_names",
    "reversal_of",
    "section",
    "sums",
    "totals",
    "trial_balance",
]
