"""Pages: intents."""

from market.intents.views import declaring, desk, entering, following, outside, pages
from market.intents.views.mount import blueprint
from market.intents.views.panels import deal_panel, desk_panel, negotiation_panel, pitch_panel

__all__ = [
    "blueprint",
    "deal_panel",
    "declaring",
    "desk",
    "desk_panel",
    "entering",
    "following",
    "negotiation_panel",
    "outside",
    "pages",
    "pitch_panel",
]
