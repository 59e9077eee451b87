"""The pages of needs: the public board, the firm's own needs, the operator's review."""

from market.needs.views import board, mine, triage, words
from market.needs.views.mount import blueprint

__all__ = ["blueprint", "board", "mine", "triage", "words"]
