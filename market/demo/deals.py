"""The demo's licences: notices, payments and recordals, some in time, some late, some still open."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.money import Money
from market.demo.bodies import Cast
from market.licensing import service as licensing
from market.licensing.models import Licence, LicenceRequest
from market.licensing.service.money import subject_of
from market.listings.models import Listing
from market.payments import queries as payments
from market.payments import service as money


@dataclass(frozen=True)
class Deal:
    """A firm's notice so many days ago on the listing whose title begins so; what followed, in days after it.

    `paid` None: not paid; `part`: percent of the price that came; `recorded` None: not recorded.
    """

    firm: str
    title: str
    days_ago: int
    paid: int | None = None
    recorded: int | None = None
    product: str = ""
    part: int = 100
    cancelled: bool = False


STORY = (
    Deal("hengdi", "铝合金低压铸造充型压力", 40, 6, None, "19 英寸以上铝合金轮毂"),
    Deal("deheng", "铝合金低压铸造充型压力", 130, 4, 38, "电机壳体、减震塔"),
    Deal("hengdi", "轮毂铸造模具分区冷却", 74, 0, None, "铝合金轮毂"),
    Deal("deheng", "挤压铸造模具的局部增压销", 160, 9, 70, "转向节"),
    Deal("hengdi", "基于主轴电流的刀具磨损", 86, 0, None, "轮毂机加工线"),
    Deal("baorun", "基于主轴电流的刀具磨损", 84, 0, 30, "轴承套圈车削线"),
    Deal("tiangong", "基于主轴电流的刀具磨损", 30, 0, None, "数控车床改造"),
    Deal("kaituo", "花生收获机的低损摘果滚筒", 210, 11, 60, "4HLB-2 型花生收获机"),
    Deal("xianguo", "草莓采后预冷与气调联用", 200, 0, 45, "草莓、樱桃装箱"),
    Deal("haiyun", "草莓采后预冷与气调联用", 118, 0, None, "贝类产地装箱试用"),
    Deal("ruize", "含油污水的磁性絮凝分离装置", 150, 8, 66, "园区含油废水站"),
    Deal("lvjie", "含油污水的磁性絮凝分离装置", 20, 5, None, "洗车废水一体机"),
    Deal("chidian", "电动自行车换电柜的烟温复合报警", 190, 0, 52, "八仓换电柜"),
    Deal("ansheng", "电动自行车换电柜的烟温复合报警", 97, 0, None, "换电柜配套报警器"),
    Deal("guangchu", "储能电池簇的内阻异常", 60, 12, None, "215 千瓦时储能柜"),
    Deal("yuanfang", "印染废水的臭氧与生物联用", 12, None, None, "色织废水提标"),
    Deal("lvjie", "喷涂废气的沸石转轮浓缩", 9, 3, None, "家具喷涂废气", 50),
    Deal("tiangong", "数控车床切削液浓度", 75, None, None, "车床群集中供液"),
    Deal("deheng", "数控车床切削液浓度", 96, 28, None, "副车架加工线"),
    Deal("baorun", "轴承滚道表面微织构", 25, None, None, "水泵轴承", 100, True),
    Deal("zhumu", "竹木复合板的无醛胶合", 45, 10, 40, "竹木砧板"),
    Deal("guangchu", "电动自行车换电柜的烟温复合报警", 15, 0, None, "储能柜烟温报警"),
    Deal("shuanghe", "一种低升糖杂粮冲调粉", 55, 7, None, "杂粮冲调粉"),
    Deal("daibei", "玻璃纤维废丝的解离回用", 33, 0, None, "玻纤过滤毡"),
)


def tell(cast: Cast, deal: Deal) -> None:
    """Let one deal happen, each deed on its own day."""
    noticed = clock.now() - timedelta(days=deal.days_ago)
    licensee = cast.actor(deal.firm)
    with clock.as_of(noticed), transaction():
        listing = _listing(deal.title)
        once = f"demo-{deal.firm}-{deal.days_ago}"
        request = licensing.send_notice(licensee, listing.id, once, deal.product, "云州市")
        request_id, licensor_id = request.id, request.licensor_id
    if deal.cancelled:
        with clock.as_of(noticed + timedelta(days=2)), transaction():
            licensing.cancel(licensee, request_id)
    if deal.paid:
        with clock.as_of(noticed + timedelta(days=deal.paid)), transaction():
            _pay(cast, deal, request_id, licensor_id)
    if deal.recorded is not None:
        with clock.as_of(noticed + timedelta(days=deal.recorded)), transaction() as session:
            licence = session.scalars(select(Licence).where(Licence.request_id == request_id)).one()
            licensing.record(licensee, licence.id, f"演示 X{clock.today().year}{licence.id:06d}", clock.today())


def _pay(cast: Cast, deal: Deal, request_id: int, licensor_id: int) -> None:
    """The university's finance office books what came by bank."""
    request = db.session.get(LicenceRequest, request_id)
    if request is None:
        raise LookupError(request_id)
    receivable = payments.receivable_for(subject_of(request))
    if receivable is None:
        return
    amount = Money(receivable.amount_minor * deal.part // 100, receivable.currency)
    money.book_receipt(
        cast.finance(licensor_id),
        receivable.id,
        "bank",
        f"DEMO{request_id:06d}",
        amount,
        clock.today(),
        request.licensee.name,
        f"附言 {receivable.reference}",
    )


def _listing(title: str) -> Listing:
    return db.session.scalars(select(Listing).where(Listing.title.startswith(title))).one()


def lapse() -> None:
    """Let time run out where nobody paid."""
    outbox.run_timed()
