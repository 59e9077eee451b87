"""The books of a large market: thousands of firms and deals of three years, copied from a few made by the services."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from market.accounts.models import Membership, Organisation, User
from market.cli.bench.amounts import Amounts, Due, at
from market.cli.bench.rows import Row, Rows, table_of, template
from market.core import clock
from market.core.db import db, transaction
from market.core.outbox import EventRow
from market.demo import OFFERS, bodies, deals, listings, patents
from market.demo.bodies import Cast
from market.demo.deals import Deal
from market.demo.people import OPERATORS
from market.ledger.models import Account, JournalEntry, Posting
from market.licensing.models import Licence, LicencePatent, LicenceRequest
from market.payments.models import GivenBack, Receipt, Receivable

Progress = Callable[[int, int], None]
SEED = 20261122
DAYS = 3 * 365
DEALS_AT_ONCE = 1000
FIRST_CODE = 10_000
"""Of the bench firms, far from the codes of the demo's bodies."""
AMOUNTS_OF_DEALS = (1, 1, 2, 1, 3, 1, 4, 2, 1, 6)
"""How many amounts due the deals have, in turn."""
LONGEST, LONG_DEAL = 3, 40
"""The deal with the most: which one, and how many amounts: quarterly for ten years."""
TAKEN = (("one_off", 0), ("parts", 0), ("entry", 0), ("one_off", 1))
"""The offers that the deals are about: kind of fee, and the how manieth of that kind."""
FIRMS = ("hengdi", "deheng", "baorun", "tiangong")
LAPSED = 5
"""Every so manieth notice was not paid."""
WRITTEN = (
    Organisation,
    User,
    Membership,
    LicenceRequest,
    Licence,
    LicencePatent,
    Receivable,
    Receipt,
    GivenBack,
    Account,
    Posting,
    JournalEntry,
    EventRow,
)
"""In this order: postings before the entry that seals them."""


@dataclass(frozen=True)
class Sample:
    """A deal worth visiting: its path, a person of each side, how many amounts are due in it."""

    path: str
    licensee_user: int
    licensor_user: int
    amounts: int


@dataclass
class Books:
    """What was built: whom to sign in as the operator, the deals, how many rows of each table."""

    operator_user: int
    samples: list[Sample] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pattern:
    """The rows of a deal made through the services, and a person of its licensor's finance office."""

    request: Row
    licence: Row
    patent: Row
    licensor_user: int


def build(receivables: int, progress: Progress) -> Books:
    """Fill an empty market with so many amounts due and what belongs to them."""
    cast = bodies.enter()
    patterns = [_pattern(cast, number) for number in range(len(TAKEN))]
    builder = _Builder(cast, patterns, receivables)
    builder.run(progress)
    return builder.books


def _pattern(cast: Cast, number: int) -> Pattern:
    """One offer, taken, paid and read as people do it."""
    start = clock.now() - timedelta(days=120)
    kind, place = TAKEN[number]
    offer = [it for it in OFFERS if it.fee.startswith(kind) and it.state == "announced"][place]
    with clock.as_of(start):
        patent_id = patents.enter(cast, offer, number)
    listings.offer(cast, offer, patent_id, number, start)
    deals.tell(cast, Deal(FIRMS[number], offer.title, 60, 4, None, offer.application))
    with transaction() as session:
        session.execute(table_of(LicenceRequest).update().values(read_at=clock.now()))
    licence = template(Licence, licensee_id=cast.actor(FIRMS[number]).organisation_id)
    licence_id = db.session.scalar(select(Licence.id).where(Licence.reference == licence["reference"]))
    patent = template(LicencePatent, licence_id=licence_id)
    request = template(LicenceRequest, id=licence["request_id"])
    return Pattern(request, licence, patent, cast.finance_users[licence["licensor_id"]])


class _Builder:
    """Writes firm after firm and deal after deal."""

    def __init__(self, cast: Cast, patterns: list[Pattern], receivables: int) -> None:
        self.patterns, self.left, self.total = patterns, receivables, receivables
        self.today, self.chance = clock.today(), random.Random(SEED)
        self.books = Books(cast.users[OPERATORS[0].key])
        self.firms: list[int] = []
        self.users: list[int] = []
        self.rows = Rows(*WRITTEN)
        self.amounts = Amounts(self.rows, self.chance)

    def run(self, progress: Progress) -> None:
        """Everything, in transactions of some thousand rows."""
        self._firms(max(20, self.total // 40))
        self.rows.write()
        number = 0
        while self.left > 0:
            self._deal(number)
            number += 1
            if number % DEALS_AT_ONCE == 0 or self.left <= 0:
                self.rows.write()
                progress(self.total - self.left, self.total)
        self.amounts.keep_numbers()
        self.rows.finish()
        self.books.counts = dict(self.rows.written)

    def _firms(self, count: int) -> None:
        """Firms with one person each."""
        firm = template(Organisation, kind="firm")
        model = db.session.scalar(select(Organisation.id).where(Organisation.uscc == firm["uscc"]))
        member = template(Membership, organisation_id=model)
        person = template(User, id=member["user_id"])
        for number in range(count):
            name = {"name": f"云州测算第{number + 1}有限公司", "name_en": f"Yunzhou Bench {number + 1} Ltd"}
            code = bodies.code(FIRST_CODE + number, "firm")
            organisation = self.rows.add(Organisation, {**firm, **name, "uscc": code})
            user = self.rows.add(User, {**person, "email": f"bench{number}@bench.example"})
            self.rows.add(Membership, {**member, "organisation_id": organisation, "user_id": user})
            self.firms.append(organisation)
            self.users.append(user)

    def _deal(self, number: int) -> None:
        """A notice and, four times in five, the licence it became; with its amounts due."""
        pattern = self.patterns[number % len(self.patterns)]
        firm = number // len(self.patterns) % len(self.firms)
        many = LONG_DEAL if number == LONGEST else AMOUNTS_OF_DEALS[number // 7 % len(AMOUNTS_OF_DEALS)]
        many = min(self.left, many)
        noticed = self.today - timedelta(days=40 + self.chance.randrange(DAYS))
        sides = (self.firms[firm], int(pattern.licence["licensor_id"]))
        lapsed = number % LAPSED == LAPSED - 1
        request = self._request(pattern, sides[0], noticed, lapsed)
        if lapsed:
            self.amounts.add(Due(*sides, f"request:{request}", 1, noticed, "cancelled"))
            path, many = f"/requests/{request}", 1
        else:
            licence = self._licence(pattern, sides[0], request, noticed)
            self._schedule(sides, request, licence, noticed, many)
            path = f"/licences/{licence}"
        self.left -= many
        self.books.samples.append(Sample(path, self.users[firm], pattern.licensor_user, many))

    def _request(self, pattern: Pattern, licensee: int, noticed: date, lapsed: bool) -> int:
        request = self.rows.number(LicenceRequest)
        own = {
            "reference": f"RQ-B{request}",
            "once": f"bench-{request:012d}",
            "licensee_id": licensee,
            "noticed_at": at(noticed),
            "paid_on": None if lapsed else noticed + timedelta(days=4),
            "state": "lapsed" if lapsed else "granted",
            "pay_by": noticed + timedelta(days=15),
            "read_at": at(noticed, 11),
            "closed_at": at(noticed, 12),
        }
        return self.rows.add(LicenceRequest, {**pattern.request, **own}, request)

    def _licence(self, pattern: Pattern, licensee: int, request: int, noticed: date) -> int:
        licence, effective = self.rows.number(Licence), noticed + timedelta(days=4)
        recorded = bool(licence % 3)
        own = {
            "reference": f"LC-B{licence}",
            "request_id": request,
            "licensee_id": licensee,
            "effective_on": effective,
            "recordal_from": effective,
            "recordal_due": effective + timedelta(days=92),
            "state": "recorded" if recorded else "effective",
            "recordal_number": f"X{licence:09d}" if recorded else "",
            "recorded_on": effective + timedelta(days=30) if recorded else None,
        }
        self.rows.add(Licence, {**pattern.licence, **own}, licence)
        self.rows.add(LicencePatent, {**pattern.patent, "licence_id": licence})
        return licence

    def _schedule(self, sides: tuple[int, int], request: int, licence: int, noticed: date, many: int) -> None:
        """The part at the start, paid, and quarterly parts after it: paid in some way if long due, else open."""
        self.amounts.add(Due(*sides, f"request:{request}", 1, noticed, "paid"))
        for position in range(2, many + 1):
            day = noticed + timedelta(days=91 * (position - 1))
            way = self.amounts.later_way() if day < self.today else "open"
            self.amounts.add(Due(*sides, f"licence:{licence}", position, day, way))
