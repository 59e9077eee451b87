"""Pages of income: the overview, dividing and deciding, people and statements, payment, public notices."""

from market.income.views import dividing, keeping, notices, overview, paying, people, splits
from market.income.views.mount import blueprint
from market.income.views.panel import deal_panel

__all__ = ["blueprint", "deal_panel", "dividing", "keeping", "notices", "overview", "paying", "people", "splits"]
