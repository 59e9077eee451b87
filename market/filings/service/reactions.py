"""What filings do when a licence changes, in the same transaction: the record of filings follows, and never refuses."""

from market.core.context import acting
from market.core.db import db
from market.filings import queries
from market.filings.models import Filing
from market.filings.rules.states import Kind, State
from market.filings.service import moves, recordals
from market.licensing.events import LicenceEnded, LicenceRecorded
from market.licensing.models import Licence


def on_recorded(event: LicenceRecorded) -> None:
    """A first recordal was entered, here or elsewhere: the filing under way is closed, or one is noted."""
    licence = db.session.get_one(Licence, event.licence_id)
    if licence.recorded_on is None:
        return
    filing = queries.open_filing(licence.id)
    if filing is not None and filing.kind != Kind.RECORDAL:
        return
    if filing is None:
        actor = acting()
        filing = Filing(
            licence_id=licence.id,
            kind=Kind.RECORDAL.value,
            side=recordals.side_of(licence, actor.organisation_id),
            organisation_id=actor.organisation_id,
            taken_by=actor.user_id,
        )
        db.session.add(filing)
        db.session.flush()
    recordals.conclude(filing, licence.recordal_number, licence.recorded_on, licence.certificate_id)


def on_ended(event: LicenceEnded) -> None:
    """A licence that has ended is not recorded any more: a recordal not yet sent is given up."""
    filing = queries.open_filing(event.licence_id)
    if filing is not None and filing.kind == Kind.RECORDAL and filing.state == State.PREPARING:
        moves.take(filing, {State.PREPARING}, State.DROPPED)
