"""The contract on the page of its deal."""

from market.contracts import queries
from market.contracts.models import Contract
from market.contracts.rules.states import SIGNING_ROLES, STATES, TONES, Side, side_name
from market.contracts.views.mount import step
from market.core.i18n import N_
from market.core.panels import Panel
from market.core.web import current_actor
from market.licensing.models import LicenceRequest

BOTH = N_("Both sides")


def deal_panel(request: LicenceRequest) -> Panel | None:
    """What the page of a licence shows of its contract; of an agreed one, the contract of the negotiation."""
    negotiation = request.terms.get("negotiation")
    return of_subject(f"deal:{negotiation}" if negotiation else f"request:{request.id}", side="aside")


def of_subject(subject_key: str, side: str = "main") -> Panel | None:
    """The panel of one deal: the contract there is, or the offer to draw one up, or nothing."""
    actor = current_actor()
    contract = queries.of_subject(subject_key)
    matter = None if contract else queries.matter(subject_key)
    may_begin = bool(
        matter
        and matter.ready
        and actor.role in SIGNING_ROLES
        and actor.vetted
        and actor.organisation_id in (matter.agreement.licensor.id, matter.agreement.licensee.id)
    )
    if contract is None and not may_begin:
        return None
    return Panel("contract", "contracts/panel.html", _values(contract, subject_key), side=side)


def _values(contract: Contract | None, subject_key: str) -> dict[str, object]:
    if contract is None:
        return {"contract": None, "subject": subject_key, "is_open": subject_key.startswith("request:")}
    side, deed = step(contract)
    return {
        "contract": contract,
        "who": side_name(contract.kind, side) if side in set(Side) else BOTH if side else "",
        "deed": deed,
        "state": STATES[contract.state],
        "tone": TONES[contract.state],
        "subject": subject_key,
        "is_open": subject_key.startswith("request:"),
    }
