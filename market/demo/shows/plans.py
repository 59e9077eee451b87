"""What the demo's roadshows are about."""

from datetime import datetime, timedelta

from market.core.money import Money
from market.demo.people import AUTHORITY, OPERATORS, UNIVERSITIES
from market.roadshows.rules.plans import Body, Plan
from market.roadshows.rules.series import Series
from market.roadshows.rules.states import Kind, Part

BODIES = (
    Body(Part.HOST, AUTHORITY.name, AUTHORITY.name_en),
    Body(Part.ORGANISER, OPERATORS[0].name, OPERATORS[0].name_en),
    Body(Part.CO_ORGANISER, UNIVERSITIES[0].name, UNIVERSITIES[0].name_en),
)
SERIES = Series(
    "云州专利路演季",
    "Yunzhou patent roadshows",
    "每季度按产业链办一场，高校讲专利，企业讲需求，会后一对一洽谈。",
    "One each quarter by industry chain: universities pitch patents, firms state needs, then one-to-one talks.",
)
PLACE = {
    "place": "云州会展中心 3 号厅",
    "place_en": "Hall 3, Yunzhou Convention Centre",
    "address": "云州市高新区会展路 8 号",
}
CONTACT = "王敏 0000-0000000"


def plan(kind: str, titles: tuple[str, str], texts: tuple[str, str], starts: datetime, **over: object) -> Plan:
    """A plan of four hours, in the hall and online, with the usual bodies."""
    values: dict[str, object] = {
        "kind": kind,
        "title": titles[0],
        "title_en": titles[1],
        "summary": texts[0],
        "summary_en": texts[1],
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=4),
        "stream_url": "https://live.example.org/yunzhou",
        "contact": CONTACT,
        "capacity": 60,
        "target_pitches": 6,
        "target_firms": 5,
        "target_viewers": 12,
        "target_intents": 6,
        "target_signed": 2,
        "target_amount": Money.of(150_000),
        "budget": Money.of(30_000),
        "budget_note": "场地 8,000 元，直播 12,000 元，印刷和茶歇 10,000 元。",
        "bodies": BODIES,
    }
    return Plan(**(values | PLACE | over))  # type: ignore[arg-type]


def casting(starts: datetime) -> Plan:
    """The roadshow that was held."""
    return plan(
        Kind.PATENTS,
        ("铸造与机加工专利专场", "Casting and machining patents"),
        (
            "六项开放许可专利逐项路演，讲清解决什么问题、还差什么、怎么收费。会后按预约一对一洽谈。",
            "Six patents under open licence, each with what it solves, what is missing and what it costs; then one-to-one talks.",
        ),
        starts,
        chain="高端装备与汽车零部件",
        industry="C33",
    )


def environment(starts: datetime) -> Plan:
    """The roadshow that goes on."""
    return plan(
        Kind.PATENTS,
        ("水处理与环保装备专场", "Water treatment and environmental equipment"),
        (
            "四项水处理和废气治理专利路演，两家企业讲需求，欢迎现场提问和登记意向。",
            "Four patents on water and waste gas, two needs of firms; questions and intents are welcome during the show.",
        ),
        starts,
        chain="节能环保",
        industry="C35",
        capacity=40,
    )


def energy(starts: datetime) -> Plan:
    """The roadshow that fills up."""
    return plan(
        Kind.PATENTS,
        ("新能源与储能安全专场", "New energy and storage safety"),
        (
            "面向换电、储能和光伏企业：热失控预警、电芯早筛、台区协调控制等专利集中路演。",
            "For makers of batteries, storage and solar: early warning, cell screening, feeder control.",
        ),
        starts,
        chain="新能源",
        industry="C38",
        capacity=3,
    )


def robots(starts: datetime) -> Plan:
    """The roadshow whose call is open."""
    return plan(
        Kind.PATENTS,
        ("智能检测与机器人专场", "Inspection and robots"),
        (
            "征集焊缝检测、柔性抓取、打磨机器人、防摇控制等专利，面向中小制造企业的旧产线改造。",
            "A call for patents on weld inspection, gripping, grinding robots and cranes, to renew existing lines.",
        ),
        starts,
        chain="智能制造",
        industry="C34",
    )


def needs(starts: datetime) -> Plan:
    """The roadshow that waits for the bureau: firms pitch what they need."""
    return plan(
        Kind.NEEDS,
        ("食品与纺织技术需求揭榜会", "Needs of food and textile makers"),
        (
            "企业讲技术难题，高校当场应答，专家点评方案和经费，达成意向后由运营中心跟踪。",
            "Firms state their problems, universities answer on the spot, experts comment on solution and funds.",
        ),
        starts,
        chain="现代食品与纺织服装",
        industry="C13",
    )
