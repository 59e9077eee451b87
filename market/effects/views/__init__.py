"""Pages of effects: the reports and their form, the operator's look, the ranking."""

from market.effects.views import ranking, reporting
from market.effects.views.mount import blueprint
from market.effects.views.panel import deal_panel

__all__ = ["blueprint", "deal_panel", "ranking", "reporting"]
