"""What happens around each of the demo's roadshows, deed by deed, each on its day."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Select, select

from market.core import clock
from market.core.db import db, transaction
from market.demo.bodies import Cast
from market.demo.people import AUTHORITY, OPERATORS, UNIVERSITIES
from market.guests import service as guests
from market.guests.models import Registration
from market.guests.rules.applications import Application as Guest
from market.intents import service as intents
from market.intents.rules import Wish
from market.listings.models import Listing
from market.live import service as live
from market.live.models import LiveRoom
from market.needs.models import Need
from market.pitches import service as pitches
from market.pitches.models import Pitch
from market.pitches.rules.review import CRITERIA, Verdict
from market.roadshows import service as roadshows
from market.roadshows.models import Roadshow, RoadshowSeries
from market.roadshows.rules.plans import Plan

OPERATOR, BUREAU = OPERATORS[0].key, AUTHORITY.key
OWNERS = {body.name: body.key for body in UNIVERSITIES}
PHONE = "0000-0000000"
APPROVAL = "同意举办，请做好会后跟踪。"
EXPERTS = (
    ("钱钟", "云州市铸造行业协会", "expert1@experts.example"),
    ("沈澜", "云州市中小企业服务中心", "expert2@experts.example"),
)


@dataclass(frozen=True)
class Show:
    """A roadshow of the demo, once it is announced."""

    cast: Cast
    id: int

    @property
    def row(self) -> Roadshow:
        """The roadshow as it stands now."""
        return db.session.get_one(Roadshow, self.id)

    @contextmanager
    def on(self, days: float, hours: float = 0, minutes: float = 0) -> Iterator[None]:
        """So long after its beginning; before it when negative."""
        with clock.as_of(self.row.starts_at + timedelta(days=days, hours=hours, minutes=minutes)):
            yield


def announce(cast: Cast, plan: Plan, series_id: int | None = None, days_before: int = 45) -> Show:
    """Plan, approve and announce a roadshow so many days before it begins."""
    begins = (plan.starts_at or clock.now()) - timedelta(days=days_before)
    with clock.as_of(begins):
        show = Show(cast, submit(cast, plan, series_id))
    with clock.as_of(begins + timedelta(hours=20)), transaction():
        roadshows.approve(cast.actor(BUREAU), show.id, APPROVAL)
    with clock.as_of(begins + timedelta(hours=22)), transaction():
        roadshows.announce(cast.actor(OPERATOR), show.id)
    return show


def series_id() -> int | None:
    """The series that all of them belong to, once it is there."""
    return db.session.scalar(select(RoadshowSeries.id).limit(1))


def submit(cast: Cast, plan: Plan, series_id: int | None = None) -> int:
    """Plan a roadshow and send the plan to the bureau; returns its id."""
    with transaction():
        row = roadshows.begin(cast.actor(OPERATOR), replace(plan, series_id=series_id))
        roadshows.submit(cast.actor(OPERATOR), row.id)
        return row.id


def apply(show: Show, title: str, speaker: str, speaker_title: str, sent: bool = True) -> int:
    """The owner of the listing whose title begins so applies; returns the pitch's id."""
    listing = db.session.scalars(select(Listing).where(Listing.title.startswith(title))).one()
    owner = show.cast.actor(OWNERS[listing.organisation.name])
    with transaction():
        what = pitches.about(owner, listing_id=listing.id)
        filled = replace(
            pitches.prefilled(show.row, what, owner), speaker=speaker, speaker_title=speaker_title, speaker_phone=PHONE
        )
        pitch = pitches.begin(owner, show.id, what, filled)
        if sent:
            pitches.submit(owner, pitch.id)
        return pitch.id


def apply_with_need(show: Show, title: str) -> int:
    """The firm of the published need whose title begins so applies to state it; returns the pitch's id."""
    need = db.session.scalars(select(Need).where(Need.title.startswith(title))).one()
    firm = next(
        actor
        for key in show.cast.users
        if (actor := show.cast.actor(key)).kind == "firm" and actor.of(need.organisation_id)
    )
    with transaction():
        what = pitches.about(firm, need_id=need.id)
        filled = replace(pitches.prefilled(show.row, what, firm), speaker_phone=PHONE, minutes=4, answer_minutes=2)
        pitch = pitches.begin(firm, show.id, what, filled)
        pitches.submit(firm, pitch.id)
        return pitch.id


def review(show: Show, marks: Mapping[int, Sequence[int]], comment: str) -> None:
    """Two experts answer about each pitch; `marks` are scores in the order of the criteria."""
    for name, body, email in EXPERTS:
        with transaction():
            expert = pitches.invite(show.cast.actor(OPERATOR), show.id, pitches.Invited(name, email, body))
            secret = pitches.link(expert)
        with transaction():
            pitches.opened(secret)
            for pitch_id, scores in marks.items():
                keys = (criterion.key for criterion in CRITERIA)
                pitches.answer(secret, pitch_id, Verdict(dict(zip(keys, scores, strict=True)), comment))


def decide(show: Show, pitch_ids: Sequence[int], decision: str, reason: str = "") -> None:
    """The operator decides about pitches alike."""
    for pitch_id in pitch_ids:
        with transaction():
            pitches.decide(show.cast.actor(OPERATOR), pitch_id, decision, reason)


def register(show: Show, keys: Sequence[str], way: str, role: str, asked: str = "") -> None:
    """People register one after another and the operator lets them in as far as there are places."""
    for key in keys:
        with transaction():
            every = tuple(db.session.scalars(selected(show.id)))
            form = Guest(way, role, interests=every[:2], question=asked, consent=True)
            row = guests.register(show.cast.actor(key), show.id, form)
            guests.approve(show.cast.actor(OPERATOR), show.id, [row.id])


def selected(roadshow_id: int) -> Select[int]:
    """The pitches on the programme, by number, in their order."""
    return select(Pitch.id).where(Pitch.roadshow_id == roadshow_id, Pitch.state == "selected").order_by(Pitch.position)


def arrive(show: Show, keys: Sequence[str]) -> None:
    """People come: who is in the hall shows the code, who is online opens the live page."""
    for key in keys:
        with transaction():
            actor = show.cast.actor(key)
            row = db.session.scalars(
                select(Registration).where(Registration.roadshow_id == show.id, Registration.user_id == actor.user_id)
            ).one()
            if row.way == "site":
                guests.check_in(show.cast.actor(OPERATOR), show.id, row.id)
            live.come(actor, show.id)


def forward(show: Show, room: str, steps: int = 1) -> None:
    """The host goes on to the next item."""
    for _ in range(steps):
        with transaction():
            standing = db.session.scalars(
                select(LiveRoom).where(LiveRoom.roadshow_id == show.id, LiveRoom.room == room)
            ).one_or_none()
            live.step_next(show.cast.actor(OPERATOR), show.id, room, standing.revision if standing else 0)


def ask(show: Show, key: str, text: str, pitch_id: int | None, votes: Sequence[str] = ()) -> int:
    """A question from the floor and who votes for it; returns its id."""
    with transaction():
        question = live.ask(show.cast.actor(key), show.id, text, pitch_id)
        if question is None:
            raise LookupError(text)
        number = question.id
    for voter in votes:
        with transaction():
            live.vote(show.cast.actor(voter), show.id, number, True)
    return number


def wish(show: Show, key: str, pitch_id: int, wanted: Wish) -> int:
    """A firm presses the intent button; returns the intent's id."""
    with transaction():
        return intents.declare(show.cast.actor(key), pitch_id, replace(wanted, source="live")).id
