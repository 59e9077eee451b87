"""The pages of matching: a firm's proposals, an owner's fitting needs, the operator's matching desk."""

from market.matching.views import desk, proposals
from market.matching.views.mount import blueprint

__all__ = ["blueprint", "desk", "proposals"]
