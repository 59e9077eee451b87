"""Members: invited by mail, joined, given roles, removed; an organisation never loses its last owner."""

from sqlalchemy import update

from market.accounts import queries
from market.accounts.errors import AlreadyMember, InvitedMemberAlready, LastOwner, LinkNotValid, NotForYou
from market.accounts.events import InvitationWithdrawn, MemberChanged, MemberInvited, PersonChanged
from market.accounts.models import Invitation, Membership, Organisation, User
from market.accounts.rules import roles as rules
from market.accounts.rules import sign_in as limits_rules
from market.accounts.service import links
from market.accounts.service.organisations import Person, add_member, add_person
from market.core import clock, limits
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Forbidden, NotFound
from market.core.outbox import emit


def invite(actor: Actor, email: str, role: str, language: str = "zh") -> Invitation:
    """Have an invitation link sent; an older open one to the same address ends.

    Raises Forbidden for roles out of one's reach, InvitedMemberAlready, TooMany.
    """
    organisation = _held(actor)
    if role not in rules.manageable(actor.role):
        raise Forbidden
    email = email.strip().lower()
    known = queries.by_email(email)
    if known is not None and known.membership and known.membership.organisation_id == organisation.id:
        raise InvitedMemberAlready
    limit = limits_rules.INVITATIONS
    limits.hit(limit.scope, str(organisation.id), limit.tries, limit.seconds)
    _withdraw(organisation.id, email)
    invitation = Invitation(
        organisation_id=organisation.id,
        email=email,
        role=role,
        language=language,
        nonce=links.fresh_nonce(),
        invited_by=actor.user_id,
        expires_at=clock.now() + limits_rules.INVITATION_LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    emit(MemberInvited(organisation_id=organisation.id, invitation_id=invitation.id), actor)
    return invitation


def withdraw(actor: Actor, invitation_id: int) -> None:
    """Take an open invitation back."""
    organisation = _held(actor)
    invitation = queries.invitation(organisation.id, invitation_id)
    if invitation.role not in rules.manageable(actor.role):
        raise Forbidden
    invitation.withdrawn_at = clock.now()
    db.session.flush()
    emit(InvitationWithdrawn(organisation_id=organisation.id, invitation_id=invitation.id), actor)


def join_as_new(token: str, name: str, password_hash: str, language: str = "zh") -> User:
    """Accept an invitation as somebody without an account; raises LinkNotValid."""
    invitation = links.invitation_of(token)
    if queries.by_email(invitation.email) is not None:
        raise LinkNotValid
    _use(invitation)
    user = add_person(Person(name, invitation.email, language), password_hash)
    add_member(invitation.organisation, user, invitation.role)
    return user


def join(actor: Actor, token: str) -> Organisation:
    """Accept an invitation as a signed-in person; raises LinkNotValid, NotForYou, AlreadyMember."""
    invitation = links.invitation_of(token)
    if actor.user_id is None:
        raise NotFound
    user = queries.person(actor.user_id)
    if user.email != invitation.email:
        raise NotForYou
    if user.membership is not None:
        raise AlreadyMember
    _use(invitation)
    add_member(invitation.organisation, user, invitation.role)
    return invitation.organisation


def change_role(actor: Actor, user_id: int, role: str) -> None:
    """Give a member another role; raises Forbidden out of one's reach, LastOwner."""
    if role not in rules.ROLES:
        raise NotFound
    organisation = _held(actor)
    member = queries.membership(organisation.id, user_id)
    if not rules.may_change(actor.role, member.role, role):
        raise Forbidden
    _keep_an_owner(organisation, member, role)
    member.role = role
    db.session.flush()
    emit(MemberChanged(organisation_id=organisation.id, user_id=user_id, role=role), actor)


def remove(actor: Actor, user_id: int) -> None:
    """Take a member out, or leave oneself; raises Forbidden out of one's reach, LastOwner."""
    organisation = _held(actor)
    member = queries.membership(organisation.id, user_id)
    if user_id != actor.user_id and not rules.may_change(actor.role, member.role, ""):
        raise Forbidden
    _keep_an_owner(organisation, member, "")
    db.session.delete(member)
    db.session.flush()
    emit(MemberChanged(organisation_id=organisation.id, user_id=user_id, role=""), actor)


def change_person(actor: Actor, name: str, language: str) -> None:
    """Change one's own name and the language of one's pages and mails."""
    user = queries.person(actor.user_id or 0)
    user.name, user.language = name.strip(), language
    db.session.flush()
    emit(PersonChanged(user_id=user.id), actor)


def _held(actor: Actor) -> Organisation:
    """One's own organisation, held until the transaction ends, so that two owners cannot remove each other."""
    organisation = queries.own_organisation(actor)
    lock_row(organisation)
    return organisation


def _keep_an_owner(organisation: Organisation, member: Membership, new_role: str) -> None:
    """Disabled owners do not count: they could not act."""
    active = [found.role for found in queries.members(organisation.id) if not found.user.disabled_at]
    if rules.leaves_no_owner(active, member.role, new_role):
        raise LastOwner


def _use(invitation: Invitation) -> None:
    """Mark an invitation as used, exactly once."""
    used = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if not used:
        raise LinkNotValid


def _withdraw(organisation_id: int, email: str) -> None:
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.email == email,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now())
        .execution_options(synchronize_session=False)
    )
