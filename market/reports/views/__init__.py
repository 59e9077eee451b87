"""Home, public figures, and the bureau's page with its records."""

from market.reports.views import figures, home, records
from market.reports.views.mount import blueprint

__all__ = ["blueprint", "figures", "home", "records"]
