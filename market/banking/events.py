"""What happens to bank statements and their rows."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class StatementAsked(Event):
    """A statement is to be imported by the worker."""

    about: ClassVar[str] = "statement_id"
    said: ClassVar[str] = N_("Import of a bank statement begun")
    statement_id: int


@dataclass(frozen=True)
class StatementImported(Event):
    """A statement was read in; `waiting` rows need a person. `failed` tells that nothing could be read."""

    about: ClassVar[str] = "statement_id"
    said: ClassVar[str] = N_("Bank statement imported")
    statement_id: int
    waiting: int
    failed: bool = False


@dataclass(frozen=True)
class RowAssigned(Event):
    """Money of a statement's row was booked on an amount due."""

    about: ClassVar[str] = "row_id"
    said: ClassVar[str] = N_("Bank row assigned")
    row_id: int
    receivable_id: int
    receipt_id: int


@dataclass(frozen=True)
class RowTakenBack(Event):
    """A part of a row no longer pays an amount due; the money waits again."""

    about: ClassVar[str] = "row_id"
    said: ClassVar[str] = N_("Assignment of a bank row taken back")
    row_id: int
    receivable_id: int
    reason: str


@dataclass(frozen=True)
class RowDecided(Event):
    """A person decided on a row: "ignored", "duplicate", or "unmatched" when it waits again."""

    about: ClassVar[str] = "row_id"
    said: ClassVar[str] = N_("Bank row decided")
    row_id: int
    state: str
    reason: str


@dataclass(frozen=True)
class BankListMade(Event):
    """A list of transfers was made for the bank."""

    about: ClassVar[str] = "list_id"
    said: ClassVar[str] = N_("List for the bank made")
    list_id: int


@dataclass(frozen=True)
class BankListLineDone(Event):
    """A transfer of a list has left the account."""

    about: ClassVar[str] = "line_id"
    said: ClassVar[str] = N_("Transfer of a list done")
    line_id: int
    bank_reference: str
