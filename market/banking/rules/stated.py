"""What the child's answer on a camt.053 or MT940 file says, as entries and balances."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from market.banking.rules.balances import Continuity, by_ends
from market.banking.rules.entries import BadCell, Entry, amount, cut, day, telling_reference, words
from market.core.i18n import N_
from market.core.money import Money

NO_DAY = N_("The row has no day.")
NO_AMOUNT = N_("The row has no amount.")
FOREIGN = N_("The row is in %(found)s, the account is in %(wanted)s.")


def entry(line: int, found: Mapping[str, Any], currency: str, today: date) -> Entry:
    """One row; raises BadCell."""
    booked_on = day(found["day"], today)
    if booked_on is None:
        raise BadCell(NO_DAY)
    if found["currency"] != currency:
        raise BadCell(FOREIGN, found=words(found["currency"])[:20], wanted=currency)
    money = amount(found["amount"], currency)
    if money is None:
        raise BadCell(NO_AMOUNT)
    incoming = bool(found["incoming"]) == (money.minor > 0)
    return Entry(
        line,
        booked_on,
        incoming,
        Money(abs(money.minor), currency),
        None,
        cut("name", words(found["name"])),
        cut("number", words(found["number"])),
        cut("text", words(found["text"])),
        cut("reference", telling_reference(words(found["reference"]))),
    )


def continuity(
    entries: Sequence[Entry], places: Sequence[int], heads: Sequence[Mapping[str, Any]], currency: str
) -> Continuity:
    """The balances of a file with one statement or several in a row; `places` tells each entry's statement."""
    ends = [(_balance(head, "opening", currency), _balance(head, "closing", currency)) for head in heads]
    if not ends or any(opening is None or closing is None for opening, closing in ends):
        return Continuity(None, None)
    breaks: list[int] = []
    before: Money | None = None
    for number, (opening, closing) in enumerate(ends):
        rows = [each for each, place in zip(entries, places, strict=True) if place == number]
        if opening is not None and closing is not None:
            breaks += by_ends(rows, opening, closing).breaks
        if before is not None and before != opening:
            breaks.append(rows[0].line if rows else 0)
        before = closing
    return Continuity(ends[0][0], ends[-1][1], tuple(breaks))


def _balance(head: Mapping[str, Any], name: str, currency: str) -> Money | None:
    """A balance of a head; nought is a balance too."""
    if name not in head:
        return None
    try:
        return amount(head[name], currency) or Money.zero(currency)
    except BadCell:
        return None
