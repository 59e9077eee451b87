"""Pages: the day itself."""

from market.live.views.mount import blueprint

__all__ = ["blueprint"]
