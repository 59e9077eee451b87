"""Proposals: this need and this offer may fit, for these reasons."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import Organisation
from market.core.db import Base, pk, stamp
from market.listings.models import Listing
from market.matching.rules.answers import Answer
from market.needs.models import Need
from market.patents.models import Patent

ANSWERS = "in ('','interested','declined')"


class NeedRun(Base):
    """The newest matching run of one need; `due` asks the clock for another."""

    __tablename__ = "need_run"
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True)
    due: Mapped[bool] = mapped_column(default=False, index=True)
    done_at: Mapped[datetime | None]
    classes: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Likely IPC classes, inferred from what is nearest to the wording; the deepest first."""
    kept: Mapped[int] = mapped_column(default=0)
    need: Mapped[Need] = relationship()


class Proposal(Base):
    """A pairing offered to both sides: a need, or a firm's profile, with a listing or a patent not yet listed."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("need_id is not null or firm_id is not null", name="for_whom"),
        CheckConstraint("listing_id is not null or patent_id is not null", name="of_what"),
        CheckConstraint(f"firm_answer {ANSWERS}", name="firm_answer"),
        CheckConstraint(f"owner_answer {ANSWERS}", name="owner_answer"),
        Index(
            "uq_proposal_need_listing",
            "need_id",
            "listing_id",
            unique=True,
            sqlite_where=text("need_id is not null and listing_id is not null"),
            postgresql_where=text("need_id is not null and listing_id is not null"),
        ),
        Index(
            "uq_proposal_need_patent",
            "need_id",
            "patent_id",
            unique=True,
            sqlite_where=text("need_id is not null and listing_id is null"),
            postgresql_where=text("need_id is not null and listing_id is null"),
        ),
        Index(
            "uq_proposal_firm_listing",
            "firm_id",
            "listing_id",
            unique=True,
            sqlite_where=text("need_id is null"),
            postgresql_where=text("need_id is null"),
        ),
    )
    id: Mapped[int] = pk()
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"), index=True)
    patent_id: Mapped[int | None] = mapped_column(ForeignKey("patent.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    rank: Mapped[int]
    score: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    firm_answer: Mapped[str] = mapped_column(String(10), default="")
    firm_reason: Mapped[str] = mapped_column(String(20), default="")
    firm_answered_at: Mapped[datetime | None]
    owner_answer: Mapped[str] = mapped_column(String(10), default="")
    owner_reason: Mapped[str] = mapped_column(String(20), default="")
    owner_answered_at: Mapped[datetime | None]
    stale: Mapped[bool] = mapped_column(default=False)
    """No longer proposed by the newest run; kept for its answers."""
    created_at: Mapped[datetime] = stamp()
    updated_at: Mapped[datetime] = stamp()
    need: Mapped[Need | None] = relationship()
    firm: Mapped[Organisation | None] = relationship(foreign_keys=[firm_id])
    listing: Mapped[Listing | None] = relationship()
    patent: Mapped[Patent | None] = relationship()
    owner: Mapped[Organisation | None] = relationship(foreign_keys=[owner_id])

    @property
    def both_interested(self) -> bool:
        """Whether both sides want to talk: then each may see the other's contact."""
        return self.firm_answer == self.owner_answer == Answer.INTERESTED

    @property
    def asker(self) -> Organisation | None:
        """The firm on the one side, when it has an account."""
        return self.firm or (self.need.organisation if self.need is not None else None)

    @property
    def title(self) -> str:
        """What is offered."""
        if self.listing is not None:
            return self.listing.title
        return self.patent.title if self.patent is not None else ""
