"""What a person enters for a split: whose parts, by which agreement; and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from market.core.i18n import N_
from market.income.rules.shares import WHOLE


@dataclass(frozen=True)
class Owned:
    """An owner's part in hundredths of a per cent; `own` marks the university itself."""

    name: str
    weight: int
    own: bool = False


@dataclass(frozen=True)
class Sharer:
    """An inventor's part of the inventors' whole, in hundredths of a per cent."""

    name: str
    weight: int
    leader: bool = False


@dataclass(frozen=True)
class Wishes:
    """A split as entered. `agreement` names the co-owners' agreement, empty when none is on file."""

    owners: tuple[Owned, ...]
    inventors: tuple[Sharer, ...]
    agreement: str = ""
    college: str = ""
    pledge_answer: str = ""
    pledge_note: str = ""

    def to_plain(self) -> dict[str, Any]:
        """As values that can be stored."""
        return asdict(self)

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Wishes":
        """From their stored form."""
        return cls(
            **{
                **plain,
                "owners": tuple(Owned(**it) for it in plain["owners"]),
                "inventors": tuple(Sharer(**it) for it in plain["inventors"]),
            }
        )


@dataclass(frozen=True)
class Situation:
    """What the wishes must fit: the names of the owners on the patents' record."""

    owners: tuple[str, ...]


def problems(wishes: Wishes, situation: Situation) -> dict[str, str]:
    """What is wrong, by field; empty when the split can be drafted (R23: who owns shares)."""
    found: dict[str, str] = {}
    if not wishes.inventors:
        found["inventors"] = N_("Name at least one inventor.")
    elif any(part.weight <= 0 for part in wishes.inventors):
        found["inventors"] = N_("Every inventor named needs a percentage above zero.")
    elif sum(part.weight for part in wishes.inventors) != WHOLE:
        found["inventors"] = N_("The inventors' percentages must add up to 100.")
    elif len({part.name for part in wishes.inventors}) != len(wishes.inventors):
        found["inventors"] = N_("A name stands here twice. Add the college in brackets to tell namesakes apart.")
    if sum(part.weight for part in wishes.owners) != WHOLE or any(part.weight < 0 for part in wishes.owners):
        found["owners"] = N_("The owners' percentages must add up to 100.")
    elif {part.name for part in wishes.owners} != set(situation.owners):
        found["owners"] = N_("The owners have changed on the patents' record. Reload the page.")
    elif not wishes.agreement and not _equal(wishes.owners):
        found["owners"] = N_(
            "Unequal parts need the co-owners' agreement. Without one on file all owners share equally."
        )
    return found


def _equal(owners: tuple[Owned, ...]) -> bool:
    """Whether nobody is given less or more than the others by more than the indivisible rest."""
    weights = [part.weight for part in owners]
    return max(weights) - min(weights) < len(weights)
