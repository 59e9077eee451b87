"""The pages of contracts, one file for each part of a contract's life."""

from market.contracts.views import drawing, files, lists, signing, templates, verifying
from market.contracts.views.mount import blueprint
from market.contracts.views.panel import deal_panel

__all__ = ["blueprint", "deal_panel", "drawing", "files", "lists", "signing", "templates", "verifying"]
