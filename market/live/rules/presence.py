"""Who counts as present: somebody whose page has asked for news a moment ago."""

from datetime import datetime, timedelta

HERE = timedelta(seconds=90)
"""Whoever was heard of within this time is present; longer than the slowest pace and one writing down."""
WRITTEN_EVERY = 30.0
"""Seconds between two writings of a process: never one for each request."""


def watched(since: datetime, now: datetime) -> timedelta:
    """What the time between two signs of life adds to the time watched: nothing when one was away in between."""
    gap = now - since
    return gap if timedelta() <= gap <= HERE else timedelta()
