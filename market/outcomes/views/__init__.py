"""Pages: what a roadshow led to."""

from market.outcomes.views.mount import blueprint

__all__ = ["blueprint"]
