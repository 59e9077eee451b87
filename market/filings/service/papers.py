"""The papers of a licence's filings: adding one, taking one away."""

from sqlalchemy import update

from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import Forbidden, Invalid
from market.core.files import StoredFile
from market.core.i18n import N_
from market.filings import queries
from market.filings.errors import TooLate
from market.filings.models import FilingPaper
from market.filings.rules.papers import PAPER_NAMES
from market.licensing import queries as licensing

MOST = 60
"""Papers on one licence."""


def add(actor: Actor, licence_id: int, kind: str, stored: StoredFile) -> FilingPaper:
    """Keep a paper for the filings of a licence, inside a transaction; both sides and the operator may."""
    licence = licensing.licence_for(actor, licence_id)
    if not actor.vetted:
        raise Forbidden
    if kind not in PAPER_NAMES:
        raise Invalid(fields={"paper": N_("Choose what this paper is.")})
    if len(queries.papers_of(licence.id)) >= MOST:
        raise Invalid(fields={"file": N_("There are too many papers here. Take one away first.")})
    db.session.add(stored)
    db.session.flush()
    paper = FilingPaper(
        licence_id=licence.id,
        kind=kind,
        file_id=stored.id,
        organisation_id=actor.organisation_id,
        added_by=actor.user_id,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def remove(actor: Actor, paper_id: int) -> FilingPaper:
    """Take a paper away: who added it, or the operator. The file is kept for the history."""
    paper = queries.paper_for(actor, paper_id)
    if not actor.operator and not (actor.vetted and actor.of(paper.organisation_id)):
        raise Forbidden
    result = db.session.execute(
        update(FilingPaper)
        .where(FilingPaper.id == paper_id, FilingPaper.removed_at.is_(None))
        .values(removed_at=clock.now())
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise TooLate
    return paper
