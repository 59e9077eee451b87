"""A made-up agreement, to show and to check a template with before anybody's contract is drawn from it."""

from collections.abc import Sequence
from dataclasses import replace

from market.contracts.rules.agreement import Agreement, PartyFacts, PatentFacts
from market.contracts.rules.states import Family, Kind

UNIVERSITY = PartyFacts(
    id=1,
    name="示例理工大学",
    name_en="Example University of Technology",
    uscc="12370000MB2C000001",
    address="山东省淄博市示例路1号",
    postcode="255000",
    legal_representative="王示例",
    agent="李示例",
    contact="张示例",
    phone="0533-0000000",
    email="office@example.edu.cn",
    bank="示例银行淄博支行",
    account="0000 0000 0000 0000",
    background="省属高等学校，持有与本专利有关的工艺参数。",
)
FIRM = replace(
    UNIVERSITY,
    id=2,
    name="淄博示例轮毂有限公司",
    name_en="Zibo Example Wheels Ltd",
    uscc="91370300MA3C000002",
    address="山东省淄博市示例工业园2号",
    legal_representative="赵示例",
    contact="孙示例",
    background="生产铝合金轮毂，职工四十人。",
)
PATENT = PatentFacts(
    number="201710601862.3",
    title="一种低压铸造用模具",
    title_en="A mould for low-pressure casting",
    kind="invention",
    applicants=("示例理工大学",),
    patentees=("示例理工大学",),
    filing_date="2017-07-21",
    grant_date="2019-05-10",
    expiry_date="2037-07-21",
)
LICENCE = Agreement(
    kind=Kind.ORDINARY,
    source="示例-0001",
    title="低压铸造模具的许可",
    title_en="Licence on a mould for low-pressure casting",
    licensor=UNIVERSITY,
    licensee=FIRM,
    patents=(PATENT, replace(PATENT, number="201820000001.4", kind="utility_model")),
    territory="中国境内",
    territory_en="Within China",
    field="汽车轮毂",
    manner="制造、使用、销售",
    start="2027-01-01",
    end="2031-12-31",
    royalty=True,
    inspection=True,
    price=("入门费 ¥30,000.00，之后按净销售额的 1.5 %", "Entry fee ¥30,000.00, then 1.5 % of net sales"),
    fees=(
        ("入门费 ¥30,000.00，自合同生效之日起 30 日内支付。", "Entry fee of ¥30,000.00, within 30 days of effect."),
        ("每年按净销售额的 1.5 % 支付使用费。", "1.5 % of net sales each year."),
    ),
    notes="样品由许可方检验一次。",
    place="山东省淄博市",
)
OPEN = replace(
    LICENCE,
    kind=Kind.OPEN,
    listing="KF-2026-0001",
    announced_on="2026-10-01",
    announcement_number="公告000001",
    product="轮毂",
    use_place="淄博",
)


def examples(family: str) -> Sequence[Agreement]:
    """Every kind of agreement that a template of this family has to serve, with and without what is optional."""
    if family == Family.OPEN:
        return [OPEN, replace(OPEN, notes="", fees=(), royalty=False)]
    if family == Family.LICENCE:
        bare = replace(LICENCE, notes="", fees=(), royalty=False, inspection=False, free=True)
        kinds = [replace(LICENCE, kind=kind) for kind in (Kind.ORDINARY, Kind.SOLE, Kind.EXCLUSIVE)]
        return [*kinds, replace(LICENCE, sublicense=True), bare]
    kind = Kind.TRANSFER if family == Family.TRANSFER else Kind.EQUITY
    return [replace(LICENCE, kind=kind), replace(LICENCE, kind=kind, notes="", fees=())]
