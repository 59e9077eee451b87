"""The operator's page of differences."""

from market.reconciliation.views import differences
from market.reconciliation.views.mount import blueprint

__all__ = ["blueprint", "differences"]
