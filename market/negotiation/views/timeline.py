"""The progress of a deal for people: what has happened, in whole sentences, and what comes next."""

from typing import Any

from flask_babel import gettext as _

from market.core.i18n import N_, translate
from market.core.outbox import EventRow
from market.core.web import format_date
from market.licensing.rules.states import Who
from market.negotiation import queries
from market.negotiation.models import Deal
from market.negotiation.rules import checklists
from market.negotiation.rules.processes import LICENCES, State

OPENED = {"asked": N_("The firm asked"), "answered": N_("The need was answered")}
ENDED = {"rejected": N_("Offer rejected"), "taken_back": N_("Offer taken back")}
MOVED: dict[str, str] = {
    "take_up": N_("The firm took up the answer"),
    "refuse": N_("The firm declined the answer"),
    "withdraw": N_("The answer was withdrawn"),
    "decline": N_("The talks were ended"),
    "expire": N_("Expired: nobody said anything for 90 days"),
    "prepare": N_("Ready to sign"),
    "object": N_("An objection was upheld; back to the talks"),
    "reopen": N_("Set back to the talks by the operator"),
    "stop": N_("Stopped by the operator"),
}
SIDE_NAMES = {Who.LICENSEE: N_("by the firm"), Who.LICENSOR: N_("by the owner")}
BAD = frozenset({"refuse", "withdraw", "decline", "expire", "object", "stop"})
HIDDEN = frozenset({"negotiation.MessageSent"})


def entries(deal: Deal) -> list[dict[str, Any]]:
    """Everything that happened, oldest first, then what is still to come."""
    return [_done(deal, row) for row in queries.timeline(deal) if row.name not in HIDDEN] + _ahead(deal)


def _done(deal: Deal, row: EventRow) -> dict[str, Any]:
    move = str(row.payload.get("move", ""))
    return {
        "when": format_date(row.at),
        "time": row.at,
        "text": _text(deal, row),
        "detail": _detail(row),
        "state": "done",
        "icon": "exclamation-triangle-fill" if move in BAD else None,
    }


def _text(deal: Deal, row: EventRow) -> str:
    payload = row.payload
    match row.name.partition(".")[2]:
        case "DealOpened":
            return translate(OPENED[payload["how"]])
        case "OfferMade":
            return str(_("Offer %(number)s made", number=payload["offer"]))
        case "OfferEnded":
            return translate(ENDED[payload["how"]])
        case "DealMoved":
            return translate(MOVED.get(payload["move"], payload["move"]))
        case "StepTaken":
            found = next((item.text for item in checklists.items(deal.kind) if item.key == payload["key"]), "")
            return translate(found)
        case _:
            return translate(row.said)


def _detail(row: EventRow) -> str:
    payload = row.payload
    if payload.get("reason"):
        return str(payload["reason"])
    return translate(SIDE_NAMES[payload["side"]]) if payload.get("side") in SIDE_NAMES else ""


def _ahead(deal: Deal) -> list[dict[str, Any]]:
    """What comes next, by the state of the deal."""
    order = [State.TALKING, State.OFFERED, State.AGREED, State.SIGNING, State.REGISTERING]
    names = {
        State.TALKING: N_("A first offer"),
        State.OFFERED: N_("Answer to the offer"),
        State.AGREED: N_("Consents and public notice"),
        State.SIGNING: N_("Contract signed by both sides"),
        State.REGISTERING: N_("Registration"),
    }
    if deal.kind in LICENCES:
        order.remove(State.REGISTERING)
    if deal.state not in order:
        return []
    ahead = order[order.index(State(deal.state)) :]
    last = N_("Licence in force, to be recorded") if deal.kind in LICENCES else None
    found = [_step(names[state], now=index == 0) for index, state in enumerate(ahead)]
    return found + ([_step(last)] if last else [])


def _step(text: str, now: bool = False) -> dict[str, Any]:
    return {"when": "–", "text": translate(text), "detail": "", "state": "now" if now else "todo"}
