"""Payment references, receipt numbers, and the keys under which facts are booked once."""

import re
import unicodedata

from stdnum.iso7064 import mod_97_10

REFERENCE_PREFIX = "FK"
REFERENCE_SERIES = "reference"
RECEIPT_SERIES = "receipt"
LOOK_ALIKES = str.maketrans("OQDILSB", "0001158")


def reference_text(year: int, number: int) -> str:
    """The payment reference of the n-th amount asked for in a year: "FK26" + six digits + two check digits.

    The check digits (ISO 7064 MOD 97-10) notice every wrong digit and every two that changed places.
    """
    body = f"{year % 100:02d}{number:06d}"
    return f"{REFERENCE_PREFIX}{body}{mod_97_10.calc_check_digits(body)}"


def spaced(reference: str) -> str:
    """A reference in groups of four, as it is read aloud or copied by hand."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def references_in(text: str) -> list[str]:
    """The sound references in what somebody wrote on a transfer, in order.

    Full-width characters, spaces, dashes and small letters do not matter, and letters that look like digits are read as
    digits; a reference whose check digits do not fit is left out.
    """
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()
    found: list[str] = []
    for match in re.finditer(rf"(?={REFERENCE_PREFIX}([0-9OQDILSB]{{10,16}}))", plain):
        run = match.group(1).translate(LOOK_ALIKES)
        for length in range(10, len(run) + 1):
            reference = REFERENCE_PREFIX + run[:length]
            if mod_97_10.is_valid(run[:length]) and reference not in found:
                found.append(reference)
    return found


def receipt_text(year: int, number: int) -> str:
    """The number of a receipt: SJ-2026-000001."""
    return f"SJ-{year}-{number:06d}"


def bank_key(creditor_id: int, reference: str) -> str:
    """The key under which a bank transfer to one body is booked once: its bank reference, however it was typed."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", reference)).upper()
    return f"{creditor_id}:{plain}"


def turn_key(key: str, turn: int) -> str:
    """The key for the n-th time a deed that failed for good is tried again; the first time it is the plain key."""
    return key if turn == 1 else f"{key}#{turn}"


def split_key(text: str) -> tuple[str, int]:
    """The plain key and the turn that `turn_key` put together."""
    key, _, turn = text.partition("#")
    return key, int(turn) if turn.isdecimal() and len(turn) < 6 else 1
