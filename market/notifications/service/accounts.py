"""What people hear about organisations and accounts."""

from market.accounts.events import (
    MemberChanged,
    MemberInvited,
    MemberJoined,
    OrganisationSignedUp,
    OrganisationVetted,
    PasswordChanged,
    PasswordResetAsked,
    PersonDisabled,
    SignUpRepeated,
)
from market.accounts.models import Invitation, Organisation, PasswordReset, User
from market.accounts.queries import operators
from market.core.db import transaction
from market.notifications.queries import people
from market.notifications.rules import MANAGERS
from market.notifications.service.inbox import named, tell, write


def sign_up(event: OrganisationSignedUp) -> None:
    """The operators hear that somebody waits; who signed up gets a receipt."""
    with transaction() as session:
        organisation = session.get_one(Organisation, event.organisation_id)
        values = named("organisation", organisation)
        tell(event, "accounts.vetting_waits", operators(), values, organisation_id=organisation.id)
        tell(event, "accounts.signed_up", people(organisation.id, ("owner",)), values)


def vetting(event: OrganisationVetted) -> None:
    """The organisation's owner and managers hear the decision with the operator's message."""
    if event.state == "pending":
        return
    with transaction() as session:
        organisation = session.get_one(Organisation, event.organisation_id)
        values = named("organisation", organisation) | {"message": organisation.vetting_message}
        tell(event, f"accounts.{event.state}", people(organisation.id, MANAGERS), values)


def invitation(event: MemberInvited) -> None:
    """The invited address gets its link, in the language chosen by whoever invited."""
    with transaction() as session:
        found = session.get_one(Invitation, event.invitation_id)
        inviter = session.get_one(User, found.invited_by)
        values = named("organisation", found.organisation) | {"inviter": inviter.name}
        write(event, "accounts.invited", found.email, "", found.language, values, {"invitation_id": found.id})


def joining(event: MemberJoined) -> None:
    """The owner and managers hear who has joined."""
    with transaction() as session:
        organisation = session.get_one(Organisation, event.organisation_id)
        person = session.get_one(User, event.user_id)
        others = [reader for reader in people(organisation.id, MANAGERS) if reader.id != person.id]
        tell(event, "accounts.member_joined", others, named("organisation", organisation) | {"person": person.name})


def role(event: MemberChanged) -> None:
    """The person himself hears that his role changed or that he left."""
    with transaction() as session:
        organisation = session.get_one(Organisation, event.organisation_id)
        key = "accounts.role_changed" if event.role else "accounts.member_left"
        tell(event, key, [session.get_one(User, event.user_id)], named("organisation", organisation))


def reset(event: PasswordResetAsked) -> None:
    """Who asked for it gets the reset link, by mail only."""
    with transaction() as session:
        found = session.get_one(PasswordReset, event.reset_id)
        person = session.get_one(User, found.user_id)
        tell(event, "accounts.reset_asked", [person], {}, reset_id=found.id)


def password(event: PasswordChanged) -> None:
    """The person hears that the password changed, so that a stranger's change does not go unnoticed."""
    with transaction() as session:
        tell(event, "accounts.password_changed", [session.get_one(User, event.user_id)], {})


def repeated(event: SignUpRepeated) -> None:
    """The holder of an address hears that somebody tried to sign up with it; the page told the other nothing."""
    with transaction() as session:
        tell(event, "accounts.sign_up_repeated", [session.get_one(User, event.user_id)], {})


def disabling(event: PersonDisabled) -> None:
    """The person hears that the account was closed or opened again."""
    with transaction() as session:
        key = "accounts.disabled" if event.disabled else "accounts.enabled"
        tell(event, key, [session.get_one(User, event.user_id)], {})
