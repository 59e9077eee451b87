"""The operator's decisions on organisations and people."""

from market.accounts import queries
from market.accounts.errors import OwnOrganisation, WrongState
from market.accounts.events import OrganisationNoted, OrganisationVetted, PersonDisabled
from market.accounts.models import Organisation, User, VettingDecision
from market.accounts.rules import vetting as rules
from market.accounts.service.sessions import end_sessions
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.core.outbox import emit


def decide(
    actor: Actor, organisation_id: int, decision: str, message: str = "", private_note: str = ""
) -> Organisation:
    """Approve, return, decline, reopen, suspend, reinstate or revoke an organisation.

    `message` goes to the organisation (and is needed where the decision is against it), `private_note` stays with the
    operators. Raises NotFound for others than operators, OwnOrganisation, WrongState, Invalid.
    """
    organisation = _decidable(actor, organisation_id)
    move = rules.MOVES.get(decision)
    if move is None or organisation.state not in move.come_from:
        raise WrongState
    if move.needs_message and not message.strip():
        raise Invalid(fields={"message": N_("Say why: the organisation is sent this message.")})
    organisation.state = move.to
    organisation.vetting_message = message.strip()
    organisation.vetted_at = clock.now()
    _record(actor, organisation, decision, message, private_note)
    emit(OrganisationVetted(organisation_id=organisation.id, state=move.to.value), actor)
    return organisation


def add_note(actor: Actor, organisation_id: int, private_note: str) -> None:
    """Keep a note that only operators see, without deciding anything."""
    if not actor.operator:
        raise NotFound
    if not private_note.strip():
        raise Invalid(fields={"private_note": N_("Write the note first.")})
    _record(actor, queries.organisation(organisation_id), "note", "", private_note)
    emit(OrganisationNoted(organisation_id=organisation_id), actor)


def disable_person(actor: Actor, user_id: int, disabled: bool = True) -> User:
    """Close a person's account and end all its sessions at once, or open it again; operators only, never oneself."""
    if not actor.operator:
        raise NotFound
    if user_id == actor.user_id:
        raise OwnOrganisation(N_("You cannot close your own account here."))
    user = queries.person(user_id)
    lock_row(user)
    user.disabled_at = clock.now() if disabled else None
    if disabled:
        end_sessions(actor, user.id)
    emit(PersonDisabled(user_id=user.id, disabled=disabled), actor)
    return user


def _decidable(actor: Actor, organisation_id: int) -> Organisation:
    """The organisation, held until the transaction ends."""
    if not actor.operator:
        raise NotFound
    if actor.of(organisation_id):
        raise OwnOrganisation
    organisation = queries.organisation(organisation_id)
    lock_row(organisation)
    return organisation


def _record(actor: Actor, organisation: Organisation, decision: str, message: str, private_note: str) -> None:
    db.session.add(
        VettingDecision(
            organisation_id=organisation.id,
            decision=decision,
            message=message.strip(),
            private_note=private_note.strip(),
            decided_by=actor.user_id,
        )
    )
    db.session.flush()
