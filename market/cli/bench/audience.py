"""A live roadshow with its host and many confirmed guests, for measuring: stored at once, questions among it."""

from dataclasses import dataclass
from datetime import timedelta

from market.accounts import service as accounts
from market.accounts.models import Membership, Organisation, User
from market.core import clock
from market.core.db import db, transaction
from market.demo import bodies
from market.guests.models import Registration
from market.live import service
from market.live.models import LiveQuestion
from market.roadshows.models import Roadshow
from market.schedule.models import ScheduleRelease

ROOM = "一号厅"
ITEMS = 16
QUESTIONS = 30
PEOPLE_OF_A_FIRM = 4
FIRST_CODE = 5000
PASSWORD = "measured and gone at the end"


@dataclass(frozen=True)
class Audience:
    """Which roadshow, who hosts it, and the sealed words of its viewers' pages."""

    roadshow_id: int
    host_id: int
    words: list[str]


def build(viewers: int) -> Audience:
    """The roadshow and so many guests, ready to watch."""
    with transaction():
        operator = bodies.code(FIRST_CODE, "operator")
        host = accounts.create_operator("测算运营中心", operator, "host@bench.example", PASSWORD, "测算")
    with transaction():
        people = _people(viewers)
        roadshow = _roadshow(host.id)
        db.session.flush()
        for person in people:
            _let_in(person, roadshow)
        words = [service.issue(service.Viewer(roadshow.id, person.id, True)) for person in people]
        found = Audience(roadshow.id, host.id, words)
        service.ensure(roadshow.id)
    db.session.remove()
    return found


def _people(count: int) -> list[User]:
    people = []
    for number in range(count):
        if number % PEOPLE_OF_A_FIRM == 0:
            code = bodies.code(FIRST_CODE + 1 + number, "firm")
            firm = Organisation(kind="firm", state="approved", name=f"测算企业 {number}", uscc=code, industry="C33")
            db.session.add(firm)
        mail = f"viewer{number}@bench.example"
        person = User(email=mail, name=f"测算 {number}", password_hash="-", language="zh")
        db.session.add(person)
        db.session.add(Membership(user=person, organisation=firm, role="member"))
        people.append(person)
    db.session.flush()
    return people


def _roadshow(host_id: int) -> Roadshow:
    begins = clock.now()
    operator = db.session.get_one(User, host_id).organisation
    roadshow = Roadshow(
        reference="RS-BENCH",
        organisation_id=operator.id if operator else 0,
        state="live",
        title="测算专场",
        starts_at=begins,
        ends_at=begins + timedelta(hours=4),
        announced_at=begins,
        opened_at=begins,
    )
    db.session.add(roadshow)
    db.session.flush()
    rows = [
        {
            "key": number,
            "room": ROOM,
            "starts_at": (begins + timedelta(minutes=12 * number)).isoformat(),
            "minutes": 12,
            "answer_minutes": 4,
            "kind": "other",
            "title": f"第 {number} 项成果：铝合金低压铸造充型压力自适应控制方法",
            "title_en": f"Result {number}: adaptive control of filling pressure in low-pressure casting",
            "speaker": "测算",
        }
        for number in range(1, ITEMS + 1)
    ]
    db.session.add(ScheduleRelease(roadshow_id=roadshow.id, number=1, items=rows, released_by=host_id))
    return roadshow


def _let_in(person: User, roadshow: Roadshow) -> None:
    body = person.organisation
    row = {"roadshow_id": roadshow.id, "user_id": person.id, "organisation_id": body.id if body else None}
    db.session.add(Registration(**row, state="confirmed", consent_at=clock.now()))
    if person.id % max(1, QUESTIONS) == 0:
        text = "传感器在 720 ℃ 铝液里寿命多久，备件哪里买？"
        db.session.add(LiveQuestion(**row, kind="firm", industry="C33", text=text))
