"""What happens to patent records."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class ImportAsked(Event):
    """A checked spreadsheet is to be run by the worker."""

    about: ClassVar[str] = "import_id"
    said: ClassVar[str] = N_("Import started")
    import_id: int


@dataclass(frozen=True)
class PatentsImported(Event):
    """A spreadsheet has been run, to its end or until it failed; one event for all its rows."""

    about: ClassVar[str] = "import_id"
    said: ClassVar[str] = N_("Import finished")
    import_id: int


@dataclass(frozen=True)
class PatentChanged(Event):
    """A record's data changed, or it is new."""

    about: ClassVar[str] = "patent_id"
    said: ClassVar[str] = N_("Patent record changed")
    patent_id: int


@dataclass(frozen=True)
class PatentStatusChanged(Event):
    """Legal status or an obstacle (annuity, pledge, preservation, dispute, exclusive licence) changed."""

    about: ClassVar[str] = "patent_id"
    said: ClassVar[str] = N_("Legal status changed")
    patent_id: int
    old: str
    new: str


@dataclass(frozen=True)
class OwnershipClaimed(Event):
    """An organisation claims an owner's name."""

    said: ClassVar[str] = N_("Ownership claimed")

    claim_id: int


@dataclass(frozen=True)
class OwnershipDecided(Event):
    """The operator decided a claim; on approval every patent of that name was linked."""

    said: ClassVar[str] = N_("Ownership claim decided")

    claim_id: int
    state: str


@dataclass(frozen=True)
class OwnersLinked(Event):
    """An organisation that has been vetted stands behind patents that already bore its name."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Patents linked to an organisation")
    organisation_id: int
