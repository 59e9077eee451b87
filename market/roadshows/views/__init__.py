"""Pages: matching events."""

from market.roadshows.views.mount import blueprint, set_up

__all__ = ["blueprint", "set_up"]
