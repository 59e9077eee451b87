"""Pages: one-to-one meetings at a roadshow."""

from market.meetings.views import answering, arranging, board, desk, hall
from market.meetings.views.mount import blueprint
from market.meetings.views.panels import desk_panel, public_panel, stage_panel

__all__ = ["answering", "arranging", "blueprint", "board", "desk", "desk_panel", "hall", "public_panel", "stage_panel"]
