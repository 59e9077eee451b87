"""The roadshow of three months ago: what was pitched, who came, what was wanted; the licences that followed are real."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.money import Money
from market.demo.bodies import Cast
from market.demo.shows import deeds, handouts, plans, tables
from market.demo.shows.deeds import OPERATOR, Show
from market.guests import queries as guests
from market.intents import service as intents
from market.intents.rules import Wish
from market.intents.rules.entering import Said
from market.intents.rules.outside import Signed
from market.invitations import queries as invitation_queries
from market.invitations import service as invitations
from market.invitations.models import RoadshowInvitation
from market.live import service as live
from market.meetings import service as meetings
from market.meetings.rules.states import Outcome, State
from market.outcomes import queries as outcome_queries
from market.outcomes import service as outcomes
from market.outcomes.rules.report import Words
from market.pitches import service as pitches
from market.pitches.models import Pitch, PitchFile
from market.roadshows import service as roadshows
from market.roadshows.models import Roadshow
from market.schedule import queries as programmes
from market.schedule import service as schedule
from market.schedule.service.filling import MAIN_ROOM

DAYS_AGO = 101
PITCHED = (
    ("铝合金低压铸造充型压力", "孟庆元", "副教授"),
    ("挤压铸造模具的局部增压销", "邵宁", "讲师"),
    ("基于主轴电流的刀具磨损", "罗成", "教授"),
    ("数控车床切削液浓度", "方知行", "副教授"),
    ("厚大断面铸件局部加压", "郑铸", "研究员"),
    ("基于 X 射线图像的铸件缩松", "赵明远", "高级工程师"),
)
NOT_CHOSEN = ("草莓采后预冷", "刘春生", "教授")
ON_SITE, ONLINE = (
    ("hengdi", "deheng", "baorun", "tiangong", "yzut", "jiangzuo"),
    ("zhumu", "kaituo", "ansheng", "jinsu"),
)
REFUSED = 2
"""Which of the proposed meetings the asked side declines."""
RESULTS = (Outcome.INTENT, Outcome.MATERIAL, Outcome.VISIT)
SALT_SOURCE, SALT = "抽签当日 8 时云州市区气温（摄氏度，一位小数）", "26.4"


def starts_at() -> datetime:
    """Two in the afternoon of the day."""
    day = clock.today() - timedelta(days=DAYS_AGO)
    return datetime.combine(day, time(14), clock.SHANGHAI)


def held(cast: Cast) -> None:
    """The whole course from the call to the first report; the deals that come of it are told afterwards."""
    with clock.as_of(starts_at() - timedelta(days=46)):
        series_id = plans_series(cast)
    show = deeds.announce(cast, plans.casting(starts_at()), series_id)
    chosen = _call(show)
    with show.on(-8):
        handouts.bring([(_owner(show, pitch_id), pitch_id) for pitch_id in chosen])
    _fill(show)
    with show.on(-7):
        tables.plan(show, tables.after_pitches(show), 4)
    tables.arrange(show, ON_SITE, "想谈旧机台改造的投入和周期。", 6, REFUSED)
    wanted = _day(show, chosen)
    _afterwards(show, wanted)


def _owner(show: Show, pitch_id: int) -> Actor:
    """The person who pitches."""
    return show.cast.actor(deeds.OWNERS[db.session.get_one(Pitch, pitch_id).organisation.name])


def plans_series(cast: Cast) -> int:
    """The series all of them belong to."""
    with transaction():
        return roadshows.keep_series(cast.actor(OPERATOR), plans.SERIES).id


def _call(show: Show) -> list[int]:
    """Applications, experts, decisions and the draw; returns the chosen pitches."""
    chosen = []
    for place, (title, speaker, speaker_title) in enumerate(PITCHED):
        with show.on(-38 + 2 * place):
            chosen.append(deeds.apply(show, title, speaker, speaker_title))
    with show.on(-30):
        other = deeds.apply(show, *NOT_CHOSEN)
    with show.on(-24):
        marks = {pitch: (5 - place % 2, 4, 5 if place < 4 else 3, 4, 4) for place, pitch in enumerate(chosen)}
        deeds.review(show, marks | {other: (4, 4, 1, 3, 4)}, "数据来自两家企业试产，建议讲清旧机台如何改造。")
    with show.on(-20):
        deeds.decide(show, chosen, "select")
        deeds.decide(show, [other], "decline", "与本场产业链不符，请报名现代食品专场。")
    with show.on(-16), transaction():
        draw = pitches.announce(show.cast.actor(OPERATOR), show.id, SALT_SOURCE).id
    with show.on(-14), transaction():
        pitches.hold(show.cast.actor(OPERATOR), show.id, draw, SALT)
    return chosen


def _fill(show: Show) -> None:
    """Invitations, registrations and the released programme."""
    operator = show.cast.actor(OPERATOR)
    with show.on(-13):
        for key in ("hengdi", "deheng", "baorun", "tiangong", "chidian", "daibei"):
            with transaction():
                body = show.cast.actor(key).organisation_id or 0
                row = invitations.invite(operator, show.row, body, list(db.session.scalars(deeds.selected(show.id))))
                invitations.send(operator, row, "mail")
                number = row.id
            if key == "chidian":
                with transaction():
                    invitations.answer(show.cast.actor(key), invited(number), "declined", "wrong_field")
    with show.on(-12):
        deeds.register(
            show, [key for key in ON_SITE if show.cast.actor(key).kind == "firm"], "site", "firm", "旧机台能不能改？"
        )
        deeds.register(show, [key for key in ON_SITE if show.cast.actor(key).kind == "university"], "site", "pitcher")
        deeds.register(show, ONLINE, "online", "firm")
    with show.on(-6), transaction():
        schedule.fill(operator, show.id)
    with show.on(-5), transaction():
        draft = programmes.draft(show.id)
        schedule.release(operator, show.id, draft.version if draft else 0, "议程定稿")


def invited(number: int) -> RoadshowInvitation:
    """An invitation by its number."""
    return invitation_queries.get(number)


def _day(show: Show, chosen: Sequence[int]) -> list[int]:
    """The day itself; returns the intents."""
    operator, room = show.cast.actor(OPERATOR), MAIN_ROOM[0]
    with show.on(0, minutes=-10):
        with transaction():
            live.open_(operator, show.id)
        deeds.arrive(show, [*ON_SITE, *ONLINE])
    with show.on(0):
        deeds.forward(show, room, 3)
    with show.on(0, minutes=30):
        late = _questions(show, chosen)
        deeds.forward(show, room, 2)
        wanted = _wishes(show, chosen)
    with show.on(0, hours=1):
        _poll(show)
    with show.on(0, hours=4), transaction():
        live.close(operator, show.id)
    with show.on(0, hours=5):
        for place, (number, asker, other) in enumerate(tables.pairs(show, ON_SITE, State.BOOKED)):
            with transaction():
                meetings.note_result(asker, number, RESULTS[place % len(RESULTS)], "下周联系。")
                meetings.note_result(other, number, Outcome.VISIT)
    with show.on(1), transaction():
        live.answer_in_writing(operator, show.id, late, "书面答复：可以，需按批次切换参数，讲者可提供表格。")
    return wanted


def _questions(show: Show, chosen: Sequence[int]) -> int:
    """What the floor asks; returns the question to be answered in writing."""
    operator, (casting, _pin, wear, coolant, *_) = show.cast.actor(OPERATOR), chosen
    voters = ("deheng", "baorun", "kaituo")
    asked = deeds.ask(show, "hengdi", "600 公斤的保温炉能不能用？控制柜要换吗？", casting, voters)
    deeds.ask(show, "baorun", "不装传感器，换一种材料要不要重新标定？", wear, ("tiangong", "hengdi"))
    late = deeds.ask(show, "zhumu", "小批量多品种能用吗？", coolant)
    with transaction():
        live.answer_on_stage(operator, show.id, asked, "现场答复：可用，控制柜加一块模块。")
    with transaction():
        live.promise(operator, show.id, late)
    return late


def _wishes(show: Show, chosen: Sequence[int]) -> list[int]:
    """What the firms want of the pitches."""
    casting, pin, wear, coolant, *_ = chosen
    small = Wish("licence", Money.of(1_000), Money.of(10_000), "给客户改造时用。", True)
    return [
        deeds.wish(show, key, pitch_id, wanted)
        for key, pitch_id, wanted in (
            ("hengdi", casting, Wish("licence", Money.of(30_000), Money.of(80_000), "先改一台试试。", True)),
            ("deheng", pin, Wish("know_more", note="想看现场。", consent=True)),
            ("hengdi", wear, Wish("licence", consent=True)),
            ("baorun", wear, Wish("licence", consent=True)),
            ("tiangong", wear, small),
            ("deheng", coolant, Wish("licence", consent=True)),
            ("zhumu", coolant, Wish("joint", note="木工刀具是否适用？")),
        )
    ]


def _poll(show: Show) -> None:
    operator = show.cast.actor(OPERATOR)
    with transaction():
        poll = live.make_poll(operator, show.id, "今天哪一类改造最急？", ["压铸工艺", "刀具监测", "检测分级"]).id
        live.open_poll(operator, show.id, poll)
    for place, key in enumerate(("hengdi", "deheng", "baorun", "tiangong", "zhumu")):
        with transaction():
            live.answer_poll(show.cast.actor(key), show.id, poll, place % 2)
    with transaction():
        live.close_poll(operator, show.id, poll)


def _afterwards(show: Show, wanted: Sequence[int]) -> None:
    """Replay, survey, first report, and what owners wrote into the intents."""
    operator = show.cast.actor(OPERATOR)
    with show.on(0, hours=20):
        with transaction():
            outcomes.set_replay(operator, show.id, "https://live.example.org/yunzhou/replay-1", "public")
        outcomes.thank_due()
        with transaction():
            _entered(show)
    with show.on(1, hours=2):
        _fetched(show)
    with show.on(2):
        survey = outcome_queries.survey_of(show.id)
        places = outcome_queries.places(survey.id) if survey else []
        for place, row in enumerate(list(places)[:6]):
            with transaction():
                given = {"useful": 5 - place % 3, "met": place % 3 != 2, "next": "多请几家讲旧产线改造的。"}
                outcomes.answer(row.id, given)
    with show.on(3, hours=1):
        outcomes.draft_due()
        with transaction():
            outcomes.edit_words(operator, show.id, Words(press="六项专利路演，十家单位参会，登记意向八项。"))
            outcomes.issue(operator, show.id)
    with show.on(7), transaction():
        intents.note(operator, wanted[1], "德恒约好下周二到实训厂看增压销。", private=False)
    with show.on(30), transaction():
        intents.close(operator, wanted[6], "technique", "木工刀具转速范围不适用。")
    with show.on(45), transaction():
        intents.report_outside(operator, wanted[1], _development())


def _entered(show: Show) -> None:
    """A paper form that a firm left at the desk, entered by the operator the next morning; the firm says it is right."""
    operator = show.cast.actor(OPERATOR)
    guest = next(
        row for row in guests.of_roadshow(show.id) if row.organisation_id == show.cast.actor("jinsu").organisation_id
    )
    pitch_id = next(iter(db.session.scalars(deeds.selected(show.id))))
    words = Said("paper", "周晓梅", "纸质意向表第 3 号，存办公室。")
    wanted = Wish("know_more", note="想了解能否用于小吨位机台。", consent=True)
    number = intents.enter(operator, guest.id, pitch_id, wanted, words).id
    intents.confirm(show.cast.actor("jinsu"), number)


def _development() -> Signed:
    """What two sides signed by themselves, at the university."""
    day = clock.today()
    return Signed("development", day, Money.of(60_000), number="YZJS-2026-031", terms="另按销售额的 1% 提成，三年。")


def _fetched(show: Show) -> None:
    """Some guests open the papers; the page counts them by organisation."""
    for key in ("hengdi", "deheng", "hengdi"):
        for row in db.session.scalars(select(PitchFile).join(Pitch).where(Pitch.roadshow_id == show.id).limit(2)).all():
            with transaction():
                outcomes.count_fetch(show.cast.actor(key), show.id, "file", row.file.filename, row.pitch_id)


def followed(cast: Cast) -> None:
    """Three months later, once everybody has heard of the deals: what became of each intent, and the second report."""
    outbox.drain()
    row = db.session.scalars(select(Roadshow).where(Roadshow.title == plans.casting(starts_at()).title)).first()
    if row is None:
        return
    show = Show(cast, row.id)
    with show.on(90, hours=2):
        outcomes.draft_due()
    with show.on(92), transaction():
        outcomes.issue(show.cast.actor(OPERATOR), show.id)
