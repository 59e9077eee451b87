"""What happens to registrations. About the registration; all name their roadshow, too."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class GuestEvent(Event):
    """Base: they stand in the history of a registration."""

    about: ClassVar[str] = "registration_id"
    registration_id: int
    roadshow_id: int


@dataclass(frozen=True)
class RegistrationAsked(GuestEvent):
    """Somebody registered and waits for the organiser's word."""

    said: ClassVar[str] = N_("Registered, waiting for the organiser")


@dataclass(frozen=True)
class RegistrationChanged(GuestEvent):
    """Role, way, interests or question are another now; `way` says that the way to take part is."""

    said: ClassVar[str] = N_("Registration changed")
    way: bool = False


@dataclass(frozen=True)
class PlaceConfirmed(GuestEvent):
    """There is a place, and it is theirs."""

    said: ClassVar[str] = N_("Place confirmed")


@dataclass(frozen=True)
class PlaceAwaited(GuestEvent):
    """Admitted, but every place is taken: on the waiting list."""

    said: ClassVar[str] = N_("Put on the waiting list")


@dataclass(frozen=True)
class PlaceOffered(GuestEvent):
    """A place became free and is kept for the first in line until `until` (UTC, ISO 8601)."""

    said: ClassVar[str] = N_("Free place offered")
    until: str


@dataclass(frozen=True)
class PlaceLost(GuestEvent):
    """An offered place was not taken in time and went to the next in line."""

    said: ClassVar[str] = N_("Offered place not taken in time")


@dataclass(frozen=True)
class RegistrationDeclined(GuestEvent):
    """The organiser does not admit them, or no longer; the registration says why. `confirmed`: they had a place."""

    said: ClassVar[str] = N_("Registration declined")
    confirmed: bool = False


@dataclass(frozen=True)
class RegistrationCancelled(GuestEvent):
    """They do not come. `confirmed`: they had a place, and calendars forget it."""

    said: ClassVar[str] = N_("Registration cancelled")
    confirmed: bool = False


@dataclass(frozen=True)
class GuestArrived(GuestEvent):
    """They came: `how` is "site" or "online"."""

    said: ClassVar[str] = N_("Guest arrived")
    how: str


@dataclass(frozen=True)
class ArrivalUndone(GuestEvent):
    """A check-in was a slip and was taken back."""

    said: ClassVar[str] = N_("Check-in taken back")


@dataclass(frozen=True)
class GuestsReminded(Event):
    """The confirmed guests of a roadshow are reminded, `hours` before it begins at `begins` (UTC, ISO 8601)."""

    said: ClassVar[str] = N_("Guests reminded")
    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int
    hours: int
    begins: str


@dataclass(frozen=True)
class GuestTermsChanged(Event):
    """The organiser changed how people register for a roadshow."""

    said: ClassVar[str] = N_("Rules of registration changed")
    about: ClassVar[str] = "roadshow_id"
    roadshow_id: int
