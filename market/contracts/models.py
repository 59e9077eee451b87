"""Templates by versions, contracts by numbered texts, signatures, and the hashes of what was handed out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation, User
from market.contracts.rules.states import LIVE, Side
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile

IN_FORCE = text("state = 'in_force'")
ALIVE = text("state <> 'void'")
STANDING = text("rejected_at is null")


class ContractTemplate(Base):
    """One version of the wording of a family of contracts; what is drawn from it keeps its own copy of the text."""

    __tablename__ = "contract_template"
    __table_args__ = (
        CheckConstraint("family in ('open','licence','transfer','equity')", name="family"),
        CheckConstraint("state in ('draft','in_force','withdrawn')", name="state"),
        UniqueConstraint("family", "number"),
        Index("uq_contract_template_in_force", "family", unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
    )
    id: Mapped[int] = pk()
    family: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    """What is new in this version, for the operator."""
    body_zh: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    shipped: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = stamp()
    in_force_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Contract(Base):
    """The contract of one deal ("request:7", "deal:12"): at most one that is not set aside."""

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("kind in ('open','ordinary','sole','exclusive','transfer','equity')", name="kind"),
        CheckConstraint("state in ('drafting','signing','concluded','void')", name="state"),
        Index("uq_contract_subject", "subject_key", unique=True, sqlite_where=ALIVE, postgresql_where=ALIVE),
    )
    id: Mapped[int] = pk()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    subject_key: Mapped[str] = mapped_column(String(40), index=True)
    source: Mapped[str] = mapped_column(String(40))
    """The reference of the deal, for people."""
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(500))
    title_en: Mapped[str] = mapped_column(String(500), default="")
    licensor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    licensee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="drafting", index=True)
    current: Mapped[int] = mapped_column(default=0)
    """The number of the text that counts; 0 while there is none."""
    concluded_on: Mapped[date | None]
    concluded_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = stamp()
    licensor: Mapped[Organisation] = relationship(foreign_keys=[licensor_id])
    licensee: Mapped[Organisation] = relationship(foreign_keys=[licensee_id])
    details: Mapped[list["ContractParty"]] = relationship(order_by="ContractParty.id")
    versions: Mapped[list["ContractVersion"]] = relationship(order_by="ContractVersion.number")

    def side_of(self, organisation_id: int | None) -> Side | None:
        """On which side an organisation stands, None for a stranger."""
        if organisation_id is None:
            return None
        return {self.licensor_id: Side.LICENSOR, self.licensee_id: Side.LICENSEE}.get(organisation_id)

    def party(self, side: str) -> Organisation:
        """The organisation on a side."""
        return self.licensor if side == Side.LICENSOR else self.licensee

    @property
    def text(self) -> "ContractVersion | None":
        """The text that counts, None while there is none."""
        return next((version for version in self.versions if version.number == self.current), None)

    @property
    def live(self) -> bool:
        """Whether it can still be changed or signed."""
        return self.state in LIVE


class ContractParty(Base):
    """What a side has filled in about itself for one contract (legal representative, bank ...)."""

    __tablename__ = "contract_party"
    __table_args__ = (
        CheckConstraint("side in ('licensor','licensee')", name="side"),
        UniqueConstraint("contract_id", "side"),
    )
    id: Mapped[int] = pk()
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    side: Mapped[str] = mapped_column(String(8))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    filled_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    filled_at: Mapped[datetime] = stamp()


class ContractVersion(Base):
    """One text, never changed: the rendered wording and the terms as they stood, with the hash over both."""

    __tablename__ = "contract_version"
    __table_args__ = (
        CheckConstraint("side in ('licensor','licensee')", name="side"),
        UniqueConstraint("contract_id", "number"),
        UniqueConstraint("text_hash"),
    )
    id: Mapped[int] = pk()
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    template_id: Mapped[int] = mapped_column(ForeignKey("contract_template.id"))
    additional_zh: Mapped[str] = mapped_column(Text, default="")
    additional_en: Mapped[str] = mapped_column(Text, default="")
    agreement: Mapped[dict[str, Any]] = mapped_column(JSON)
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    text_hash: Mapped[str] = mapped_column(String(64))
    side: Mapped[str] = mapped_column(String(8))
    """Which side drew it up; it agrees by that."""
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    drawn_at: Mapped[datetime] = stamp()
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    agreed_at: Mapped[datetime | None]
    """When the other side agreed to this text."""
    template: Mapped[ContractTemplate] = relationship()
    signatures: Mapped[list["ContractSignature"]] = relationship(order_by="ContractSignature.id")

    def signature(self, side: str) -> "ContractSignature | None":
        """The standing signature of a side, confirmed or not."""
        return next((it for it in self.signatures if it.side == side and it.rejected_at is None), None)


class ContractSignature(Base):
    """One side's signature under one text: a click with the password, or a scan that the other side confirms."""

    __tablename__ = "contract_signature"
    __table_args__ = (
        CheckConstraint("side in ('licensor','licensee')", name="side"),
        CheckConstraint("way in ('click','scan')", name="way"),
        CheckConstraint("(way = 'scan') = (file_id is not null)", name="file"),
        Index(
            "uq_contract_signature_side",
            "version_id",
            "side",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )
    id: Mapped[int] = pk()
    version_id: Mapped[int] = mapped_column(ForeignKey("contract_version.id"))
    side: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    person: Mapped[str] = mapped_column(String(60))
    """The person's name on that day."""
    way: Mapped[str] = mapped_column(String(5))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    text_hash: Mapped[str] = mapped_column(String(64))
    request_number: Mapped[str] = mapped_column(String(40), default="")
    signed_at: Mapped[datetime] = stamp()
    confirmed_at: Mapped[datetime | None]
    """When it counts: at once for a click, with the other side's confirmation for a scan."""
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    rejected_at: Mapped[datetime | None]
    rejected_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    file: Mapped[StoredFile | None] = relationship()


class ContractPrint(Base):
    """The hash of a file that was handed out, so that it can be recognised when somebody brings it back."""

    __tablename__ = "contract_print"
    __table_args__ = (CheckConstraint("form in ('pdf','docx')", name="form"), UniqueConstraint("sha256"))
    id: Mapped[int] = pk()
    version_id: Mapped[int] = mapped_column(ForeignKey("contract_version.id"), index=True)
    form: Mapped[str] = mapped_column(String(4))
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = stamp()
    text: Mapped[ContractVersion] = relationship()
