"""Effects in the demo market: what licensees reported on this year, some verified, one queried, one none yet."""

from sqlalchemy import select

from market.accounts.queries import members_of, operators
from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.effects import service
from market.effects.models import EffectReport
from market.effects.rules.reporting import Effect
from market.licensing.models import Licence


def told(product: str, sales: int, exports: int, tax: int, savings: int, jobs: int) -> Effect:
    """A report of something made; amounts in yuan."""
    return Effect(True, product, Money.of(sales), Money.of(exports), Money.of(tax), Money.of(savings), jobs)


REPORTS = (
    told("按许可工艺生产的首批产品", 1_860_000, 240_000, 96_000, 130_000, 8),
    Effect(False, note="设备已订购，明年二季度投产。"),
    told("改造后的现有产品", 720_000, 0, 41_000, 85_000, 3),
    told("新产品小批量试销", 156_000, 0, 9_800, 0, 2),
    told("装箱线升级产品", 980_000, 310_000, 52_000, 64_000, 5),
    told("配套件", 410_000, 0, 23_500, 12_000, 4),
)
QUESTION = "请说明销售额是否包含未使用该工艺的产品。"


def build() -> None:
    """Believable reports on the licences that are there; doing it twice changes nothing."""
    if db.session.scalar(select(EffectReport.id).limit(1)) is not None:
        return
    licences = db.session.scalars(
        select(Licence).where(Licence.ended_on.is_(None)).order_by(Licence.free.desc(), Licence.id)
    ).all()
    operator = next(iter(operators()), None)
    pairs = [(licence.id, licence.licensee_id) for licence in licences]
    for place, (licence_id, licensee_id) in enumerate(pairs[: 2 * len(REPORTS)]):
        people = members_of(licensee_id, ("owner", "manager"))
        if not people:
            continue
        with transaction():
            row = service.report(people[0].actor, licence_id, clock.today().year, REPORTS[place % len(REPORTS)])
        if operator is not None and place % 3 == 0:
            with transaction():
                service.decide(operator.actor, row.id, verified=place != 3, note=QUESTION if place == 3 else "")
