"""A small believable market of our own invention, built through the services, with a history of ten months.

Everything in it is marked as invented: the codes carry a district that does not exist (379900), the application numbers
a serial range that was never given out, and the page says so on top.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import zip_longest

from sqlalchemy import func, select

from market.accounts.models import Organisation
from market.core import clock, outbox
from market.core.db import db
from market.demo import (
    banking,
    bodies,
    contracts,
    deals,
    effects,
    filings,
    income,
    listings,
    needs,
    negotiation,
    patents,
    refunds,
    royalties,
    shows,
)
from market.demo.bodies import PASSWORD, Cast
from market.demo.matter import OFFERS as MATTER
from market.demo.metal import OFFERS as METAL
from market.demo.nature import OFFERS as NATURE
from market.demo.offers import Offer
from market.demo.people import OPERATORS
from market.demo.wants import WANTS

__all__ = ["PASSWORD", "build"]

Progress = Callable[[int, int], None]
HISTORY_DAYS = 300
OFFERS: tuple[Offer, ...] = tuple(
    offer for group in zip_longest(METAL, NATURE, MATTER) for offer in group if offer is not None
)
AFTER_THE_DEALS: tuple[Callable[[Cast], None], ...] = (
    banking.enter,
    lambda _cast: negotiation.build(),
    lambda _cast: royalties.build(),
    lambda _cast: contracts.build(),
    lambda _cast: filings.build(),
    lambda cast: refunds.build(cast.actor(OPERATORS[0].key)),
    lambda _cast: income.build(),
    lambda _cast: effects.build(),
    shows.followed,
    shows.coming,
    shows.planned,
    shows.today,
)
"""What the other rooms tell of the deals: statements, negotiations, royalties, contracts, filings, splits, effects; and
the roadshows that came after them.
"""


def build(progress: Progress = lambda _done, _total: None) -> list[tuple[str, str]]:
    """Build the demo market unless it is there; returns one login per role: (role, mail address)."""
    if not db.session.scalar(select(func.count()).select_from(Organisation)):
        steps = len(OFFERS) + len(WANTS) + len(deals.STORY) + len(AFTER_THE_DEALS) + 4
        for done, _ in enumerate(_story(), start=1):
            progress(done, steps)
    return bodies.logins()


def _story() -> Iterator[None]:
    """Let everything happen, deed by deed, each on its day; a pause after each step."""
    start = clock.now() - timedelta(days=HISTORY_DAYS)
    with clock.as_of(start):
        cast = bodies.enter()
    yield
    for number, offer in enumerate(OFFERS):
        moment = start + timedelta(days=3 + number * (HISTORY_DAYS - 40) / len(OFFERS))
        with clock.as_of(moment):
            patent_id = patents.enter(cast, offer, number)
        listings.offer(cast, offer, patent_id, number, moment)
        yield
    for number, want in enumerate(WANTS):
        days_ago = 90 - 5 * number if want.state == "published" else 1
        with clock.as_of(clock.now() - timedelta(days=days_ago)):
            needs.post(cast, want)
        yield
    shows.held(cast)
    yield
    for event in deals.STORY:
        deals.tell(cast, event)
        yield
    deals.lapse()
    for chapter in AFTER_THE_DEALS:
        chapter(cast)
        yield
    with clock.as_of(clock.now() - timedelta(days=1)):
        bodies.enter_latecomers(cast)
    outbox.drain()
    yield
    deals.lapse()
    outbox.drain()
    yield
