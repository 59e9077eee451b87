"""Pages: what a roadshow led to."""

from market.outcomes.views import materials, reports, surveys, table
from market.outcomes.views.mount import blueprint
from market.outcomes.views.panel import desk_panel, roadshow_panel

__all__ = ["blueprint", "desk_panel", "materials", "reports", "roadshow_panel", "surveys", "table"]
