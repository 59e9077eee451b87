"""What happens to a split. About the split: its history is the university's own and never stands on the deal's page."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event


@dataclass(frozen=True)
class SplitEvent(Event):
    """Base: events of a split are about it."""

    about: ClassVar[str] = "split_id"
    split_id: int


@dataclass(frozen=True)
class SplitDrafted(SplitEvent):
    """A receipt was divided on paper; somebody else must approve it."""


@dataclass(frozen=True)
class SplitNoticed(SplitEvent):
    """The split stands on public notice from today on."""


@dataclass(frozen=True)
class NoticeClosed(SplitEvent):
    """The public notice ended; `result` is a key of NOTICE_RESULTS."""

    result: str


@dataclass(frozen=True)
class SplitApproved(SplitEvent):
    """The shares are owed from now on."""


@dataclass(frozen=True)
class SplitPaid(SplitEvent):
    """Every share of the split is paid."""


@dataclass(frozen=True)
class SplitDropped(SplitEvent):
    """A draft was withdrawn, or its receipt has changed."""


@dataclass(frozen=True)
class SplitReversed(SplitEvent):
    """The receipt was taken back, in whole or part: a mirrored split (`mirror_id`) takes the shares back."""

    mirror_id: int


@dataclass(frozen=True)
class PolicyChanged(Event):
    """A university has a new version of its policy."""

    about: ClassVar[str] = "organisation_id"
    organisation_id: int
    version: int
