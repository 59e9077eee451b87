"""Pages: one-to-one meetings at a roadshow."""

from market.meetings.views.mount import blueprint

__all__ = ["blueprint"]
