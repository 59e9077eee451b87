"""The deeds about effects: ask, remind, report, correct, verify, query, publish a ranking."""

import hashlib
from typing import Any

from sqlalchemy import select

from market.core import clock, outbox
from market.core.actor import Actor
from market.core.db import db, forget, lock_row, swap_state, transaction
from market.core.errors import Forbidden, Invalid, NotFound
from market.core.files import StoredFile
from market.core.i18n import N_
from market.effects import queries
from market.effects.errors import NothingToPublish, NotThisReportNow, NotThisYear
from market.effects.events import (
    EffectAsked,
    EffectQueried,
    EffectReminded,
    EffectReported,
    EffectVerified,
    RankingPublished,
    RankingWithdrawn,
)
from market.effects.models import EffectQuestion, EffectRanking, EffectReminder, EffectReport
from market.effects.rules import asking, ranking, reporting
from market.effects.rules.ranking import Weights
from market.effects.rules.reporting import Effect, State
from market.licensing import queries as licensing
from market.licensing.models import Licence

SPOT_CHECK_OF = 10
"""One in so many reports is drawn for a check on the spot."""


def ask_due() -> None:
    """Ask every licensee about the years whose report is due to be asked for; each question once."""
    forget()
    today = clock.today()
    for licence_id, effective, ended in db.session.execute(
        select(Licence.id, Licence.effective_on, Licence.ended_on)
    ).all():
        for year in asking.years_to_ask(effective, ended, today):
            if queries.question_of(licence_id, year) is None:
                with transaction():
                    ask(licence_id, year)


def ask(licence_id: int, year: int) -> EffectQuestion | None:
    """Ask about one licence and year, inside a transaction; None when it was asked before."""
    licence = db.session.get(Licence, licence_id)
    if licence is None:
        return None
    lock_row(licence)
    if queries.question_of(licence_id, year) is not None:
        return None
    question = EffectQuestion(licence_id=licence_id, year=year, due_on=max(asking.due_on(year), clock.today()))
    db.session.add(question)
    db.session.flush()
    outbox.emit(EffectAsked(licence_id, year))
    return question


def remind_due() -> None:
    """Repeat the questions that were not answered: on the due day and thirty days later, once each."""
    forget()
    open_ones = select(EffectQuestion.id).where(EffectQuestion.answered_at.is_(None))
    for question_id in list(db.session.scalars(open_ones)):
        with transaction():
            remind(question_id)


def remind(question_id: int) -> int | None:
    """Give the reminder that is due for one question, inside a transaction; returns its threshold."""
    question = db.session.get(EffectQuestion, question_id)
    if question is None:
        return None
    lock_row(question)
    given = set(db.session.scalars(select(EffectReminder.days).where(EffectReminder.question_id == question_id)))
    days = asking.reminder_due(question.due_on, clock.today(), given)
    if days is None or question.answered_at is not None:
        return None
    db.session.add(EffectReminder(question_id=question_id, days=days))
    db.session.flush()
    outbox.emit(EffectReminded(question.licence_id, question.year, days))
    return days


def report(
    actor: Actor, licence_id: int, year: int, effect: Effect, evidence: StoredFile | None = None
) -> EffectReport:
    """The licensee's answer, or its correction as a new version, inside a transaction.

    Raises NotFound for others, Forbidden, NotThisYear, or Invalid with what is wrong. Evidence of the version before is
    kept when no new file comes.
    """
    licence = licensing.licence_for(actor, licence_id)
    if not actor.of(licence.licensee_id):
        raise NotFound
    if not reporting.reports(actor, licence.licensee_id):
        raise Forbidden
    if year not in asking.years_open(licence.effective_on, licence.ended_on, clock.today()):
        raise NotThisYear
    effect = effect.cleaned()
    if wrong := reporting.problems(effect):
        raise Invalid(fields=wrong)
    question = _question(licence, year)
    if evidence is not None:
        db.session.add(evidence)
        db.session.flush()
    row = _version(actor, question, effect, evidence)
    outbox.emit(EffectReported(licence.id, year, row.id, row.version), actor)
    return row


def _question(licence: Licence, year: int) -> EffectQuestion:
    """The question that is answered, held; made without a mail when the licensee was faster."""
    lock_row(licence)
    question = queries.question_of(licence.id, year)
    if question is None:
        question = EffectQuestion(licence_id=licence.id, year=year, due_on=asking.due_on(year))
        db.session.add(question)
        db.session.flush()
    lock_row(question)
    db.session.refresh(question)
    return question


def _version(actor: Actor, question: EffectQuestion, effect: Effect, evidence: StoredFile | None) -> EffectReport:
    before = question.current
    number = len(question.reports) + 1
    kept = before.evidence_id if before is not None else None
    if before is not None:
        before.state = State.REPLACED
        db.session.flush()
    row = EffectReport(
        question_id=question.id,
        version=number,
        evidence_id=evidence.id if evidence is not None else kept,
        reported_by=actor.user_id,
        spot_check=drawn(question.licence_id, question.year),
        **columns(effect),
    )
    question.answered_at = question.answered_at or clock.now()
    db.session.add(row)
    db.session.flush()
    return row


def columns(effect: Effect) -> dict[str, Any]:
    """What a report says, by column."""
    money = {f"{name}_minor": getattr(effect, name).minor for name in ("sales", "exports", "tax", "savings")}
    return {"made": effect.made, "product": effect.product, "jobs": effect.jobs, "note": effect.note, **money}


def drawn(licence_id: int, year: int) -> bool:
    """Whether a licence's report of a year is drawn for a spot check: by lot, but the same lot whenever asked."""
    digest = hashlib.sha256(f"spot check {licence_id} {year}".encode()).digest()
    return digest[0] % SPOT_CHECK_OF == 0


def decide(actor: Actor, report_id: int, verified: bool, note: str = "") -> EffectReport:
    """The operator found a report right, or asks back (then with a word); raises Invalid, NotThisReportNow."""
    if not actor.operator:
        raise NotFound
    row = queries.report_for(actor, report_id)
    if not verified and not note.strip():
        raise Invalid(fields={"note": N_("Say what is to be explained or corrected.")})
    _move(row, State.VERIFIED if verified else State.QUERIED, actor, note.strip())
    licence_id, year = row.question.licence_id, row.question.year
    outbox.emit(
        EffectVerified(licence_id, year, row.id) if verified else EffectQueried(licence_id, year, row.id), actor
    )
    return row


def _move(row: EffectReport, new: State, actor: Actor, note: str) -> None:
    """Compare and swap: what is decided or replaced by now stays so. A verified report may still be queried."""
    allowed = (State.REPORTED, State.VERIFIED) if new is State.QUERIED else (State.REPORTED,)
    decided = {"decided_by": actor.user_id, "decided_at": clock.now(), "decision": note}
    if not swap_state(row, allowed, new, **decided):
        raise NotThisReportNow


def publish(actor: Actor, year: int, scope: str, weights: Weights) -> EffectRanking:
    """The operator makes a year's ranking public as it stands now; the one before is taken down."""
    if not actor.operator:
        raise NotFound
    lines = ranking.ranked(queries.told(year, scope), weights)
    if not lines:
        raise NothingToPublish
    before = queries.standing_ranking(year)
    if before is not None:
        before.withdrawn_at = clock.now()
        db.session.flush()
    row = EffectRanking(
        year=year,
        scope=scope,
        weights=weights.to_plain(),
        lines=[line.to_plain() for line in lines],
        published_by=actor.user_id,
    )
    db.session.add(row)
    db.session.flush()
    outbox.emit(RankingPublished(row.id), actor)
    return row


def withdraw_ranking(actor: Actor, year: int) -> EffectRanking:
    """The operator takes a published ranking down."""
    row = queries.standing_ranking(year)
    if not actor.operator or row is None:
        raise NotFound
    row.withdrawn_at = clock.now()
    outbox.emit(RankingWithdrawn(row.id), actor)
    return row
