"""Pages: what is pitched at a roadshow."""

from market.pitches.views import applying, calls, desk, experts, ordering, page
from market.pitches.views.mount import blueprint, readers
from market.pitches.views.panel import desk_panel, roadshow_panel

__all__ = [
    "applying",
    "blueprint",
    "calls",
    "desk",
    "desk_panel",
    "experts",
    "ordering",
    "page",
    "readers",
    "roadshow_panel",
]
