"""Inbox entries and mails. Neither holds text: the words are made in the reader's language when they are shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.accounts.models import User
from market.core.db import Base, pk, stamp


class Notification(Base):
    """One entry of a person's inbox, once per event and person."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id"),
        Index("ix_notification_inbox", "user_id", "read_at"),
    )
    id: Mapped[int] = pk()
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(String(60))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = stamp()
    read_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class Mail(Base):
    """One mail, once per event and address. Links with tokens are made when it is sent and are not kept."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("event_id", "address"),
        CheckConstraint("state in ('waiting','sent','refused')", name="state"),
        CheckConstraint("language in ('zh','en')", name="language"),
    )
    id: Mapped[int] = pk()
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(2))
    key: Mapped[str] = mapped_column(String(60))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(8), default="waiting", index=True)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = stamp()
    sent_at: Mapped[datetime | None]
