"""Who acts: the value that services take as their first argument."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person acting for an organisation, or nobody (all fields empty), or the system itself.

    `kind` is the organisation's kind ("university", "firm", "operator", "service", "authority"), `role` the person's
    role in it ("owner", "manager", "finance", "member").
    """

    user_id: int | None = None
    organisation_id: int | None = None
    kind: str = ""
    role: str = ""
    vetted: bool = False
    language: str = "zh"
    name: str = ""

    @property
    def operator(self) -> bool:
        """Whether this is the programme's operator."""
        return self.kind == "operator" and self.vetted

    def of(self, organisation_id: int | None) -> bool:
        """Whether the person acts for that organisation."""
        return organisation_id is not None and self.organisation_id == organisation_id


NOBODY = Actor()
SYSTEM = Actor(name="system")
