"""A schedule as a table for people: item, day, state, amount, what is paid; totals of what is certain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from market.core import clock
from market.core.i18n import translate
from market.core.money import Money
from market.licensing.rules import fees
from market.licensing.rules.fees import FeePlan, words
from market.licensing.rules.fees.schedule import BASIS
from market.payments import queries as payments
from market.payments.models import Receipt, Receivable
from market.royalties import queries
from market.royalties.models import Obligation, Schedule
from market.royalties.rules.reports import STAGES, TONES
from market.royalties.service import interest

AHEAD = timedelta(days=400)
"""How far the deal's page looks ahead at royalties; the schedule's own page shows all."""


@dataclass(frozen=True)
class Row:
    """One line of the table. `amount` is None while it is not known; `url` leads to what can be done about it."""

    label: str
    fine: str
    due_on: date | None
    tone: str
    word: str
    amount: Money | None
    paid: Money | None
    receivable: Receivable | None = None
    url: str = ""
    url_word: str = ""
    interest: Money | None = None

    @property
    def receipts(self) -> Sequence[Receipt]:
        """What came in for it."""
        return self.receivable.receipts if self.receivable else []

    @property
    def certain(self) -> bool:
        """Whether it counts in the totals: it was asked for and is still due or paid."""
        return self.receivable is not None and self.receivable.cancelled_at is None


@dataclass(frozen=True)
class Table:
    """The rows with the totals of what is certain, and how many later periods are left out."""

    rows: Sequence[Row]
    currency: str
    left_out: int = 0

    @property
    def due(self) -> Money:
        """The sum of what was asked for."""
        return self._sum(row.amount for row in self.rows if row.certain)

    @property
    def paid(self) -> Money:
        """The sum of what was paid of it."""
        return self._sum(row.paid for row in self.rows if row.certain)

    def _sum(self, amounts: object) -> Money:
        found = [money for money in amounts if money is not None and money.currency == self.currency]  # type: ignore[attr-defined]
        return Money(sum(money.minor for money in found), self.currency)


def table_of(schedule: Schedule, whole: bool = False) -> Table:
    """The table of a schedule; without `whole`, periods far ahead are left out and counted."""
    lines = list(queries.lines_of(schedule.id))
    shown = lines if whole else [line for line in lines if _near(line)]
    asked = [line.receivable for line in shown if line.receivable is not None]
    paid = payments.paid_amounts(asked)
    rows = [_row(line, paid.get(line.receivable_id or 0)) for line in shown]
    return Table(rows, schedule.fee.currency, len(lines) - len(shown))


def _near(line: Obligation) -> bool:
    if line.state != "planned" or line.kind not in ("royalty", "minimum") or line.due_on is None:
        return True
    return line.due_on <= clock.today() + AHEAD


def _row(line: Obligation, paid: Money | None) -> Row:
    tone, word = state_of(line, paid)
    running = interest.running(line, clock.today()) if word_is_late(line) else None
    return Row(
        label=label(line),
        fine=_fine(line),
        due_on=line.receivable.due_on if line.receivable else line.due_on,
        tone=tone,
        word=word,
        amount=_amount(line),
        paid=paid,
        receivable=line.receivable,
        url=_url(line),
        url_word=_url_word(line),
        interest=running if running else None,
    )


def _amount(line: Obligation) -> Money | None:
    return Money.zero(line.currency) if line.state == "nothing" else line.money


def word_is_late(line: Obligation) -> bool:
    """Whether an amount is open past its day."""
    row = line.receivable
    return row is not None and row.state == "open" and row.due_on is not None and row.due_on < clock.today()


def label(line: Obligation) -> str:
    """What a line is called."""
    if line.kind == "interest":
        late = next((other for other in line.schedule.obligations if other.position == line.position - 5000), None)
        return str(_("Late interest: %(item)s", item=label(late) if late else ""))
    if line.kind == "milestone":
        return str(_("Milestone: %(name)s", name=line.name))
    if line.kind == "instalment":
        return str(_("Instalment %(number)s", number=line.position))
    name = translate(BASIS[line.kind])
    return f"{name} {line.period.label}" if line.period else name


def _fine(line: Obligation) -> str:
    """The small print of a line: how it is counted, or what it waits for."""
    plan = line.schedule.fee
    if line.kind == "royalty" and plan.royalty is not None:
        said = words.said(words.rate_line(plan.royalty, plan.currency))
        if line.state == "planned" and not line.reports:
            return str(
                _("%(rate)s, report by %(day)s", rate=said, day=line.report_on.isoformat() if line.report_on else "")
            )
        return said
    if line.kind == "minimum" and line.period is not None and line.amount_minor is None:
        least = fees.minimum_of(plan, line.period)
        return str(_("At least %(amount)s; only what is missing falls due", amount=_shown(least)))
    if line.awaits_event and line.not_before is not None and line.not_before > line.schedule.effective_on:
        return str(_("Not before %(day)s", day=line.not_before.isoformat()))
    return ""


def _shown(money: Money) -> str:
    return words.said(("%(amount)s", {"amount": money}))


def state_of(line: Obligation, paid: Money | None) -> tuple[str, str]:
    """Tone and word of a line's state."""
    if line.state == "asked" and line.receivable is not None:
        return receivable_state(line.receivable, paid)
    if line.state == "nothing":
        return "ok", _("Nothing due")
    if line.state == "frozen":
        return "idle", _("Frozen")
    if line.state == "dropped":
        return "idle", _("No longer due")
    if line.kind == "royalty":
        stage = queries.stage(line)
        return TONES[stage], translate(STAGES[stage])
    if line.awaits_event:
        return ("warn", _("Reported, to be confirmed")) if line.reached_on else ("idle", _("Not reached yet"))
    return "idle", _("Not due yet")


def receivable_state(row: Receivable, paid: Money | None) -> tuple[str, str]:
    """Tone and word of an amount that was asked for."""
    if row.state == "cancelled":
        return "idle", _("Cancelled")
    if row.state == "settled":
        return "ok", _("Paid in full")
    if row.state == "frozen":
        return "idle", _("Frozen")
    if row.due_on is not None and row.due_on < clock.today():
        return "bad", _("Overdue")
    return ("warn", _("Partly paid")) if paid else ("info", _("To be paid"))


def _url(line: Obligation) -> str:
    if line.kind == "royalty" and line.state != "dropped":
        return url_for("royalties.report", obligation_id=line.id)
    if line.awaits_event:
        return url_for("royalties.milestone", obligation_id=line.id)
    return ""


def _url_word(line: Obligation) -> str:
    if line.kind == "royalty":
        return str(_("Royalty report"))
    return str(_("Report and evidence")) if line.awaits_event else ""


def preview(plan: FeePlan, start: Receivable | None, term_end: date | None) -> Table:
    """The table before the licence is in force: what is due at the start, and what would follow, without days."""
    rows: list[Row] = []
    if start is not None:
        paid = payments.paid(start)
        tone, word = receivable_state(start, paid)
        rows.append(Row(translate(BASIS["entry"]), "", start.due_on, tone, word, start.money, paid, start))
    for planned in plan.schedule(clock.today(), term_end):
        if planned.kind in ("royalty", "minimum") or planned.position == 1:
            continue
        name = {
            "instalment": _("Instalment %(number)s", number=planned.position),
            "milestone": _("Milestone: %(name)s", name=planned.name),
        }.get(planned.kind, translate(BASIS[planned.kind]))
        rows.append(Row(str(name), "", None, "idle", _("Not asked for yet"), planned.amount, None))
    if plan.royalty is not None:
        said = words.said(words.rate_line(plan.royalty, plan.currency))
        rows.append(Row(_("Running royalty"), said, None, "idle", _("After the sales report"), None, None))
    return Table(rows, plan.currency)
