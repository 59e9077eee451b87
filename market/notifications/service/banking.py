"""What those who handle an account hear about its statements."""

from market.banking.events import StatementImported
from market.banking.models import BankStatement
from market.core.db import transaction
from market.notifications.queries import people
from market.notifications.service.inbox import tell

READERS = ("owner", "finance")


def imported(event: StatementImported) -> None:
    """They hear that a statement is in, and how many rows wait; or why it could not be read."""
    with transaction() as session:
        statement = session.get_one(BankStatement, event.statement_id)
        key = "failed" if event.failed else "waiting" if event.waiting else "imported"
        values = {
            "file": statement.file.filename,
            "rows": statement.rows,
            "waiting": event.waiting,
            "bank": statement.account.bank,
            "account": statement.account.short_number,
            "why": statement.message,
        }
        readers = people(statement.account.organisation_id, READERS)
        tell(event, f"banking.{key}", readers, values, statement_id=statement.id)
