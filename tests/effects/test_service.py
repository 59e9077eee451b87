"""Asking, answering, correcting and deciding; the figures and the ranking made of it."""

from datetime import date, datetime

import pytest
import time_machine
from flask import Flask

from market.core import clock, outbox
from market.core.db import db, transaction
from market.core.errors import Forbidden, Invalid, NotFound
from market.core.money import Money
from market.core.outbox import EventRow
from market.effects import queries, service
from market.effects.errors import NothingToPublish, NotThisReportNow, NotThisYear
from market.effects.models import EffectQuestion
from market.effects.rules.ranking import Weights
from market.effects.rules.reporting import Effect
from market.licensing.models import Licence
from market.notifications.models import Mail, Notification
from tests.factories import accounts
from tests.factories import effects as make

YEAR = clock.today().year


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 4, tzinfo=clock.UTC), tick=False)


def said(name: str) -> int:
    db.session.rollback()
    return db.session.query(EventRow).filter_by(name=f"effects.{name}").count()


def test_every_licence_is_asked_once_a_year_and_reminded_twice(app: Flask) -> None:
    make.licence()
    service.ask_due()
    assert said("EffectAsked") == 0
    with at(date(YEAR + 1, 1, 10)):
        service.ask_due()
        service.ask_due()
        assert said("EffectAsked") == 1
        service.remind_due()
        assert said("EffectReminded") == 0
    for day in (date(YEAR + 1, 3, 31), date(YEAR + 1, 4, 30), date(YEAR + 1, 6, 1)):
        with at(day):
            service.remind_due()
            service.remind_due()
    assert said("EffectReminded") == 2


def test_who_has_answered_is_neither_asked_nor_reminded(app: Flask) -> None:
    make.report(make.licence(), Effect(False))
    with at(date(YEAR + 1, 4, 30)):
        service.ask_due()
        service.remind_due()
    assert (said("EffectAsked"), said("EffectReminded"), said("EffectReported")) == (0, 0, 1)


def test_a_correction_is_a_new_version(app: Flask) -> None:
    licence = make.licence()
    first = make.report(licence)
    second = make.report(licence, Effect(True, "轮毂", Money.of(1_000_000), jobs=3))
    db.session.rollback()
    question = db.session.query(EffectQuestion).one()
    assert [(row.version, row.state) for row in question.reports] == [(1, "replaced"), (2, "reported")]
    assert question.current is second
    assert first.sales_minor == make.GOOD.sales.minor
    assert queries.sums(YEAR).jobs == 3


def test_only_the_licensee_reports_and_only_on_its_years(app: Flask) -> None:
    licence = make.licence()
    for stranger in (make.person_of(licence.licensor_id).actor, accounts.actor("firm"), accounts.actor("operator")):
        with pytest.raises(NotFound), transaction():
            service.report(stranger, licence.id, YEAR, Effect(False))
    member = accounts.user(licence.licensee, role="member").actor
    with pytest.raises(Forbidden), transaction():
        service.report(member, licence.id, YEAR, Effect(False))
    for year in (YEAR - 1, YEAR + 1):
        with pytest.raises(NotThisYear):
            make.report(licence, Effect(False), year)
    with pytest.raises(Invalid):
        make.report(licence, Effect(True))


def test_what_is_queried_does_not_count_until_corrected(app: Flask) -> None:
    licence = make.licence()
    row = make.report(licence)
    operator = accounts.actor("operator")
    with pytest.raises(Invalid), transaction():
        service.decide(operator, row.id, verified=False)
    with transaction():
        service.decide(operator, row.id, verified=False, note="请说明销售额口径")
    assert queries.sums(YEAR).industrialised == 0
    with pytest.raises(NotThisReportNow), transaction():
        service.decide(operator, row.id, verified=True)
    corrected = make.report(licence)
    with transaction():
        service.decide(operator, corrected.id, verified=True)
    assert queries.sums(YEAR).industrialised == 1
    with pytest.raises(NotFound), transaction():
        service.decide(make.person_of(licence.licensor_id).actor, corrected.id, verified=True)


@pytest.mark.rule("R34")
def test_figures_keep_their_units_apart(app: Flask) -> None:
    make.report(make.licence())
    make.report(make.licence(), Effect(False))
    found = queries.sums(YEAR)
    assert (found.answered, found.industrialised, found.jobs) == (2, 1, 6)
    assert (found.sales, found.exports, found.tax) == (Money.of(1_200_000), Money.of(200_000), Money.of(90_000))
    assert queries.sums(YEAR - 1).answered == 0
    assert queries.sums(YEAR, accounts.organisation("university").id).answered == 0


def test_the_ranking_rewards_free_licences_to_small_firms(app: Flask) -> None:
    free = make.licence(free=True)
    make.report(free)
    make.report(make.licence(free=True, sme_class="large"))
    make.report(make.licence())
    make.report(make.licence(free=True), Effect(False))
    assert [row.licensor_id for row in queries.told(YEAR, "free_sme")] == [free.licensor_id]
    assert len(queries.told(YEAR, "free")) == 2
    assert len(queries.told(YEAR, "all")) == 3


def test_a_published_ranking_stands_as_it_was_published(app: Flask) -> None:
    operator = accounts.actor("operator")
    licence = make.licence(free=True)
    with pytest.raises(NothingToPublish), transaction():
        service.publish(operator, YEAR, "free_sme", Weights())
    make.report(licence)
    with transaction():
        service.publish(operator, YEAR, "free_sme", Weights())
    make.report(licence, Effect(True, "轮毂", Money.of(1)))
    standing = queries.standing_ranking(YEAR)
    assert standing is not None
    assert standing.lines[0]["sales"] == make.GOOD.sales.minor
    with transaction():
        service.publish(operator, YEAR, "free_sme", Weights())
    assert queries.standing_ranking(YEAR).lines[0]["sales"] == 100  # type: ignore[union-attr]
    with transaction():
        service.withdraw_ranking(operator, YEAR)
    assert queries.published_years() == []
    with pytest.raises(NotFound), transaction():
        service.publish(accounts.actor("authority"), YEAR, "all", Weights())


def test_the_question_reaches_the_licensee_and_the_answer_the_licensor(app: Flask) -> None:
    number = make.licence().id
    outbox.drain()
    with at(date(YEAR + 1, 1, 10)):
        service.ask_due()
        outbox.drain()
    licence = db.session.get_one(Licence, number)
    mail = db.session.query(Mail).filter_by(key="effects.asked").one()
    assert (mail.user_id, mail.arguments) == (
        make.person_of(licence.licensee_id).id,
        {"licence_id": licence.id, "year": YEAR},
    )
    row = make.report(licence)
    operator = accounts.actor("operator")
    with transaction():
        service.decide(operator, row.id, verified=False, note="请说明")
    outbox.drain()
    keys = [row.key for row in db.session.query(Notification).filter(Notification.key.startswith("effects."))]
    assert sorted(set(keys)) == ["effects.asked", "effects.queried", "effects.reported"]
