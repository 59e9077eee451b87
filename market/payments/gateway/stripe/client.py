"""The client: bounded in time, repeating what may be repeated, and telling apart "refused" from "unknown"."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any

import stripe

from market.core import clock
from market.core.errors import NotFound
from market.core.money import CURRENCIES, Money
from market.core.settings import settings
from market.payments.errors import DoorRefused, DoorUnreachable

log = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS = 3.0, 8.0
RETRIES = 2

stripe.enable_telemetry = False


@cache
def _client(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        max_network_retries=RETRIES,
        base_addresses={"api": base} if base else None,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
    )


def api() -> Any:
    """The functions of Stripe's API, for this installation's account."""
    found = settings()
    return _client(found.stripe_secret_key, found.stripe_api_base.rstrip("/")).v1


@contextmanager
def asking(what: str, reading: bool = False) -> Iterator[None]:
    """Turn Stripe's errors into ours: DoorRefused when nothing was done there, DoorUnreachable when nobody knows.

    NotFound when something was only to be read and is not there.
    """
    try:
        yield
    except stripe.InvalidRequestError as error:
        if reading and error.code == "resource_missing":
            raise NotFound from error
        raise DoorRefused(problem=error.user_message or str(error)) from error
    except stripe.CardError as error:
        raise DoorRefused(problem=error.user_message or str(error)) from error
    except stripe.StripeError as error:
        log.warning("stripe, %s: %s", what, type(error).__name__, extra={"request": error.request_id})
        raise DoorUnreachable from error


def money(minor: int, currency: str) -> Money:
    """An amount as Stripe tells it; raises DoorRefused for a currency that the market does not know."""
    if currency.upper() not in CURRENCIES:
        raise DoorRefused(problem=f"unknown currency {currency}")
    return Money(minor, currency.upper())


def day(seconds: float) -> date:
    """The day of one of Stripe's moments, in Shanghai."""
    return clock.local_date(datetime.fromtimestamp(seconds, clock.UTC))


def text(value: Any) -> str:
    """An id that may be given as the whole object, or as nothing."""
    if isinstance(value, dict):
        return str(value.get("id", ""))
    return str(value or "")
