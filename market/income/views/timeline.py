"""The progress of a split in whole sentences."""

from collections.abc import Sequence
from typing import Any

from market.core.i18n import translate
from market.core.outbox import EventRow
from market.core.web import format_date

BAD = {"income.SplitDropped", "income.SplitReversed"}


def entries(events: Sequence[EventRow]) -> list[dict[str, Any]]:
    """What has happened, oldest first, as the timeline shows it."""
    return [
        {
            "when": format_date(event.at),
            "time": event.at,
            "text": translate(event.said or event.name),
            "state": "done",
            "icon": "exclamation-triangle-fill" if event.name in BAD else None,
        }
        for event in events
    ]
