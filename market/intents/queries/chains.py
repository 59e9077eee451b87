"""Which pitch became which licence: from an intent to its request or deal, licence, recordal and money.

Contracted is what is fixed in the frozen terms of a contract in force; received is what the ledger says was paid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from market.core.db import db
from market.core.money import Money
from market.intents.models import Intent, OutsideContract
from market.intents.rules.processes import Facts
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules.states import OPEN as REQUEST_OPEN
from market.licensing.rules.states import RequestState
from market.licensing.rules.terms import Terms
from market.negotiation.models import Deal
from market.negotiation.rules.processes import LIVE, State
from market.payments import queries as payments
from market.payments.models import Receivable

SIGNED_DEALS = frozenset({State.REGISTERING, State.CONCLUDED, State.COMPLETED})


@dataclass(frozen=True)
class Chain:
    """What became of one intent. Amounts keep their own currency, so `received` is a list with at most one each."""

    intent: Intent
    request: LicenceRequest | None = None
    deal: Deal | None = None
    licence: Licence | None = None
    receivables: Sequence[Receivable] = ()
    received: Sequence[Money] = ()
    outside: OutsideContract | None = None
    """The contract reported as signed outside this service; it counts only where none was concluded here."""

    @property
    def signed_on(self) -> date | None:
        """The day the licence took effect or the contract was concluded."""
        if self.licence is not None:
            return self.licence.effective_on
        if self.deal is not None and self.deal.state in SIGNED_DEALS:
            return self.deal.concluded_on or self.deal.completed_on
        return None

    @property
    def recorded_on(self) -> date | None:
        """The day the licence was recorded, or the transfer registered."""
        if self.licence is not None:
            return self.licence.recorded_on
        return self.deal.completed_on if self.deal is not None else None

    @property
    def signed(self) -> bool:
        """Whether a contract came of it here."""
        return self.licence is not None or (self.deal is not None and self.deal.state in SIGNED_DEALS)

    @property
    def failed(self) -> bool:
        """Whether what it led to came to nothing."""
        if self.signed:
            return False
        if self.request is not None and self.request.state in {*REQUEST_OPEN, RequestState.GRANTED}:
            return False
        if self.deal is not None and self.deal.state in LIVE:
            return False
        return self.request is not None or self.deal is not None

    @property
    def contracted(self) -> Money | None:
        """What is fixed in the contract: nothing before it is signed, zero when it is free or runs on royalties."""
        if self.licence is not None:
            return Money(self.licence.amount_minor, self.licence.currency)
        if self.signed and self.deal is not None and self.deal.terms:
            return Terms.read(self.deal.terms).amount
        return None

    @property
    def signed_outside(self) -> bool:
        """Whether a contract is said to be signed that is not on record here, with or without a report of it."""
        return not self.signed and (self.outside is not None or self.intent.won)

    @property
    def facts(self) -> Facts:
        """What the market itself knows of it, for the stages."""
        linked = self.request is not None or self.deal is not None
        return Facts(
            linked=linked and not self.failed,
            signed=self.signed,
            recorded=self.recorded_on is not None,
            paid=any(money.minor > 0 for money in self.received),
            failed=self.failed,
            free=self.licence is not None and self.licence.free,
        )

    @property
    def key(self) -> str:
        """The same for intents that led to the same contract, so that sums count it once."""
        if self.licence is not None:
            return f"licence:{self.licence.id}"
        if self.request is not None:
            return f"request:{self.request.id}"
        return f"deal:{self.deal.id}" if self.deal is not None else f"intent:{self.intent.id}"


def chain(intent: Intent) -> Chain:
    """What became of one intent."""
    return chains([intent])[intent.id]


def chains(intents: Iterable[Intent]) -> dict[int, Chain]:
    """What became of many intents, by their ids; the number of queries does not grow with them."""
    rows = list(intents)
    deals = _deals({row.deal_id for row in rows if row.deal_id is not None})
    wanted = {row.request_id for row in rows if row.request_id is not None}
    wanted |= {deal.licence.request_id for deal in deals.values() if deal.licence is not None}
    requests = _requests(wanted)
    found = {row.id: _linked(row, requests, deals) for row in rows}
    receivables = _receivables({subject for one in found.values() for subject in _subjects(one)})
    paid = payments.paid_amounts(row for rows in receivables.values() for row in rows)
    reports = _outside({row.id for row in rows})
    return {key: _with_money(one, receivables, paid, reports) for key, one in found.items()}


def outside_of(intent_id: int) -> OutsideContract | None:
    """The report of a contract signed outside that stands on an intent."""
    return _outside({intent_id}).get(intent_id)


def _outside(ids: set[int]) -> dict[int, OutsideContract]:
    standing = (OutsideContract.intent_id.in_(ids), OutsideContract.taken_back_at.is_(None))
    return {row.intent_id: row for row in db.session.scalars(select(OutsideContract).where(*standing))} if ids else {}


def _deals(ids: set[int]) -> dict[int, Deal]:
    statement = select(Deal).where(Deal.id.in_(ids)).options(joinedload(Deal.licence))
    return {row.id: row for row in db.session.scalars(statement)} if ids else {}


def _requests(ids: set[int]) -> dict[int, LicenceRequest]:
    statement = select(LicenceRequest).where(LicenceRequest.id.in_(ids)).options(joinedload(LicenceRequest.licence))
    return {row.id: row for row in db.session.scalars(statement)} if ids else {}


def _linked(intent: Intent, requests: dict[int, LicenceRequest], deals: dict[int, Deal]) -> Chain:
    deal = deals.get(intent.deal_id or 0)
    request = requests.get(intent.request_id or 0)
    if deal is not None and deal.licence is not None and (request is None or request.licence is None):
        request = requests.get(deal.licence.request_id)
    licence = request.licence if request is not None else None
    return Chain(intent, request, deal, licence)


def _subjects(one: Chain) -> list[str]:
    found = [f"request:{one.request.id}"] if one.request is not None else []
    found += [f"licence:{one.licence.id}"] if one.licence is not None else []
    return found + ([f"deal:{one.deal.id}"] if one.deal is not None else [])


def _receivables(subjects: set[str]) -> dict[str, list[Receivable]]:
    found: dict[str, list[Receivable]] = {}
    if subjects:
        statement = select(Receivable).where(Receivable.subject.in_(subjects)).order_by(Receivable.id)
        for row in db.session.scalars(statement):
            found.setdefault(row.subject, []).append(row)
    return found


def _with_money(
    one: Chain,
    receivables: dict[str, list[Receivable]],
    paid: dict[int, Money],
    reports: dict[int, OutsideContract],
) -> Chain:
    rows = [row for subject in _subjects(one) for row in receivables.get(subject, [])]
    received = added([paid[row.id] for row in rows])
    return replace(one, receivables=rows, received=received, outside=reports.get(one.intent.id))


def added(amounts: Iterable[Money]) -> list[Money]:
    """The sums, one for each currency that is not zero."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount
    return [amount for currency, amount in sorted(sums.items()) if amount.minor]


@dataclass(frozen=True)
class Totals:
    """The figures of many chains; each contract counts once, however many intents led to it."""

    intents: int = 0
    organisations: int = 0
    requested: int = 0
    signed: int = 0
    """Concluded on this service."""
    outside: int = 0
    """Signed elsewhere, as reported; never part of `signed`."""
    recorded: int = 0
    paid: int = 0
    contracted: Sequence[Money] = field(default_factory=list)
    outside_amounts: Sequence[Money] = field(default_factory=list)
    received: Sequence[Money] = field(default_factory=list)


def totals(found: Iterable[Chain]) -> Totals:
    """Intents that were not withdrawn, and the contracts that came of all of them."""
    rows = list(found)
    standing = [row for row in rows if row.intent.stage != "withdrawn"]
    each = list({row.key: row for row in rows}.values())
    return Totals(
        intents=len(standing),
        organisations=len({row.intent.organisation_id for row in standing}),
        requested=sum(1 for row in each if row.request is not None or row.deal is not None),
        signed=sum(1 for row in each if row.signed),
        outside=sum(1 for row in standing if row.signed_outside),
        recorded=sum(1 for row in each if row.recorded_on is not None),
        paid=sum(1 for row in each if row.received),
        contracted=added(row.contracted for row in each if row.contracted is not None),
        outside_amounts=added(row.outside.amount for row in standing if row.outside is not None and not row.signed),
        received=added(money for row in each for money in row.received),
    )
