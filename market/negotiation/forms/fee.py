"""The price of an offer: one kind, with the fields of that kind; only those of the chosen kind are read."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from market.core.form import choices, tidy
from market.core.i18n import N_
from market.licensing.rules.fees import BASES, KINDS, FeePlan, Milestone, Part, Royalty, Step
from market.negotiation.forms.fields import read_money, read_number

CURRENCY_NAMES = {"CNY": N_("Yuan"), "USD": N_("US dollars"), "HKD": N_("Hong Kong dollars")}
PERIOD_NAMES = {"year": N_("every year"), "half": N_("every half-year"), "quarter": N_("every quarter")}
STEP_NAMES = {"year": N_("year of the licence"), "base": N_("cumulated base")}
HINTS: Mapping[str, str] = {
    "free": N_("Nothing is ever due."),
    "one_off": N_("Paid once, nothing later."),
    "instalments": N_("A fixed sum in several parts with dates."),
    "royalty": N_("A share of sales or profit, or a sum for each unit; nothing at the start."),
    "entry_royalty": N_("One payment at the start, later a share of sales or profit."),
    "milestones": N_("Each part falls due when something named is reached."),
    "pay_later": N_("For small and medium firms: the first payment a year after effect at the earliest."),
}
PART_ROWS, STEP_ROWS, MILESTONE_ROWS = 4, 3, 4
HUNDRED = Decimal(100)
UNIT_MOST = Decimal(1_000_000)


def amount(label: Any) -> StringField:
    """An amount of money, read when its kind is the chosen one."""
    return StringField(label, filters=[tidy])


def whole(label: Any, most: int) -> IntegerField:
    """A whole number that may be left empty."""
    return IntegerField(label, [Optional(), NumberRange(0, most, message=_l("Enter a number from 0 to %(max)s."))])


class PartForm(Form):
    """One part of a fixed sum; month 0 is at the start."""

    amount = amount(_l("Amount"))
    months = whole(_l("Months after effect"), 240)


class LaterPartForm(PartForm):
    """One part paid later."""

    on_income = BooleanField(_l("Only after there is income from the technique"))


class StepForm(Form):
    """A rate and from where on it holds."""

    start = whole(_l("From"), 10**12)
    rate = StringField(_l("Rate"), filters=[tidy])


class MilestoneForm(Form):
    """Something to be reached, and what is due then."""

    name = StringField(_l("Milestone"), filters=[tidy])
    amount = amount(_l("Amount"))


class RoyaltyForm(Form):
    """A running royalty, fixed or by steps."""

    base = SelectField(_l("Base of the royalty"))
    steps = FieldList(FormField(StepForm), min_entries=STEP_ROWS, max_entries=STEP_ROWS)
    by = SelectField(_l("Steps count"))
    minimum = amount(_l("At least a year"))
    cap = amount(_l("At most a year"))
    period = SelectField(_l("Report and payment"))
    report_days = whole(_l("Days for the report"), 366)
    pay_days = whole(_l("Days for payment after the report"), 366)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base.choices = choices(BASES)
        self.by.choices = choices(STEP_NAMES)
        self.period.choices = choices(PERIOD_NAMES)


class FeePlanForm(Form):
    """How the price is paid."""

    kind = RadioField(_l("How the price is paid"), validators=[InputRequired(_l("Choose one."))])
    currency = SelectField(_l("Currency"))
    one_off = amount(_l("Amount"))
    entry = amount(_l("Entry fee"))
    parts = FieldList(FormField(PartForm), min_entries=PART_ROWS, max_entries=PART_ROWS)
    later = FieldList(FormField(LaterPartForm), min_entries=2, max_entries=2)
    milestones = FieldList(FormField(MilestoneForm), min_entries=MILESTONE_ROWS, max_entries=MILESTONE_ROWS)
    royalty = FormField(RoyaltyForm)
    entry_royalty = FormField(RoyaltyForm)
    due_days = whole(_l("Days for payment"), 366)
    late_rate = StringField(_l("Late interest a year"), filters=[tidy], validators=[Optional()])
    inspection = BooleanField(_l("The owner may look into the accounts the royalties are counted from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(KINDS)
        self.currency.choices = choices(CURRENCY_NAMES)
        self.plan: FeePlan | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the fields of the chosen kind; what stands in the others does not matter."""
        if not self.kind.validate(self) or not self.currency.validate(self) or not self.due_days.validate(self):
            return False
        self.plan = self._read()
        return self.plan is not None

    def _read(self) -> FeePlan | None:
        kind, pieces = self.kind.data, _Pieces(self, self.currency.data)
        values = {
            "free": pieces.nothing,
            "one_off": pieces.one_off,
            "instalments": pieces.instalments,
            "royalty": pieces.running,
            "entry_royalty": pieces.entry_and_running,
            "milestones": pieces.at_milestones,
            "pay_later": pieces.pay_later,
        }[kind]()
        late = self._late()
        if values is None or late is None:
            return None
        days = 30 if self.due_days.data is None else self.due_days.data
        return FeePlan(
            kind=kind,
            currency=self.currency.data,
            due_days=days,
            late_rate=late / HUNDRED if late else None,
            inspection=bool(self.inspection.data) and values.get("royalty") is not None,
            **values,
        )

    def _late(self) -> Decimal | None:
        """Per cent a year, 0 when not agreed, None when it cannot be read."""
        if not (self.late_rate.data or "").strip():
            return Decimal(0)
        return read_number(self.late_rate, Decimal(24), 2)


class _Pieces:
    """The pieces of a plan as they stand in the form; None after an error was put at a field."""

    def __init__(self, form: FeePlanForm, currency: str) -> None:
        self.form, self.currency = form, currency

    def nothing(self) -> dict[str, Any]:
        return {}

    def one_off(self) -> dict[str, Any] | None:
        found = read_money(self.form.one_off, self.currency)
        return None if found is None else {"parts": (Part(found.minor),)}

    def instalments(self) -> dict[str, Any] | None:
        return self._parts(self.form.parts, 0)

    def pay_later(self) -> dict[str, Any] | None:
        return self._parts(self.form.later, 12)

    def _parts(self, rows: Any, months: int) -> dict[str, Any] | None:
        parts = []
        for row in rows:
            if not (row.form.amount.data or "").strip():
                continue
            found = read_money(row.form.amount, self.currency)
            if found is None or not row.form.months.validate(row.form):
                return None
            after = months if row.form.months.data is None else row.form.months.data
            income = bool(getattr(row.form, "on_income", None) and row.form.on_income.data)
            parts.append(Part(found.minor, after, income))
        if not parts:
            rows[0].form.amount.errors = [_("Enter at least one amount.")]
            return None
        return {"parts": tuple(parts)}

    def at_milestones(self) -> dict[str, Any] | None:
        found = []
        for row in self.form.milestones:
            if not (row.form.name.data or "").strip() and not (row.form.amount.data or "").strip():
                continue
            money = read_money(row.form.amount, self.currency)
            if money is None:
                return None
            found.append(Milestone((row.form.name.data or "")[:120], money.minor))
        if not found:
            self.form.milestones[0].form.name.errors = [_("Name at least one milestone.")]
            return None
        return {"milestones": tuple(found)}

    def running(self) -> dict[str, Any] | None:
        return self._royalty(self.form.royalty.form)

    def entry_and_running(self) -> dict[str, Any] | None:
        entry, royalty = read_money(self.form.entry, self.currency), self._royalty(self.form.entry_royalty.form)
        return None if entry is None or royalty is None else {"parts": (Part(entry.minor),), **royalty}

    def _royalty(self, form: Any) -> dict[str, Any] | None:
        steps = self._steps(form)
        least, most = read_money(form.minimum, self.currency, 0), read_money(form.cap, self.currency, -1)
        if steps is None or least is None or most is None or not _valid(form, "report_days", "pay_days"):
            return None
        royalty = Royalty(
            base=form.base.data if form.base.data in BASES else "net_sales",
            steps=steps,
            by="base" if form.by.data == "base" else "year",
            minimum_minor=least.minor,
            cap_minor=None if most.minor < 0 else most.minor,
            period=form.period.data if form.period.data in PERIOD_NAMES else "year",
            report_days=30 if form.report_days.data is None else form.report_days.data,
            pay_days=30 if form.pay_days.data is None else form.pay_days.data,
        )
        return {"royalty": royalty}

    def _steps(self, form: Any) -> tuple[Step, ...] | None:
        pieces, found = form.base.data == "units", []
        first = 0 if form.by.data == "base" else 1
        for row in form.steps:
            if not (row.form.rate.data or "").strip():
                continue
            rate = read_number(row.form.rate, UNIT_MOST if pieces else HUNDRED)
            if rate is None or not row.form.start.validate(row.form):
                return None
            start = first if row.form.start.data is None else row.form.start.data
            if form.by.data == "base" and not pieces:
                start *= 100
            found.append(Step(start, rate if pieces else rate / HUNDRED))
        if not found:
            form.steps[0].form.rate.errors = [_("Enter the rate.")]
            return None
        return tuple(found)


def _valid(form: Any, *names: str) -> bool:
    checked = [form[name].validate(form) for name in names]
    return all(checked)


def shown(plan: FeePlan) -> dict[str, Any]:
    """The form's data for a plan, so that a counter-offer begins with what is on the table."""
    parts = [{"amount": _major(plan, part.amount_minor), "months": part.months} for part in plan.parts]
    later = [{**row, "on_income": part.on_income} for row, part in zip(parts, plan.parts, strict=True)]
    royalty = _shown_royalty(plan) if plan.royalty else {}
    return {
        "kind": plan.kind,
        "currency": plan.currency,
        "one_off": parts[0]["amount"] if plan.kind == "one_off" and parts else "",
        "entry": parts[0]["amount"] if plan.kind == "entry_royalty" and parts else "",
        "parts": parts if plan.kind == "instalments" else [],
        "later": later if plan.kind == "pay_later" else [],
        "milestones": [{"name": one.name, "amount": _major(plan, one.amount_minor)} for one in plan.milestones],
        "royalty": royalty if plan.kind == "royalty" else {},
        "entry_royalty": royalty if plan.kind == "entry_royalty" else {},
        "due_days": plan.due_days,
        "late_rate": _plain(plan.late_rate * HUNDRED) if plan.late_rate else "",
        "inspection": plan.inspection,
    }


def _shown_royalty(plan: FeePlan) -> dict[str, Any]:
    royalty = plan.royalty
    if royalty is None:
        return {}
    pieces = royalty.base == "units"
    scale = 100 if royalty.by == "base" and not pieces else 1
    return {
        "base": royalty.base,
        "steps": [
            {"start": step.start // scale, "rate": _plain(step.rate if pieces else step.rate * HUNDRED)}
            for step in royalty.steps
        ],
        "by": royalty.by,
        "minimum": _major(plan, royalty.minimum_minor) if royalty.minimum_minor else "",
        "cap": _major(plan, royalty.cap_minor) if royalty.cap_minor is not None else "",
        "period": royalty.period,
        "report_days": royalty.report_days,
        "pay_days": royalty.pay_days,
    }


def _major(plan: FeePlan, minor: int) -> str:
    return _plain(plan.money(minor).major)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
