"""Pages: what is pitched at a roadshow."""

from market.pitches.views.mount import blueprint

__all__ = ["blueprint"]
