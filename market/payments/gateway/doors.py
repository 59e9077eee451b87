"""Which card service this installation talks to."""

from types import ModuleType
from urllib.parse import urlsplit

from market.core.settings import settings
from market.payments.errors import NoCardDoor
from market.payments.gateway import sandbox, stripe

DOORS: dict[str, ModuleType] = {"sandbox": sandbox, "stripe": stripe}


def available() -> bool:
    """Whether this installation takes payments online."""
    return settings().payment_door in DOORS and not (settings().production and plays())


def plays() -> bool:
    """Whether the sandbox stands behind the door: no money moves."""
    return settings().payment_door == "sandbox"


def door() -> ModuleType:
    """The door of this installation; raises NoCardDoor."""
    if not available():
        raise NoCardDoor
    return DOORS[settings().payment_door]


def methods() -> tuple[str, ...]:
    """The ways to pay online that are offered here."""
    return settings().payment_methods if available() else ()


def places() -> str:
    """Where a payer may be sent on to, as sources of a content security policy; empty for our own pages."""
    if not available() or plays():
        return ""
    base = urlsplit(settings().stripe_api_base)
    return f"{base.scheme}://{base.netloc}" if base.netloc else "https://checkout.stripe.com https://connect.stripe.com"
