"""The roadshow that goes on: the second pitch is on, questions come in, the host's console waits."""

from datetime import timedelta

from market.core import clock
from market.core.db import db, transaction
from market.core.money import Money
from market.demo.bodies import Cast
from market.demo.shows import deeds, plans, tables
from market.demo.shows.deeds import OPERATOR, Show
from market.intents.rules import Wish
from market.live import service as live
from market.meetings.rules.planning import SessionTimes
from market.schedule import queries as programmes
from market.schedule import service as schedule
from market.schedule.rules.items import Kind
from market.schedule.service.filling import MAIN_ROOM

PITCHED = (
    ("含油污水的磁性絮凝", "吴清源", "研究员"),
    ("印染废水的臭氧与生物", "江月", "高级工程师"),
    ("低碳氮比污水的短程", "吴清源", "研究员"),
    ("喷涂废气的沸石转轮", "程远", "工程师"),
)
NEED = "机械加工园区含油废水"
ON_SITE, ONLINE = ("ruize", "yuanfang", "hengdi", "jlwater"), ("lvjie", "zhumu", "broker")
SINCE = timedelta(minutes=47)
"""So long ago it began."""


def today(cast: Cast) -> None:
    """Everything up to the moment in which the demo is opened."""
    begins = (clock.now() - SINCE).replace(second=0, microsecond=0)
    show = deeds.announce(cast, plans.environment(begins), deeds.series_id())
    chosen = []
    for place, (title, speaker, speaker_title) in enumerate(PITCHED):
        with show.on(-38 + 2 * place):
            chosen.append(deeds.apply(show, title, speaker, speaker_title))
    with show.on(-30):
        need = deeds.apply_with_need(show, NEED)
    with show.on(-20):
        deeds.decide(show, [*chosen, need], "select")
    _prepare(show)
    _stage(show, chosen)


def _prepare(show: Show) -> None:
    operator = show.cast.actor(OPERATOR)
    with show.on(-10):
        deeds.register(show, ON_SITE[:3], "site", "firm", "占地和运行费用是多少？")
        deeds.register(show, ON_SITE[3:], "site", "pitcher")
        deeds.register(show, ONLINE[:2], "online", "firm")
        deeds.register(show, ONLINE[2:], "online", "service")
    with show.on(-5), transaction():
        schedule.fill(operator, show.id)
        db.session.flush()
    with show.on(-5), transaction():
        draft = programmes.draft(show.id)
        schedule.release(operator, show.id, draft.version if draft else 0)
    with show.on(-5):
        tables.plan(show, _announced(show), 3)
    tables.arrange(show, ON_SITE, "想谈占地、能耗和运行费用。", 4)


def _announced(show: Show) -> SessionTimes:
    """The hours that the programme gives to one-to-one meetings."""
    items = programmes.items(programmes.released(show.id))
    item = next(item for item in items if item.kind == Kind.MEETINGS)
    return SessionTimes("会后洽谈", item.starts_at, item.ends_at, tables.SLOT)


def _stage(show: Show, chosen: list[int]) -> None:
    """Sign-in, welcome, policy and the first pitch are over, the second is on."""
    operator, room = show.cast.actor(OPERATOR), MAIN_ROOM[0]
    oil, dye, *_ = chosen
    with show.on(0, minutes=-5):
        with transaction():
            live.open_(operator, show.id)
        deeds.arrive(show, [*ON_SITE, *ONLINE])
    for minutes in (0, 10, 20):
        with show.on(0, minutes=minutes):
            deeds.forward(show, room)
    with show.on(0, minutes=24):
        asked = deeds.ask(show, "ruize", "进水含油波动大，药剂要不要跟着调？", oil, ("hengdi", "lvjie", "yuanfang"))
        deeds.wish(show, "ruize", oil, Wish("know_more", note="想看中试装置。", consent=True))
        deeds.wish(show, "hengdi", oil, Wish("licence", Money.of(20_000), Money.of(50_000), "清洗线废水。", True))
        with transaction():
            live.answer_on_stage(operator, show.id, asked, "现场答复：装置按浊度自动加药。")
    with show.on(0, minutes=32):
        deeds.forward(show, room)
        deeds.wish(show, "yuanfang", dye, Wish("licence", Money.of(50_000), Money.of(200_000), consent=True))
    with show.on(0, minutes=44):
        deeds.forward(show, room)
    with show.on(0, minutes=45):
        deeds.ask(show, "lvjie", "低温季节亚硝化还稳吗？", chosen[2], ("ruize",))
        with transaction():
            poll = live.make_poll(
                operator, show.id, "贵单位下一步最想做什么？", ["看现场", "送水样检测", "谈许可", "再了解"]
            ).id
            live.open_poll(operator, show.id, poll)
        for place, key in enumerate(("ruize", "lvjie", "yuanfang")):
            with transaction():
                live.answer_poll(show.cast.actor(key), show.id, poll, place % 3)
