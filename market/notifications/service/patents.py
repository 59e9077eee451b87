"""What people hear about imports and owners' names."""

from market.accounts.models import Organisation, User
from market.accounts.queries import operators
from market.core.db import transaction
from market.core.files import StoredFile
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, tell
from market.patents.events import OwnershipClaimed, OwnershipDecided, PatentsImported
from market.patents.models import ImportRun, OwnershipClaim


def imported(event: PatentsImported) -> None:
    """Whoever started the import hears what came of it."""
    with transaction() as session:
        run = session.get_one(ImportRun, event.import_id)
        person = session.get(User, run.started_by) if run.started_by else None
        if person is None:
            return
        stored = session.get_one(StoredFile, run.file_id)
        values: dict[str, object] = {
            "file": stored.filename,
            "imported": run.imported,
            "updated": run.updated,
            "unchanged": run.unchanged,
            "refused": run.refused,
            "message": run.message,
        }
        key = "patents.import_failed" if run.state == "failed" else "patents.imported"
        tell(event, key, [person], values, import_id=run.id)


def claim(event: OwnershipClaimed) -> None:
    """The operators hear that a claim waits for them."""
    with transaction() as session:
        found = session.get_one(OwnershipClaim, event.claim_id)
        tell(
            event,
            "patents.ownership_claimed",
            operators(),
            named("organisation", found.organisation) | {"name": found.name},
        )


def decision(event: OwnershipDecided) -> None:
    """The claiming organisation hears the decision."""
    if event.state not in ("approved", "declined"):
        return
    with transaction() as session:
        found = session.get_one(OwnershipClaim, event.claim_id)
        organisation = session.get_one(Organisation, found.organisation_id)
        values = named("organisation", organisation) | {"name": found.name, "message": found.message}
        tell(event, f"patents.ownership_{event.state}", people(organisation.id, MANAGERS), values)
