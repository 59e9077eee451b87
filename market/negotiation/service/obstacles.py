"""What stands against an agreement or its contract today: the two sides, the patents' owner, the law, other deals."""

from market.core import clock
from market.core.db import db
from market.licensing.errors import ObstacleFound
from market.licensing.rules.terms import BARRING
from market.licensing.service import checks
from market.licensing.service.agreements import refuse_term, refuse_unless_free
from market.negotiation import queries
from market.negotiation.errors import AlreadyPromised, OtherOwnerNow, SideNotVetted
from market.negotiation.models import Deal
from market.negotiation.rules.offers import Terms
from market.negotiation.rules.processes import LICENCES
from market.patents.service import hold_patents

TRANSFER_RULES = frozenset({"R02", "R04"})
"""What stands against a new owner as well: no patent in force, dispute or preservation."""


def refuse_unless_possible(deal: Deal, terms: Terms) -> None:
    """Raise what stands against this agreement today; pledgees and co-owners may still agree before signing."""
    refuse_unless_theirs(deal, terms)
    if terms.kind in LICENCES:
        refuse_unless_free(terms.kind, terms.patent_ids, pledgees_agreed=True)
        refuse_term(hold_patents(terms.patent_ids), terms.term_end)
    for other in queries.promised(terms.patent_ids, deal.id):
        if _excludes(terms.kind) or _excludes(other.kind):
            raise AlreadyPromised(reference=other.reference)


def refuse_unless_theirs(deal: Deal, terms: Terms) -> None:
    """Raise unless both sides are still vetted, the owner still owns the patents, and they can change hands.

    Looked at with the agreement and again with the contract: months of notices and consents may lie between the two.
    """
    if not (deal.firm.vetted and deal.owner.vetted):
        raise SideNotVetted
    for patent in hold_patents(terms.patent_ids):
        db.session.expire(patent, ["owners"])
        if all(owner.organisation_id != deal.owner_id for owner in patent.owners):
            raise OtherOwnerNow(number=patent.display_number)
    if terms.kind not in LICENCES:
        found = [it for it in checks.obstacles_on(terms.patent_ids, clock.today()) if it.rule in TRANSFER_RULES]
        if found:
            raise ObstacleFound(reason=found[0].text())


def _excludes(kind: str) -> bool:
    """Whether a deal of this kind leaves no room for another on the same patents."""
    return kind in BARRING or kind not in LICENCES
