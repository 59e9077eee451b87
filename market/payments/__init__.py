"""Amounts due, their references, and how they are paid: bank receipts and the card page."""
