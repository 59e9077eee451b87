"""Policies, people who share, costs, splits with their lines, and what was paid of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.money import Money
from market.income.rules.policy import Policy
from market.income.rules.states import LIVE
from market.payments.models import Receipt

LIVE_SPLIT = text("state in ('draft','noticed','approved','paid')")


class IncomePolicy(Base):
    """One version of a university's policy; the newest is in force, older ones explain older splits."""

    __tablename__ = "income_policy"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = stamp()
    maker: Mapped[User] = relationship()

    @property
    def policy(self) -> Policy:
        """Its terms as a value."""
        return Policy.read(self.terms)


class IncomePerson(Base):
    """Somebody who shares in a university's income. Contact and bank data stay inside the institution."""

    __tablename__ = "income_person"
    __table_args__ = (Index("ix_income_person_name", "organisation_id", "name"),)
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(80))
    college: Mapped[str] = mapped_column(String(120), default="")
    leader: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[str] = mapped_column(String(200), default="")
    bank_name: Mapped[str] = mapped_column(String(120), default="")
    bank_account: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = stamp()
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class IncomeCost(Base):
    """A cost of one deal (`matter`: "licence:5"), of one receipt when given; deducted before anybody shares."""

    __tablename__ = "income_cost"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount"),)
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    matter: Mapped[str] = mapped_column(String(60), index=True)
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    spent_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime] = stamp()
    withdrawn_at: Mapped[datetime | None]
    voucher: Mapped[StoredFile | None] = relationship()

    @property
    def money(self) -> Money:
        """What was spent."""
        return Money(self.amount_minor, self.currency)


class Split(Base):
    """One receipt divided: at most one live split each. Once approved it is never edited, only mirrored.

    `policy` is frozen as it stood; `inputs` hold owners, inventors and college as they were entered; `flags` are keys
    of FLAGS. A mirror has the negative amount and `mirrors_id`.
    """

    __tablename__ = "income_split"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft','noticed','approved','paid','dropped','reversed','mirror')",
            name="state",
        ),
        CheckConstraint("(amount_minor < 0) = (state = 'mirror') and amount_minor <> 0", name="amount"),
        Index(
            "uq_income_split_live",
            "receipt_id",
            unique=True,
            sqlite_where=LIVE_SPLIT,
            postgresql_where=LIVE_SPLIT,
        ),
    )
    id: Mapped[int] = pk()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    matter: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    policy_number: Mapped[int]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    agreement_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    pledge_answer: Mapped[str] = mapped_column(String(12), default="")
    pledge_note: Mapped[str] = mapped_column(String(300), default="")
    drafted_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime] = stamp()
    notice_from: Mapped[date | None]
    notice_until: Mapped[date | None]
    notice_objections: Mapped[str] = mapped_column(Text, default="")
    notice_result: Mapped[str] = mapped_column(String(10), default="")
    notice_closed_on: Mapped[date | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    mirrors_id: Mapped[int | None] = mapped_column(ForeignKey("income_split.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    receipt: Mapped[Receipt] = relationship()
    drafter: Mapped[User] = relationship(foreign_keys=[drafted_by])
    approver: Mapped[User | None] = relationship(foreign_keys=[approved_by])
    agreement_file: Mapped[StoredFile | None] = relationship()
    mirrors: Mapped["Split | None"] = relationship(remote_side=[id])
    shares: Mapped[list["Share"]] = relationship(
        back_populates="split", order_by="Share.position", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def money(self) -> Money:
        """What is divided; negative for a mirror."""
        return Money(self.amount_minor, self.currency)

    @property
    def terms(self) -> Policy:
        """The policy it was made by."""
        return Policy.read(self.policy)

    @property
    def live(self) -> bool:
        """Whether it counts."""
        return self.state in LIVE


class Share(Base):
    """One line of a split. Whose it is: a person, a college, a co-owner (by name), a cost, or the university itself.

    `weight` is its part of `base_minor` in hundredths of a per cent; None for costs and for the rest.
    """

    __tablename__ = "income_share"
    __table_args__ = (
        CheckConstraint("kind in ('cost','co_owner','inventor','college','office','university')", name="kind"),
        UniqueConstraint("split_id", "position"),
    )
    id: Mapped[int] = pk()
    split_id: Mapped[int] = mapped_column(ForeignKey("income_split.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("income_person.id"), index=True)
    cost_id: Mapped[int | None] = mapped_column(ForeignKey("income_cost.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    base_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    weight: Mapped[int | None]
    rounding: Mapped[int] = mapped_column(default=0)
    mirrors_id: Mapped[int | None] = mapped_column(ForeignKey("income_share.id"), unique=True)
    split: Mapped[Split] = relationship(back_populates="shares")
    person: Mapped[IncomePerson | None] = relationship()
    payment: Mapped["SharePayment | None"] = relationship(back_populates="share")

    @property
    def money(self) -> Money:
        """The part; negative in a mirror."""
        return Money(self.amount_minor, self.currency)

    @property
    def base(self) -> Money:
        """What it is a part of."""
        return Money(self.base_minor, self.currency)

    @property
    def ledger_subject(self) -> str:
        """Under which subject its bookings stand: a mirrored share under the one it takes back."""
        return f"share:{self.mirrors_id or self.id}"


class SharePayment(Base):
    """A share that was paid; the ledger holds the amount."""

    __tablename__ = "income_payment"
    id: Mapped[int] = pk()
    share_id: Mapped[int] = mapped_column(ForeignKey("income_share.id"), unique=True)
    paid_on: Mapped[date]
    bank_reference: Mapped[str] = mapped_column(String(60), default="")
    booked_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    booked_at: Mapped[datetime] = stamp()
    share: Mapped[Share] = relationship(back_populates="payment")
