"""Pages: who comes to a roadshow."""

from market.guests.views import desk, door, registering
from market.guests.views.mount import blueprint
from market.guests.views.panels import desk_panel, roadshow_panel

__all__ = ["blueprint", "desk", "desk_panel", "door", "registering", "roadshow_panel"]
