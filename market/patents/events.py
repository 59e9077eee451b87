"""What happens to patent records."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event


@dataclass(frozen=True)
class ImportAsked(Event):
    """A checked spreadsheet is to be run by the worker."""

    about: ClassVar[str] = "import_id"
    import_id: int


@dataclass(frozen=True)
class PatentsImported(Event):
    """A spreadsheet has been run, to its end or until it failed; one event for all its rows."""

    about: ClassVar[str] = "import_id"
    import_id: int


@dataclass(frozen=True)
class PatentChanged(Event):
    """A record's data changed, or it is new."""

    about: ClassVar[str] = "patent_id"
    patent_id: int


@dataclass(frozen=True)
class PatentStatusChanged(Event):
    """Legal status or an obstacle (annuity, pledge, preservation, dispute, exclusive licence) changed."""

    about: ClassVar[str] = "patent_id"
    patent_id: int
    old: str
    new: str


@dataclass(frozen=True)
class OwnershipClaimed(Event):
    """An organisation claims an owner's name."""

    claim_id: int


@dataclass(frozen=True)
class OwnershipDecided(Event):
    """The operator decided a claim; on approval every patent of that name was linked."""

    claim_id: int
    state: str


@dataclass(frozen=True)
class OwnersLinked(Event):
    """An organisation that has been vetted stands behind patents that already bore its name."""

    about: ClassVar[str] = "organisation_id"
    organisation_id: int
