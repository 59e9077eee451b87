"""What the calendar remembers: each person's secret address, and how often each entry has changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from market.core import clock
from market.core.db import Base, pk, stamp


class AgendaFeed(Base):
    """A person's calendar address; `nonce` is half of it, the other half is made with the service's secret key.

    A copy of the database alone opens no calendar; renewing the nonce closes the old address.
    """

    __tablename__ = "agenda_feed"
    id: Mapped[int] = pk()
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime] = stamp()


class AgendaStamp(Base):
    """How often an entry of the calendar has changed (SEQUENCE) and when last (LAST-MODIFIED); RFC 5545, 3.8.7."""

    __tablename__ = "agenda_stamp"
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
