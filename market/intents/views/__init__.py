"""Pages: intents."""

from market.intents.views.mount import blueprint

__all__ = ["blueprint"]
