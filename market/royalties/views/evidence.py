"""Keeping what is uploaded as evidence."""

from typing import Any

from market.core import files
from market.core.files import StoredFile
from market.core.web import current_actor
from market.royalties.rules.reports import EVIDENCE_LIMIT


def kept(upload: Any) -> StoredFile | None:
    """The uploaded file on disk, to be stored with the deed; None when there is none."""
    if not upload:
        return None
    owner = current_actor().organisation_id
    return files.keep(upload.stream, upload.filename or "evidence", owner, limit=EVIDENCE_LIMIT)
