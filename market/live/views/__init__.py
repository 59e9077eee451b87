"""Pages: the day itself."""

from market.live.views import console, floor, lists, moderating, own, screen, stage, state
from market.live.views.mount import blueprint
from market.live.views.panel import desk_panel, roadshow_panel

__all__ = [
    "blueprint",
    "console",
    "desk_panel",
    "floor",
    "lists",
    "moderating",
    "own",
    "roadshow_panel",
    "screen",
    "stage",
    "state",
]
