"""What the house keeps and passes on of money that came through its accounts."""

from market.payments.models import Receipt, Receivable


def adjust(receivable: Receivable) -> None:
    """Bring what is to be passed on for an amount due in line with what stands in the book."""


def under_way(receipt: Receipt) -> bool:
    """Whether money of a receipt has been passed on, or stands on a list for the bank."""
    return False
