"""Statements of bank accounts, their rows and the parts booked from them, and lists of transfers for the bank."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import BankAccount, User
from market.banking.rules.entries import Entry
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.payments.models import Receipt, Receivable

LIVE_PART = text("taken_back_at is null")
OPEN_LINE = text("state = 'open'")


class AccountReading(Base):
    """How the statements of one account are read and booked: the columns chosen last, and whether to book at once."""

    __tablename__ = "bank_reading"
    id: Mapped[int] = pk()
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"), unique=True)
    heads: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The head of the column by field, as chosen for the last table imported."""
    automatic: Mapped[bool] = mapped_column(default=True)
    """Whether sure matches are booked at once; else a person confirms each."""


class BankStatement(Base):
    """One file of a bank account. It waits until its owner has seen how it is read; then its rows are kept."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        CheckConstraint("state in ('ready','running','done','failed','cancelled')", name="state"),
        CheckConstraint("format in ('table','camt053','mt940')", name="format"),
        Index("ix_bank_statement_list", "account_id", "id"),
    )
    id: Mapped[int] = pk()
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    format: Mapped[str] = mapped_column(String(8))
    encoding: Mapped[str] = mapped_column(String(12), default="")
    sheet: Mapped[str] = mapped_column(String(60), default="")
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """For tables: the column of each field."""
    state: Mapped[str] = mapped_column(String(10), default="ready")
    message: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    opening_minor: Mapped[int | None] = mapped_column(BigInteger)
    closing_minor: Mapped[int | None] = mapped_column(BigInteger)
    breaks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Lines at which the balance does not follow from the one before; line 0 stands for the end of the file."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    rows: Mapped[int] = mapped_column(default=0)
    done_rows: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    """Rows that were known from earlier files and are not kept again."""
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()
    finished_at: Mapped[datetime | None]
    account: Mapped[BankAccount] = relationship()
    file: Mapped[StoredFile] = relationship()
    importer: Mapped[User | None] = relationship()

    @property
    def opening(self) -> Money | None:
        """What stood on the account before the first row."""
        return None if self.opening_minor is None else Money(self.opening_minor, self.currency)

    @property
    def closing(self) -> Money | None:
        """What stood on it after the last one."""
        return None if self.closing_minor is None else Money(self.closing_minor, self.currency)

    @property
    def kind(self) -> str:
        """What kind of file it is: files of one kind write the same movement in the same way."""
        return f"{self.format}:{','.join(sorted(self.columns))}"


class BankRow(Base):
    """One movement on an account, kept once however often it is imported.

    `checksum` and `ordinal` (1, 2, ... for true equal rows) are unique in the account. What is booked of it are its
    parts; `suspended_minor` is what of it stands in suspense in the ledger.
    """

    __tablename__ = "bank_row"
    __table_args__ = (
        UniqueConstraint("account_id", "checksum", "ordinal"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("assigned_minor >= 0 and assigned_minor <= amount_minor", name="assigned"),
        CheckConstraint("suspended_minor >= 0 and assigned_minor + suspended_minor <= amount_minor", name="suspended"),
        CheckConstraint("state in ('unmatched','matched','partial','over','duplicate','ignored')", name="state"),
        CheckConstraint("state <> 'ignored' or assigned_minor = 0", name="ignored"),
        Index("ix_bank_row_account_day", "account_id", "booked_on"),
        Index("ix_bank_row_statement", "statement_id", "state"),
    )
    id: Mapped[int] = pk()
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statement.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"))
    line: Mapped[int]
    checksum: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int] = mapped_column(default=1)
    booked_on: Mapped[date]
    incoming: Mapped[bool]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    balance_minor: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(160), default="")
    number: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(String(500), default="")
    reference: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default="unmatched")
    assigned_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    suspended_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    moves: Mapped[int] = mapped_column(default=0)
    """How often its money moved into or out of suspense: part of the key of such a booking."""
    reason: Mapped[str] = mapped_column(Text, default="")
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("bank_row.id"))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    statement: Mapped[BankStatement] = relationship()
    account: Mapped[BankAccount] = relationship()
    repeats: Mapped["BankRow | None"] = relationship(remote_side=[id])
    parts: Mapped[list["BankPart"]] = relationship(back_populates="row", order_by="BankPart.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def money(self) -> Money:
        """What moved, without a sign."""
        return Money(self.amount_minor, self.currency)

    @property
    def rest(self) -> Money:
        """What of it is not assigned."""
        return Money(self.amount_minor - self.assigned_minor, self.currency)

    @property
    def suspended(self) -> Money:
        """What of it stands in suspense."""
        return Money(self.suspended_minor, self.currency)

    @property
    def live_parts(self) -> list["BankPart"]:
        """The parts that were not taken back."""
        return [part for part in self.parts if part.taken_back_at is None]

    @property
    def waiting(self) -> bool:
        """Whether money of it waits for somebody to say what it is for."""
        return self.incoming and self.state in ("unmatched", "partial") and self.assigned_minor < self.amount_minor

    @property
    def entry(self) -> Entry:
        """The row as it was read."""
        balance = None if self.balance_minor is None else Money(self.balance_minor, self.currency)
        facts = (self.name, self.number, self.text, self.reference)
        return Entry(self.line, self.booked_on, self.incoming, self.money, balance, *facts)


class BankPart(Base):
    """A part of a row that pays an amount due, by one receipt; `adopted` when the receipt was booked by hand before."""

    __tablename__ = "bank_part"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        Index(
            "uq_bank_part_receivable",
            "row_id",
            "receivable_id",
            unique=True,
            sqlite_where=LIVE_PART,
            postgresql_where=LIVE_PART,
        ),
        Index("uq_bank_part_receipt", "receipt_id", unique=True, sqlite_where=LIVE_PART, postgresql_where=LIVE_PART),
    )
    id: Mapped[int] = pk()
    row_id: Mapped[int] = mapped_column(ForeignKey("bank_row.id"), index=True)
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivable.id"), index=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    left_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    """What stayed open on the amount due after this part."""
    adopted: Mapped[bool] = mapped_column(default=False)
    booked_by: Mapped[int | None]
    booked_at: Mapped[datetime] = stamp()
    taken_back_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    row: Mapped[BankRow] = relationship(back_populates="parts")
    receivable: Mapped[Receivable] = relationship()
    receipt: Mapped[Receipt] = relationship()

    @property
    def money(self) -> Money:
        """How much of the row."""
        return Money(self.amount_minor, self.currency)

    @property
    def left(self) -> Money:
        """What stayed open on the amount due after it."""
        return Money(self.left_minor, self.currency)


class BankList(Base):
    """A list of transfers handed to the bank; gap-free number, control sum. Of its lines only the state changes."""

    __tablename__ = "bank_list"
    __table_args__ = (CheckConstraint("total_minor > 0", name="total"),)
    id: Mapped[int] = pk()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """ZF-2026-0001."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_account.id"))
    """From which account the transfers leave."""
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = stamp()
    account: Mapped[BankAccount | None] = relationship()
    maker: Mapped[User | None] = relationship()
    lines: Mapped[list["BankListLine"]] = relationship(back_populates="list", order_by="BankListLine.position")

    @property
    def total(self) -> Money:
        """The control sum over all lines as they were handed over."""
        return Money(self.total_minor, self.currency)

    @property
    def open_lines(self) -> int:
        """How many transfers have not left the account yet."""
        return sum(line.state == "open" for line in self.lines)


class BankListLine(Base):
    """One transfer of a list: what for (`subject`, "surplus:<receipt>"), to whom and where, and whether it is done.

    A subject stands in at most one open line.
    """

    __tablename__ = "bank_list_line"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("state in ('open','done','removed')", name="state"),
        UniqueConstraint("list_id", "position"),
        Index(
            "uq_bank_list_line_open", "subject", unique=True, sqlite_where=OPEN_LINE, postgresql_where=OPEN_LINE
        ),
    )
    id: Mapped[int] = pk()
    list_id: Mapped[int] = mapped_column(ForeignKey("bank_list.id"))
    position: Mapped[int]
    subject: Mapped[str] = mapped_column(String(40))
    payee: Mapped[str] = mapped_column(String(160))
    number: Mapped[str] = mapped_column(String(60))
    bank: Mapped[str] = mapped_column(String(240), default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    remark: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[str] = mapped_column(String(8), default="open")
    done_on: Mapped[date | None]
    bank_reference: Mapped[str] = mapped_column(String(80), default="")
    done_by: Mapped[int | None]
    row_id: Mapped[int | None] = mapped_column(ForeignKey("bank_row.id"), unique=True)
    """The debit of a statement that showed it."""
    list: Mapped[BankList] = relationship(back_populates="lines")
    row: Mapped[BankRow | None] = relationship()

    @property
    def money(self) -> Money:
        """What is to be transferred."""
        return Money(self.amount_minor, self.currency)
