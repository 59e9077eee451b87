"""Organisations, their people, and how those sign in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.rules.vetting import State
from market.core.actor import Actor
from market.core.db import Base, pk, stamp


class Organisation(Base):
    """A university, firm, operator, service body or authority; only a vetted one publishes or takes licences."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("kind in ('university','firm','operator','service','authority')", name="kind"),
        CheckConstraint(
            "state in ('pending','returned','approved','declined','suspended','revoked')", name="state"
        ),
        CheckConstraint("sme_class in ('','micro','small','medium','large')", name="sme_class"),
        UniqueConstraint("uscc"),
        Index("ix_organisation_name", "name"),
    )
    id: Mapped[int] = pk()
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    uscc: Mapped[str] = mapped_column(String(18))
    region: Mapped[str] = mapped_column(String(6), default="")
    """GB/T 2260 code of the district, taken from the USCC unless given."""
    district: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    sme_class: Mapped[str] = mapped_column(String(8), default="")
    industry: Mapped[str] = mapped_column(String(6), default="")
    """GB/T 4754-2017 code, a letter and up to four digits."""
    profile: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[str] = mapped_column(String(10), default="pending", index=True)
    vetting_message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = stamp()
    vetted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    members: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", order_by="Membership.id"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def vetted(self) -> bool:
        """Whether it may publish and take licences now."""
        return self.state == State.APPROVED


class User(Base):
    """A person; belongs to at most one organisation at a time."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("language in ('zh','en')", name="language"),)
    id: Mapped[int] = pk()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower-cased."""
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="zh")
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = stamp()
    last_login_at: Mapped[datetime | None]
    membership: Mapped["Membership | None"] = relationship(back_populates="user")

    @property
    def organisation(self) -> Organisation | None:
        """The organisation this person acts for."""
        return self.membership.organisation if self.membership else None

    @property
    def actor(self) -> Actor:
        """This person as the value that services take."""
        if self.membership is None:
            return Actor(user_id=self.id, language=self.language, name=self.name)
        organisation = self.membership.organisation
        return Actor(
            user_id=self.id,
            organisation_id=organisation.id,
            kind=organisation.kind,
            role=self.membership.role,
            vetted=organisation.vetted,
            language=self.language,
            name=self.name,
        )


class Membership(Base):
    """A person's role in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint("role in ('owner','manager','finance','member')", name="role"),)
    id: Mapped[int] = pk()
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = stamp()
    user: Mapped[User] = relationship(back_populates="membership")
    organisation: Mapped[Organisation] = relationship(back_populates="members")


class LoginSession(Base):
    """One signed-in browser; ending the row ends the session on every worker at once."""

    __tablename__ = "login_session"
    id: Mapped[int] = pk()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = stamp()
    seen_at: Mapped[datetime] = stamp()
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")
    user: Mapped[User] = relationship()


class Invitation(Base):
    """An invitation by mail to join an organisation; the mailed link is signed over `nonce` and works once."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("role in ('owner','manager','finance','member')", name="role"),
        Index(
            "uq_invitation_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("used_at is null and withdrawn_at is null"),
            postgresql_where=text("used_at is null and withdrawn_at is null"),
        ),
    )
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2), default="zh")
    nonce: Mapped[str] = mapped_column(String(32))
    invited_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()


class PasswordReset(Base):
    """An asked-for password reset; the mailed link is signed over `nonce`, works once and for one hour."""

    __tablename__ = "password_reset"
    id: Mapped[int] = pk()
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = stamp()
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class VettingDecision(Base):
    """One decision of the operator on an organisation, with the message it got and the operator's private note."""

    __tablename__ = "vetting_decision"
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    decision: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text, default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()


class BankAccount(Base):
    """A bank account of an organisation: where it is paid, and where it is paid back to."""

    __tablename__ = "bank_account"
    __table_args__ = (
        CheckConstraint("purpose in ('all','income','refunds')", name="purpose"),
        Index(
            "uq_bank_account_active",
            "organisation_id",
            "number",
            "currency",
            unique=True,
            sqlite_where=text("active"),
            postgresql_where=text("active"),
        ),
    )
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    bank: Mapped[str] = mapped_column(String(120))
    branch: Mapped[str] = mapped_column(String(120), default="")
    holder: Mapped[str] = mapped_column(String(120))
    """The name the account is kept under."""
    number: Mapped[str] = mapped_column(String(40))
    """Figures and capitals, without blanks."""
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    purpose: Mapped[str] = mapped_column(String(8), default="all")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = stamp()
    created_by: Mapped[int | None]
    organisation: Mapped[Organisation] = relationship()

    @property
    def bank_and_branch(self) -> str:
        """The bank with its branch, as written on a transfer."""
        return f"{self.bank} {self.branch}".strip()

    @property
    def short_number(self) -> str:
        """The last four figures, as people name an account among others."""
        return f"…{self.number[-4:]}"
