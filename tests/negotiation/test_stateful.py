"""Any sequence of deeds keeps to the tables: no illegal move, terms only from an accepted offer, one outcome, and never
two licences that exclude each other.
"""

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.outbox import EventRow
from market.core.process import Process
from market.licensing.models import Licence, LicencePatent
from market.licensing.rules.states import OPEN_LICENCE, Who
from market.licensing.rules.terms import BARRING
from market.listings import service as listing_service
from market.negotiation import service
from market.negotiation.models import Deal, Offer
from market.negotiation.rules.offers import Terms
from market.negotiation.rules.processes import ANSWER, BOUND, EQUITY, KIND_NAMES, LICENCE, LICENCES, PROCESSES, TRANSFER
from market.negotiation.service import timers
from tests.factories import licensing as make
from tests.factories import listings
from tests.factories import negotiation as agree

QUICK = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
WHO = st.sampled_from(["university", "firm", "rival", "operator"])
WHICH = st.integers(0, 3)
STEPS = ["papers", "filing", "value", "resolution", "registered", "shares"]


class Talks(RuleBasedStateMachine):
    """Two firms, a university and the operator do whatever comes to their minds with a few deals on one patent."""

    @initialize()
    def begin(self) -> None:
        self.people = {
            "university": make.side("university"),
            "firm": make.side(),
            "rival": make.side(),
            "operator": make.side("operator"),
        }
        agree.no_notice(self.people["university"])
        self.patent = listings.granted_patent(self.people["university"].organisation)
        self.draft = listings.draft_listing(self.people["university"].organisation, self.patent).id
        self.deals: list[int] = []
        self.seen: dict[int, str] = {}
        self.granted: dict[int, int] = {}

    def attempt(self, deed: Any) -> bool:
        try:
            with transaction():
                deed()
        except Refusal:
            return False
        finally:
            db.session.rollback()
        return True

    def deal(self, which: int) -> Deal | None:
        return db.session.get(Deal, self.deals[which % len(self.deals)]) if self.deals else None

    @rule(who=st.sampled_from(["firm", "rival", "university"]))
    def ask(self, who: str) -> None:
        def deed() -> None:
            found = service.ask(self.people[who].actor, [self.patent.id], "请问？", make.once())
            self.deals.append(found.id)

        if len(self.deals) < 4:
            self.attempt(deed)

    @rule(who=WHO, which=WHICH, kind=st.sampled_from(list(KIND_NAMES)), yuan=st.integers(1, 90_000))
    def offer(self, who: str, which: int, kind: str, yuan: int) -> None:
        deal = self.deal(which)
        if deal is None:
            return
        over: dict[str, Any] = {"kind": kind}
        if kind != "equity":
            over["fee"] = agree.plan(yuan).to_plain()
        terms, latest = agree.terms(deal, **over), max((one.number for one in deal.offers), default=0)
        self.attempt(lambda: service.make(self.people[who].actor, deal.id, terms, latest))

    @rule(who=WHO, which=WHICH, number=st.integers(0, 3), right=st.booleans())
    def accept(self, who: str, which: int, number: int, right: bool) -> None:
        deal = self.deal(which)
        if deal is None or not deal.offers:
            return
        offer = deal.standing if right and deal.standing else deal.offers[number % len(deal.offers)]
        values = (deal.id, offer.number, offer.seal)
        self.attempt(lambda: service.accept(self.people[who].actor, *values))

    @rule(who=WHO, which=WHICH, back=st.booleans())
    def answer_offer(self, who: str, which: int, back: bool) -> None:
        deal = self.deal(which)
        if deal is None or not deal.offers:
            return
        deal_id, number, actor = deal.id, deal.offers[-1].number, self.people[who].actor
        if back:
            self.attempt(lambda: service.take_back(actor, deal_id, number))
        else:
            self.attempt(lambda: service.reject(actor, deal_id, number, "不合适"))

    @rule(who=WHO, which=WHICH)
    def confirm(self, who: str, which: int) -> None:
        deal = self.deal(which)
        if deal is not None:
            deal_id = deal.id
            self.attempt(lambda: service.confirm(self.people[who].actor, deal_id, "HT-1", clock.today()))

    @rule(who=WHO, which=WHICH, key=st.sampled_from(STEPS))
    def step(self, who: str, which: int, key: str) -> None:
        deal = self.deal(which)
        if deal is not None:
            deal_id = deal.id
            self.attempt(lambda: service.do_step(self.people[who].actor, deal_id, key, "N-1", clock.today()))

    @rule(which=WHICH, kind=st.sampled_from(list(KIND_NAMES)))
    def go_on(self, which: int, kind: str) -> None:
        """What sensible people would do next, so that deals get somewhere."""
        deal = self.deal(which)
        if deal is None:
            self.ask("firm")
            return
        people = {person.organisation.id: name for name, person in self.people.items()}
        firm, standing = people[deal.firm_id], deal.standing
        if deal.state == "talking":
            self.offer("university", which, kind, 50_000)
        elif standing is not None:
            self.accept(firm if standing.side == "licensor" else "university", which, 0, True)
        elif deal.state == "signing":
            self.confirm("university", which)
            self.confirm(firm, which)
        elif deal.state == "registering":
            for key in STEPS:
                self.step("university", which, key)

    @rule(who=WHO, which=WHICH, move=st.sampled_from(["decline", "refuse", "withdraw"]))
    def end(self, who: str, which: int, move: str) -> None:
        deal = self.deal(which)
        if deal is not None:
            deal_id = deal.id
            self.attempt(lambda: service.end(self.people[who].actor, deal_id, move, "算了"))

    @rule(which=WHICH, move=st.sampled_from(["reopen", "stop", "prepare", "expire", "accept", "conclude"]))
    def force(self, which: int, move: str) -> None:
        deal = self.deal(which)
        if deal is not None:
            deal_id = deal.id
            self.attempt(lambda: service.force(self.people["operator"].actor, deal_id, move, "应双方要求"))

    @rule()
    def declare(self) -> None:
        self.attempt(lambda: listing_service.declare(self.people["university"].actor, self.draft))

    @rule()
    def clock_looks(self) -> None:
        timers.remind_and_escalate()
        timers.expire_quiet()

    @invariant()
    def every_move_is_in_the_table(self) -> None:
        for deal_id in getattr(self, "deals", []):
            deal = db.session.get_one(Deal, deal_id)
            before = self.seen.get(deal_id, "talking")
            assert deal.state in reachable(PROCESSES[deal.kind], before), (before, deal.state)
            self.seen[deal_id] = deal.state

    @invariant()
    def terms_come_from_the_accepted_offer(self) -> None:
        for deal_id in getattr(self, "deals", []):
            deal = db.session.get_one(Deal, deal_id)
            standing = [one for one in deal.offers if one.state == "standing"]
            assert len(standing) == (1 if deal.state == "offered" else 0)
            if deal.state in BOUND:
                offer = next(one for one in deal.offers if one.number == deal.accepted_number)
                assert offer.state == "accepted"
                terms = Terms.read(offer.terms)
                assert deal.terms is not None
                assert (deal.terms["fee"], deal.kind) == (offer.terms["fee"], terms.kind)
                assert terms.seal(offer.number) == offer.seal
            elif deal.state in ("talking", "offered"):
                assert deal.terms is None

    @invariant()
    def one_outcome(self) -> None:
        for deal_id in getattr(self, "deals", []):
            deal = db.session.get_one(Deal, deal_id)
            assert (deal.licence_id is not None) == (deal.state == "concluded")
            if deal.licence_id is not None:
                assert self.granted.setdefault(deal_id, deal.licence_id) == deal.licence_id
                assert deal.kind in LICENCES

    @invariant()
    def no_two_licences_exclude_each_other(self) -> None:
        if not hasattr(self, "patent"):
            return
        found = list(
            db.session.scalars(
                select(Licence)
                .join(LicencePatent)
                .where(LicencePatent.patent_id == self.patent.id, Licence.state != "ended")
            )
        )
        if any(licence.kind in BARRING for licence in found):
            assert len(found) == 1, [licence.kind for licence in found]


def reachable(process: Process, state: str) -> set[str]:
    """The states some moves of the table lead to from a state; one deed may cause several."""
    found = {state}
    while more := {
        move.to for move in process.moves.values() if move.come_from & found and move.to and move.to not in found
    }:
        found |= more
    return found


def test_any_sequence_of_deeds_keeps_to_the_tables(app: Flask) -> None:
    run_state_machine_as_test(Talks, settings=QUICK)
    db.session.rollback()
    assert db.session.scalar(select(Offer.id).limit(1)) is not None
    assert db.session.scalar(select(EventRow.id).where(EventRow.name == "negotiation.OfferAccepted").limit(1))


@pytest.mark.parametrize("process", [OPEN_LICENCE, ANSWER, LICENCE, TRANSFER, EQUITY], ids=lambda one: one.name)
def test_every_table_is_sound(process: Process) -> None:
    assert process.problems() == []
    assert process.ends
    for move in process.moves.values():
        assert move.come_from, move.label
        assert move.who
        assert move.tells
        assert set(move.who) <= set(Who)
        if Who.SYSTEM in move.who:
            assert move.holds, f"{move.label}: by the market itself, but the table does not say when"


def test_the_machine_would_notice_an_illegal_move() -> None:
    """Negative control: what the tables do not allow is not reachable."""
    assert "concluded" not in reachable(TRANSFER, "talking")
    assert "talking" not in reachable(LICENCE, "concluded")
    assert "signing" not in reachable(ANSWER, "answered")
    assert clock.today() + timedelta(days=1) > clock.today()
