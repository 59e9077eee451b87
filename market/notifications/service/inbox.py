"""Putting a message into inboxes and mail queues, and marking it as read."""

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from market.accounts.models import Organisation, User
from market.core import clock
from market.core.actor import Actor
from market.core.db import db
from market.core.events import Event
from market.core.i18n import N_, in_language, translate
from market.core.outbox import EventRow, emit
from market.notifications import queries
from market.notifications.events import MailQueued
from market.notifications.models import Mail, Notification
from market.notifications.rules import MESSAGES


def tell(
    event: Event,
    key: str,
    people: Iterable[User],
    values: Mapping[str, object],
    mailed: bool | None = None,
    **arguments: object,
) -> None:
    """Tell each person once of this event, inside a transaction; repeating it changes nothing.

    `mailed` overrides whether the message is mailed too. `arguments` are the path values of the message's page.
    """
    message = MESSAGES[key]
    users, addresses = queries.told(event.number)
    by_mail = message.mailed if mailed is None else mailed
    happened_at = db.session.get_one(EventRow, event.number).at
    for person in people:
        if message.inbox and person.id not in users:
            users.add(person.id)
            db.session.add(
                Notification(
                    event_id=event.number,
                    user_id=person.id,
                    key=key,
                    values=dict(values),
                    arguments=arguments,
                    created_at=happened_at,
                )
            )
        if by_mail and person.email not in addresses:
            addresses.add(person.email)
            write(event, key, person.email, person.name, person.language, values, arguments, person.id)


def write(
    event: Event,
    key: str,
    address: str,
    name: str,
    language: str,
    values: Mapping[str, object],
    arguments: Mapping[str, object],
    user_id: int | None = None,
) -> None:
    """Queue one mail, inside a transaction. The unique key of event and address holds against a second one."""
    mail = Mail(
        event_id=event.number,
        user_id=user_id,
        address=address,
        name=name,
        language=language,
        key=key,
        values=dict(values),
        arguments=dict(arguments),
    )
    db.session.add(mail)
    db.session.flush()
    emit(MailQueued(mail.id))


def named(role: str, organisation: Organisation | None) -> dict[str, object]:
    """An organisation's name under the word a message uses for it, with its English name beside."""
    if organisation is None:
        return {role: ""}
    return {role: organisation.name, f"{role}_en": organisation.name_en}


def nameless(role: str) -> dict[str, object]:
    """What stands for the name of a firm that does not want to be named yet."""
    words = {}
    for language, key in (("zh", role), ("en", f"{role}_en")):
        with in_language(language):
            words[key] = translate(N_("A firm"))
    return dict[str, object](words)


def mark_read(actor: Actor, notification_id: int) -> Notification:
    """The actor has seen one of his own entries."""
    found = queries.entry(actor.user_id or 0, notification_id)
    if found.read_at is None:
        found.read_at = clock.now()
    return found


def mark_all_read(actor: Actor) -> int:
    """The actor has seen everything; returns how many entries were still unread."""
    result = db.session.execute(
        update(Notification)
        .where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
