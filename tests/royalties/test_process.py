"""The report process under any sequence of deeds of both sides: never two royalties, nothing overwritten."""

from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.money import Money
from market.ledger import service as ledger
from market.licensing.rules.fees import FeePlan, Figures
from market.payments import queries as payments
from market.royalties import service
from market.royalties.models import Obligation, RoyaltyReport
from market.royalties.service import Statement
from tests.factories import royalties
from tests.factories.licensing import Side, side

NOW = "2028-01-17 02:00:00+00:00"
"""Two periods are over: what is left of 2026, and 2027."""


class Reports(RuleBasedStateMachine):
    """Two periods of one deal; every deed is tried by the right and the wrong side."""

    @initialize()
    def begin(self) -> None:
        self.firm, self.university = side(sme_class="small"), side("university")
        plan = FeePlan("royalty", royalty=royalties.royalty(minimum_minor=10_000_00, cap_minor=40_000_00))
        made = royalties.schedule(plan, self.firm, self.university, date(2026, 10, 19), date(2027, 12, 31))
        lines = royalties.lines(made)
        self.subject = made.subject
        self.periods = [line.id for line in lines if line.kind == "royalty"]
        self.minimums = [line.id for line in lines if line.kind == "minimum"]
        self.stated: dict[int, list[int]] = {line: [] for line in self.periods}
        self.state: dict[int, str] = dict.fromkeys(self.periods, "")

    def attempt(self, deed: Any, expected: bool) -> None:
        done = True
        try:
            with transaction():
                deed()
        except Refusal:
            done = False
        assert done == expected

    @rule(which=st.integers(0, 1), gross=st.integers(0, 5_000_000), answer=st.booleans(), wrong=st.booleans())
    def submit(self, which: int, gross: int, answer: bool, wrong: bool) -> None:
        line, who = self.periods[which], self.university if wrong else self.firm
        statement = Statement(Figures(gross * 100), answer="x" if answer else "")
        state, seen = self.state[line], len(self.stated[line])
        expected = not wrong and state != "verified" and (state != "queried" or answer)
        self.attempt(lambda: service.submit(who.actor, line, statement, seen), expected)
        if expected:
            self.stated[line].append(gross * 100)
            self.state[line] = "submitted"

    @rule(which=st.integers(0, 1), stale=st.booleans(), wrong=st.booleans())
    def query(self, which: int, stale: bool, wrong: bool) -> None:
        line, who = self.periods[which], self.firm if wrong else self.university
        number = len(self.stated[line]) - stale
        expected = not wrong and not stale and self.state[line] == "submitted"
        self.attempt(lambda: service.query(who.actor, line, number, "why"), expected)
        if expected:
            self.state[line] = "queried"

    @rule(which=st.integers(0, 1), stale=st.booleans(), wrong=st.booleans())
    def verify(self, which: int, stale: bool, wrong: bool) -> None:
        line, who = self.periods[which], self.firm if wrong else self.university
        number = len(self.stated[line]) - stale
        in_order = which == 0 or self.state[self.periods[0]] == "verified"
        ready = self.state[line] in ("submitted", "queried")
        expected = not wrong and not stale and ready and in_order
        self.attempt(lambda: service.verify(who.actor, line, number), expected)
        if expected:
            self.state[line] = "verified"

    @invariant()
    def versions_are_all_there(self) -> None:
        if not hasattr(self, "periods"):
            return
        db.session.rollback()
        for line, stated in self.stated.items():
            rows = db.session.scalars(
                select(RoyaltyReport).where(RoyaltyReport.obligation_id == line).order_by(RoyaltyReport.number)
            ).all()
            assert [row.gross_minor for row in rows] == stated
            assert [row.state for row in rows[:-1]] == ["replaced"] * (len(rows) - 1)
            assert (rows[-1].state if rows else "") == self.state[line]

    @invariant()
    def the_royalty_is_asked_for_once(self) -> None:
        if not hasattr(self, "periods"):
            return
        due = 0
        for number, line in enumerate(self.periods):
            found = db.session.get_one(Obligation, line)
            minimum = db.session.get_one(Obligation, self.minimums[number])
            if self.state[line] != "verified":
                assert (found.state, minimum.state) == ("planned", "planned")
                continue
            least = Money(10_000_00) if number else Money(2_027_40)
            royalty = min(Money(self.stated[line][-1] * 2 // 100), Money(40_000_00))
            assert found.money == royalty
            assert minimum.money == max(Money(0), least - royalty)
            due += max(royalty, least).minor
        assert sum(row.amount_minor for row in payments.receivables_for(self.subject)) == due
        assert ledger.self_check() == []


@time_machine.travel(NOW, tick=False)
def test_the_report_process_holds(app: Flask) -> None:
    run_state_machine_as_test(
        Reports,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.usefixtures("app")
@time_machine.travel(NOW, tick=False)
def test_who_may_act_within_a_side() -> None:
    firm = side(sme_class="small")
    made = royalties.schedule(FeePlan("royalty", royalty=royalties.royalty()), firm, None, date(2026, 10, 19))
    line = royalties.lines(made, "royalty")[0].id

    def tried(who: Side) -> bool:
        try:
            with transaction():
                service.submit(who.actor, line, Statement(Figures(100)), 0)
        except Refusal:
            return False
        return True

    assert not tried(side())
    assert not tried(side("operator"))
    assert tried(firm)
