"""The roadshows ahead: one fills up and has a waiting list, one calls for pitches, one waits for the bureau."""

from datetime import datetime, time, timedelta

from market.core import clock
from market.core.db import db, transaction
from market.demo.bodies import Cast
from market.demo.shows import deeds, plans, tables
from market.demo.shows.deeds import OPERATOR
from market.guests import service as guests
from market.invitations import queries as invitation_queries
from market.invitations import service as invitations
from market.invitations.rules.states import Way
from market.pitches import service as pitches
from market.schedule import service as schedule

CHOSEN = (
    ("储能电池簇的内阻异常", "何文静", "教授"),
    ("电动自行车换电柜的烟温复合报警", "许知远", "副教授"),
    ("铝铜异种金属极耳", "孟庆元", "副教授"),
    ("台区储能与光伏协调", "何文静", "教授"),
)
RESERVE = ("扁线电机定子", "罗成", "教授")
CALLED = (
    ("薄壁管件环焊缝", "邵宁", "讲师", True),
    ("铸件浇口打磨机器人", "罗成", "教授", True),
    ("一种轮毂毛坯柔性抓取手", "方知行", "副教授", False),
)
TO_MEND = "请补充一段现场视频，并说明适用的铸件重量范围。"


def afternoon(days: int) -> datetime:
    """Two in the afternoon, so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(14), clock.SHANGHAI)


def coming(cast: Cast) -> None:
    """In twelve days: selected, invited, the hall is full and a returned place is offered."""
    show, operator = deeds.announce(cast, plans.energy(afternoon(12)), deeds.series_id()), cast.actor(OPERATOR)
    with show.on(-35):
        chosen = [deeds.apply(show, *one) for one in CHOSEN]
    with show.on(-33):
        reserve = deeds.apply(show, *RESERVE)
    with show.on(-25):
        deeds.review(show, dict.fromkeys(chosen, (4, 4, 5, 4, 4)) | {reserve: (4, 3, 3, 4, 4)}, "请准备现场数据。")
    with show.on(-19):
        deeds.decide(show, chosen, "select")
        deeds.decide(show, [reserve], "reserve", "与储能主题略远，作为候补。")
    with show.on(-18), transaction():
        pitches.announce(operator, show.id, "抽签当日 8 时云州市区气温（摄氏度，一位小数）")
    with show.on(-13.9):
        _invite(show)
    with show.on(-13):
        deeds.register(
            show, ("chidian", "guangchu", "ansheng", "hengdi", "deheng"), "site", "firm", "现场能看到样机吗？"
        )
        deeds.register(show, ("dongling", "yzut"), "online", "pitcher")
    with show.on(-12, hours=-9), transaction():
        guests.cancel(cast.actor("guangchu"), show.id)
    with show.on(-12, hours=-8), transaction():
        schedule.fill(operator, show.id)
    with show.on(-12, hours=-8):
        tables.plan(show, tables.after_pitches(show), 6)


def _invite(show: deeds.Show) -> None:
    """Whom matching names is drafted; half of the letters are sent."""
    operator = show.cast.actor(OPERATOR)
    ticked = [row.key for _, rows in invitation_queries.candidates(show.row) for row in rows[:3]]
    if ticked:
        with transaction():
            invitations.draft(operator, show.row, ticked)
    numbers = [row.id for row in invitation_queries.of_roadshow(show.id) if row.contact_email]
    for number in numbers[::2]:
        with transaction():
            invitations.send(operator, invitation_queries.get(number), Way.MAIL)
    for number, said in zip(numbers[::2], ("coming", "perhaps"), strict=False):
        with transaction():
            invitations.answer(operator, invitation_queries.get(number), said)


def planned(cast: Cast) -> None:
    """In 38 days, its call is open; and one that the bureau has to approve."""
    show = deeds.announce(cast, plans.robots(afternoon(38)), deeds.series_id())
    numbers = []
    for place, (title, speaker, speaker_title, sent) in enumerate(CALLED):
        with show.on(-43 + place):
            numbers.append(deeds.apply(show, title, speaker, speaker_title, sent))
    with show.on(-39):
        deeds.decide(show, numbers[1:2], "return", TO_MEND)
    with clock.as_of(clock.now() - timedelta(days=1)):
        deeds.submit(cast, plans.needs(afternoon(60)), deeds.series_id())
    db.session.expire_all()
