"""Nobody meets while on stage: the rule, the timetable, booking by hand, the checks and the way out of a clash."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from market.accounts.models import User
from market.core import outbox
from market.core.actor import Actor
from market.core.db import db, forget, transaction
from market.meetings import queries, service
from market.meetings.errors import NoOtherSlot, NotNow, SlotTaken, WouldClash
from market.meetings.queries.days import Day
from market.meetings.rules.busy import Guest, Slotted, Talk, on_stage, taken_slots
from market.meetings.rules.checking import breaches
from market.meetings.rules.drafting import Options
from market.meetings.rules.timetable import Party, Question, Reason, Wish, arrange
from market.notifications.models import Notification
from market.pitches.models import Pitch
from market.schedule import queries as programmes
from market.schedule.models import ScheduleItem, ScheduleRelease, ScheduleRoom
from tests.factories import accounts, guests, pitches, schedule
from tests.factories import meetings as make
from tests.factories.meetings import Hall, again

DAY = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
NAMES = ("孟庆元", "李卫东", "王芳", "")


def minutes(begins: int, lasts: int) -> tuple[datetime, datetime]:
    """Beginning and end, so many minutes after the day's."""
    return DAY + timedelta(minutes=begins), DAY + timedelta(minutes=begins + lasts)


def test_who_is_recognised_by_name_speaks_and_his_colleagues_are_free() -> None:
    talk = Talk(*minutes(0, 20), frozenset({"孟庆元"}), organisation_id=5, applicant_id=9)
    speaker, colleague = Guest(1, "孟庆元", 5, True), Guest(2, "李卫东", 5, True)
    assert set(on_stage([talk], [speaker, colleague])) == {1}
    assert set(on_stage([talk], [Guest(3, "孟庆元", 7), colleague, Guest(9, "王芳", 5)])) == {3, 2}, (
        "registered elsewhere"
    )
    assert set(on_stage([talk], [colleague, Guest(4, "王芳", 5)])) == {2}, "who comes as a speaker stands for the name"
    assert set(on_stage([talk], [Guest(4, "王芳", 5), Guest(6, "刘洋", 5)])) == set(), "neither can be it"
    assert set(on_stage([talk], [Guest(4, "王芳", 5), Guest(6, "刘洋", 7)])) == {4}, "who comes alone is missed"


def test_a_pitch_without_a_name_belongs_to_its_applicant() -> None:
    talk = Talk(*minutes(0, 20), organisation_id=5, applicant_id=9)
    assert set(on_stage([talk], [Guest(8, "李卫东", 5), Guest(9, "", 5), Guest(7, "", 6)])) == {9}


def test_five_pitches_and_five_speakers_do_not_shut_a_university_out() -> None:
    names = [f"发明人{number}" for number in range(5)]
    talks = [Talk(*minutes(20 * n, 20), frozenset({name}), organisation_id=5) for n, name in enumerate(names)]
    people = [Guest(number, name, 5, True) for number, name in enumerate(names)]
    found = on_stage(talks, people)
    slots = [Slotted(number, *minutes(20 * number, 20)) for number in range(5)]
    assert [taken_slots(slots, found[one.user_id]) for one in people] == [{number} for number in range(5)]
    alone = on_stage(talks, people[:1])
    assert taken_slots(slots, alone[0]) == {0, 1, 2, 3, 4}, "the one who comes alone stands for all of them"


slots_of_a_day = some.lists(some.tuples(some.integers(0, 300), some.integers(5, 40)), max_size=8)
talks_of_a_day = some.lists(
    some.tuples(
        some.integers(0, 300),
        some.integers(1, 60),
        some.sets(some.sampled_from(NAMES[:3]), max_size=2),
        some.sampled_from([None, 1, 2, 3]),
    ),
    max_size=6,
)
people_of_a_day = some.lists(
    some.tuples(some.sampled_from(NAMES), some.integers(1, 3), some.booleans()), min_size=1, max_size=7
)


@given(slots_of_a_day, talks_of_a_day, people_of_a_day)
def test_minute_by_minute_nobody_is_in_two_places(
    slots: list[tuple[int, int]],
    talks: list[tuple[int, int, set[str], int | None]],
    people: list[tuple[str, int, bool]],
) -> None:
    """Against a film of the day, looked at minute by minute, person by person."""
    shown = [Talk(*minutes(at, long), frozenset(names), owner) for at, long, names, owner in talks]
    everybody = [Guest(number, *person) for number, person in enumerate(people)]
    offered = [Slotted(number, *minutes(*slot)) for number, slot in enumerate(slots)]
    found = on_stage(shown, everybody)
    for one in everybody:
        free = {slot.id for slot in offered} - taken_slots(offered, found.get(one.user_id, ()))
        stands = set()
        for at, long, names, owner in talks:
            own = [other for other in everybody if other.organisation_id == owner]
            recognised = any(other.name and other.name in names for other in own)
            likely = one in own and not recognised and (one.pitcher or len(own) == 1)
            if (one.name and one.name in names) or likely:
                stands |= set(range(at, at + long))
        for number, (at, long) in enumerate(slots):
            assert (number in free) is not bool(stands & set(range(at, at + long)))


@given(some.integers(0, 4096), some.data())
def test_the_timetable_uses_no_slot_that_talks_have_taken(seed: int, data: some.DataObject) -> None:
    """Slots taken out of what is offered are never used, and the reason says whether talks are to blame."""
    every = frozenset(range(4))
    offered = {number: data.draw(some.frozensets(some.integers(0, 3))) for number in (1, 2, 11, 12)}
    talks = {number: data.draw(some.frozensets(some.integers(0, 3))) for number in offered}
    parties = {n: Party(n, offered[n] - talks[n], 4, offered[n] & talks[n]) for n in offered}
    wishes = [Wish(n, host, guest, 1 + seed % 900) for n, (host, guest) in enumerate(((1, 11), (1, 12), (2, 11)))]
    question = Question(parties, wishes, [3] * len(every))
    answer = arrange(question)
    assert breaches(question, answer.slots) == []
    for wish in wishes:
        if wish.id in answer.slots:
            assert answer.slots[wish.id] not in talks[wish.host] | talks[wish.guest]
        elif answer.left_out[wish.id] == Reason.ON_STAGE:
            common = offered[wish.host] & offered[wish.guest]
            assert common
            assert common <= talks[wish.host] | talks[wish.guest]
        elif answer.left_out[wish.id] == Reason.NO_COMMON_SLOT:
            assert not offered[wish.host] & offered[wish.guest]


def shown(hall: Hall, speaker: Actor | None = None, **over: object) -> tuple[Actor, Pitch]:
    """A pitch of a university, spoken by this person under his own name, and the university's person in the hall."""
    university, pitch = pitches.pitch(hall.roadshow, **over)
    name = db.session.get_one(User, (speaker or university).user_id).name
    number = pitch.id
    with transaction() as session:
        session.get_one(Pitch, number).speaker = name
    make.side(hall, actor=university, role="pitcher")
    return university, db.session.get_one(Pitch, number)


def released(hall: Hall, pitch: Pitch, slot: int, number: int = 1) -> None:
    """A version in which a pitch stands at the time of a slot."""
    begins = next(one for one in queries.slots(hall.id) if one.id == hall.slots[slot]).starts_at
    item = {
        "key": 7,
        "room": "一号厅",
        "starts_at": begins.isoformat(),
        "minutes": 15,
        "kind": "pitch",
        "title": pitch.title,
        "title_en": pitch.title_en,
        "speaker": pitch.speaker,
        "pitch_id": pitch.id,
    }
    with transaction() as session:
        session.add(
            ScheduleRelease(roadshow_id=hall.id, number=number, items=[item], released_by=hall.operator.user_id)
        )


def free(hall: Hall, one: Actor, two: Actor) -> list[int]:
    """The slots in which two can meet."""
    forget()
    return [slot.id for slot in Day(hall.id).mutual(one.organisation_id or 0, two.organisation_id or 0)]


def test_no_way_leads_to_a_meeting_during_ones_own_talk(app: Flask) -> None:
    hall = make.hall(slots=4)
    university, pitch = shown(hall)
    firm, other = make.side(hall), make.side(hall)
    released(hall, pitch, 1)
    meeting, agreed = make.asked(hall, firm, university).id, make.asked(hall, other, university).id
    assert free(hall, firm, university) == [hall.slots[0], *hall.slots[2:]]
    with pytest.raises(SlotTaken), transaction():
        service.accept(university, meeting, hall.slots[1])
    with pytest.raises(SlotTaken), transaction():
        service.propose(university, meeting, hall.slots[1])
    with transaction():
        service.accept(university, meeting, hall.slots[0])
    with pytest.raises(SlotTaken), transaction():
        service.move(hall.operator, meeting, hall.slots[1])
    with transaction():
        service.agree(university, agreed)
    with pytest.raises(SlotTaken), transaction():
        service.set_time(hall.operator, agreed, hall.slots[1])
    with transaction():
        service.ask_timetable(hall.operator, hall.id, Options(seconds=2))
    outbox.drain()
    draft = queries.current(hall.id)
    assert draft is not None
    line = next(one for one in draft.lines if one.meeting_id == agreed)
    assert line.slot_id in hall.slots[2:]
    with pytest.raises(WouldClash, match="正在路演"), transaction():
        service.move_line(hall.operator, hall.id, line.id, hall.slots[1])


def test_the_draft_says_that_the_stage_is_in_the_way(app: Flask) -> None:
    hall = make.hall(slots=4)
    university, pitch = shown(hall)
    firm = make.side(hall, slots=[hall.slots[2]])
    released(hall, pitch, 2)
    meeting = make.asked(hall, firm, university).id
    with transaction():
        service.agree(university, meeting)
        service.ask_timetable(hall.operator, hall.id, Options(seconds=2))
    outbox.drain()
    draft = queries.current(hall.id)
    assert draft is not None
    assert [(one.slot_id, one.left_out) for one in draft.lines] == [(None, "on_stage")]
    browser = signed_in(app, hall.operator)
    assert "one of the two is on stage" in browser.get(f"/roadshows/{hall.id}/meetings/timetable?lang=en").text


def signed_in(app: Flask, actor: Actor) -> object:
    """A browser of this person."""
    found = app.test_client()
    accounts.sign_in(found, db.session.get_one(User, actor.user_id))
    return found


def test_a_talk_that_moves_onto_a_meeting_is_named_and_the_meeting_finds_another_time(app: Flask) -> None:
    hall = make.hall(slots=5)
    university, pitch = shown(hall)
    firm, busy = make.side(hall), make.side(hall)
    released(hall, pitch, 0)
    number = make.booked(hall, firm, university, hall.slots[3]).id
    beside = make.booked(hall, busy, university, hall.slots[2]).id
    assert queries.collisions(hall.id) == []
    with pytest.raises(NotNow), transaction():
        service.find_slot(hall.operator, number)
    released(hall, pitch, 3, number=2)
    forget()
    (found,) = queries.collisions(hall.id)
    assert (found.meeting.id, found.seat.user_id, found.talk.key) == (number, university.user_id, 7)
    table = again(number).booking.table_id
    desk, guest = signed_in(app, hall.operator), signed_in(app, firm)
    listed = desk.get(f"/roadshows/{hall.id}/meetings/desk?lang=en").text
    assert "On stage during a meeting" in listed
    assert f"/meetings/{number}/another-time" in listed
    assert f"/meetings/{beside}/another-time" not in listed
    assert "1 meeting is at a time" in desk.get(f"/roadshows/{hall.id}/desk?lang=en").text
    assert "looks for another time" in guest.get(f"/meetings/{number}?lang=en").text
    assert guest.post(f"/meetings/{number}/another-time").status_code in (403, 404)
    outbox.drain()
    told = db.session.query(Notification).count()
    assert desk.post(f"/meetings/{number}/another-time", data={"desk": "1"}).location.endswith("/meetings/desk")
    moved = again(number).booking
    assert moved.slot_id == hall.slots[4], "the nearest time in which both are free"
    assert moved.table_id == table
    assert {seat.user_id for seat in moved.seats} == {firm.user_id, university.user_id}
    assert queries.collisions(hall.id) == []
    outbox.drain()
    assert db.session.query(Notification).count() > told, "both sides are told"
    assert "On stage during a meeting" not in desk.get(f"/roadshows/{hall.id}/meetings/desk?lang=en").text


def test_the_same_people_at_another_time_come_before_a_colleague_at_the_same(app: Flask) -> None:
    hall = make.hall(slots=3)
    university, pitch = shown(hall)
    colleague = accounts.user(db.session.get_one(User, university.user_id).organisation, role="member").actor
    firm = make.side(hall)
    number = make.booked(hall, firm, university, hall.slots[0]).id
    make.side(hall, actor=colleague, role="firm")
    released(hall, pitch, 0)
    with transaction():
        service.find_slot(hall.operator, number)
    assert again(number).booking.slot_id == hall.slots[1]
    assert university.user_id in {seat.user_id for seat in again(number).booking.seats}
    with transaction():
        service.offer_times(firm, hall.id, [hall.slots[1]], "")
    released(hall, pitch, 1, number=2)
    with transaction():
        service.find_slot(hall.operator, number)
    assert again(number).booking.slot_id == hall.slots[1]
    assert colleague.user_id in {seat.user_id for seat in again(number).booking.seats}, "a colleague comes"


def test_where_nothing_else_is_free_the_meeting_stays_and_the_reason_is_said(app: Flask) -> None:
    hall = make.hall(slots=2)
    university, pitch = shown(hall)
    firm = make.side(hall, slots=[hall.slots[0]])
    number = make.booked(hall, firm, university, hall.slots[0]).id
    released(hall, pitch, 0)
    with pytest.raises(NoOtherSlot), transaction():
        service.find_slot(hall.operator, number)
    assert again(number).booking.slot_id == hall.slots[0]
    page = signed_in(app, hall.operator).post(f"/meetings/{number}/another-time", follow_redirects=True)
    assert page.status_code == 200
    assert len(queries.collisions(hall.id)) == 1


def test_whoever_is_on_stage_all_the_time_is_told_and_so_is_the_organiser(app: Flask) -> None:
    hall = make.hall(slots=2)
    university, pitch = shown(hall)
    schedule.release(hall.operator, hall.roadshow, [pitch])
    with transaction() as session:
        release = session.query(ScheduleRelease).one()
        begins = queries.slots(hall.id)[0].starts_at
        release.items = [{**row, "starts_at": begins.isoformat(), "minutes": 120} for row in release.items]
    firm = make.side(hall)
    hall_page = f"/roadshows/{hall.id}/meetings?lang=en"
    assert "in every time you offer" in signed_in(app, university).get(hall_page).text
    assert "on stage" not in signed_in(app, firm).get(hall_page).text
    desk = signed_in(app, hall.operator)
    assert "On stage in every slot they offer" in desk.get(f"/roadshows/{hall.id}/meetings/desk?lang=en").text
    assert desk.get(f"/roadshows/{hall.id}/meetings/people?lang=en").status_code == 200


def test_the_check_of_a_draft_knows_the_meetings_that_are_placed(app: Flask) -> None:
    hall = make.hall(slots=3)
    university, pitch = shown(hall)
    firm = make.side(hall)
    make.booked(hall, firm, university, hall.slots[1])
    begins = queries.slots(hall.id)[1].starts_at
    with transaction() as session:
        room = ScheduleRoom(roadshow_id=hall.id, name="一号厅")
        session.add(room)
        session.flush()
        session.add(
            ScheduleItem(
                key=1,
                roadshow_id=hall.id,
                room_id=room.id,
                kind="pitch",
                pitch_id=pitch.id,
                starts_at=begins,
                minutes=12,
            )
        )
    codes = [clash.code for clash in programmes.findings(hall.roadshow, "en", queries.engaged)]
    assert "meeting" in codes
    assert "meeting" not in [clash.code for clash in programmes.findings(hall.roadshow, "en")], "nobody was asked"
    desk = signed_in(app, hall.operator)
    for path in ("schedule", "schedule/release"):
        page = desk.get(f"/roadshows/{hall.id}/{path}?lang=en").text
        assert "has a one-to-one meeting at" in page
        assert f"/roadshows/{hall.id}/meetings/desk" in page
    with transaction() as session:
        item = session.query(ScheduleItem).one()
        item.starts_at = begins + timedelta(minutes=20)
    forget()
    codes = [clash.code for clash in programmes.findings(hall.roadshow, "en", queries.engaged)]
    assert "meeting" not in codes, "touching ends do not clash"


def test_a_firm_that_shows_a_need_is_on_stage_too(app: Flask) -> None:
    hall = make.hall(slots=2)
    firm, pitch = pitches.need_pitch(hall.roadshow, speaker="外请讲者")
    guests.registration(hall.roadshow, firm)
    with transaction():
        service.offer_times(firm, hall.id, hall.slots, "")
    university = make.side(hall, "university")
    released(hall, pitch, 0)
    assert free(hall, firm, university) == hall.slots[1:], "the only person of the firm stands for an unknown speaker"
    assert isinstance(Day(hall.id).sides, Mapping)
