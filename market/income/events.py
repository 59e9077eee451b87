"""What happens to a split. About the split: its history is the university's own and never stands on the deal's page."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class SplitEvent(Event):
    """Base: events of a split are about it."""

    about: ClassVar[str] = "split_id"
    split_id: int


@dataclass(frozen=True)
class SplitDrafted(SplitEvent):
    """A receipt was divided on paper; somebody else must approve it."""

    said: ClassVar[str] = N_("Income split drafted")


@dataclass(frozen=True)
class SplitNoticed(SplitEvent):
    """The split stands on public notice from today on."""

    said: ClassVar[str] = N_("Income split on public notice")


@dataclass(frozen=True)
class NoticeClosed(SplitEvent):
    """The public notice ended; `result` is a key of NOTICE_RESULTS."""

    said: ClassVar[str] = N_("Result of a public notice entered")
    result: str


@dataclass(frozen=True)
class SplitApproved(SplitEvent):
    """The shares are owed from now on."""

    said: ClassVar[str] = N_("Income split approved: the shares are owed")


@dataclass(frozen=True)
class SplitPaid(SplitEvent):
    """Every share of the split is paid."""

    said: ClassVar[str] = N_("Every share of an income split paid")


@dataclass(frozen=True)
class SplitDropped(SplitEvent):
    """A draft was withdrawn, or its receipt has changed."""

    said: ClassVar[str] = N_("Income split withdrawn")


@dataclass(frozen=True)
class SplitReversed(SplitEvent):
    """The receipt was taken back, in whole or part: a mirrored split (`mirror_id`) takes the shares back."""

    said: ClassVar[str] = N_("Income split reversed with its receipt")
    mirror_id: int


@dataclass(frozen=True)
class PolicyChanged(Event):
    """A university has a new version of its policy."""

    said: ClassVar[str] = N_("Policy for dividing income changed")
    about: ClassVar[str] = "organisation_id"
    organisation_id: int
    version: int
