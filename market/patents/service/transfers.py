"""A patent changes hands: from the day CNIPA registers the transfer (Patent Law Art. 10)."""

from datetime import date

from market.accounts.models import Organisation
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.outbox import emit
from market.patents.events import PatentChanged
from market.patents.models import LegalEvent, Owner, Patent

CODE = "TR01"


def hand_over(patent: Patent, old: Organisation, new: Organisation, on: date, source: str, actor: Actor) -> None:
    """Enter the new owner in place of all earlier ones, inside a transaction; a legal event keeps who it was."""
    before = "; ".join(owner.name for owner in patent.owners) or old.name
    for owner in list(patent.owners):
        db.session.delete(owner)
    db.session.flush()
    db.session.expire(patent, ["owners"])
    db.session.add(Owner(patent_id=patent.id, position=0, name=new.name, organisation_id=new.id))
    db.session.add(
        LegalEvent(patent_id=patent.id, code=CODE, on=on, text=f"{before} -> {new.name}"[:2000], source=source[:120])
    )
    patent.updated_at = clock.now()
    db.session.flush()
    db.session.expire(patent, ["owners"])
    emit(PatentChanged(patent.id), actor)
