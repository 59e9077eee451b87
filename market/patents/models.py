"""Patent records, their owners, their legal events, and the imports they came by."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import Base, pk, stamp
from market.core.files import StoredFile
from market.core.i18n import translate
from market.patents.rules.identifiers import ApplicationNumber
from market.patents.rules.status import DETAIL_OF_LEVEL, LEVEL_OF, Detail, Level, Shown, shown_today


class Patent(Base):
    """One application, granted or not; the key is its application number (canonical: 201710601862.3).

    `status` is "pending", "in_force", "dead" or "unknown"; it is only as good as its source and as-of date.
    """

    __tablename__ = "patent"
    __table_args__ = (
        CheckConstraint("kind in ('invention','utility_model','design')", name="kind"),
        CheckConstraint("status in ('pending','in_force','dead','unknown')", name="status"),
        CheckConstraint("evaluation in ('','positive','negative')", name="evaluation"),
        Index("ix_patent_grant_publication", "publication_number"),
    )
    id: Mapped[int] = pk()
    application_number: Mapped[str] = mapped_column(String(14), unique=True)
    kind: Mapped[str] = mapped_column(String(14))
    title: Mapped[str] = mapped_column(String(500))
    title_en: Mapped[str] = mapped_column(String(500), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    claims_count: Mapped[int | None]
    filing_date: Mapped[date | None]
    publication_number: Mapped[str] = mapped_column(String(20), default="")
    publication_date: Mapped[date | None]
    grant_number: Mapped[str] = mapped_column(String(20), default="")
    grant_date: Mapped[date | None]
    applicants: Mapped[list[str]] = mapped_column(JSON, default=list)
    inventors: Mapped[list[str]] = mapped_column(JSON, default=list)
    agency: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    region: Mapped[str] = mapped_column(String(60), default="")
    ipc_main: Mapped[str] = mapped_column(String(20), default="", index=True)
    """"B01J 37/08"; empty for designs."""
    ipc: Mapped[list[str]] = mapped_column(JSON, default=list)
    locarno: Mapped[list[str]] = mapped_column(JSON, default=list)
    status: Mapped[str] = mapped_column(String(10), default="unknown", index=True)
    status_detail: Mapped[str] = mapped_column(String(60), default="")
    status_source: Mapped[str] = mapped_column(String(120), default="")
    status_as_of: Mapped[date | None]
    expiry_date: Mapped[date | None]
    annuity_paid_to_year: Mapped[int | None]
    annuity_due: Mapped[date | None]
    pledged: Mapped[bool] = mapped_column(default=False)
    pledgee_consent: Mapped[bool] = mapped_column(default=False)
    preserved: Mapped[bool] = mapped_column(default=False)
    """Court preservation or suspended procedures (Implementing Rules 103, 104)."""
    disputed: Mapped[bool] = mapped_column(default=False)
    exclusive_until: Mapped[date | None]
    """Last day of an exclusive or sole licence in force, None when there is none known."""
    evaluation: Mapped[str] = mapped_column(String(8), default="")
    evaluation_date: Mapped[date | None]
    evaluation_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    secret: Mapped[bool] = mapped_column(default=False)
    industry: Mapped[str] = mapped_column(String(6), default="")
    keywords: Mapped[str] = mapped_column(String(500), default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"), index=True)
    created_at: Mapped[datetime] = stamp()
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    owners: Mapped[list["Owner"]] = relationship(
        back_populates="patent", order_by="Owner.position", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}

    def shown_status(self) -> Shown:
        """The legal status as a reader is shown it today: a term that has run out ends it."""
        return shown_today(self.detail, self.expiry_date, clock.today())

    @property
    def detail(self) -> Detail:
        """The recorded detail; the level's own when the source used a word we do not know."""
        known = self.status_detail in set(Detail) and LEVEL_OF[Detail(self.status_detail)] == self.status
        return Detail(self.status_detail) if known else DETAIL_OF_LEVEL[Level(self.status)]

    @property
    def number(self) -> ApplicationNumber:
        """The application number as a value."""
        return ApplicationNumber(self.application_number[:-2])

    @property
    def display_number(self) -> str:
        """The printed number: ZL only for what has been granted."""
        return self.number.display(granted=bool(self.grant_number or self.grant_date or self.status == "in_force"))


class Owner(Base):
    """One owner of a patent, by name; linked to an organisation once that is known."""

    __tablename__ = "patent_owner"
    __table_args__ = (UniqueConstraint("patent_id", "position"), Index("ix_patent_owner_name", "name"))
    id: Mapped[int] = pk()
    patent_id: Mapped[int] = mapped_column(ForeignKey("patent.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    patent: Mapped[Patent] = relationship(back_populates="owners")
    organisation: Mapped[Organisation | None] = relationship()


class OwnershipClaim(Base):
    """An organisation says that an owner's name is its own (a former name, say); the operator decides."""

    __tablename__ = "ownership_claim"
    __table_args__ = (
        CheckConstraint("state in ('pending','approved','declined')", name="state"),
        Index(
            "uq_ownership_claim_open",
            "organisation_id",
            "name",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "uq_ownership_claim_approved",
            "name",
            unique=True,
            sqlite_where=text("state = 'approved'"),
            postgresql_where=text("state = 'approved'"),
        ),
    )
    id: Mapped[int] = pk()
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="pending")
    message: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = stamp()
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    organisation: Mapped[Organisation] = relationship()


class LegalEvent(Base):
    """One entry of a patent's legal history (domain codes TR01, PE01, CF01 ...), with its source."""

    __tablename__ = "legal_event"
    id: Mapped[int] = pk()
    patent_id: Mapped[int] = mapped_column(ForeignKey("patent.id"), index=True)
    code: Mapped[str] = mapped_column(String(10))
    on: Mapped[date]
    text: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = stamp()


class ImportRun(Base):
    """One spreadsheet on its way in: how it was read, how far it is, what came of it."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("state in ('checking','ready','running','done','failed','cancelled')", name="state"),
    )
    id: Mapped[int] = pk()
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    started_by: Mapped[int | None]
    owner_name: Mapped[str] = mapped_column(String(200), default="")
    encoding: Mapped[str] = mapped_column(String(20), default="")
    sheet: Mapped[str] = mapped_column(String(120), default="")
    header_row: Mapped[int] = mapped_column(default=0)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """{"columns": {field: column}, "orders": {field: order of day and month}, "status_as_of": ISO date}."""
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the check saw: sheets, headers, first rows, doubts; see `market.patents.service.checking.Found`."""
    dry_run: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="checking")
    message: Mapped[str] = mapped_column(Text, default="")
    rows: Mapped[int] = mapped_column(default=0)
    done_rows: Mapped[int] = mapped_column(default=0)
    imported: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = stamp()
    finished_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()


class ImportRow(Base):
    """What came of one row; `sentence` and `values` say why a refused one was refused."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_import_row_application", "import_id", "application_number"),
        CheckConstraint("outcome in ('imported','updated','unchanged','refused')", name="outcome"),
    )
    id: Mapped[int] = pk()
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    number: Mapped[int]
    """The row's number in the file, the first row is 1."""
    outcome: Mapped[str] = mapped_column(String(10))
    application_number: Mapped[str] = mapped_column(String(14), default="")
    patent_id: Mapped[int | None]
    sentence: Mapped[str] = mapped_column(Text, default="")
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    cells: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The row as it stood, kept for refused rows only."""

    @property
    def reason(self) -> str:
        """Why a refused row was refused, in the reader's language."""
        values = {name: translate(text) if name == "column" else text for name, text in self.values.items()}
        return translate(self.sentence, **values)
