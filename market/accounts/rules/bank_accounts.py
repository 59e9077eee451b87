"""Bank accounts of organisations: what they are for, who enters them, how their numbers are written."""

import re
import unicodedata

from market.core.actor import Actor
from market.core.i18n import N_

PURPOSES: dict[str, str] = {
    "all": N_("All purposes"),
    "income": N_("Payments to us"),
    "refunds": N_("Money given back to us"),
}
EDITORS = ("owner", "finance")
"""The roles that enter and close bank accounts."""


def clean_number(text: str) -> str:
    """An account number in figures and capitals, however it was typed."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()


def is_number(text: str) -> bool:
    """Whether it can be an account number: 6 to 34 figures, or letters as in an IBAN."""
    return re.fullmatch(r"[A-Z]{0,4}[0-9]{2}[0-9A-Z]{4,32}", text) is not None and len(text) <= 34


def spaced_number(number: str) -> str:
    """An account number in groups of four, as it is read aloud."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def may_edit(actor: Actor, organisation_id: int) -> bool:
    """Whether this person keeps the bank accounts of that organisation."""
    return actor.of(organisation_id) and actor.role in EDITORS
