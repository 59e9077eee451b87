"""Owners' names that nobody stands behind yet: an organisation claims one, the operator decides."""

from market.accounts.events import OrganisationChanged, OrganisationVetted
from market.accounts.models import Organisation
from market.accounts.queries import own_organisation
from market.accounts.rules.vetting import State
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Forbidden
from market.core.outbox import emit
from market.patents.errors import AlreadyDecided, ClaimExists, NothingToClaim, NotVetted
from market.patents.events import OwnershipClaimed, OwnershipDecided, OwnersLinked
from market.patents.models import OwnershipClaim
from market.patents.queries import open_claim, unclaimed_count
from market.patents.service.ownership import link_unclaimed, names_of_organisation


def claim(actor: Actor, name: str, reason: str) -> OwnershipClaim:
    """Ask that an owner's name be counted as the actor's organisation, inside a transaction.

    Raises NotVetted, NothingToClaim, ClaimExists.
    """
    if not actor.vetted:
        raise NotVetted
    organisation = own_organisation(actor)
    wanted = name.strip()
    if not unclaimed_count(wanted):
        raise NothingToClaim(name=wanted)
    if open_claim(organisation.id, wanted) is not None:
        raise ClaimExists
    made = OwnershipClaim(organisation_id=organisation.id, name=wanted, reason=reason.strip())
    db.session.add(made)
    db.session.flush()
    emit(OwnershipClaimed(made.id), actor)
    return made


def decide(actor: Actor, claim: OwnershipClaim, approve: bool, message: str = "") -> int:
    """The operator's decision, inside a transaction; on approval every patent of that name is linked.

    Gives the number of patents linked. Raises Forbidden, AlreadyDecided.
    """
    if not actor.operator:
        raise Forbidden
    if claim.state != "pending":
        raise AlreadyDecided
    claim.state = "approved" if approve else "declined"
    claim.message, claim.decided_at, claim.decided_by = message.strip(), clock.now(), actor.user_id
    db.session.flush()
    linked = link_unclaimed(claim.organisation, {claim.name}) if approve else []
    emit(OwnershipDecided(claim.id, claim.state), actor)
    return len(linked)


def link_after_vetting(event: OrganisationVetted | OrganisationChanged) -> None:
    """The worker's part: link the patents that already bear a vetted organisation's name; repeatable."""
    with transaction():
        organisation = db.session.get(Organisation, event.organisation_id)
        if organisation is None or organisation.state != State.APPROVED:
            return
        if link_unclaimed(organisation, names_of_organisation(organisation)):
            emit(OwnersLinked(organisation.id))
