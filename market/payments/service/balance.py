"""Movements of the house's balance at the card service that no message tells: fees, exchange, money to the bank."""

from market.ledger import service as book
from market.ledger.rules import Line
from market.payments import queries
from market.payments.rules import BalanceLine
from market.payments.service import matters

QUIET = ("transfer", "transfer_refund", "transfer_cancel")
"""Booked already when they were made here."""
FEES = ("stripe_fee", "stripe_fx_fee", "network_cost", "tax_fee")
TO_BANK = ("payout", "payout_cancel", "payout_failure")
PAYMENTS = ("charge", "payment", "refund", "payment_refund", "refund_failure", "payment_failure_refund", "adjustment")


def book_balance(line: BalanceLine, way: str) -> None:
    """Book one movement, once: the service's fee is the house's expense; what became another currency is exchanged."""
    lines = _lines(line, way)
    if lines is None:
        matters.note("balance", line.id, movement=line.kind, amount=str(line.gross), source=line.source)
    elif any(one.money for one in lines):
        book.post(f"balance:{line.id}", "balance", line.on, lines, {"movement": line.id, "about": line.source})


def _lines(line: BalanceLine, way: str) -> list[Line] | None:
    """The postings of a movement; none for what is booked elsewhere, None for what nobody knows here."""
    fee = [Line("provider_fee", None, line.fee), Line("stripe_clearing", None, -line.fee)]
    if line.kind in QUIET:
        return fee
    if line.kind in FEES:
        return [*fee, Line("provider_fee", None, -line.gross), Line("stripe_clearing", None, line.gross)]
    if line.kind in TO_BANK:
        return [*fee, Line("bank", None, -line.gross), Line("stripe_clearing", None, line.gross)]
    receipt = queries.receipt_by_key(way, line.fact) if line.fact else None
    if line.kind not in PAYMENTS or receipt is None:
        return None
    return fee + _exchange(line, receipt.currency)


def _exchange(line: BalanceLine, currency: str) -> list[Line]:
    """Money booked in the payer's currency stands in another one at the service: move it over."""
    if line.gross.currency == currency:
        return []
    booked = queries.booked_gross(line.source, line.fact, currency)
    if booked is None:
        return []
    return [
        Line("exchange", None, booked),
        Line("stripe_clearing", None, -booked),
        Line("stripe_clearing", None, line.gross),
        Line("exchange", None, -line.gross),
    ]

