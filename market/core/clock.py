"""The one place that knows what time it is: aware UTC instants, and the civil date of Shanghai for the law."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

__all__ = ["SHANGHAI", "UTC", "as_of", "aware", "local_date", "now", "today"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at another instant: for the demo market's history and for nothing else."""
    token = _pretended.set(aware(moment))
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """The present date in Shanghai: periods of law and programme figures count these days."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The date in Shanghai at an instant; a naive one is taken as UTC."""
    return aware(moment).astimezone(SHANGHAI).date()


def local_minute(moment: datetime) -> str:
    """An instant as people write it in Shanghai: "2026-11-27 14:00"."""
    return aware(moment).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def aware(moment: datetime) -> datetime:
    """The same instant with its zone named (SQLite hands back naive UTC)."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Timed(Protocol):
    """Anything with a beginning and an end."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it is over."""


def together(one: Timed, other: Timed) -> bool:
    """Whether two things overlap; touching ends do not."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
