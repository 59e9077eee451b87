"""R18: a patent ended. What is still to come is frozen and both sides are asked; no refund is ever decided here."""

from market.core import clock
from market.core.actor import Actor
from market.core.db import db, lock_row
from market.core.errors import Invalid, NotFound
from market.core.i18n import N_
from market.core.outbox import emit
from market.licensing.events import LicenceEnded, LicensedPatentEnded
from market.licensing.rules import fees
from market.payments import queries as payments
from market.payments import service as door
from market.royalties import queries
from market.royalties.errors import NotPossibleNow, NotYourSide, ReasonNeeded
from market.royalties.events import ChoiceMade, ScheduleFrozen, ScheduleReleased
from market.royalties.models import Obligation, Pause, Schedule
from market.royalties.rules import freezing as rules
from market.royalties.service import sides
from market.royalties.service.schedules import ask


def on_licence_ended(event: LicenceEnded) -> None:
    """A licence ended with its last patent: its future payments are frozen. With its term, nothing more was planned."""
    if event.reason == "patent":
        _freeze(f"licence:{event.licence_id}", "patent")


def on_licensed_patent_ended(event: LicensedPatentEnded) -> None:
    """One of several licensed patents ended: the future payments are frozen until both sides have chosen."""
    _freeze(f"licence:{event.licence_id}", "one_patent")


def _freeze(subject: str, reason: str) -> None:
    schedule = queries.schedule_of(subject)
    if schedule is not None:
        freeze(schedule, reason)


def freeze(schedule: Schedule, reason: str) -> None:
    """Freeze what is still to come and ask both sides; a frozen schedule only learns the graver reason."""
    lock_row(schedule)
    if schedule.pause is not None:
        schedule.pause.reason = "patent" if reason == "patent" else schedule.pause.reason
        return
    today = clock.today()
    lines = [line for line in schedule.obligations if _open(line) and _future(line)]
    if schedule.state != "running" or not lines:
        return
    for line in lines:
        line.state = "frozen"
        if line.receivable is not None:
            door.freeze(line.receivable, rules.REASONS[reason])
    schedule.state = "frozen"
    db.session.add(Pause(schedule=schedule, reason=reason, since=today))
    db.session.flush()
    emit(ScheduleFrozen(schedule.id, schedule.subject, reason))


def _open(line: Obligation) -> bool:
    """Whether a line is still to be determined or to be paid."""
    if line.state == "planned":
        return True
    return line.state == "asked" and line.receivable is not None and line.receivable.state == "open"


def _future(line: Obligation) -> bool:
    return rules.future(line.kind, line.due_on, line.period_start, clock.today())


def choose(actor: Actor, schedule_id: int, choice: str, note: str = "", percent: int | None = None) -> Schedule:
    """One side says how to go on; as soon as both say the same it is done. A new percentage must be accepted again."""
    schedule, pause = _asked(actor, schedule_id)
    side = sides.side_of(actor, schedule)
    if side not in ("licensee", "licensor") or not sides.may_act(actor, schedule, side):
        raise NotYourSide
    if choice not in rules.CHOICES:
        raise Invalid(fields={"choice": N_("Choose how to go on.")})
    own, other = ("debtor", "creditor") if side == "licensee" else ("creditor", "debtor")
    setattr(pause, f"{own}_choice", choice)
    setattr(pause, f"{own}_note", note.strip())
    agreed = choice == "reduce" and _propose(pause, own, other, percent)
    db.session.flush()
    emit(ChoiceMade(schedule.id, schedule.subject, side, choice), actor)
    outcome = "reduce" if agreed else rules.outcome(pause.debtor_choice, pause.creditor_choice)
    if outcome:
        release(schedule, outcome, actor)
    return schedule


def _propose(pause: Pause, own: str, other: str, percent: int | None) -> bool:
    """Put lower amounts forward, or accept the other side's; returns whether both agree now."""
    if percent is None or not 1 <= percent <= 99:
        raise Invalid(fields={"percent": N_("Enter between 1 and 99 per cent of what was agreed.")})
    if pause.proposed_by == other and pause.percent == percent and getattr(pause, f"{other}_choice") == "reduce":
        return True
    pause.percent, pause.proposed_by = percent, own
    return False


def decide(actor: Actor, schedule_id: int, outcome: str, reason: str) -> Schedule:
    """The operator enters what both sides settled elsewhere (a letter, a mediation, a judgment), with the reason."""
    if not actor.operator:
        raise NotFound
    schedule, pause = _asked(actor, schedule_id)
    if outcome not in ("continue", "end"):
        raise Invalid(fields={"outcome": N_("Choose how to go on.")})
    if not reason.strip():
        raise ReasonNeeded
    pause.decision = reason.strip()
    release(schedule, outcome, actor)
    return schedule


def _asked(actor: Actor, schedule_id: int) -> tuple[Schedule, Pause]:
    schedule = queries.schedule_for(actor, schedule_id)
    lock_row(schedule)
    if schedule.pause is None:
        raise NotPossibleNow
    return schedule, schedule.pause


def release(schedule: Schedule, outcome: str, actor: Actor | None = None) -> None:
    """Close the open question: go on, go on with lower amounts, or drop what is still to come."""
    pause = schedule.pause
    if pause is None:
        return
    frozen = [line for line in schedule.obligations if line.state == "frozen"]
    if outcome == "reduce":
        _lower(schedule, pause, frozen)
    for line in frozen:
        if outcome == "end":
            _drop(line)
        elif line.state == "frozen":
            _thaw(line)
    schedule.state = "ended" if outcome == "end" else "running"
    pause.outcome, pause.closed_at = outcome, clock.now()
    db.session.flush()
    emit(ScheduleReleased(schedule.id, schedule.subject, outcome), actor)


def _thaw(line: Obligation) -> None:
    line.state = "planned"
    if line.receivable is not None:
        line.state = "asked"
        door.unfreeze(line.receivable)


def _untouched(line: Obligation) -> bool:
    """Whether no money has come for it: taking back an amount that was partly paid would decide a refund."""
    return line.receivable is None or not payments.paid(line.receivable)


def _drop(line: Obligation) -> None:
    """No longer due; an amount with money on it stays frozen for both sides and the operator to see."""
    if _untouched(line):
        if line.receivable is not None:
            door.cancel(line.receivable)
        line.state = "dropped"


def _lower(schedule: Schedule, pause: Pause, frozen: list[Obligation]) -> None:
    """The agreed lower plan holds from now on: amounts asked for before are taken back and asked for anew."""
    pause.former_plan = schedule.plan
    plan = rules.reduced(schedule.fee, pause.percent or 100)
    schedule.plan = plan.to_plain()
    lowered = {line.position: line for line in plan.schedule(schedule.effective_on, schedule.term_end)}
    position = max(line.position for line in schedule.obligations if line.kind != "interest") + 1
    for line in frozen:
        planned = lowered.get(line.origin or 0)
        if planned is None or planned.amount is None or not _untouched(line):
            continue
        if line.receivable is None:
            line.amount_minor = planned.amount.minor
            continue
        _drop(line)
        _again(schedule, line, planned, position)
        position += 1


def _again(schedule: Schedule, line: Obligation, planned: fees.Obligation, position: int) -> None:
    """The lowered amount in place of one that was asked for."""
    lower = Obligation(
        schedule=schedule,
        position=position,
        origin=line.origin,
        kind=line.kind,
        name=line.name,
        amount_minor=planned.amount.minor if planned.amount else None,
        currency=line.currency,
        due_on=line.due_on,
        state="planned",
    )
    db.session.add(lower)
    db.session.flush()
    ask(lower)


def lift(schedule: Schedule) -> None:
    """The patent is in force after all: what was frozen goes on as agreed."""
    lock_row(schedule)
    release(schedule, "lifted")
