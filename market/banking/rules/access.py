"""Who handles the statements of an account, and which amounts due they may pay. Pure."""

from market.core.actor import Actor
from market.payments.rules import BOOKING_ROLES

HOLDERS = ("university", "operator")
"""The kinds of organisation whose statements are read here: those that are paid."""


def may_handle(actor: Actor, organisation_id: int) -> bool:
    """Whether this person reads in and books the statements of that organisation's accounts."""
    return actor.vetted and actor.of(organisation_id) and actor.kind in HOLDERS and actor.role in BOOKING_ROLES


def of_programme(holder_kind: str) -> bool:
    """Whether an account of such a holder is the programme's: it takes money for everybody and has a suspense."""
    return holder_kind == "operator"
