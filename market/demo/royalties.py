"""Royalties of the demo market: a licence in its third quarter of reports, and one used first and paid later."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from market.accounts.models import Organisation
from market.accounts.queries import members_of
from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.licensing.models import LicencePatent
from market.licensing.rules.fees import FeePlan, Figures, Milestone, Part, Royalty, Step
from market.negotiation import service as talks
from market.negotiation.models import Deal, DealPatent
from market.negotiation.rules.offers import Terms
from market.patents.models import Owner, Patent
from market.payments import service as money
from market.payments.models import Receivable
from market.royalties import queries, service
from market.royalties.models import Obligation, Schedule
from market.royalties.service import Statement
from market.royalties.service.schedules import SMALL

QUARTERLY = FeePlan(
    kind="entry_royalty",
    parts=(Part(Money.of(30_000).minor), Part(Money.of(20_000).minor, 12)),
    royalty=Royalty(
        steps=(Step(0, Decimal("0.02")), Step(Money.of(2_000_000).minor, Decimal("0.015"))),
        by="base",
        minimum_minor=Money.of(20_000).minor,
        cap_minor=Money.of(200_000).minor,
        period="quarter",
    ),
    late_rate=Decimal("0.0435"),
    inspection=True,
)
LATER = FeePlan(
    kind="pay_later",
    parts=(Part(Money.of(60_000).minor, 18),),
    milestones=(Milestone("首批产品通过用户验收", Money.of(20_000).minor),),
)
DAYS_AGO = 250
SALES = (860_000, 1_420_000, 1_180_000)
"""Yuan of sales in the quarters that are over, earliest first."""


def build() -> None:
    """Two agreed licences with their reports and payments, begun 250 days ago; doing it twice changes nothing."""
    if db.session.scalar(select(Deal.id).where(Deal.once.like("demo-royalty-%")).limit(1)) is not None:
        return
    for plan, patent_id, firm in zip((QUARTERLY, LATER), _free_patents(), _small_firms(), strict=False):
        owner = _signer(db.session.scalar(select(Owner.organisation_id).where(Owner.patent_id == patent_id).limit(1)))
        if owner is None:
            continue
        with clock.as_of(clock.now() - timedelta(days=DAYS_AGO)):
            schedule_id = _conclude(owner, firm, patent_id, plan)
        if plan is QUARTERLY:
            _report_quarters(owner, firm, schedule_id)
        else:
            _reach(firm, schedule_id)


def _signer(organisation_id: int | None) -> Actor | None:
    found = members_of(organisation_id, ("owner", "manager")) if organisation_id else []
    return found[0].actor if found else None


def _small_firms() -> list[Actor]:
    """Vetted small and medium firms, the latest first: the demo's other stories begin with the earliest."""
    statement = select(Organisation.id).where(
        Organisation.kind == "firm", Organisation.state == "approved", Organisation.sme_class.in_(SMALL)
    )
    found = [_signer(one) for one in db.session.scalars(statement.order_by(Organisation.id.desc()))]
    return [actor for actor in found if actor is not None]


def _free_patents() -> Sequence[int]:
    """Patents of universities in force without licence or deal; an open declaration does not bar an ordinary licence."""
    owned = select(Owner.patent_id).join(Organisation).where(Organisation.kind == "university")
    taken = (select(LicencePatent.patent_id), select(DealPatent.patent_id))
    statement = (
        select(Patent.id)
        .where(
            Patent.status == "in_force",
            Patent.secret.is_(False),
            Patent.pledged.is_(False),
            Patent.disputed.is_(False),
            Patent.preserved.is_(False),
            Patent.id.in_(owned),
            *(Patent.id.not_in(ids) for ids in taken),
        )
        .order_by(Patent.id)
        .limit(2)
    )
    return db.session.scalars(statement).all()


def _conclude(owner: Actor, firm: Actor, patent_id: int, plan: FeePlan) -> int:
    """From the first question to the signed contract on one day; returns the schedule."""
    with transaction():
        talks.set_rule(owner, False, 15, "")
        deal_id = talks.ask(
            firm, [patent_id], "我司拟采用这项技术，请报价。", f"demo-royalty-{patent_id}", "ordinary"
        ).id
    with transaction():
        terms = Terms("ordinary", (patent_id,), plan.to_plain(), term_end=clock.today() + timedelta(days=3 * 365))
        offer = talks.make(owner, deal_id, terms, 0, "")
        number, seal = offer.number, offer.seal
    with transaction():
        talks.accept(firm, deal_id, number, seal)
    for side in (owner, firm):
        with transaction():
            talks.confirm(side, deal_id, f"XK-{patent_id:04d}", clock.today())
    with transaction():
        talks.set_rule(owner, True, 15, "科研院")
    deal = db.session.get_one(Deal, deal_id)
    found = queries.schedule_of(f"licence:{deal.licence_id}")
    if found is None:
        raise LookupError(deal_id)
    return found.id


def _periods(schedule_id: int) -> list[Obligation]:
    schedule = db.session.get_one(Schedule, schedule_id)
    return [line for line in schedule.obligations if line.kind == "royalty"]


def _report_quarters(owner: Actor, firm: Actor, schedule_id: int) -> None:
    """The first quarters verified and paid, one of them after a query; the last one waits for the licensor."""
    with clock.as_of(clock.now() - timedelta(days=DAYS_AGO - 10)):
        _pay_open(owner, schedule_id)
    for number, sales in enumerate(SALES):
        line = _periods(schedule_id)[number]
        if line.period is None or line.period.end + timedelta(days=12) >= clock.today():
            return
        days_ago = (clock.today() - line.period.end).days - 12
        with clock.as_of(clock.now() - timedelta(days=days_ago)):
            _report(firm, line.id, sales, 0)
            if number == 1:
                with transaction():
                    service.query(owner, line.id, 1, "六月的退货怎么没有列入？请补充说明。")
                _report(firm, line.id, sales, 1, returned=20_000, answer="六月退货 2 万元已列入扣除。")
            if number < len(SALES) - 1:
                with transaction():
                    service.verify(owner, line.id, 2 if number == 1 else 1)
                _pay_open(owner, schedule_id)


def _report(firm: Actor, line_id: int, sales: int, seen: int, returned: int = 0, answer: str = "") -> None:
    figures = Figures(Money.of(sales).minor, Money.of(returned).minor)
    with transaction():
        service.submit(firm, line_id, Statement(figures, "按月汇总，见账簿。", answer), seen)


def _pay_open(owner: Actor, schedule_id: int) -> None:
    """What is due within two months is paid by bank transfer."""
    schedule = db.session.get_one(Schedule, schedule_id)
    near = clock.today() + timedelta(days=60)
    due = [line.receivable for line in schedule.obligations if line.receivable and line.due_on and line.due_on <= near]
    for receivable_id in [row.id for row in due if row.state == "open"]:
        with transaction():
            row = db.session.get_one(Receivable, receivable_id)
            amount = money.open_amount(row)
            payer = row.debtor.name
            money.book_receipt(
                owner, receivable_id, "bank", f"DEMO-TC-{receivable_id:05d}", amount, clock.today(), payer
            )


def _reach(firm: Actor, schedule_id: int) -> None:
    """The milestone is reported, and waits for the licensor."""
    schedule = db.session.get_one(Schedule, schedule_id)
    line = next(line for line in schedule.obligations if line.awaits_event)
    with transaction():
        service.reach(firm, line.id, clock.today() - timedelta(days=5), "首批 500 件交付，用户验收合格。")
