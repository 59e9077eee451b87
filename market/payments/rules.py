"""Decisions about amounts due: payment references, who books, what is surplus, capital words. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.iso7064 import mod_97_10

from market.core.actor import Actor
from market.core.money import Money
from market.ledger.rules import Line

REFERENCE_PREFIX = "FK"
REFERENCE_SERIES = "reference"
RECEIPT_SERIES = "receipt"
BOOKING_ROLES = ("owner", "finance")
LARGEST_CARD_PAYMENT = 99_999_999
"""Minor units: what one card payment can carry at most; above it only a bank transfer will do."""
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


@dataclass(frozen=True)
class Outcome:
    """What the card door knows of one try: `state` is "open" (undecided), "paid", "failed" or "expired".

    `key` is our idempotency key, `fact` the door's own number of the payment, `on` the day it was paid.
    """

    key: str
    session_id: str
    state: str
    money: Money
    fact: str
    on: date


@dataclass(frozen=True)
class Portions:
    """How money that came in is booked: the part that pays what is open, and the part above it."""

    applied: Money
    surplus: Money


def portions(received: Money, open_amount: Money) -> Portions:
    """Split what was received; in another currency than the amount due, all of it is surplus."""
    nothing = Money.zero(received.currency)
    if received.currency != open_amount.currency:
        return Portions(nothing, received)
    applied = max(nothing, min(received, open_amount))
    return Portions(applied, received - applied)


def may_book(actor: Actor, creditor_id: int) -> bool:
    """Whether this person may book a bank receipt for that body: its owner or finance role, or the operator."""
    return actor.operator or (actor.of(creditor_id) and actor.role in BOOKING_ROLES)


def card_fits(money: Money) -> bool:
    """Whether one card payment can carry the amount."""
    return money.currency == "CNY" and 0 < money.minor <= LARGEST_CARD_PAYMENT


VOUCHER_LIMIT = 10 * 1024 * 1024
VOUCHER_SIGNS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n"}


def is_voucher(filename: str, head: bytes) -> bool:
    """Whether a file may be kept as a voucher: a PDF, JPEG or PNG that is what its name says."""
    sign = VOUCHER_SIGNS.get(filename.rpartition(".")[2].lower())
    return sign is not None and head.startswith(sign)


ACCOUNTS = {"bank": "bank", "sandbox_card": "card_clearing", "stripe": "stripe_clearing"}
"""On which account of the ledger money of each way comes in."""
HOUSE_ACCOUNTS = ("stripe_clearing",)
"""Kept once for the house, because the card service holds one balance for it, not one per receiving body."""


def clearing(way: str, creditor_id: int, money: Money) -> Line:
    """The line on the account that money of a way comes in by (and goes back from, when negative)."""
    purpose = ACCOUNTS[way]
    return Line(purpose, None if purpose in HOUSE_ACCOUNTS else creditor_id, money)


def apply_key(receipt_id: int, turn: int) -> str:
    """The ledger's key for the n-th time that surplus of a receipt pays what is open again."""
    return f"apply:{receipt_id}:{turn}"


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capital_words(money: Money) -> str:
    """A yuan amount in the capital characters of Chinese bookkeeping: 3000050 fen is 叁万元伍角整."""
    yuan, fen = divmod(abs(money.minor), 100)
    tenths, hundredths = divmod(fen, 10)
    sign = "负" if money.minor < 0 else ""
    if not yuan and not fen:
        return "零元整"
    words = f"{_integer_words(yuan)}元" if yuan else ""
    if not fen:
        return f"{sign}{words}整"
    if tenths:
        words += f"{DIGITS[tenths]}角"
    elif words:
        words += DIGITS[0]
    return sign + words + (f"{DIGITS[hundredths]}分" if hundredths else "整")


def _integer_words(number: int) -> str:
    """A whole number in capital characters, in groups of four digits; zeros between digits are said once."""
    parts: list[str] = []
    group = 0
    gap = False
    while number:
        number, four = divmod(number, 10_000)
        if four:
            parts.append(_four_words(four) + GROUPS[group] + (DIGITS[0] if gap and parts else ""))
            gap = four < 1000
        elif parts:
            gap = True
        group += 1
    return "".join(reversed(parts))


def _four_words(four: int) -> str:
    """Up to four digits; a zero is said once between digits, never at either end."""
    words = ""
    for place in (3, 2, 1, 0):
        digit = four // 10**place % 10
        if digit:
            words += DIGITS[digit] + PLACES[place]
        elif words and not words.endswith(DIGITS[0]):
            words += DIGITS[0]
    return words.rstrip(DIGITS[0])
