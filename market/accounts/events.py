"""What happens to organisations and people."""

from dataclasses import dataclass
from typing import ClassVar

from market.core.events import Event
from market.core.i18n import N_


@dataclass(frozen=True)
class OrganisationSignedUp(Event):
    """An organisation waits for vetting (also after a return)."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Organisation signed up")
    organisation_id: int


@dataclass(frozen=True)
class OrganisationVetted(Event):
    """The operator decided: approved, returned, declined, suspended or revoked."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Vetting decided")
    organisation_id: int
    state: str


@dataclass(frozen=True)
class OrganisationChanged(Event):
    """Name, region or other public data changed."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Organisation data changed")
    organisation_id: int


@dataclass(frozen=True)
class MemberInvited(Event):
    """Somebody is to receive an invitation link."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Member invited")
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True)
class MemberJoined(Event):
    """A person joined an organisation."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Member joined")
    organisation_id: int
    user_id: int


@dataclass(frozen=True)
class MemberChanged(Event):
    """A member's role changed, or he left (`role` is empty then)."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Role of a member changed")
    organisation_id: int
    user_id: int
    role: str


@dataclass(frozen=True)
class PasswordResetAsked(Event):
    """Somebody is to receive a reset link."""

    said: ClassVar[str] = N_("Password reset asked for")

    reset_id: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A password changed; every session of that person ended."""

    about: ClassVar[str] = "user_id"
    said: ClassVar[str] = N_("Password changed")
    user_id: int


@dataclass(frozen=True)
class SignedIn(Event):
    """A person signed in."""

    about: ClassVar[str] = "user_id"
    said: ClassVar[str] = N_("Signed in")
    user_id: int


@dataclass(frozen=True)
class SignInFailed(Event):
    """A sign-in was refused; the address typed is kept as a keyed hash only."""

    said: ClassVar[str] = N_("Sign-in refused")

    email_hash: str
    address: str


@dataclass(frozen=True)
class SessionsEnded(Event):
    """A person, or an operator for him, ended sessions; `count` says how many."""

    about: ClassVar[str] = "user_id"
    said: ClassVar[str] = N_("Sessions ended")
    user_id: int
    count: int


@dataclass(frozen=True)
class SignUpRepeated(Event):
    """Somebody tried to sign up with the address of a person who has an account already: tell that person."""

    about: ClassVar[str] = "user_id"
    said: ClassVar[str] = N_("Sign-up with a known address")
    user_id: int


@dataclass(frozen=True)
class PersonDisabled(Event):
    """An operator closed a person's account, or opened it again (`disabled` is false then)."""

    about: ClassVar[str] = "user_id"
    said: ClassVar[str] = N_("Account closed or opened again")
    user_id: int
    disabled: bool


@dataclass(frozen=True)
class PersonChanged(Event):
    """A person changed his name or language."""

    about: ClassVar[str] = "user_id"
    said: ClassVar[str] = N_("Person data changed")
    user_id: int


@dataclass(frozen=True)
class InvitationWithdrawn(Event):
    """An open invitation was taken back."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Invitation taken back")
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True)
class OrganisationNoted(Event):
    """An operator kept a private note on an organisation."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Note on an organisation")
    organisation_id: int


@dataclass(frozen=True)
class BankAccountChanged(Event):
    """A bank account of an organisation was entered (`active`) or closed."""

    about: ClassVar[str] = "organisation_id"
    said: ClassVar[str] = N_("Bank account entered or closed")
    organisation_id: int
    account_id: int
    active: bool
