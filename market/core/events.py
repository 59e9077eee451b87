"""What can have happened: the base of every feature's events. Past tense, ids and plain values only."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Something that has happened and that others may want to hear.

    `about` names the field whose id the event is about, for timelines; subclasses set it ("licence_id").
    """

    about: ClassVar[str] = ""
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
