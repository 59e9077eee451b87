"""The rules of intents: what may be wished and by whom, the stages and their moves, and when to remind."""

from market.intents.rules.wishes import Wish

__all__ = ["Wish"]
