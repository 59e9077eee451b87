"""Organisations: signing up, correcting, sending again, and appointing the operator."""

from dataclasses import asdict, dataclass, fields

from sqlalchemy import select

from market.accounts import queries
from market.accounts.errors import WrongState
from market.accounts.events import MemberJoined, OrganisationChanged, OrganisationSignedUp, SignUpRepeated
from market.accounts.models import Membership, Organisation, User, VettingDecision
from market.accounts.rules import organisations as rules
from market.accounts.rules import sign_in as limits_rules
from market.accounts.rules import vetting
from market.accounts.rules.roles import MANAGERS
from market.accounts.rules.vetting import State
from market.accounts.service import hashing
from market.core import clock, limits
from market.core.actor import SYSTEM, Actor
from market.core.db import db, lock_row
from market.core.errors import Forbidden, Invalid
from market.core.i18n import N_
from market.core.outbox import emit

TAKEN = N_("An organisation with this code is registered already. Ask its owner to invite you.")


@dataclass(frozen=True)
class Identity:
    """What is vetted: kind, name and Unified Social Credit Code."""

    kind: str
    name: str
    uscc: str
    name_en: str = ""


@dataclass(frozen=True)
class Details:
    """What an organisation may change by itself at any time."""

    district: str = ""
    address: str = ""
    sme_class: str = ""
    industry: str = ""
    profile: str = ""
    website: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who gets an account."""

    name: str
    email: str
    language: str = "zh"


def count_sign_up(address: str) -> None:
    """Count a sign-up from an address; raises TooMany."""
    limit = limits_rules.SIGN_UPS
    limits.hit(limit.scope, limits_rules.network_of(address), limit.tries, limit.seconds)


def sign_up(identity: Identity, details: Details, person: Person, password_hash: str) -> Organisation | None:
    """Register an organisation with its first owner; it waits for vetting. Raises Invalid on a bad or taken code.

    None when the address has an account already: that person is told by mail, the caller must not be told.
    """
    identity = _checked(identity)
    known = queries.by_email(person.email)
    if known is not None:
        emit(SignUpRepeated(user_id=known.id))
        return None
    organisation = Organisation(**asdict(identity), **_placed(identity, details), state=State.PENDING)
    user = add_person(person, password_hash)
    db.session.add(organisation)
    db.session.flush()
    add_member(organisation, user, "owner")
    emit(OrganisationSignedUp(organisation_id=organisation.id), user.actor)
    return organisation


def add_person(person: Person, password_hash: str) -> User:
    """A new account."""
    user = User(
        email=person.email.strip().lower(),
        name=person.name.strip(),
        language=person.language,
        password_hash=password_hash,
    )
    db.session.add(user)
    db.session.flush()
    return user


def add_member(organisation: Organisation, user: User, role: str) -> Membership:
    """Put a person into an organisation."""
    found = Membership(user=user, organisation=organisation, role=role)
    db.session.add(found)
    db.session.flush()
    emit(MemberJoined(organisation_id=organisation.id, user_id=user.id), user.actor)
    return found


def change(actor: Actor, details: Details, identity: Identity | None = None) -> Organisation:
    """Change one's own organisation's data; its identity only while it has not been vetted."""
    organisation = _own_to_manage(actor)
    values = asdict(details)
    if identity is not None and vetting.may_change_identity(organisation.state):
        identity = _checked(identity, organisation.id)
        values = {**asdict(identity), **_placed(identity, details)}
    for name, value in values.items():
        setattr(organisation, name, value)
    db.session.flush()
    emit(OrganisationChanged(organisation_id=organisation.id), actor)
    return organisation


def resubmit(actor: Actor) -> Organisation:
    """Send a returned application to the operator again."""
    organisation = _own_to_manage(actor)
    if not vetting.may_resubmit(organisation.state):
        raise WrongState
    organisation.state = State.PENDING
    db.session.add(
        VettingDecision(organisation_id=organisation.id, decision="resubmit", decided_by=actor.user_id)
    )
    db.session.flush()
    emit(OrganisationSignedUp(organisation_id=organisation.id), actor)
    return organisation


def create_operator(name: str, uscc: str, email: str, password: str, user_name: str) -> User:
    """Appoint an operator: the organisation is made vetted unless it exists; the person becomes an owner of it.

    For the command line only. Raises Invalid on a bad code, a taken address or a weak password.
    """
    identity = Identity("operator", name.strip(), rules.clean_uscc(uscc))
    if refusal := rules.uscc_refusal(identity.uscc):
        raise Invalid(refusal, fields={"uscc": refusal})
    if queries.by_email(email) is not None:
        taken = N_("There is an account with this email address already.")
        raise Invalid(taken, fields={"email": taken})
    password_hash = hashing.accepted(password, email, user_name)
    organisation = db.session.scalar(select(Organisation).where(Organisation.uscc == identity.uscc))
    if organisation is None:
        organisation = Organisation(
            **asdict(identity), **_placed(identity, Details()), state=State.APPROVED, vetted_at=clock.now()
        )
        db.session.add(organisation)
        db.session.flush()
        emit(OrganisationChanged(organisation_id=organisation.id), SYSTEM)
    elif organisation.kind != "operator":
        raise Invalid(TAKEN, fields={"uscc": TAKEN})
    user = add_person(Person(user_name, email), password_hash)
    add_member(organisation, user, "owner")
    return user


def _checked(identity: Identity, own_id: int | None = None) -> Identity:
    """The identity with its code cleaned; raises Invalid on a bad code, a taken one or a kind nobody may choose."""
    uscc = rules.clean_uscc(identity.uscc)
    if refusal := rules.uscc_refusal(uscc):
        raise Invalid(fields={"uscc": refusal})
    if identity.kind not in rules.KINDS_OPEN_TO_SIGN_UP:
        raise Invalid(fields={"kind": N_("Choose what kind of organisation it is.")})
    other = db.session.scalar(select(Organisation.id).where(Organisation.uscc == uscc))
    if other is not None and other != own_id:
        raise Invalid(fields={"uscc": TAKEN})
    return Identity(identity.kind, identity.name.strip(), uscc, identity.name_en.strip())


def _placed(identity: Identity, details: Details) -> dict[str, str]:
    """The details with region and district taken from the code where nothing else is given."""
    region = rules.region_of(identity.uscc)
    values = {field.name: getattr(details, field.name).strip() for field in fields(details)}
    values["district"] = values["district"] or rules.district_of(region)
    return {**values, "region": region}


def _own_to_manage(actor: Actor) -> Organisation:
    """One's own organisation, held until the transaction ends; raises Forbidden for roles that do not manage."""
    organisation = queries.own_organisation(actor)
    if actor.role not in MANAGERS:
        raise Forbidden
    lock_row(organisation)
    return organisation
