"""Lists of transfers for the bank: numbers, remarks, and which debit of a statement is which transfer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from market.banking.rules.texts import like_firm, plain, same_number
from market.core.i18n import N_
from market.core.money import Money

SERIES = "bank_list"
KINDS: dict[str, str] = {
    "surplus": N_("Surplus to give back"),
    "refund": N_("Refund"),
    "payout": N_("Payout to a university"),
}
LINE_STATES: dict[str, tuple[str, str]] = {
    "open": ("warn", N_("At the bank")),
    "done": ("ok", N_("Done")),
    "removed": ("idle", N_("Removed")),
}


def list_number(year: int, number: int) -> str:
    """The number of a list: ZF-2026-0001."""
    return f"ZF-{year}-{number:04d}"


def remark(number: str, position: int, reference: str) -> str:
    """What stands on one transfer of a list, so that it is found again on the statement."""
    return f"{number}-{position:03d} {reference}"


@dataclass(frozen=True)
class Transfer:
    """One open line of a list as it is looked for on a statement."""

    id: int
    payee: str
    number: str
    money: Money
    remark: str


def found_on(name: str, number: str, text: str, money: Money, transfers: Sequence[Transfer]) -> int | None:
    """Which transfer a debit is: by its remark, else by amount with account or name; None unless exactly one fits."""
    same = [each for each in transfers if each.money == money]
    marked = [each for each in same if plain(each.remark) in plain(text)]
    fitting = marked or [
        each for each in same if same_number(number, each.number) or (not number and like_firm(name, each.payee))
    ]
    return fitting[0].id if len(fitting) == 1 else None
