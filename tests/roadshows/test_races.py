"""Two people at once, with real threads on both databases: a plan has one fate."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, transaction
from market.core.errors import Refusal
from market.core.outbox import EventRow
from market.roadshows import service
from market.roadshows.models import Roadshow
from tests.factories import accounts, roadshows
from tests.licensing.test_races import Wrap, at_once


def deed(move: Callable[..., Roadshow], by: Actor, number: int, *words: str) -> Callable[[], Any]:
    def run() -> Any:
        with transaction():
            return move(by, number, *words).state

    return run


def said(name: str, number: int) -> int:
    db.session.rollback()
    return db.session.query(EventRow).filter_by(name=f"roadshows.{name}", subject=f"roadshow:{number}").count()


def test_taking_back_against_approval(app: Flask, in_thread: Wrap) -> None:
    by, bureau = roadshows.operator(), accounts.actor("authority")
    for _ in range(4):
        number = roadshows.roadshow(by, state="submitted").id
        deeds = [deed(service.take_back, by, number), deed(service.approve, bureau, number)]
        results = at_once(deeds, in_thread)
        assert sum(isinstance(result, Refusal) for result in results) == 1, results
        taken, approved = said("RoadshowTakenBack", number), said("RoadshowApproved", number)
        assert taken + approved == 1
        assert db.session.get_one(Roadshow, number).state == ("draft" if taken else "approved")


def test_announced_once(app: Flask, in_thread: Wrap) -> None:
    by = roadshows.operator()
    number = roadshows.roadshow(by, state="approved", announced_at=None).id
    results = at_once([deed(service.announce, by, number) for _ in range(4)], in_thread)
    assert sum(result == "announced" for result in results) == 1, results
    assert said("RoadshowAnnounced", number) == 1


def test_opening_against_calling_off(app: Flask, in_thread: Wrap) -> None:
    by = roadshows.operator()
    for _ in range(4):
        number = roadshows.roadshow(by, starts_at=clock.now() + timedelta(hours=1)).id
        results = at_once([deed(service.open_, by, number), deed(service.cancel, by, number, "停电")], in_thread)
        assert sum(isinstance(result, Refusal) for result in results) == 1, results
        assert said("RoadshowOpened", number) + said("RoadshowCancelled", number) == 1


def test_one_after_the_other_both_are_done(app: Flask, in_thread: Wrap) -> None:
    """The control: without a rival the same deeds are refused to nobody, so the counts above can fail."""
    by = roadshows.operator()
    number = roadshows.roadshow(by, starts_at=clock.now() + timedelta(hours=1)).id
    assert at_once([deed(service.open_, by, number)], in_thread) == ["live"]
    assert at_once([deed(service.close, by, number)], in_thread) == ["held"]
    assert said("RoadshowOpened", number) + said("RoadshowHeld", number) == 2
