"""Uploaded and produced files: kept under random names in MARKET_DATA/uploads, described by one row each."""

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from market.core.db import Base, db, pk, stamp
from market.core.errors import TooLarge
from market.core.settings import settings

CHUNK = 1024 * 1024


class StoredFile(Base):
    """One file: what it was called, how large it is (bytes), its SHA-256, and whose it is."""

    __tablename__ = "stored_file"
    id: Mapped[int] = pk()
    key: Mapped[str] = mapped_column(String(64), unique=True)
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120), default="application/octet-stream")
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = stamp()


def folder() -> Path:
    """Where the files lie; made on first use, readable by the service alone."""
    path = settings().data / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(stored: StoredFile) -> Path:
    """The file on disk."""
    return folder() / stored.key


def keep(
    stream: BinaryIO, filename: str, organisation_id: int | None, media_type: str = "", limit: int = 0
) -> StoredFile:
    """Write the stream to disk (outside a transaction) and return its description, not yet stored in the database.

    Add it with `db.session.add` inside the transaction of the deed. Raises TooLarge above `limit` bytes (default: the
    configured upload limit).
    """
    limit = limit or settings().upload_limit
    key = secrets.token_hex(24)
    digest, size = hashlib.sha256(), 0
    target = folder() / key
    with target.open("xb") as out:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                out.close()
                target.unlink()
                raise TooLarge(limit=limit // CHUNK)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return StoredFile(
        key=key,
        filename=clean_filename(filename),
        media_type=media_type or "application/octet-stream",
        size=size,
        sha256=digest.hexdigest(),
        organisation_id=organisation_id,
    )


FORBIDDEN = '<>:"|?*\u202a\u202b\u202d\u202e\u2066\u2067\u2068'


def clean_filename(name: str) -> str:
    """The name as shown and offered: last path part, no control or direction characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable() and char not in FORBIDDEN)
    stem, dot, suffix = kept.rpartition(".")
    shortened = f"{stem[:110]}{dot}{suffix[:9]}" if dot else kept[:120]
    return shortened.strip(" .") or "file"


def get(file_id: int) -> StoredFile | None:
    """The description of a file, or None."""
    return db.session.get(StoredFile, file_id)
