"""Asking, answering, booking and the timetable through the services, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask

from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.errors import Invalid, NotFound
from market.meetings import queries, service
from market.meetings.errors import (
    AlreadyBetween,
    MayNotAsk,
    MeetingsFull,
    NoMeetings,
    NotNow,
    NotTakingPart,
    SessionInUse,
    SessionsOverlap,
    SlotTaken,
    TooManyOpen,
)
from market.meetings.models import MeetingEntry
from market.meetings.queries.days import Day
from market.meetings.rules.planning import Rules, SessionTimes
from tests.factories import accounts, guests
from tests.factories import meetings as make
from tests.factories.meetings import again


def test_a_request_is_accepted_with_a_slot_and_both_know_where(app: Flask) -> None:
    hall = make.hall()
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.asked(hall, firm, university)
    assert (meeting.state, meeting.waits()) == ("asked", {university.organisation_id})
    with transaction():
        service.accept(university, meeting.id, hall.slots[1])
    for actor, other in ((firm, university), (university, firm)):
        (found,) = queries.of_person(actor, hall.id)
        assert found.with_id == other.organisation_id
        assert (found.table, found.room) == (1, "3 号厅")
        assert found.ends_at - found.starts_at == timedelta(minutes=20)
        assert found.person == other.name


def test_only_those_who_offer_time_ask_and_only_whom_the_matrix_lets(app: Flask) -> None:
    hall = make.hall()
    firm, other_firm, university = make.side(hall), make.side(hall), make.side(hall, "university")
    late, absent = make.side(hall, slots=[]), make.side(hall, "university", slots=[])
    applied, _ = guests.registration(hall.roadshow, state="applied")
    cases = [
        (late, university, NotTakingPart),
        (applied, university, NotTakingPart),
        (accounts.actor("firm"), university, NotTakingPart),
        (firm, other_firm, MayNotAsk),
        (firm, firm, MayNotAsk),
        (firm, absent, MayNotAsk),
    ]
    for asker, asked, refusal in cases:
        with pytest.raises(refusal):
            make.asked(hall, asker, asked)
    with pytest.raises(NotTakingPart), transaction():
        service.offer_times(applied, hall.id, hall.slots, "")
    with pytest.raises(Invalid), transaction():
        service.ask(firm, hall.id, university.organisation_id or 0, "短")


def test_of_a_pair_one_request_stands_and_open_requests_have_a_cap(app: Flask) -> None:
    hall = make.hall(most_open=2)
    firm = make.side(hall)
    universities = [make.side(hall, "university") for _ in range(3)]
    first = make.asked(hall, firm, universities[0])
    with pytest.raises(AlreadyBetween):
        make.asked(hall, firm, universities[0])
    with pytest.raises(AlreadyBetween):
        make.asked(hall, universities[0], firm)
    make.asked(hall, firm, universities[1])
    with pytest.raises(TooManyOpen):
        make.asked(hall, firm, universities[2])
    with transaction():
        service.cancel(firm, first.id)
    make.asked(hall, firm, universities[2])


def test_another_time_goes_back_and_forth_and_only_the_proposed_one_is_accepted(app: Flask) -> None:
    hall = make.hall()
    firm, university = make.side(hall), make.side(hall, "university", slots=None)
    meeting = make.asked(hall, firm, university)
    with pytest.raises(NotNow), transaction():
        service.accept(firm, meeting.id, hall.slots[0])
    with transaction():
        service.propose(university, meeting.id, hall.slots[2])
    assert again(meeting.id).waits() == {firm.organisation_id}
    with pytest.raises(NotNow), transaction():
        service.propose(university, meeting.id, hall.slots[1])
    with pytest.raises(SlotTaken), transaction():
        service.accept(firm, meeting.id, hall.slots[0])
    with transaction():
        service.accept(firm, meeting.id, hall.slots[2])
    found = again(meeting.id)
    assert (found.state, found.booking.slot_id) == ("booked", hall.slots[2])


def test_declining_needs_a_reason_and_strangers_see_nothing(app: Flask) -> None:
    hall = make.hall()
    firm, university, stranger = make.side(hall), make.side(hall, "university"), make.side(hall)
    meeting = make.asked(hall, firm, university)
    with pytest.raises(NotFound), transaction():
        service.decline(stranger, meeting.id, "no_need")
    for code, note in (("", ""), ("nonsense", ""), ("other", " ")):
        with pytest.raises(Invalid), transaction():
            service.decline(university, meeting.id, code, note)
    with transaction():
        service.decline(university, meeting.id, "other_field", "我们不做铸造")
    found = again(meeting.id)
    assert (found.state, found.end_code, found.ended_by) == ("declined", "other_field", university.organisation_id)
    with pytest.raises(NotNow), transaction():
        service.accept(university, meeting.id, hall.slots[0])


def test_a_slot_is_mutual_rested_and_within_the_limit(app: Flask) -> None:
    hall = make.hall(slots=5, rest_slots=1, most_meetings=2)
    firm = make.side(hall)
    one, two, three = (make.side(hall, "university") for _ in range(3))
    narrow = make.side(hall, "university", slots=hall.slots[3:])
    make.booked(hall, firm, one, hall.slots[0])
    meeting = make.asked(hall, firm, two)
    for slot in hall.slots[:2]:
        with pytest.raises(SlotTaken), transaction():
            service.accept(two, meeting.id, slot)
    free = Day(hall.id).mutual(firm.organisation_id or 0, narrow.organisation_id or 0)
    assert [slot.id for slot in free] == hall.slots[3:]
    with transaction():
        service.accept(two, meeting.id, hall.slots[2])
    third = make.asked(hall, firm, three)
    with pytest.raises(MeetingsFull), transaction():
        service.accept(three, third.id, hall.slots[4])


def test_tables_run_out_and_a_cancelled_meeting_gives_its_table_back(app: Flask) -> None:
    hall = make.hall(tables=1)
    pairs = [(make.side(hall), make.side(hall, "university")) for _ in range(2)]
    first = make.booked(hall, *pairs[0], hall.slots[0])
    meeting = make.asked(hall, *pairs[1])
    with pytest.raises(SlotTaken), transaction():
        service.accept(pairs[1][1], meeting.id, hall.slots[0])
    with transaction():
        service.cancel(pairs[0][0], first.id, "对方出差")
    with transaction():
        service.accept(pairs[1][1], meeting.id, hall.slots[0])
    entries = db.session.query(MeetingEntry).filter_by(meeting_id=first.id).all()
    assert all(entry.cancelled and entry.sequence == 2 for entry in entries)


def test_the_organiser_moves_a_meeting_or_leaves_it_where_it_is(app: Flask) -> None:
    hall = make.hall(tables=2)
    firm, university, other = make.side(hall), make.side(hall, "university"), make.side(hall, "university")
    meeting = make.booked(hall, firm, university, hall.slots[0])
    make.booked(hall, firm, other, hall.slots[1])
    with pytest.raises(SlotTaken), transaction():
        service.move(hall.operator, meeting.id, hall.slots[1])
    assert again(meeting.id).booking.slot_id == hall.slots[0]
    with transaction():
        service.move(hall.operator, meeting.id, hall.slots[2], hall.tables[1])
    found = again(meeting.id)
    assert (found.booking.slot_id, found.booking.table_id, found.state) == (hall.slots[2], hall.tables[1], "booked")
    with pytest.raises(NotNow), transaction():
        service.move(firm, meeting.id, hall.slots[3])


def test_agreed_without_a_time_either_side_or_the_organiser_sets_it(app: Flask) -> None:
    hall = make.hall()
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.asked(hall, firm, university)
    with transaction():
        service.agree(university, meeting.id)
    assert again(meeting.id).state == "agreed"
    with transaction():
        service.set_time(hall.operator, meeting.id, hall.slots[3])
    assert again(meeting.id).state == "booked"


def test_sessions_do_not_overlap_and_one_in_use_stays(app: Flask) -> None:
    hall = make.hall()
    session = queries.sessions(hall.id)[0]
    half = timedelta(minutes=30)
    with pytest.raises(SessionsOverlap), transaction():
        service.add_session(hall.operator, hall.id, SessionTimes("", session.starts_at + half, session.ends_at, 10))
    with pytest.raises(SessionsOverlap), transaction():
        service.add_session(hall.operator, hall.id, SessionTimes("", session.ends_at, session.ends_at + half, 40))
    with transaction():
        times = SessionTimes("", session.ends_at, session.ends_at + half, 10, 5)
        number = service.add_session(hall.operator, hall.id, times).id
    assert len(queries.slots(hall.id)) == 4 + 2
    make.booked(hall, make.side(hall), make.side(hall, "university"))
    with pytest.raises(SessionInUse), transaction():
        service.drop_session(hall.operator, hall.id, session.id)
    with transaction():
        service.drop_session(hall.operator, hall.id, number)
    assert len(queries.slots(hall.id)) == 4
    with pytest.raises(NotFound), transaction():
        service.set_rules(make.side(hall), hall.id, Rules(()))


def test_closed_asking_is_refused(app: Flask) -> None:
    hall = make.hall(open=False)
    with pytest.raises(NoMeetings):
        make.asked(hall, make.side(hall), make.side(hall, "university"))


def test_unanswered_requests_expire_and_reminders_come_every_few_days(app: Flask, time_machine: object) -> None:
    hall = make.hall(answer_hours=72)
    firm, university = make.side(hall), make.side(hall, "university")
    meeting = make.asked(hall, firm, university)
    start = clock.now()
    reminded = []
    for hours in (1, 47, 61, 71, 100, 121, 122):
        time_machine.move_to(start + timedelta(hours=hours), tick=False)  # type: ignore[attr-defined]
        service.expire_due()
        service.remind_due()
        rows = outbox.history(f"roadshow:{hall.id}")
        reminded.append(sum(row.name == "meetings.MeetingsReminded" for row in rows))
    assert again(meeting.id).state == "expired"
    assert reminded == [0, 0, 2, 2, 2, 4, 4]


def test_who_loses_his_place_is_replaced_by_a_colleague_or_the_meeting_is_called_off(app: Flask) -> None:
    hall = make.hall()
    university = make.side(hall, "university")
    for colleague in (True, False):
        organisation = accounts.organisation("firm")
        firm = make.side(hall, actor=accounts.user(organisation).actor)
        meeting = make.booked(hall, firm, university, hall.slots[int(colleague)])
        other = make.side(hall, actor=accounts.user(organisation).actor) if colleague else None
        with transaction():
            own = service.taking_part.guests.of_person(firm, hall.id)
            own.state = "cancelled"
        service.expire_due()
        found = again(meeting.id)
        if other is None:
            assert (found.state, found.booking) == ("cancelled", None)
        else:
            assert {seat.user_id for seat in found.booking.seats} == {other.user_id, university.user_id}
