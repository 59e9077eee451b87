"""What a receipt was paid for, and how much of it counts as income: read from the licence and from the ledger."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from market.core.actor import Actor
from market.core.db import db
from market.core.errors import NotFound
from market.core.money import Money
from market.income.models import LIVE_SPLIT, Split
from market.ledger.models import Account, JournalEntry, Posting
from market.licensing.models import Licence, LicenceRequest
from market.licensing.rules.terms import Terms
from market.negotiation.models import Deal
from market.patents.models import Patent
from market.payments.models import Receipt, Receivable

REQUEST, LICENCE, DEAL = "request:", "licence:", "deal:"
INCOME_SUBJECTS = (REQUEST, LICENCE, DEAL)
ASKING = ("ask", "cancel", "freeze")
"""Kinds of entries that say what is due; every other kind on a receivable is money that came or went."""
REFUNDING = ("refund", "release")
"""Kinds of entries that take refunded money out of what is owed to the payee, and put it back."""


@dataclass(frozen=True)
class Matter:
    """The deal that money came for: its key ("licence:5", "deal:12"), reference, names, patents, and whose it is.

    `endpoint` and `arguments` lead to its page.
    """

    key: str
    reference: str
    title: str
    title_en: str
    patents: tuple[Patent, ...]
    licensor_id: int
    endpoint: str
    arguments: Mapping[str, int]
    owners_of_each: tuple[tuple[str, ...], ...] = ()
    """The owners of each patent besides the licensor: as recorded, for a transfer as they stood in its terms."""

    @property
    def pledged(self) -> bool:
        """Whether any of the patents is pledged (R06)."""
        return any(patent.pledged for patent in self.patents)

    @property
    def inventors(self) -> list[str]:
        """Everybody named as inventor on any of the patents, in order, once."""
        return list(dict.fromkeys(name for patent in self.patents for name in patent.inventors))

    @property
    def owners(self) -> list[str]:
        """Everybody who owns any of the patents besides the licensor, in order, once."""
        return list(dict.fromkeys(name for owners in self.owners_of_each for name in owners))

    @property
    def owners_differ(self) -> bool:
        """Whether the patents do not all have the same owners."""
        return len({frozenset(owners) for owners in self.owners_of_each}) > 1


def matter_of(receivable: Receivable) -> Matter | None:
    """The deal an amount was due for; None while there is no licence or contract yet, and for what is no income."""
    prefix, _, number = receivable.subject.partition(":")
    if not number.isdecimal():
        return None
    if f"{prefix}:" == REQUEST:
        request = db.session.get(LicenceRequest, int(number))
        return _of_licence(request.licence) if request else None
    if f"{prefix}:" == LICENCE:
        return _of_licence(db.session.get(Licence, int(number)))
    return _of_deal(db.session.get(Deal, int(number))) if f"{prefix}:" == DEAL else None


def _of_licence(licence: Licence | None) -> Matter | None:
    if licence is None:
        return None
    return Matter(
        f"licence:{licence.id}",
        licence.reference,
        licence.title,
        licence.title_en,
        tuple(row.patent for row in licence.patents),
        licence.licensor_id,
        "licensing.licence_page",
        {"licence_id": licence.id},
        _owners(licence),
    )


def _owners(licence: Licence) -> tuple[tuple[str, ...], ...]:
    """Each patent's owners besides the licensor; as frozen in the terms where it has passed to somebody else since."""
    frozen = {patent.number: patent.owners for patent in Terms.read(licence.request.terms).patents}
    found = []
    for row in licence.patents:
        still = any(owner.organisation_id == licence.licensor_id for owner in row.patent.owners)
        before = frozen.get(row.patent.application_number, ())
        found.append(_others(row.patent, licence.licensor_id) if still else before)
    return tuple(found)


def _others(patent: Patent, licensor_id: int) -> tuple[str, ...]:
    """Who owns a patent besides the licensor."""
    return tuple(owner.name for owner in patent.owners if owner.organisation_id != licensor_id)


def _of_deal(deal: Deal | None) -> Matter | None:
    """A transfer or a contribution as equity, once its contract is concluded; a licence by agreement is its licence."""
    if deal is None or deal.concluded_on is None:
        return None
    if deal.licence is not None:
        return _of_licence(deal.licence)
    return Matter(
        f"deal:{deal.id}",
        deal.reference,
        deal.title,
        deal.title_en,
        tuple(row.patent for row in deal.patents),
        deal.owner_id,
        "negotiation.show",
        {"deal_id": deal.id},
        tuple(patent.owners for patent in Terms.read(deal.terms).patents) if deal.terms else (),
    )


def divisible(receipts: Iterable[Receipt]) -> dict[int, Money]:
    """What of each receipt pays for something, by the ledger: without surplus, refunds and what was taken back."""
    rows = list(receipts)
    numbers = {row.number: row.id for row in rows}
    subjects = {f"receivable:{row.receivable_id}" for row in rows}
    found = {row.id: 0 for row in rows}
    entries = db.session.execute(
        select(JournalEntry.source, Posting.currency, Posting.amount_minor)
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .join(Account, Account.id == Posting.account_id)
        .where(
            JournalEntry.subject.in_(subjects),
            or_(
                Account.code.startswith("receivable:") & JournalEntry.kind.not_in(ASKING),
                Account.code.startswith("payable:") & JournalEntry.kind.in_(REFUNDING),
            ),
        )
    )
    for source, _currency, amount in entries:
        if (receipt_id := numbers.get(str(source.get("receipt")))) is not None:
            found[receipt_id] -= int(amount)
    return {row.id: Money(found[row.id], row.currency) for row in rows}


def divisible_of(receipt: Receipt) -> Money:
    """The same for one receipt."""
    return divisible([receipt])[receipt.id]


def undivided(organisation_id: int | None = None) -> Select[Any]:
    """Receipts for licences without a live split, oldest first: of one university, or of all."""
    live = select(Split.id).where(Split.receipt_id == Receipt.id, LIVE_SPLIT).exists()
    statement = (
        select(Receipt)
        .join(Receivable)
        .where(
            or_(*(Receivable.subject.startswith(prefix) for prefix in INCOME_SUBJECTS)),
            Receipt.amount_minor > Receipt.surplus_minor,
            ~live,
        )
        .options(joinedload(Receipt.receivable).joinedload(Receivable.debtor))
        .order_by(Receipt.received_on, Receipt.id)
    )
    return statement if organisation_id is None else statement.where(Receivable.creditor_id == organisation_id)


@dataclass(frozen=True)
class Waiting:
    """A receipt that waits to be divided, what of it counts, and the deal; without one it waits for its licence."""

    receipt: Receipt
    money: Money
    matter: Matter | None


def waiting(organisation_id: int | None, subjects: Collection[str] | None = None) -> list[Waiting]:
    """What is to be divided; receipts whose money was all taken back are left out. Only for `subjects` when given."""
    statement = undivided(organisation_id)
    if subjects is not None:
        statement = statement.where(Receivable.subject.in_(subjects))
    rows: Sequence[Receipt] = db.session.scalars(statement).all()
    amounts = divisible(rows)
    return [Waiting(row, amounts[row.id], matter_of(row.receivable)) for row in rows if amounts[row.id].minor > 0]


def subjects_of(licence: Licence) -> list[str]:
    """What the amounts of a licence are due for: its notice, itself, and the agreement it came from."""
    agreed = db.session.scalars(select(Deal.id).where(Deal.licence_id == licence.id))
    own = [f"{REQUEST}{licence.request_id}", f"{LICENCE}{licence.id}"]
    return own + [f"{DEAL}{number}" for number in agreed]


def receipt_for(actor: Actor, receipt_id: int) -> Receipt:
    """A receipt of the actor's own university; raises NotFound for anybody else's."""
    statement = select(Receipt).join(Receivable).where(Receipt.id == receipt_id)
    found = db.session.scalar(statement.where(Receivable.creditor_id == (actor.organisation_id or 0)))
    if found is None:
        raise NotFound
    return found


def undivided_count() -> int:
    """How many receipts of all universities wait to be divided."""
    return int(db.session.scalar(select(func.count()).select_from(undivided().order_by(None).subquery())) or 0)
