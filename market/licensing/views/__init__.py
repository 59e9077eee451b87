"""The pages of notices and licences: taking, following, recording, deciding."""

from market.licensing.views import deal, decisions, lists, notice
from market.licensing.views.mount import blueprint

__all__ = ["blueprint", "deal", "decisions", "lists", "notice"]
