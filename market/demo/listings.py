"""The demo's listings, brought to their states by the deeds a transfer office would do."""

from datetime import datetime, timedelta
from decimal import Decimal

from market.core import clock
from market.core.actor import Actor
from market.core.calendar import add_months
from market.core.db import transaction
from market.core.money import Money
from market.demo.bodies import Cast
from market.demo.offers import Offer
from market.listings import queries, service
from market.listings.rules.offer import Description, Fee
from market.patents.models import Patent

DUE_DAYS = 15
PLATFORMS = ("省知识产权公共服务平台", "云州科技大市场")


def offer(cast: Cast, offer: Offer, patent_id: int, number: int, moment: datetime) -> None:
    """Draft, declare, announce and so on, until the offer's state is reached; the deeds are some days apart."""
    if not offer.state:
        return
    actor = cast.actor(offer.owner)
    with clock.as_of(moment + timedelta(days=1)):
        listing_id = _draft(actor, offer, patent_id)
        if offer.state == "draft":
            return
        with transaction():
            service.declare(actor, listing_id)
            service.record_filing(actor, listing_id, f"演示-{number:04d}", clock.today())
    if offer.state == "declared":
        return
    with clock.as_of(moment + timedelta(days=12)), transaction():
        service.announce(actor, listing_id, f"演示 {clock.today().year}-{number:04d}", clock.today())
        for platform in PLATFORMS[: number % 3]:
            service.publish_elsewhere(actor, listing_id, platform, clock.today())
    with clock.as_of(moment + timedelta(days=30)), transaction():
        if offer.state == "suspended":
            service.suspend(actor, listing_id, "专利正在办理质押登记，待质权人书面同意后恢复。")
        elif offer.state == "withdrawn":
            service.withdraw(actor, listing_id, "专利拟转让给本地企业，经全体权利人同意撤回。", clock.today())


def _draft(actor: Actor, offer: Offer, patent_id: int) -> int:
    with transaction() as session:
        listing = service.begin(actor, [patent_id])
        session.flush()
        fee = fee_of(offer.fee)
        service.set_fee(actor, listing.id, listing.version, fee, queries.fee_in_words(fee, "zh"))
        session.flush()
        patent = session.get(Patent, patent_id)
        end = add_months(clock.today(), 60)
        if patent is not None and patent.expiry_date is not None:
            end = min(end, patent.expiry_date - timedelta(days=1))
        service.set_term(actor, listing.id, listing.version, end, "可另行约定技术服务与培训。")
        session.flush()
        service.describe(actor, listing.id, listing.version, _description(offer))
        session.flush()
        service.confirm_statements(actor, listing.id, listing.version, True)
        session.flush()
        return int(listing.id)


def _description(offer: Offer) -> Description:
    return Description(
        title=offer.title,
        title_en=offer.title_en,
        summary=offer.summary,
        summary_en=offer.summary_en,
        application=offer.application,
        products=offer.application,
        not_for=offer.not_for,
        industry=offer.industry,
        maturity=offer.maturity,
        benefits=offer.benefits,
    )


def fee_of(text: str) -> Fee:
    """The price an offer's short form stands for; see `Offer.fee`."""
    kind, *words = text.split()
    if kind == "free":
        return Fee(kind="free")
    if kind == "one_off":
        amount = Money.of(words[0])
        return Fee(kind="one_off", amount=amount, due_at_start=amount, due_days=DUE_DAYS)
    if kind == "royalty":
        return Fee(kind="royalty", rate=Decimal(words[0]), base=words[1])
    if kind == "entry":
        amount = Money.of(words[0])
        cap = Money.of(words[3]) if len(words) > 3 else None
        rate = Decimal(words[1])
        return Fee("entry_royalty", amount, amount, DUE_DAYS, rate, words[2], cap)
    parts = tuple((Money.of(amount), int(months)) for amount, months in (word.split("@") for word in words))
    total = Money(sum(amount.minor for amount, _months in parts))
    return Fee("instalments", total, parts[0][0], DUE_DAYS, instalments=parts)
