"""Pages: whom to ask to a roadshow, one invitation, and what the invited see."""

from market.invitations.views import desk, invited
from market.invitations.views.desk import desk_panel
from market.invitations.views.mount import blueprint

__all__ = ["blueprint", "desk", "desk_panel", "invited"]
