"""Pages: matching events."""

from market.roadshows.views import approvals, desk, planning, public
from market.roadshows.views.mount import blueprint, set_up

__all__ = ["approvals", "blueprint", "desk", "planning", "public", "set_up"]
