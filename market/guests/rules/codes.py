"""The code on a ticket: short enough to type at the door, signed so that nobody can guess one.

The number of the registration, and eight letters of an HMAC over it: 40 bits, tried only by signed-in organisers.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, so that nothing is read wrong."""
MISREAD = str.maketrans("ILO", "110", " -_")
SEAL_LETTERS = 8
LONGEST = 24


def code(number: int, key: str) -> str:
    """The code of a registration: "00C7-KQ2M-XD9", in groups of four."""
    text = _letters(number).rjust(3, "0") + _seal(number, key)
    return "-".join(text[begin : begin + 4] for begin in range(0, len(text), 4))


def number(text: str, keys: Iterable[str]) -> int | None:
    """The registration a typed or scanned code belongs to; None for anything that was not made here."""
    plain = text.strip().upper().translate(MISREAD)
    if not SEAL_LETTERS < len(plain) <= LONGEST or not set(plain) <= set(LETTERS):
        return None
    found = 0
    for letter in plain[:-SEAL_LETTERS]:
        found = found * 32 + LETTERS.index(letter)
    seal = plain[-SEAL_LETTERS:]
    fits = [hmac.compare_digest(_seal(found, key), seal) for key in keys]
    return found if any(fits) and found < 2**31 else None


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 32)
        text = LETTERS[rest] + text
    return text


def _seal(number: int, key: str) -> str:
    digest = hmac.new(key.encode(), f"guests.ticket:{number}".encode(), sha256).digest()
    return "".join(LETTERS[byte % 32] for byte in digest[:SEAL_LETTERS])
