"""Pages: which firms to ask to a roadshow, and what they answered.."""

from market.invitations.views.mount import blueprint

__all__ = ["blueprint"]
