"""The page of deadlines, and the calendar that programs subscribe to."""

from market.agenda.views import feed, pages
from market.agenda.views.mount import blueprint

__all__ = ["blueprint", "feed", "pages"]
