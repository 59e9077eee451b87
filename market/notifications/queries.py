"""Reading: who is to be told, what is in an inbox, which mails went out."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from market.accounts.models import User
from market.accounts.queries import users_to_tell
from market.core.db import db
from market.core.errors import NotFound
from market.notifications.models import Mail, Notification


def people(organisation_id: int | None, roles: Sequence[str] = ()) -> list[User]:
    """Who hears of something in an organisation: the holders of the roles, else its owners; nobody without one."""
    return [] if organisation_id is None else users_to_tell(organisation_id, roles)


def inbox(user_id: int, unread_only: bool = False, feature: str = "") -> Select[Notification]:
    """A person's inbox, newest first."""
    statement = select(Notification).where(Notification.user_id == user_id)
    if unread_only:
        statement = statement.where(Notification.read_at.is_(None))
    if feature:
        statement = statement.where(Notification.key.startswith(f"{feature}.", autoescape=True))
    return statement.order_by(Notification.id.desc())


def unread(user_id: int | None) -> int:
    """How many entries a person has not read; 0 for a stranger."""
    if user_id is None:
        return 0
    found = db.session.scalar(
        select(func.count()).where(Notification.user_id == user_id, Notification.read_at.is_(None))
    )
    return int(found or 0)


def entry(user_id: int, notification_id: int) -> Notification:
    """One entry of a person's own inbox; raises NotFound for anybody else's."""
    found = db.session.get(Notification, notification_id)
    if found is None or found.user_id != user_id:
        raise NotFound
    return found


def told(event_number: int) -> tuple[set[int], set[str]]:
    """The people and the addresses that have already been told of an event."""
    users = db.session.scalars(select(Notification.user_id).where(Notification.event_id == event_number))
    addresses = db.session.scalars(select(Mail.address).where(Mail.event_id == event_number))
    return set(users), set(addresses)


def mails(state: str = "", text: str = "") -> Select[Mail]:
    """The mail log, newest first, by state and by a part of the address."""
    statement = select(Mail).order_by(Mail.id.desc())
    if state:
        statement = statement.where(Mail.state == state)
    if text:
        statement = statement.where(Mail.address.contains(text.lower(), autoescape=True))
    return statement
