"""What is looked at for each pitch two days before the event."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from market.core.i18n import N_

DAYS_BEFORE = 2


class Check(StrEnum):
    """One thing that must be found ready."""

    SLIDES = "slides"
    VIDEO = "video"
    SPEAKER = "speaker"
    BACKUP = "backup"


CHECK_NAMES: Mapping[str, str] = {
    Check.SLIDES: N_("Slides in and opened"),
    Check.VIDEO: N_("Video plays"),
    Check.SPEAKER: N_("Speaker reached"),
    Check.BACKUP: N_("Backup known"),
}


@dataclass(frozen=True)
class Readiness:
    """What of one pitch is needed and done."""

    needed: frozenset[str]
    done: frozenset[str]

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return self.needed <= self.done

    @property
    def missing(self) -> list[str]:
        """What is still to be looked at, in the order of the list."""
        return [check for check in Check if check in self.needed - self.done]


def needed(video: bool) -> frozenset[str]:
    """What must be ready for a pitch; a video only where there is one."""
    return frozenset(check for check in Check if video or check != Check.VIDEO)
