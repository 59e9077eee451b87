"""The deeds of filings: taking them on, sending them, entering results; registering contracts; asking for invoices."""

from market.filings.service import application, checks, invoices, papers, recordals, registrations, timers
from market.filings.service.reactions import on_ended, on_recorded

__all__ = [
    "application",
    "checks",
    "invoices",
    "on_ended",
    "on_recorded",
    "papers",
    "recordals",
    "registrations",
    "timers",
]
