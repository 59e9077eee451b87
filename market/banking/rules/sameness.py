"""When two rows tell of the same movement: checksums of equal rows, and likeness of rows from different formats."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from market.banking.rules.entries import Entry
from market.banking.rules.texts import like_firm, plain, same_firm
from market.payments.rules import references_in


@dataclass(frozen=True)
class Marked:
    """An entry with its checksum and its ordinal among equal entries of the file: two true equal rows stay two."""

    entry: Entry
    checksum: str
    ordinal: int


def checksum(entry: Entry) -> str:
    """The same for a row however often and in whichever file of the same kind it comes: 64 hexadecimal digits."""
    facts = [
        entry.booked_on.isoformat(),
        "in" if entry.incoming else "out",
        str(entry.money.minor),
        entry.money.currency,
        plain(entry.reference),
        plain(entry.name),
        plain(entry.number),
        plain(entry.text),
    ]
    return hashlib.sha256("|".join(facts).encode()).hexdigest()


def marked(entries: Iterable[Entry]) -> list[Marked]:
    """Entries with checksums and ordinals."""
    seen: Counter[str] = Counter()
    found = []
    for entry in entries:
        key = checksum(entry)
        seen[key] += 1
        found.append(Marked(entry, key, seen[key]))
    return found


def same_transfer(one: Entry, other: Entry, alike: bool) -> bool:
    """Whether two rows of different files, not equal by checksum, are the same movement.

    `alike`: both files are of the same kind with the same columns, so that the same movement would look the same; then
    only an equal bank number counts. Otherwise nothing that both tell may speak against it.
    """
    if (one.booked_on, one.incoming, one.money) != (other.booked_on, other.incoming, other.money):
        return False
    if one.reference and plain(one.reference) == plain(other.reference):
        return True
    if alike:
        return False
    if one.balance is not None and other.balance is not None:
        return one.balance == other.balance
    if one.name and other.name and not (same_firm(one.name, other.name) or like_firm(one.name, other.name)):
        return False
    first, second = set(references_in(one.text)), set(references_in(other.text))
    return not (first and second) or bool(first & second)
