"""Pages of filings: recordals, registrations, invoices, and their piece of the deal page."""

from market.filings.views import invoices, lists, papers, recordals, registrations
from market.filings.views.mount import blueprint
from market.filings.views.panel import deal_panel

__all__ = ["blueprint", "deal_panel", "invoices", "lists", "papers", "recordals", "registrations"]
