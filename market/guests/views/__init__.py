"""Pages: who comes to a roadshow."""

from market.guests.views.mount import blueprint

__all__ = ["blueprint"]
