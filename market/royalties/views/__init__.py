"""Pages of schedules, royalty reports and milestones."""

from market.royalties.views import milestones, panel, reports, schedules
from market.royalties.views.mount import blueprint
from market.royalties.views.panel import deal_panel, negotiation_panel

__all__ = ["blueprint", "deal_panel", "milestones", "negotiation_panel", "panel", "reports", "schedules"]
