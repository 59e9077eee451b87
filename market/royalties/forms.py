"""Forms of reports, milestones and choices; each hands over one value."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from market.core.form import Form, choices, stripped
from market.core.i18n import N_
from market.core.money import CURRENCIES, Money, WrongMoney
from market.licensing.rules.fees import Figures
from market.royalties.rules.freezing import CHOICES
from market.royalties.rules.reports import is_evidence
from market.royalties.service import Statement

TOO_LONG = _l("Use at most %(max)d characters.")
CURRENCY_NAMES = {"CNY": N_("yuan"), "USD": N_("US dollars"), "HKD": N_("Hong Kong dollars")}
LONGEST_NUMBER = 20


def evidence_field(label: Any) -> FileField:
    """A table or document that shows where the figures come from."""
    return FileField(label, [one_evidence, Optional()])


def one_evidence(_form: Any, field: Any) -> None:
    """Refuse files that are no PDF, xlsx or csv."""
    if not field.data:
        return
    head = field.data.stream.read(4096)
    field.data.stream.seek(0)
    if not is_evidence(field.data.filename or "", head):
        raise ValidationError(_("The file must be a PDF, xlsx or csv file."))


def amount(text: str | None, currency: str) -> int:
    """What was typed, in minor units; an empty field is nothing. Raises ValidationError for anything else."""
    if not text:
        return 0
    try:
        money = Money.parse(text, currency)
    except WrongMoney as error:
        raise ValidationError(_("Enter an amount such as 3,000 or 3000.50.")) from error
    if money.minor < 0:
        raise ValidationError(_("Enter an amount of 0 or above."))
    return money.minor


class ReportForm(Form):
    """What was sold in a period. Amounts are in the chosen currency."""

    after = HiddenField(default="0")
    nil = BooleanField(_l("Nothing was sold in this period"))
    gross = StringField(_l("Sales"), [Length(max=30, message=TOO_LONG)], [stripped])
    deductions = StringField(_l("Deductions"), [Optional(), Length(max=30, message=TOO_LONG)], [stripped])
    units = StringField(_l("Units sold"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)], [stripped])
    currency = SelectField(_l("Currency"), choices=[])
    exchange = StringField(_l("Exchange rate"), [Length(max=LONGEST_NUMBER, message=TOO_LONG)], [stripped])
    answer = TextAreaField(
        _l("Answer to the query"), [Optional(), Length(max=2000, message=TOO_LONG)], filters=[stripped]
    )
    evidence = evidence_field(_l("Evidence"))
    note = TextAreaField(_l("Remark"), [Optional(), Length(max=2000, message=TOO_LONG)], filters=[stripped])

    def __init__(self, base: str, plan_currency: str, **values: Any) -> None:
        """For a plan with that base and currency."""
        super().__init__(**({"currency": plan_currency} | values))
        self.currency.choices = choices(CURRENCY_NAMES)
        self.base, self.plan_currency = base, plan_currency

    def validate_gross(self, field: Any) -> None:
        """An amount; needed unless nothing was sold or pieces are counted."""
        if not field.data and not self.nil.data and self.base != "units":
            raise ValidationError(_("Enter the amount, or tick that nothing was sold."))
        amount(field.data, self._currency())

    def validate_deductions(self, field: Any) -> None:
        """An amount or nothing."""
        amount(field.data, self._currency())

    def validate_units(self, field: Any) -> None:
        """A whole number; needed where pieces are counted."""
        if not field.data and not self.nil.data and self.base == "units":
            raise ValidationError(_("Enter how many were sold, or tick that nothing was sold."))
        if field.data and not _digits(field.data).isdecimal():
            raise ValidationError(_("Enter a whole number."))

    def validate_exchange(self, field: Any) -> None:
        """A rate; needed for another currency than the plan's."""
        if self._currency() == self.plan_currency or self.nil.data:
            return
        rate = _decimal(field.data)
        if rate is None or not Decimal(0) < rate < 10_000:
            raise ValidationError(_("Enter how much one unit of this currency is worth, for example 7.12."))

    def _currency(self) -> str:
        return self.currency.data if self.currency.data in CURRENCIES else self.plan_currency

    @property
    def seen(self) -> int:
        """The version the person has seen."""
        text = self.after.data or "0"
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1

    def value(self) -> Statement:
        """What was entered, once it is valid."""
        if self.nil.data:
            return Statement(Figures(0, currency=self.plan_currency), self.note.data or "", self.answer.data or "")
        currency = self._currency()
        same = currency == self.plan_currency
        figures = Figures(
            gross=amount(self.gross.data, currency),
            deductions=amount(self.deductions.data, currency),
            units=int(_digits(self.units.data) or 0),
            currency=currency,
            exchange=Decimal(1) if same else _decimal(self.exchange.data) or Decimal(1),
        )
        return Statement(figures, self.note.data or "", self.answer.data or "")


def _digits(text: str | None) -> str:
    return (text or "").replace(",", "").replace("，", "").replace(" ", "")


def _decimal(text: str | None) -> Decimal | None:
    """A rate with the six decimals that are kept; None for anything else."""
    try:
        rate = Decimal((text or "").strip()).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    return rate if rate.is_finite() else None


class ReasonForm(Form):
    """Why something is queried or doubted; the other side reads it."""

    number = HiddenField(default="0")
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why; the other side will read it.")), Length(max=2000, message=TOO_LONG)],
        filters=[stripped],
    )

    @property
    def version(self) -> int:
        """The version it is about."""
        text = self.number.data or "0"
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


@dataclass(frozen=True)
class Reached:
    """What the licensee says about a milestone."""

    on: date
    note: str


class ReachedForm(Form):
    """That a milestone, or the first income, is reached."""

    on = DateField(_l("Day it was reached"), [InputRequired(_l("Enter the day."))])
    note = TextAreaField(
        _l("What was reached"),
        [DataRequired(_l("Say in a few words what was reached.")), Length(max=2000, message=TOO_LONG)],
        filters=[stripped],
    )
    evidence = evidence_field(_l("Evidence"))

    def value(self) -> Reached:
        """What was entered, once it is valid."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return Reached(self.on.data, self.note.data or "")


@dataclass(frozen=True)
class Choice:
    """How one side wants to go on; `percent` of what was agreed, for lower amounts."""

    choice: str
    percent: int | None
    note: str


class ChoiceForm(Form):
    """How to go on after a patent ended."""

    choice = RadioField(_l("How do you want to go on?"), [InputRequired(_l("Choose how to go on."))], choices=[])
    percent = StringField(_l("Amounts in per cent of what was agreed"), [Length(max=3)], [stripped])
    note = TextAreaField(_l("Remark"), [Optional(), Length(max=2000, message=TOO_LONG)], filters=[stripped])

    def __init__(self, **values: Any) -> None:
        """With the choices in the reader's language."""
        super().__init__(**values)
        self.choice.choices = choices(CHOICES)

    def validate_percent(self, field: Any) -> None:
        """A whole number between 1 and 99, for lower amounts."""
        if self.choice.data == "reduce" and not (
            field.data and field.data.isascii() and field.data.isdigit() and 1 <= int(field.data) <= 99
        ):
            raise ValidationError(_("Enter between 1 and 99 per cent of what was agreed."))

    def value(self) -> Choice:
        """What was entered, once it is valid."""
        percent = int(self.percent.data or 0) if self.choice.data == "reduce" else None
        return Choice(self.choice.data, percent, self.note.data or "")


class DecisionForm(Form):
    """What both sides settled elsewhere, entered by the operator."""

    outcome = RadioField(_l("What was settled"), [InputRequired(_l("Choose how to go on."))], choices=[])
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Name the letter, mediation or judgment.")), Length(max=2000, message=TOO_LONG)],
        filters=[stripped],
    )

    def __init__(self, **values: Any) -> None:
        """With the choices in the reader's language."""
        super().__init__(**values)
        self.outcome.choices = choices({key: CHOICES[key] for key in ("continue", "end")})
