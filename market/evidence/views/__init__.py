"""The pages of evidence."""

from market.evidence.views.pages import blueprint, deal_panel, negotiation_panel

__all__ = ["blueprint", "deal_panel", "negotiation_panel"]
