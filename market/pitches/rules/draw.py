"""The order by lot, such that anybody can check it: commit, then reveal.

Before the draw the SHA-256 of a secret is published with the frozen list. At the draw the secret is revealed, and a
public number nobody could know before is added, so that neither the secret nor the number alone decides. All texts are
UTF-8, hashes are lower-case hexadecimal, parts are joined by one line feed.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SECRET_BYTES = 32


class DrawState(StrEnum):
    """Where a draw stands; one called off keeps its place in the record."""

    COMMITTED = "committed"
    HELD = "held"
    VOID = "void"


@dataclass(frozen=True)
class Drawn:
    """One draw as published. `entries` are the references of the frozen list, `order` what came out."""

    commitment: str
    entries: tuple[str, ...]
    secret: str = ""
    salt: str = ""
    seed: str = ""
    order: tuple[str, ...] = ()


def commitment_of(secret: str) -> str:
    """What is published before the draw."""
    return _hash(secret)


def listed(references: Iterable[str]) -> tuple[str, ...]:
    """The frozen list: every reference once, sorted by character code, so that no order is smuggled in."""
    return tuple(sorted(set(references)))


def seed_of(secret: str, references: Iterable[str], salt: str = "") -> str:
    """The seed: SHA-256 of the secret, the sorted references joined by commas, and the public number."""
    return _hash(secret, ",".join(listed(references)), salt)


def lot(seed: str, reference: str) -> str:
    """The lot of one pitch: SHA-256 of the seed and its reference; the smallest speaks first."""
    return _hash(seed, reference)


def order_of(seed: str, references: Iterable[str]) -> tuple[str, ...]:
    """The order that a seed makes of a list."""
    return tuple(sorted(listed(references), key=lambda reference: (lot(seed, reference), reference)))


def verify(draw: Drawn) -> bool:
    """Whether a held draw is what it was announced to be: commitment, seed and order all follow from what is public."""
    return (
        bool(draw.secret)
        and commitment_of(draw.secret) == draw.commitment
        and draw.entries == listed(draw.entries)
        and seed_of(draw.secret, draw.entries, draw.salt) == draw.seed
        and order_of(draw.seed, draw.entries) == draw.order
    )


def placed(drawn: Sequence[str], standing: Collection[str]) -> list[str]:
    """The programme after a draw: drawn ones that still stand, then those selected since, in their own order."""
    kept = [reference for reference in drawn if reference in standing]
    return kept + [reference for reference in standing if reference not in set(drawn)]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


RECIPE = """\
import hashlib

def h(*parts):
    return hashlib.sha256("\\n".join(parts).encode()).hexdigest()

commitment = "{commitment}"
secret = "{secret}"
salt = {salt!r}
entries = {entries}

assert h(secret) == commitment                       # the secret is the one that was sealed
seed = h(secret, ",".join(sorted(entries)), salt)
order = sorted(entries, key=lambda reference: h(seed, reference))
print(seed)
print(*order, sep="\\n")
"""


def recipe(draw: Drawn) -> str:
    """A few lines of Python that anybody can run to get seed and order again."""
    return RECIPE.format(commitment=draw.commitment, secret=draw.secret, salt=draw.salt, entries=list(draw.entries))
