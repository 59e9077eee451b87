"""Two sides at once, with real threads and real processes on both databases: one outcome each."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from market import create_app
from market.accounts.models import User
from market.config import Settings
from market.core import clock
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.licensing.models import Licence
from market.negotiation import service
from market.negotiation.errors import OfferChanged
from market.negotiation.models import Deal, Offer
from tests.factories import licensing as make
from tests.factories import listings
from tests.factories import negotiation as agree
from tests.factories.licensing import Side
from tests.licensing.test_races import Wrap, at_once


def sides() -> tuple[Side, Side]:
    university = make.side("university")
    agree.no_notice(university)
    return university, make.side()


def count(model: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def accepting(by: Side, deal: int, number: int, seal: str) -> Callable[[], Any]:
    def deed() -> Any:
        with transaction():
            return service.accept(by.actor, deal, number, seal).state

    return deed


def test_acceptance_against_taking_back(app: Flask, in_thread: Wrap) -> None:
    for _ in range(4):
        university, firm = sides()
        deal = agree.talks(university, firm)
        offer = agree.offered(university, deal)
        deal_id, number, seal = deal.id, offer.number, offer.seal

        def take_back(deal_id: int = deal_id, number: int = number, university: Side = university) -> Any:
            with transaction():
                return service.take_back(university.actor, deal_id, number).state

        results = at_once([accepting(firm, deal_id, number, seal), take_back], in_thread)
        assert sum(isinstance(result, Refusal) for result in results) == 1, results
        found = agree.again(deal)
        assert (found.state, found.offers[0].state) in {("signing", "accepted"), ("talking", "taken_back")}


def test_acceptance_against_a_changed_offer(app: Flask, in_thread: Wrap) -> None:
    for _ in range(4):
        university, firm = sides()
        deal = agree.talks(university, firm)
        offer = agree.offered(university, deal)
        deal_id, number, seal = deal.id, offer.number, offer.seal
        dearer = agree.terms(agree.again(deal), fee=agree.plan(90_000).to_plain())

        def change(deal_id: int = deal_id, university: Side = university, dearer: Any = dearer) -> Any:
            with transaction():
                return service.make(university.actor, deal_id, dearer, 1).number

        results = at_once([accepting(firm, deal_id, number, seal), change], in_thread)
        assert sum(isinstance(result, Refusal) for result in results) == 1, results
        found = agree.again(deal)
        if found.state == "signing":
            assert (found.accepted_number, len(found.offers)) == (1, 1)
        else:
            assert [one.state for one in found.offers] == ["superseded", "standing"]


def test_both_sides_offering_at_once_one_is_told_to_look_again(app: Flask, in_thread: Wrap) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    deal_id, terms = deal.id, agree.terms(agree.again(deal))

    def offering(by: Side) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.make(by.actor, deal_id, terms, 0).number

        return deed

    results = at_once([offering(one) for one in (university, firm) * 3], in_thread)
    assert sum(result == 1 for result in results if isinstance(result, int)) == 1, results
    assert count(Offer) == 1


def test_a_double_click_accepts_once(app: Flask, in_thread: Wrap) -> None:
    university, firm = sides()
    deal = agree.talks(university, firm)
    offer = agree.offered(university, deal)
    results = at_once([accepting(firm, deal.id, offer.number, offer.seal)] * 6, in_thread)
    assert sum(result == "signing" for result in results if isinstance(result, str)) == 1, results
    assert all(isinstance(result, OfferChanged) for result in results if not isinstance(result, str))


@pytest.mark.rule("R03")
def test_two_firms_accepting_exclusive_offers_at_once(app: Flask, in_thread: Wrap) -> None:
    for _ in range(3):
        university, _firm = sides()
        patent = listings.granted_patent(university.organisation)
        deeds = []
        for firm in (make.side(), make.side(), make.side()):
            deal = agree.talks(university, firm, patent)
            offer = agree.offered(university, deal, kind="exclusive")
            deeds.append(accepting(firm, deal.id, offer.number, offer.seal))
        results = at_once(deeds, in_thread)
        assert sum(result == "signing" for result in results if isinstance(result, str)) == 1, results


def test_both_sides_confirming_at_once_conclude_once(app: Flask, in_thread: Wrap) -> None:
    university, firm = sides()
    deal = agree.agreed_deal(university, firm, kind="exclusive")
    deal_id = deal.id

    def confirming(by: Side) -> Callable[[], Any]:
        def deed() -> Any:
            with transaction():
                return service.confirm(by.actor, deal_id, "HT-1", clock.today()).state

        return deed

    results = at_once([confirming(one) for one in (university, firm) * 3], in_thread)
    assert sum(result == "concluded" for result in results if isinstance(result, str)) == 1, results
    assert (agree.again(deal).state, count(Licence)) == ("concluded", 1)


def test_negative_control_without_the_row_held_both_go_through(app: Flask, in_thread: Wrap) -> None:
    """The races mean something: who only looks, and writes later without looking again, believes he did it."""
    university, firm = sides()
    deal_id, gate = agree.talks(university, firm).id, Barrier(2)

    def careless(new: str) -> Callable[[], Any]:
        def deed() -> Any:
            if db.session.get_one(Deal, deal_id).state != "talking":
                return "too late"
            gate.wait(30)
            with transaction():
                db.session.execute(update(Deal).where(Deal.id == deal_id).values(state=new))
            return new

        return deed

    assert at_once([careless("declined"), careless("expired")], in_thread) == ["declined", "expired"]


def run_apart(url: str, data: str, deal_id: int, number: int, seal: str, user_id: int, gate: Any, out: Any) -> None:
    """In a process of its own: accept, and say what came of it."""
    settings = Settings(
        environment="test",
        secret_key="only-for-tests-0123456789abcdef0123456789",
        database_url=url,
        data=Path(data),
        index=Path(data) / "index",
        public_url="http://localhost",
        synchronous="NORMAL",
    )
    app = create_app(settings)
    with app.app_context():
        actor = db.session.get_one(User, user_id).actor
        db.session.rollback()
        gate.wait(60)
        try:
            with transaction():
                out.put(service.accept(actor, deal_id, number, seal).state)
        except Refusal as refusal:
            out.put(type(refusal).__name__)
        db.session.remove()
    out.close()
    out.join_thread()
    os._exit(0)


@pytest.mark.rule("R03")
def test_real_processes_accepting_exclusive_offers_at_once(app: Flask) -> None:
    university, _firm = sides()
    patent = listings.granted_patent(university.organisation)
    found = app.extensions["settings"]
    context = get_context("spawn")
    gate, out, started = context.Barrier(3), context.Queue(), []
    for firm in (make.side(), make.side(), make.side()):
        deal = agree.talks(university, firm, patent)
        offer = agree.offered(university, deal, kind="exclusive")
        values = (found.database_url, str(found.data), deal.id, offer.number, offer.seal, firm.person.id, gate, out)
        started.append(context.Process(target=run_apart, args=values))
    db.session.remove()
    for process in started:
        process.start()
    results = [out.get(timeout=120) for _ in started]
    for process in started:
        process.join(30)
    assert sorted(results).count("signing") == 1, results
    assert set(results) <= {"signing", "AlreadyPromised"}
