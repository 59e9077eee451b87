"""What a person must look at."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.core.db import Base, pk, stamp
from market.payments.models.receivables import Receivable


class Matter(Base):
    """Something about money that rules cannot decide; open until the operator closes it with a word."""

    __tablename__ = "money_matter"
    id: Mapped[int] = pk()
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """One matter per fact, however often it is noticed."""
    kind: Mapped[str] = mapped_column(String(30), index=True)
    receivable_id: Mapped[int | None] = mapped_column(ForeignKey("receivable.id"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = stamp()
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    receivable: Mapped[Receivable | None] = relationship()
