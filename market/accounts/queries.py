"""Reading organisations and people; each page's query starts from what its reader may see."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from market.accounts.models import (
    BankAccount,
    Invitation,
    LoginSession,
    Membership,
    Organisation,
    User,
    VettingDecision,
)
from market.accounts.rules import organisations as organisation_rules
from market.accounts.rules.vetting import PUBLIC_STATES, State
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.settings import settings


def organisation(organisation_id: int) -> Organisation:
    """The organisation with this id, whatever its state; raises NotFound."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def visible_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """The organisation as this reader may see it: everybody a vetted one, its members and operators any."""
    found = organisation(organisation_id)
    if found.state in PUBLIC_STATES or actor.operator or actor.of(found.id):
        return found
    raise NotFound


def own_organisation(actor: Actor) -> Organisation:
    """The organisation the actor belongs to; raises NotFound for a person without one."""
    if actor.organisation_id is None:
        raise NotFound
    return organisation(actor.organisation_id)


def find_organisation(name_or_uscc: str) -> Organisation | None:
    """The organisation with exactly this code or name, None when there is none or more than one."""
    by_code = db.session.scalar(
        select(Organisation).where(Organisation.uscc == organisation_rules.clean_uscc(name_or_uscc))
    )
    if by_code is not None:
        return by_code
    named = db.session.scalars(select(Organisation).where(Organisation.name == name_or_uscc.strip()).limit(2)).all()
    return named[0] if len(named) == 1 else None


def person(user_id: int) -> User:
    """The person with this id; raises NotFound."""
    found = db.session.get(User, user_id)
    if found is None:
        raise NotFound
    return found


def by_email(email: str) -> User | None:
    """The person with this address, in any case of letters."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def members(organisation_id: int) -> list[Membership]:
    """Everybody in an organisation, owners first."""
    order = case({"owner": 0, "manager": 1, "finance": 2}, value=Membership.role, else_=3)
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.organisation_id == organisation_id)
            .options(joinedload(Membership.user))
            .order_by(order, Membership.id)
        )
    )


def membership(organisation_id: int, user_id: int) -> Membership:
    """One person's membership in this organisation; raises NotFound, also for members of others."""
    found = db.session.scalar(
        select(Membership).where(Membership.organisation_id == organisation_id, Membership.user_id == user_id)
    )
    if found is None:
        raise NotFound
    return found


def members_of(organisation_id: int, roles: Sequence[str] = ()) -> list[User]:
    """The people of an organisation who hold one of the roles (all when none is named), without disabled ones."""
    statement = (
        select(User)
        .join(Membership)
        .where(Membership.organisation_id == organisation_id, User.disabled_at.is_(None))
        .order_by(User.id)
    )
    return list(db.session.scalars(statement.where(Membership.role.in_(roles)) if roles else statement))


def users_to_tell(organisation_id: int, roles: Sequence[str] = ()) -> list[User]:
    """Who hears of something: the holders of the roles, the owners when nobody holds them."""
    return members_of(organisation_id, roles) or members_of(organisation_id, ("owner",))


def operators() -> list[User]:
    """Everybody who works for the operator."""
    return list(
        db.session.scalars(
            select(User)
            .join(Membership)
            .join(Organisation)
            .where(
                Organisation.kind == "operator",
                Organisation.state == State.APPROVED,
                User.disabled_at.is_(None),
            )
            .order_by(User.id)
        )
    )


def organisation_to_vet(actor: Actor, organisation_id: int) -> Organisation:
    """Any organisation, for operators only; raises NotFound for everybody else."""
    if not actor.operator:
        raise NotFound
    return organisation(organisation_id)


def public_organisations(kind: str = "", words: str = "") -> Select[Organisation]:
    """Vetted organisations that everybody may see, by name; the operator itself is not among them."""
    statement = select(Organisation).where(Organisation.state.in_(PUBLIC_STATES), Organisation.kind != "operator")
    return _narrowed(statement, kind, words).order_by(Organisation.name, Organisation.id)


def vetting_queue(actor: Actor, state: str = "", kind: str = "", words: str = "") -> Select[Organisation]:
    """Organisations for the operator: waiting ones oldest first, then the others, newest first; raises NotFound."""
    if not actor.operator:
        raise NotFound
    waiting = case((Organisation.state == State.PENDING, 0), else_=1)
    statement = _narrowed(select(Organisation), kind, words)
    if state:
        statement = statement.where(Organisation.state == state)
    oldest_first = case((Organisation.state == State.PENDING, Organisation.id))
    return statement.order_by(waiting, oldest_first, Organisation.id.desc())


def _narrowed(statement: Select[Organisation], kind: str, words: str) -> Select[Organisation]:
    """Only one kind, and only names and codes with these words in them; wildcards in them mean themselves."""
    if kind:
        statement = statement.where(Organisation.kind == kind)
    if words.strip():
        like = words.strip()[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(
            or_(
                Organisation.name.ilike(f"%{like}%", escape="\\"),
                Organisation.name_en.ilike(f"%{like}%", escape="\\"),
                Organisation.uscc.ilike(f"{like}%", escape="\\"),
            )
        )
    return statement


def waiting_for_vetting() -> int:
    """How many organisations wait for the operator's decision."""
    return int(
        db.session.scalar(
            select(func.count()).select_from(Organisation).where(Organisation.state == State.PENDING)
        )
        or 0
    )


def counts_by_state() -> dict[str, int]:
    """How many organisations stand in each state."""
    rows = db.session.execute(select(Organisation.state, func.count()).group_by(Organisation.state))
    return {row[0]: row[1] for row in rows}


def decisions(organisation_id: int) -> list[VettingDecision]:
    """What was decided on an organisation, newest first; with private notes, so for operators only."""
    return list(
        db.session.scalars(
            select(VettingDecision)
            .where(VettingDecision.organisation_id == organisation_id)
            .order_by(VettingDecision.id.desc())
        )
    )


def open_invitations(organisation_id: int) -> list[Invitation]:
    """Invitations nobody has answered yet, also those that have run out."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(
                Invitation.organisation_id == organisation_id,
                Invitation.used_at.is_(None),
                Invitation.withdrawn_at.is_(None),
            )
            .order_by(Invitation.id)
        )
    )


def invitation(organisation_id: int, invitation_id: int) -> Invitation:
    """One open invitation of this organisation; raises NotFound."""
    for found in open_invitations(organisation_id):
        if found.id == invitation_id:
            return found
    raise NotFound


def live_session(token_hash: str) -> LoginSession | None:
    """The session a cookie speaks of, unless it was ended, has run out, or its person was disabled."""
    limits = settings()
    now = clock.now()
    return db.session.scalar(
        select(LoginSession)
        .join(LoginSession.user)
        .outerjoin(User.membership)
        .outerjoin(Membership.organisation)
        .options(
            contains_eager(LoginSession.user)
            .contains_eager(User.membership)
            .contains_eager(Membership.organisation)
        )
        .where(
            LoginSession.token_hash == token_hash,
            LoginSession.ended_at.is_(None),
            LoginSession.seen_at > now - timedelta(seconds=limits.session_idle),
            LoginSession.created_at > now - timedelta(seconds=limits.session_absolute),
            User.disabled_at.is_(None),
        )
    )


def live_sessions(user_id: int) -> list[LoginSession]:
    """The sessions of a person that are still open, the one used last first."""
    limits = settings()
    now = clock.now()
    return list(
        db.session.scalars(
            select(LoginSession)
            .where(
                LoginSession.user_id == user_id,
                LoginSession.ended_at.is_(None),
                LoginSession.seen_at > now - timedelta(seconds=limits.session_idle),
                LoginSession.created_at > now - timedelta(seconds=limits.session_absolute),
            )
            .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
        )
    )


def bank_accounts(organisation_id: int | None, closed: bool = False) -> list[BankAccount]:
    """The bank accounts of an organisation in the order they were entered; with the closed ones when asked for."""
    statement = select(BankAccount).where(BankAccount.organisation_id == organisation_id).order_by(BankAccount.id)
    return list(db.session.scalars(statement if closed else statement.where(BankAccount.active)))


def bank_account(actor: Actor, account_id: int) -> BankAccount:
    """One bank account of the actor's own organisation; raises NotFound for all others."""
    found = db.session.get(BankAccount, account_id)
    if found is None or not actor.of(found.organisation_id):
        raise NotFound
    return found


def account_for(organisation_id: int, purpose: str, currency: str = "CNY") -> BankAccount | None:
    """Where an organisation is paid ("income") or paid back ("refunds"): its newest account for that, else for all."""
    fitting = select(BankAccount).where(
        BankAccount.organisation_id == organisation_id,
        BankAccount.active,
        BankAccount.currency == currency,
        BankAccount.purpose.in_((purpose, "all")),
    )
    order = (case((BankAccount.purpose == purpose, 0), else_=1), BankAccount.id.desc())
    return db.session.scalar(fitting.order_by(*order).limit(1))


def programme_account(currency: str = "CNY") -> BankAccount | None:
    """The operator's account that takes payments for everybody: the newest for just that, else for all."""
    operator = db.session.scalar(
        select(BankAccount.organisation_id)
        .join(Organisation, Organisation.id == BankAccount.organisation_id)
        .where(Organisation.kind == "operator", Organisation.state == State.APPROVED, BankAccount.active)
        .order_by(BankAccount.id)
        .limit(1)
    )
    return account_for(operator, "income", currency) if operator is not None else None
