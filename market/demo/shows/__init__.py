"""The demo's roadshows: one held and followed up for three months, one going on, one filling, two being planned."""

from market.demo.shows.coming import coming, planned
from market.demo.shows.held import followed, held
from market.demo.shows.today import today

__all__ = ["coming", "followed", "held", "planned", "today"]
