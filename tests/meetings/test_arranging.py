"""The operator's timetable over real rows: what it takes up, what stays, edits, undo, consent, told once."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from market.core import outbox
from market.core.actor import Actor
from market.core.db import db, transaction
from market.matching.models import Proposal
from market.meetings import queries, service
from market.meetings.errors import DraftAtWork, NoDraft, NothingToUndo, WouldClash
from market.meetings.models import MeetingSeat, Timetable, TimetableLine
from market.meetings.rules.drafting import Options
from market.notifications.models import Mail, Notification
from tests.factories import guests, intents, pitches, schedule
from tests.factories import meetings as make
from tests.factories.meetings import Hall, again


def arranged(hall: Hall, **over: object) -> Timetable:
    """A draft, worked out by the worker."""
    with transaction():
        service.ask_timetable(hall.operator, hall.id, Options(**({"seconds": 5} | over)))  # type: ignore[arg-type]
    outbox.drain()
    found = queries.current(hall.id)
    assert found is not None
    return found


def line(draft: Timetable, one: Actor, two: Actor) -> TimetableLine:
    """The line of two organisations."""
    wanted = {one.organisation_id, two.organisation_id}
    return next(row for row in draft.lines if {row.host_id, row.guest_id} == wanted)


def proposed(firm: Actor, university: Actor, score: float) -> None:
    """What matching says of a firm and a listing of a university."""
    listing = pitches.listings.announced_listing(db.session.get(pitches.Organisation, university.organisation_id))
    number = listing.id
    outbox.drain()
    words = [{"kind": "terms", "fit": "yes", "words": ["低压铸造", "充型"]}]
    with transaction() as session:
        session.add(
            Proposal(
                firm_id=firm.organisation_id,
                listing_id=number,
                owner_id=university.organisation_id,
                rank=1,
                score=score,
                reasons=words,
            )
        )


def test_it_takes_up_wishes_and_what_fits_and_says_why(app: Flask) -> None:
    hall = make.hall(slots=6, tables=3)
    firms = [make.side(hall) for _ in range(3)]
    universities = [make.side(hall, "university") for _ in range(2)]
    agreed, asked = make.asked(hall, firms[0], universities[0]).id, make.asked(hall, firms[1], universities[0]).id
    with transaction():
        service.agree(universities[0], agreed)
    proposed(firms[2], universities[0], 0.9)
    proposed(firms[2], universities[1], 0.3)
    draft = arranged(hall)
    assert draft.figures["placed"] == draft.figures["wishes"] == 3, draft.figures
    assert {row["fact"] for row in line(draft, firms[0], universities[0]).why} == {"agreed"}
    assert {row["fact"] for row in line(draft, firms[1], universities[0]).why} == {"asked"}
    (why,) = line(draft, firms[2], universities[0]).why
    assert (why["fact"], why["words"]) == ("match", ["低压铸造", "充型"])
    assert len(draft.lines) == 3, "below the threshold nothing is proposed"
    assert all(row.slot_id and row.host_id in {one.organisation_id for one in universities} for row in draft.lines)
    assert draft.figures["placed"] == draft.figures["wishes"] == 3
    assert draft.figures["meeting"] == draft.figures["wishing"] == 4
    assert (again(agreed).state, again(asked).state) == ("agreed", "asked"), "a draft changes nothing"
    only = arranged(hall, with_open=False, with_matches=False)
    assert [row.meeting_id for row in only.lines] == [agreed]


def test_intent_and_interest_count_and_who_declined_is_not_proposed_again(app: Flask) -> None:
    hall = make.hall()
    university, pitch = pitches.pitch(hall.roadshow)
    make.side(hall, actor=university, role="pitcher")
    wanting, curious, refused = (make.side(hall) for _ in range(3))
    intents.intent(pitch, wanting)
    for firm in (curious, refused):
        with transaction():
            own = guests.Registration
            found = db.session.scalar(select(own).where(own.user_id == firm.user_id))
            found.interests = [db.session.merge(pitch)]
    meeting = make.asked(hall, refused, university).id
    with transaction():
        service.decline(university, meeting, "no_need")
    draft = arranged(hall)
    facts = {row.guest_id: {reason["fact"] for reason in row.why} for row in draft.lines}
    assert facts == {wanting.organisation_id: {"intent"}, curious.organisation_id: {"interest"}}


def test_what_is_fixed_never_moves_and_a_published_place_is_kept(app: Flask) -> None:
    hall = make.hall(slots=4, tables=2)
    firms = [make.side(hall) for _ in range(3)]
    university = make.side(hall, "university")
    booked = make.booked(hall, firms[0], university, hall.slots[2]).id
    others = [make.asked(hall, firm, university).id for firm in firms[1:]]
    draft = arranged(hall)
    assert line(draft, firms[0], university).standing
    chosen = line(draft, firms[1], university).id
    with transaction():
        service.move_line(hall.operator, hall.id, chosen, hall.slots[3], hall.tables[1])
    after = arranged(hall)
    kept = line(after, firms[1], university)
    assert (kept.slot_id, kept.table_id, kept.pinned) == (hall.slots[3], hall.tables[1], True)
    assert line(after, firms[0], university).slot_id == hall.slots[2]
    assert line(after, firms[2], university).slot_id in hall.slots[:2]
    with transaction():
        assert service.publish(hall.operator, hall.id) == (2, 0)
    places = {number: again(number).booking.slot_id for number in (booked, *others)}
    final = arranged(hall)
    assert {row.meeting_id: row.slot_id for row in final.lines} == places
    assert all(row.standing for row in final.lines)


def test_by_hand_nothing_clashes_and_every_change_can_be_taken_back(app: Flask) -> None:
    hall = make.hall(slots=4, tables=2, rest_slots=0, most_meetings=2)
    firms = [make.side(hall) for _ in range(3)]
    one, two = make.side(hall, "university"), make.side(hall, "university", slots=hall.slots[:1])
    for firm in firms[:2]:
        make.asked(hall, firm, one)
    draft = arranged(hall)
    first, second = (line(draft, firm, one) for firm in firms[:2])
    was, other, number = first.slot_id, second.slot_id, first.id
    with pytest.raises(WouldClash), transaction():
        service.move_line(hall.operator, hall.id, number, other)
    with pytest.raises(NothingToUndo), transaction():
        service.undo(hall.operator, hall.id)
    with transaction():
        service.drop_line(hall.operator, hall.id, number)
    with transaction():
        service.undo(hall.operator, hall.id)
    assert line(queries.current(hall.id), firms[0], one).slot_id == was
    with transaction():
        service.add_line(hall.operator, hall.id, firms[2].organisation_id, two.organisation_id, hall.slots[0])
    with pytest.raises(WouldClash), transaction():
        service.add_line(hall.operator, hall.id, firms[2].organisation_id, two.organisation_id)
    with pytest.raises(WouldClash), transaction():
        service.add_line(hall.operator, hall.id, firms[2].organisation_id, firms[1].organisation_id)
    added = line(queries.current(hall.id), firms[2], two).id
    with pytest.raises(WouldClash), transaction():
        service.move_line(hall.operator, hall.id, added, hall.slots[2])
    with transaction():
        service.drop_line(hall.operator, hall.id, number)
    after = arranged(hall)
    assert line(after, firms[0], one).dropped
    assert line(after, firms[0], one).slot_id is None
    assert line(after, firms[2], two).by_hand
    with transaction():
        service.discard(hall.operator, hall.id)
    with pytest.raises(NoDraft), transaction():
        service.publish(hall.operator, hall.id)
    assert db.session.scalar(select(func.count()).select_from(MeetingSeat)) == 0


def test_while_one_is_worked_out_no_other_is_asked_for(app: Flask) -> None:
    hall = make.hall()
    with transaction():
        service.ask_timetable(hall.operator, hall.id, Options())
    for deed in (
        lambda: service.ask_timetable(hall.operator, hall.id, Options()),
        lambda: service.publish(hall.operator, hall.id),
    ):
        with pytest.raises(DraftAtWork), transaction():
            deed()
    with transaction():
        service.discard(hall.operator, hall.id)
    outbox.drain()
    assert queries.current(hall.id) is None


def test_proposals_need_two_yeses_and_a_no_frees_the_table(app: Flask) -> None:
    hall = make.hall(slots=4, tables=2)
    firms, university = [make.side(hall) for _ in range(2)], make.side(hall, "university")
    for firm in firms:
        proposed(firm, university, 0.8)
    arranged(hall)
    with transaction():
        service.publish(hall.operator, hall.id)
    yes, no = (
        next(one for one in queries.of_roadshow(hall.id) if one.asker_id == firm.organisation_id).id for firm in firms
    )
    assert (again(yes).state, again(yes).source, len(again(yes).waits())) == ("invited", "matched", 2)
    with transaction():
        service.confirm(university, yes)
    assert again(yes).state == "invited"
    with transaction():
        service.confirm(firms[0], yes)
    assert again(yes).state == "booked"
    with transaction():
        service.decline(firms[1], no, "other_field")
    assert (again(no).state, again(no).booking) == ("declined", None)


def test_somebody_who_books_before_the_draft_is_published_keeps_the_place(app: Flask) -> None:
    hall = make.hall(slots=1, tables=1)
    firms = [make.side(hall) for _ in range(2)]
    universities = [make.side(hall, "university") for _ in range(2)]
    make.asked(hall, firms[0], universities[0])
    arranged(hall)
    make.booked(hall, firms[1], universities[1], hall.slots[0])
    with transaction():
        assert service.publish(hall.operator, hall.id) == (0, 1)
    assert len(queries.seats(hall.id)) == 1


def test_publishing_tells_each_person_once(app: Flask) -> None:
    hall = make.hall(slots=6, tables=3)
    university = make.side(hall, "university")
    firms = [make.side(hall) for _ in range(4)]
    for firm in firms:
        proposed(firm, university, 0.9)
    outbox.drain()
    arranged(hall)
    with transaction():
        service.publish(hall.operator, hall.id)
    outbox.drain()
    told = db.session.scalars(select(Notification).where(Notification.key == "meetings.published")).all()
    assert sorted(row.user_id for row in told) == sorted(one.user_id for one in (university, *firms))
    mails = db.session.scalars(select(Mail).where(Mail.key.startswith("meetings."))).all()
    assert len(mails) == 5
    own = next(row for row in told if row.user_id == university.user_id)
    assert (own.values["booked"], own.values["invited"]) == (0, 4)


def test_on_stage_nobody_is_free(app: Flask) -> None:
    hall = make.hall(slots=4)
    speaker, pitch = pitches.pitch(hall.roadshow)
    colleague = make.side(hall, "university")
    make.side(hall, actor=speaker, role="pitcher")
    starts = [slot.starts_at for slot in queries.slots(hall.id)]
    release = schedule.release(hall.operator, hall.roadshow, [pitch])
    with transaction() as session:
        found = session.merge(release)
        found.items = [row | {"starts_at": starts[row["key"] - 1].isoformat()} for row in found.items]
    sides = queries.sides(hall.id)
    assert sides[speaker.organisation_id].slots == {hall.slots[0], hall.slots[2], hall.slots[3]}
    assert sides[colleague.organisation_id].slots == set(hall.slots)
