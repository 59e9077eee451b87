"""Pages: matching events."""

from market.roadshows.views import approvals, desk, planning, public
from market.roadshows.views.desk import COUNTS
from market.roadshows.views.mount import blueprint, set_up
from market.roadshows.views.places import LET_IN
from market.roadshows.views.planning import TAKEN

__all__ = ["COUNTS", "LET_IN", "TAKEN", "approvals", "blueprint", "desk", "planning", "public", "set_up"]
