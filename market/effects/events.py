"""What happens to reports on effects. About the licence: both sides see them in the progress of their deal."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class EffectEvent(Event):
    """Base: they stand in the history of their licence; `year` is the year reported on."""

    about: ClassVar[str] = "licence_id"
    licence_id: int
    year: int


@dataclass(frozen=True)
class EffectAsked(EffectEvent):
    """The licensee was asked what came of the licence in a year."""

    said: ClassVar[str] = N_("Asked what came of the licence")


@dataclass(frozen=True)
class EffectReminded(EffectEvent):
    """The question was repeated, so many days after it was due."""

    said: ClassVar[str] = N_("Reminded of the report on the effect")
    days: int


@dataclass(frozen=True)
class EffectReported(EffectEvent):
    """The licensee answered; `version` above 1 is a correction."""

    said: ClassVar[str] = N_("Effect of the licence reported")
    report_id: int
    version: int


@dataclass(frozen=True)
class EffectVerified(EffectEvent):
    """The operator checked a report and found it right."""

    said: ClassVar[str] = N_("Report on the effect verified")
    report_id: int


@dataclass(frozen=True)
class EffectQueried(EffectEvent):
    """The operator asks back; the licensee corrects the report."""

    said: ClassVar[str] = N_("Report on the effect queried")
    report_id: int


@dataclass(frozen=True)
class RankingPublished(Event):
    """The ranking of a year was made public."""

    said: ClassVar[str] = N_("Ranking of licensors published")
    about: ClassVar[str] = "ranking_id"
    ranking_id: int


@dataclass(frozen=True)
class RankingWithdrawn(Event):
    """A published ranking was taken down."""

    said: ClassVar[str] = N_("Ranking of licensors taken down")
    about: ClassVar[str] = "ranking_id"
    ranking_id: int
