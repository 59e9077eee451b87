"""Gathering deadlines: one small function per trade, each beginning with what the person may see."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from market.accounts.models import User
from market.agenda.models import AgendaFeed, AgendaStamp
from market.agenda.queries import intents, licences, money, patents, roadshows, talks
from market.agenda.rules.deadlines import Deadline
from market.core.actor import Actor
from market.core.db import db

Gather = Callable[[Actor, date, date], list[Deadline]]
SOURCES: Sequence[Gather] = (
    money.payments_due,
    money.invoices_to_issue,
    licences.recordals,
    licences.registrations,
    licences.ends,
    patents.annuities,
    talks.answers,
    talks.reports,
    talks.milestones,
    talks.effects,
    intents.next_steps,
    roadshows.applications,
    roadshows.slides,
    roadshows.places,
)
PAST = timedelta(days=366)
AHEAD = timedelta(days=2 * 366)
"""How far the calendar reaches: what is overdue for up to a year, and two years ahead."""


def deadlines(actor: Actor, start: date, end: date, mine: bool = False, kind: str = "") -> list[Deadline]:
    """What is due between two days (both included), earliest first; `mine`: only what the person's side must do."""
    found = [entry for gather in SOURCES for entry in gather(actor, start, end)]
    if mine:
        found = [entry for entry in found if actor.organisation_id in entry.who]
    if kind:
        found = [entry for entry in found if entry.kind == kind]
    return sorted(found, key=lambda entry: (entry.day, entry.kind, entry.key))


def feed_of(user_id: int | None) -> AgendaFeed | None:
    """A person's calendar address."""
    return None if user_id is None else db.session.scalar(select(AgendaFeed).where(AgendaFeed.user_id == user_id))


def feed_by_nonce(nonce: str) -> AgendaFeed | None:
    """The calendar that this half of an address belongs to."""
    return db.session.scalar(select(AgendaFeed).where(AgendaFeed.nonce == nonce))


def reader(feed: AgendaFeed) -> Actor | None:
    """Who reads a calendar; None once the person is disabled."""
    person = db.session.get(User, feed.user_id)
    return None if person is None or person.disabled_at is not None else person.actor


def stamps(keys: Sequence[str]) -> dict[str, AgendaStamp]:
    """How often these entries have changed, by key."""
    rows = db.session.scalars(select(AgendaStamp).where(AgendaStamp.key.in_(keys)))
    return {row.key: row for row in rows}
