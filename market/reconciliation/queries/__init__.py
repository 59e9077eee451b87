"""Looking for differences, and at those that are known. Reads only."""

from market.reconciliation.queries.bank import bank_findings
from market.reconciliation.queries.door import door_findings
from market.reconciliation.queries.known import (
    count_open,
    counts,
    difference,
    differences,
    explained_differences,
    last_check,
    open_differences,
    stuck_payments,
)
from market.reconciliation.queries.rows import row_findings

__all__ = [
    "bank_findings",
    "count_open",
    "counts",
    "difference",
    "differences",
    "door_findings",
    "explained_differences",
    "last_check",
    "open_differences",
    "row_findings",
    "stuck_payments",
]
