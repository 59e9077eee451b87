"""Pages: the programme of a roadshow."""

from market.schedule.views.mount import blueprint

__all__ = ["blueprint"]
