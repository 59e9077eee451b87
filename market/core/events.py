"""What can have happened: the base of every feature's events. Past tense, ids and plain values only."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Something that has happened and that others may want to hear.

    `about` names the field whose id the event is about, for timelines; subclasses set it ("licence_id").
    """

    about: ClassVar[str] = ""
    said: ClassVar[str] = ""
    """What people call it, as message id: in the audit trail, and in timelines that know nothing more telling."""
    number: ClassVar[int] = 0
    """The id of its stored row, set on the instance once it is stored: two equal deeds are two events."""

    @classmethod
    def name(cls) -> str:
        """The stored name: feature and class, "licensing.LicenceGranted"."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        """Its fields as plain values."""
        return asdict(self)

    def subject(self) -> str:
        """What it is about, "licence:12", or an empty text."""
        if not self.about:
            return ""
        return f"{self.about.removesuffix('_id')}:{getattr(self, self.about)}"


@cache
def kinds() -> dict[str, type[Event]]:
    """Every kind of event by its stored name; asked for the first time when all features are loaded."""
    found: dict[str, type[Event]] = {}
    waiting: list[type[Event]] = [Event]
    while waiting:
        for child in waiting.pop().__subclasses__():
            found[child.name()] = child
            waiting.append(child)
    return found
