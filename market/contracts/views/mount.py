"""The blueprint that the pages of contracts hang on, and the words their templates share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from market.contracts.models import Contract
from market.contracts.rules import states
from market.contracts.rules.states import SIGNING_ROLES, Side, State
from market.core.actor import Actor

Answer = str | Response | tuple[str, int]

blueprint = Blueprint("contracts", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """Names of kinds, states, sides and ways."""
    return {
        "KINDS": states.KINDS,
        "FAMILIES": states.FAMILIES,
        "STATES": states.STATES,
        "TONES": states.TONES,
        "TEMPLATE_STATES": states.TEMPLATE_STATES,
        "TEMPLATE_TONES": states.TEMPLATE_TONES,
        "WAYS": states.WAYS,
        "side_name": states.side_name,
    }


def signing_side(actor: Actor, contract: Contract) -> Side | None:
    """The side this person may act for, None for readers."""
    side = contract.side_of(actor.organisation_id)
    return side if actor.role in SIGNING_ROLES and actor.vetted else None


def moves(actor: Actor, contract: Contract) -> set[str]:
    """What this person may do now: the page's buttons."""
    side, text = signing_side(actor, contract), contract.text
    if not contract.live:
        return set()
    if side is None:
        return {"set_aside"} if actor.operator else set()
    found = {"details", "draw", "set_aside"}
    if text is not None and contract.state == State.DRAFTING and text.side != side:
        found.add("agree")
    if text is not None and contract.state == State.SIGNING and text.signature(side) is None:
        found.add("sign")
    return found


def step(contract: Contract) -> tuple[str, str]:
    """Who must act next, as a side ("licensor", "licensee", "both", ""), and which deed: a key of NEXT."""
    text = contract.text
    if not contract.live:
        return "", ""
    if text is None:
        return "both", "draw"
    if contract.state == State.DRAFTING:
        return Side(text.side).other.value, "agree"
    standing = {side: text.signature(side) for side in Side}
    missing = [side.value for side, it in standing.items() if it is None]
    if missing:
        return (missing[0] if len(missing) == 1 else "both"), "sign"
    waiting = [side.other.value for side, it in standing.items() if it is not None and it.confirmed_at is None]
    return (waiting[0] if len(waiting) == 1 else "both"), "confirm"
