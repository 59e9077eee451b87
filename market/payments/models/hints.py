"""Messages of the card service that were taken."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from market.core.db import Base, stamp


class ProviderEvent(Base):
    """A message of the card service, kept once by its own number, in the transaction of what it caused."""

    __tablename__ = "provider_event"
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    concerns: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """What to ask about again, as in rules.Hint."""
    object_id: Mapped[str] = mapped_column(String(120), default="")
    effect: Mapped[str] = mapped_column(String(20), default="")
    """What came of it: "booked", "nothing", "unknown" (no such thing of ours yet), "matter" (a person must look)."""
    received_at: Mapped[datetime] = stamp()
