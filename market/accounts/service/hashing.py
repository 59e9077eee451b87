"""Turning passwords into what is stored: argon2id with the parameters OWASP names (19 MiB, 2 rounds, 1 lane).

Hashing takes some 20 ms on purpose, so callers do it outside a transaction.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from market.accounts.rules import passwords as rules
from market.core.errors import Invalid
from market.core.settings import settings

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def accepted(password: str, *personal: str, field: str = "password") -> str:
    """The hash of a new password that is strong enough; raises Invalid on `field` when it is not.

    `personal`: the person's email, name and organisation, which must not make up the password.
    """
    site = settings()
    sentence = rules.refusal(password, (*personal, site.site_name_zh, site.site_name_en))
    if sentence:
        raise Invalid(fields={field: sentence}, shortest=rules.SHORTEST, longest=rules.LONGEST)
    return hashed(password)


def hashed(password: str) -> str:
    """The hash of a password, with a salt of its own."""
    return _HASHER.hash(rules.normalised(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the hashed one; takes as long when there is no hash, so that time tells nothing."""
    if len(password) > rules.LONGEST:
        password, password_hash = "", None
    try:
        return _HASHER.verify(password_hash or _dummy(), rules.normalised(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _dummy() -> str:
    return _HASHER.hash("nobody's password")
