"""The deeds about pitches: applying, deciding, reviewing, ordering, drawing, and what happens to them meanwhile."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from market.accounts import service as accounts_service
from market.accounts.models import Organisation
from market.core import clock, files, outbox
from market.core.actor import Actor
from market.core.db import MarketSession, db, transaction
from market.core.errors import Conflict, Invalid, NotFound, Refusal
from market.listings import service as listings_service
from market.listings.models import Listing
from market.needs import service as needs_service
from market.pitches import queries, service
from market.pitches.errors import (
    AppliedAlready,
    BegunAlready,
    CallNotOpen,
    CriteriaFixed,
    DecidedMeanwhile,
    DrawOpen,
    DrawTooEarly,
    FilesClosed,
    InvitedAlready,
    LinkOver,
    NothingToDraw,
    NotTaken,
    NotVetted,
    NotYourPart,
    Stopped,
    TooManyFiles,
    WrongMove,
)
from market.pitches.models import Pitch, PitchDraw
from market.pitches.rules.application import Application
from market.pitches.rules.draw import verify
from market.pitches.rules.review import CRITERIA, Verdict
from market.pitches.rules.terms import Terms, usual
from market.pitches.service import Invited
from market.roadshows.models import Roadshow
from tests.factories import accounts, listings, needs, pitches, roadshows
from tests.pitches.helpers import PHONE, SUMMARY, mails, submitted

WHOLE = Application(title="低压铸造", summary=SUMMARY, speaker="孟庆元", speaker_phone=PHONE)
FULL = Verdict({one.key: 4 for one in CRITERIA}, "工艺成熟")


@pytest.fixture
def show(session: MarketSession) -> Roadshow:
    return roadshows.roadshow()


@pytest.fixture
def operator(session: MarketSession) -> Actor:
    return roadshows.operator()


def offering(kind: str = "university", state: str = "approved", role: str = "owner") -> tuple[Actor, Listing]:
    """A person of a university and a listing of it that anyone may take."""
    university = accounts.actor(kind, role)
    owner = db.session.get_one(Organisation, university.organisation_id)
    return university, listings.announced_listing(owner)


def begun(by: Actor, show: Roadshow, listing: Listing, application: Application = WHOLE) -> Pitch:
    """A draft."""
    with transaction():
        return service.begin(by, show.id, service.about(by, listing_id=listing.id), application)


def decided(by: Actor, pitch: Pitch, decision: str, reason: str = "理由充分") -> Pitch:
    """A decision."""
    with transaction():
        return service.decide(by, pitch.id, decision, reason)


def positions(show: Roadshow) -> list[tuple[int | None, int]]:
    """Position and id of the selected, in their order."""
    db.session.rollback()
    return [(pitch.position, pitch.id) for pitch in queries.of_roadshow(show.id)]


class TestApplying:
    def test_from_a_listing_to_the_desk(self, show: Roadshow, operator: Actor) -> None:
        university, listing = offering()
        what = service.about(university, listing_id=listing.id)
        assert service.prefilled(show, what, university).title == listing.title
        pitch = begun(university, show, listing)
        assert queries.desk(show.id) == []
        with pytest.raises(NotFound):
            queries.get(operator, pitch.id)
        with transaction():
            service.submit(university, pitch.id)
        assert [one.id for one in queries.desk(show.id)] == [pitch.id]
        assert queries.counts(show.id) == {"submitted": 1}

    def test_each_listing_stands_once_in_a_show(self, show: Roadshow) -> None:
        university, listing = offering()
        pitch = begun(university, show, listing)
        with pytest.raises(AppliedAlready):
            begun(university, show, listing)
        with transaction():
            service.withdraw(university, pitch.id)
        assert begun(university, show, listing).id != pitch.id
        assert begun(university, roadshows.roadshow(), listing).state == "draft"

    def test_nobody_applies_with_what_is_not_theirs(self, show: Roadshow) -> None:
        _university, listing = offering()
        other = accounts.actor("university")
        with pytest.raises(NotFound):
            service.about(other, listing_id=listing.id)
        with pytest.raises(NotFound):
            service.about(other)

    def test_the_call_must_be_open_and_ask_for_it(self, operator: Actor) -> None:
        university, listing = offering()
        past = clock.now() - timedelta(hours=1)
        with pytest.raises(CallNotOpen):
            begun(university, roadshows.roadshow(call_closes_at=past), listing)
        with pytest.raises(CallNotOpen):
            begun(university, roadshows.roadshow(call_opens_at=None), listing)
        with pytest.raises(NotFound):
            begun(university, roadshows.roadshow(state="draft"), listing)
        with pytest.raises(NotTaken):
            begun(university, roadshows.roadshow(kind="needs"), listing)

    def test_finance_people_do_not_apply_and_the_unvetted_only_draft(self, show: Roadshow) -> None:
        finance, listing = offering(role="finance")
        with pytest.raises(NotYourPart):
            begun(finance, show, listing)
        owner, listing = offering()
        pitch = begun(owner, show, listing)
        with pytest.raises(NotVetted), transaction():
            service.submit(Actor(owner.user_id, owner.organisation_id, "university", "owner", False), pitch.id)

    def test_gaps_are_named_and_nothing_is_handed_in(self, show: Roadshow) -> None:
        university, listing = offering()
        pitch = begun(university, show, listing, Application(title="x"))
        with pytest.raises(Invalid) as refused, transaction():
            service.submit(university, pitch.id)
        assert set(refused.value.fields) == {"summary", "speaker", "speaker_phone"}
        assert db.session.get_one(Pitch, pitch.id).state == "draft"

    def test_after_the_decision_only_speaker_and_video_change(self, show: Roadshow, operator: Actor) -> None:
        owner, pitch = submitted(show)
        decided(operator, pitch, "select")
        with transaction():
            service.edit(owner, pitch.id, Application(**{**vars(WHOLE), "title": "另一个", "speaker": "李四"}))
        found = db.session.get_one(Pitch, pitch.id)
        assert (found.speaker, found.title) == ("李四", pitch.title)
        with pytest.raises(NotFound), transaction():
            service.edit(accounts.actor("university"), pitch.id, WHOLE)

    def test_a_returned_one_comes_back_even_after_the_call(self, show: Roadshow, operator: Actor) -> None:
        owner, pitch = submitted(show)
        decided(operator, pitch, "return", "补充数据")
        with transaction() as session:
            session.get_one(Roadshow, show.id).call_closes_at = clock.now() - timedelta(minutes=1)
        with transaction():
            service.edit(owner, pitch.id, WHOLE)
            service.submit(owner, pitch.id)
        assert db.session.get_one(Pitch, pitch.id).state == "submitted"


class TestFiles:
    def test_files_are_taken_until_they_are_due(self, show: Roadshow) -> None:
        owner, pitch = pitches.pitch(show)
        due = show.files_due_at

        def add() -> int:
            stored = files.keep(io.BytesIO(b"%PDF-1.4"), "slides.pdf", owner.organisation_id)
            with transaction():
                return service.attach(owner, pitch.id, stored, "public", True).id

        first = add()
        assert due is not None
        with time_machine.travel(due + timedelta(minutes=1), tick=False):
            with pytest.raises(FilesClosed):
                add()
            with pytest.raises(FilesClosed), transaction():
                service.detach(owner, pitch.id, first)
        for _number in range(7):
            add()
        with pytest.raises(TooManyFiles):
            add()
        with transaction():
            service.detach(owner, pitch.id, first)
        assert len(db.session.get_one(Pitch, pitch.id).files) == 7


class TestDeciding:
    def test_places_are_given_in_order_and_close_up(self, show: Roadshow, operator: Actor) -> None:
        found = [submitted(show)[1] for _number in range(3)]
        for pitch in found:
            decided(operator, pitch, "select", "")
        assert positions(show) == [(1, found[0].id), (2, found[1].id), (3, found[2].id)]
        decided(operator, found[0], "reserve")
        assert positions(show) == [(1, found[1].id), (2, found[2].id)]
        decided(operator, found[0], "select")
        assert positions(show)[-1] == (3, found[0].id)
        owner = Actor(found[1].applicant_id, found[1].organisation_id, "university", "owner", True)
        with transaction():
            service.withdraw(owner, found[1].id)
        assert positions(show) == [(1, found[2].id), (2, found[0].id)]

    def test_a_reason_is_needed_and_moves_follow_the_table(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        for decision in ("reserve", "decline", "return"):
            with pytest.raises(Invalid):
                decided(operator, pitch, decision, " ")
        with pytest.raises(NotFound):
            decided(operator, pitch, "submit")
        decided(operator, pitch, "decline")
        with pytest.raises(WrongMove):
            decided(operator, pitch, "select")
        with pytest.raises(NotFound):
            decided(accounts.actor("university"), pitch, "select")

    def test_a_failed_check_stops_a_selection_but_not_a_decline(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        listing = db.session.get_one(Listing, pitch.listing_id)
        with transaction():
            listings_service.suspend(listings.manager(listing.organisation), listing.id, "年费信息待核实")
        with pytest.raises(Stopped):
            decided(operator, pitch, "select")
        decided(operator, pitch, "decline")

    def test_many_at_once_tell_what_was_refused(self, show: Roadshow, operator: Actor) -> None:
        found = [submitted(show)[1] for _number in range(3)]
        foreign = submitted(roadshows.roadshow())[1]
        chosen = {pitch.id: pitch.version for pitch in (*found, foreign)}
        decided(operator, found[0], "decline")
        with transaction():
            outcome = service.decide_all(operator, show.id, chosen, "select")
        assert (outcome.done, len(outcome.refused)) == (2, 2)
        assert [pitch_id for _position, pitch_id in positions(show)] == [found[1].id, found[2].id]
        assert db.session.get_one(Pitch, foreign.id).state == "submitted"

    def test_what_was_changed_meanwhile_is_not_decided(self, show: Roadshow, operator: Actor) -> None:
        owner, pitch = submitted(show)
        seen = pitch.version
        with transaction():
            service.edit(owner, pitch.id, Application(**{**vars(WHOLE), "title": "改了"}))
        with pytest.raises(DecidedMeanwhile), transaction():
            service.decide(operator, pitch.id, "select", version=seen)

    def test_the_applicant_is_told_by_mail_in_its_language(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        number = decided(operator, pitch, "return", "请补充中试数据").id
        outbox.drain()
        assert any("请补充中试数据" in text and f"/pitches/{number}" in text for text in mails())


class TestReviewing:
    def invited(self, operator: Actor, show: Roadshow, body: str = "", email: str = "e@example.org") -> str:
        with transaction():
            return service.link(service.invite(operator, show.id, Invited("许教授", email, body)))

    def test_scores_come_together(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        first, second = self.invited(operator, show), self.invited(operator, show, email="f@example.org")
        low = Verdict({one.key: 2 for one in CRITERIA})
        with transaction():
            service.answer(first, pitch.id, FULL)
            service.answer(second, pitch.id, low)
            service.answer(second, pitch.id, low)
        found = queries.results(show, [pitch.id])[pitch.id]
        assert (str(found.mean), found.scored, str(found.spread)) == ("3.00", 2, "2.00")
        reviewer = queries.reviewers(show.id)[0]
        assert service.progress(reviewer) == (1, 1)
        assert reviewer.finished_at is not None

    def test_the_own_house_abstains_whatever_it_sends(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        secret = self.invited(operator, show, pitch.organisation.name)
        colleague = accounts.user(db.session.get_one(Organisation, pitch.organisation_id))
        member = self.invited(operator, show, email=colleague.email)
        with transaction():
            assert service.answer(secret, pitch.id, FULL).conflict
            assert service.answer(member, pitch.id, FULL).conflict
        assert queries.results(show, [pitch.id])[pitch.id].mean is None

    def test_a_link_opens_its_own_show_only_and_ends(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        foreign = submitted(roadshows.roadshow())[1]
        secret = self.invited(operator, show)
        with pytest.raises(NotFound), transaction():
            service.answer(secret, foreign.id, FULL)
        with pytest.raises(NotFound):
            queries.by_secret(secret[:-1] + ("0" if secret[-1] != "0" else "1"))
        with pytest.raises(InvitedAlready):
            self.invited(operator, show)
        reviewer = queries.reviewers(show.id)[0]
        assert reviewer.nonce not in (secret, "")
        assert secret not in str(vars(reviewer))
        with transaction():
            service.dismiss(operator, show.id, reviewer.id)
        with pytest.raises(LinkOver):
            queries.by_secret(secret)
        again = self.invited(operator, show)
        assert again != secret
        with pytest.raises(NotFound):
            queries.by_secret(secret)
        decided(operator, pitch, "decline")
        with pytest.raises(LinkOver):
            queries.by_secret(again)

    def test_criteria_stand_once_somebody_has_scored(self, show: Roadshow, operator: Actor) -> None:
        _owner, pitch = submitted(show)
        own = Terms(("listing",), criteria=CRITERIA[:2])
        with transaction():
            service.set_terms(operator, show.id, own)
        secret = self.invited(operator, show)
        with transaction():
            service.answer(secret, pitch.id, Verdict({one.key: 5 for one in own.criteria}))
        with pytest.raises(CriteriaFixed), transaction():
            service.set_terms(operator, show.id, usual("patents"))
        with transaction():
            service.set_terms(operator, show.id, Terms(("need",), "只收需求", criteria=CRITERIA[:2]))
        assert queries.terms(show).takes == ("need",)


class TestOrdering:
    def test_up_and_down(self, show: Roadshow, operator: Actor) -> None:
        one, two, three = (pitches.pitch(show, position=number)[1].id for number in (1, 2, 3))

        def shifted(pitch_id: int, up: bool) -> list[int]:
            with transaction():
                service.shift(operator, show.id, pitch_id, up)
            return [number for _position, number in positions(show)]

        assert shifted(three, True) == [one, three, two]
        assert shifted(one, True) == [one, three, two]
        assert shifted(one, False) == [three, one, two]
        assert [position for position, _number in positions(show)] == [1, 2, 3]
        with transaction():
            service.arrange(operator, show.id, [two, 999_999])
        assert [number for _position, number in positions(show)] == [two, three, one]
        with pytest.raises(NotFound):
            shifted(999_999, True)

    def test_the_database_holds_a_place_for_one_only(self, show: Roadshow) -> None:
        pitches.pitch(show, position=1)
        with pytest.raises((Conflict, IntegrityError)):
            pitches.pitch(show, position=1)
        assert pitches.pitch(roadshows.roadshow(), position=1)[1].position == 1

    def test_nothing_moves_once_it_has_begun(self, show: Roadshow, operator: Actor) -> None:
        pitch = pitches.pitch(show, position=1)[1]
        with time_machine.travel(show.starts_at, tick=False), pytest.raises(BegunAlready), transaction():
            service.shift(operator, show.id, pitch.id, True)


class TestDrawing:
    @pytest.fixture
    def three(self, show: Roadshow) -> Iterator[list[Pitch]]:
        return [pitches.pitch(show, position=number)[1] for number in (1, 2, 3)]

    def test_commit_then_reveal(self, show: Roadshow, operator: Actor, three: list[Pitch]) -> None:
        with transaction():
            draw = service.announce(operator, show.id, "福彩3D", clock.now() + timedelta(days=1))
        assert draw.drawn().secret == ""
        assert not verify(draw.drawn())
        with pytest.raises(DrawOpen), transaction():
            service.shift(operator, show.id, three[0].id, False)
        with pytest.raises(DrawOpen), transaction():
            service.announce(operator, show.id)
        with pytest.raises(DrawTooEarly), transaction():
            service.hold(operator, show.id, draw.id, "3 8 1")
        late = submitted(show)[1]
        decided(operator, late, "select")
        owner = Actor(three[0].applicant_id, three[0].organisation_id, "university", "owner", True)
        with transaction():
            service.withdraw(owner, three[0].id)
        with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
            with pytest.raises(Invalid), transaction():
                service.hold(operator, show.id, draw.id, " ")
            with transaction():
                service.hold(operator, show.id, draw.id, "3 8 1")
        held = db.session.get_one(PitchDraw, draw.id)
        assert verify(held.drawn())
        references = [pitch.reference for pitch in queries.of_roadshow(show.id)]
        kept = [reference for reference in held.order if reference != three[0].reference]
        assert references == [*kept, late.reference]
        assert [position for position, _number in positions(show)] == [1, 2, 3]

    def test_a_second_draw_says_why_and_leaves_the_first(
        self, show: Roadshow, operator: Actor, three: list[Pitch]
    ) -> None:
        with transaction():
            first = service.announce(operator, show.id)
            service.hold(operator, show.id, first.id)
        order = list(first.order)
        with pytest.raises(Invalid), transaction():
            service.announce(operator, show.id)
        with transaction():
            second = service.announce(operator, show.id, why="增加了一个项目")
            service.hold(operator, show.id, second.id)
        found = queries.draws(show.id)
        assert [(one.number, one.state) for one in found] == [(1, "held"), (2, "held")]
        assert list(found[0].order) == order
        assert found[0].secret != found[1].secret

    def test_a_draw_called_off_stays_with_its_reason(self, show: Roadshow, operator: Actor, three: list[Pitch]) -> None:
        with transaction():
            draw = service.announce(operator, show.id)
        with pytest.raises(Invalid), transaction():
            service.call_off(operator, show.id, draw.id, "")
        with transaction():
            service.call_off(operator, show.id, draw.id, "名单有误")
        with pytest.raises(Refusal), transaction():
            service.hold(operator, show.id, draw.id)
        assert queries.draws(show.id)[0].drawn().secret != ""
        with transaction():
            assert service.announce(operator, show.id).number == 2

    def test_one_alone_is_not_drawn(self, show: Roadshow, operator: Actor) -> None:
        pitches.pitch(show, position=1)
        with pytest.raises(NothingToDraw), transaction():
            service.announce(operator, show.id)


class TestMeanwhile:
    def test_a_suspended_listing_puts_a_chosen_pitch_in_doubt(self, show: Roadshow, operator: Actor) -> None:
        pitch = pitches.pitch(show, position=1)[1]
        waiting = submitted(show)[1]
        number, other, listing_id, show_id = pitch.id, waiting.id, pitch.listing_id, show.id
        listing = db.session.get_one(Listing, listing_id)
        manager = listings.manager(listing.organisation)
        with transaction():
            listings_service.suspend(manager, listing.id, "年费信息待核实")
        outbox.drain()
        assert db.session.get_one(Pitch, number).doubt == "suspended"
        assert db.session.get_one(Pitch, other).doubt == ""
        assert [one.id for one in queries.doubtful(show_id)] == [number]
        assert sum("年费" not in text and f"/pitches/{number}" in text for text in mails()) >= 1
        with transaction():
            listings_service.resume(manager, listing_id or 0)
        outbox.drain()
        assert db.session.get_one(Pitch, number).doubt == ""

    def test_a_closed_need_does_the_same(self, show: Roadshow) -> None:
        firm, pitch = pitches.need_pitch(show, position=1)
        number = pitch.id
        with transaction():
            needs_service.close(firm, pitch.need, "elsewhere")
        outbox.drain()
        assert db.session.get_one(Pitch, number).doubt == "need_over"

    def test_a_suspended_organisation_does_until_it_is_trusted_again(self, show: Roadshow, operator: Actor) -> None:
        pitch = pitches.pitch(show, position=1)[1]
        number, organisation_id = pitch.id, pitch.organisation_id
        for decision, doubt in (("suspend", "owner"), ("reinstate", "")):
            with transaction():
                accounts_service.decide(operator, organisation_id, decision, "核查情况说明")
            outbox.drain()
            assert db.session.get_one(Pitch, number).doubt == doubt

    def test_missing_slides_are_asked_for_once(self, show: Roadshow) -> None:
        number = pitches.pitch(show, position=1)[1].id
        assert show.files_due_at is not None
        service.remind_of_slides()
        assert db.session.get_one(Pitch, number).reminded_at is None
        with time_machine.travel(show.files_due_at - timedelta(days=2), tick=False):
            service.remind_of_slides()
            first = db.session.get_one(Pitch, number).reminded_at
            service.remind_of_slides()
        assert first is not None
        assert db.session.get_one(Pitch, number).reminded_at == first


def test_needs_know_their_checks(session: MarketSession) -> None:
    show = roadshows.roadshow(kind="needs", industry="C", chain="")
    firm, need = needs.published()
    what = service.about(firm, need_id=need.id)
    assert not [one for one in queries.checklist_before(show, what.row) if one.tone == "bad"]
    needs.past(need, clock.today() - timedelta(days=1))
    assert [one.code for one in queries.checklist_before(show, need) if one.tone == "bad"] == ["offered"]
