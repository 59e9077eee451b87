"""Whether rows and ledger agree."""

from market.payments import queries


def self_check() -> list[str]:
    """Where rows and ledger disagree, one line for each finding; empty when all is well. Reads only."""
    findings = []
    rows = queries.every_receivable()
    amounts = queries.open_amounts(rows)
    for row in rows:
        if (amounts[row.id].minor > 0) != row.unpaid:
            findings.append(f"receivable {row.id} is {row.state} but {amounts[row.id]} are open")
        if amounts[row.id].minor < 0:
            findings.append(f"receivable {row.id} is paid beyond its amount")
    missing = queries.unposted_receipts()
    return findings + [f"receipt {number} has no posting" for number in missing]
