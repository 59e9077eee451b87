"""Secret addresses that need no sign-in: a stored nonce and its seal with the service's key.

Who reads the database alone cannot make the address, and a sealed text can always be shown again to its owner.
"""

import hmac
import secrets
from hashlib import sha256

from market.core.errors import NotFound
from market.core.settings import settings

NONCE_BYTES = 16


def nonce() -> str:
    """A new random half, to be stored with what the address opens."""
    return secrets.token_hex(NONCE_BYTES)


def sealed(purpose: str, half: str) -> str:
    """The secret part of an address for this purpose ("agenda", "invitation" ...)."""
    return f"{half}-{_seal(purpose, half, settings().secret_key)}"


def opened(purpose: str, text: str) -> str:
    """The stored half a secret belongs to; NotFound when it was not made here. Former keys of the service still fit."""
    half, _, seal = text.partition("-")
    keys = (settings().secret_key, *settings().secret_key_fallbacks)
    fits = [hmac.compare_digest(_seal(purpose, half, key).encode(), seal.encode()) for key in keys]
    if not half or not any(fits):
        raise NotFound
    return half


def _seal(purpose: str, half: str, key: str) -> str:
    return hmac.new(key.encode(), f"{purpose}:{half}".encode(), sha256).hexdigest()[:32]
