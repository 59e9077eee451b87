"""How often one may try to sign in, sign up or ask for a link, and what a session's name is."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limit:
    """At most `tries` in `seconds`."""

    scope: str
    tries: int
    seconds: int


PER_ADDRESS = Limit("sign_in.address", 10, 300)
PER_ACCOUNT = Limit("sign_in.account", 10, 300)
PER_PAIR = Limit("sign_in.pair", 1, 300)
"""Once an account is over its limit, each address that has not failed on it yet still gets this one try, so that
nobody can lock another person out; a wrong one is answered as "too many" like all the others."""
SIGN_UPS = Limit("sign_up", 20, 3600)
"""Enough for a room of firms that join together behind one address, as they do at a training session."""
RESETS_PER_ACCOUNT = Limit("reset.account", 5, 24 * 3600)
RESETS_PER_ADDRESS = Limit("reset.address", 10, 3600)
PASSWORD_CHANGES = Limit("password.change", 10, 300)
INVITATIONS = Limit("invitation", 30, 3600)

RESET_LIFE = timedelta(hours=1)
INVITATION_LIFE = timedelta(days=7)


def network_of(address: str | None) -> str:
    """The unit that is counted: one IPv4 address, or the /64 network that one IPv6 subscriber holds."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def token_hash(token: str) -> str:
    """What is stored of a session's token: the table alone opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(email: str, secret: str) -> str:
    """A typed address as a key for counters and the audit trail; without the secret it cannot be read back."""
    return hmac.new(secret.encode(), email.strip().lower().encode(), hashlib.sha256).hexdigest()


def touch_after(idle_seconds: int) -> timedelta:
    """How old "last seen" may be before it is written anew: each write costs a transaction."""
    return timedelta(seconds=min(300, idle_seconds // 4))
