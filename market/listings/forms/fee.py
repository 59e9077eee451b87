"""The price: one kind, with the fields of that kind; only those of the chosen kind are read."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, IntegerField, RadioField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, NumberRange, Optional

from market.core.form import choices, tidy
from market.core.i18n import N_, translate
from market.core.money import Money
from market.listings import queries
from market.listings.forms.fields import Empty, days, paragraph, read_money, read_percent
from market.listings.forms.steps import StepForm
from market.listings.rules.declaration import percent
from market.listings.rules.offer import BASE_NAMES, FEE_KIND_NAMES, NOTHING, Fee, FeeKind

AMOUNT_MISSING = N_("Enter the amount.")
DAYS_MISSING = N_("Enter within how many days it is to be paid.")
INSTALMENT_ROWS = 4


def amount(label: Any) -> StringField:
    """An amount of money, read when its kind is the chosen one."""
    return StringField(label, filters=[tidy])


class OneOffForm(Form):
    """A sum paid once."""

    amount = amount(_l("Amount"))
    due_days = days(_l("Days for payment"))


class PartForm(Form):
    """One instalment; month 0 is at the start."""

    amount = amount(_l("Amount"))
    months = IntegerField(
        _l("Months after effect"),
        validators=[Empty(), NumberRange(0, 240, message=_l("Enter a number of months from 0 to 240."))],
    )


class InstalmentsForm(Form):
    """A sum in several parts."""

    parts = FieldList(FormField(PartForm), min_entries=INSTALMENT_ROWS, max_entries=24)
    due_days = days(_l("Days for payment of the part at the start"))


class RoyaltyForm(Form):
    """A share of sales or profit."""

    base = SelectField(_l("Base of the royalty"))
    rate = StringField(_l("Royalty rate"), filters=[tidy])
    cap = StringField(_l("Highest sum a year"), filters=[tidy], validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base.choices = [(code, translate(BASE_NAMES[code])) for code in ("net_sales", "profit")]


class EntryForm(RoyaltyForm):
    """A sum at the start and a share later."""

    amount = amount(_l("Entry fee"))
    due_days = days(_l("Days for payment"))


class FeeForm(StepForm):
    """Payment method and standard (Implementing Rules Art. 85(3))."""

    kind = RadioField(_l("How the fee is paid"), validators=[InputRequired(_l("Choose one."))])
    one_off = FormField(OneOffForm)
    instalments = FormField(InstalmentsForm)
    royalty = FormField(RoyaltyForm)
    entry_royalty = FormField(EntryForm)
    fee_text = paragraph(_l("Text to be announced"), 2000)
    propose = SubmitField(_l("Write the text from my choices"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(FEE_KIND_NAMES)
        self.value: Fee | None = None

    @classmethod
    def showing(cls, fee: Fee, fee_text: str) -> "FeeForm":
        """The form filled with what is stored."""
        sum_data = {"amount": _plain(fee.amount), "due_days": fee.due_days}
        share = {"base": fee.base, "rate": percent(fee.rate) if fee.rate else "", "cap": _plain(fee.annual_cap)}
        parts = [{"amount": _plain(part), "months": months} for part, months in fee.instalments]
        return cls(
            data={
                "kind": fee.kind,
                "fee_text": fee_text,
                "one_off": sum_data if fee.kind == FeeKind.ONE_OFF else {},
                "instalments": {"parts": parts, "due_days": fee.due_days},
                "royalty": share if fee.kind == FeeKind.ROYALTY else {},
                "entry_royalty": {**sum_data, **share} if fee.kind == FeeKind.ENTRY_ROYALTY else {},
            }
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the fields of the chosen kind; what stands in the others does not matter."""
        if self.kind.data in (FeeKind.ONE_OFF, FeeKind.INSTALMENTS, FeeKind.ROYALTY, FeeKind.ENTRY_ROYALTY):
            chosen = self[self.kind.data]
        else:
            chosen = None
        if not self.kind.validate(self) or not self.fee_text.validate(self):
            return False
        if chosen is not None and not chosen.form.validate():
            return False
        self.value = self._read(chosen.form if chosen is not None else None)
        return self.value is not None

    def _read(self, form: Any) -> Fee | None:
        if self.kind.data == FeeKind.FREE:
            return Fee(kind=FeeKind.FREE)
        if self.kind.data == FeeKind.ONE_OFF:
            return _read_one_off(form)
        if self.kind.data == FeeKind.INSTALMENTS:
            return _read_instalments(form)
        return _read_royalty(form, with_entry=self.kind.data == FeeKind.ENTRY_ROYALTY)

    def text_for(self, fee: Fee, before: str) -> str:
        """The text as typed; written from the choices where it is empty or still the earlier proposal."""
        typed = self.fee_text.data or ""
        return queries.fee_in_words(fee, "zh") if not typed or typed == before else typed


def _plain(money: Money | None) -> str:
    """An amount as one types it: no decimals when there are no fen."""
    if not money:
        return ""
    text = f"{money.major:,.2f}"
    return text.removesuffix(".00")


def _need_days(form: Any) -> bool:
    if form.due_days.data:
        return True
    form.due_days.errors = [translate(DAYS_MISSING)]
    return False


def _read_one_off(form: Any) -> Fee | None:
    sum_due = read_money(form.amount, AMOUNT_MISSING)
    if not _need_days(form) or sum_due is None:
        return None
    return Fee(kind=FeeKind.ONE_OFF, amount=sum_due, due_at_start=sum_due, due_days=form.due_days.data)


def _read_instalments(form: Any) -> Fee | None:
    parts: list[tuple[Money, int]] = []
    right = True
    for row in form.parts:
        if not row.form.amount.data and row.form.months.data is None:
            continue
        part = read_money(row.form.amount, AMOUNT_MISSING)
        if row.form.months.data is None:
            row.form.months.errors = [translate(N_("Enter after how many months; 0 means at the start."))]
        right = right and part is not None and row.form.months.data is not None
        if part is not None and row.form.months.data is not None:
            parts.append((part, row.form.months.data))
    if right and len(parts) < 2:
        form.parts[0].form.amount.errors = [translate(N_("Enter at least two instalments."))]
        right = False
    if any(months == 0 for _part, months in parts):
        right = _need_days(form) and right
    if not right:
        form.parts.errors = [row.errors for row in form.parts]
        return None
    parts.sort(key=lambda part: part[1])
    start = sum((part for part, months in parts if months == 0), NOTHING)
    total = sum((part for part, _months in parts), NOTHING)
    return Fee(
        kind=FeeKind.INSTALMENTS,
        amount=total,
        due_at_start=start,
        due_days=form.due_days.data if start else None,
        instalments=tuple(parts),
    )


def _read_royalty(form: Any, with_entry: bool) -> Fee | None:
    rate = read_percent(form.rate)
    cap = read_money(form.cap) if form.cap.data else None
    right = rate is not None and (cap is not None or not form.cap.data)
    entry: Money | None = NOTHING
    if with_entry:
        entry = read_money(form.amount, AMOUNT_MISSING)
        right = _need_days(form) and right
    if not right or entry is None:
        return None
    return Fee(
        kind=FeeKind.ENTRY_ROYALTY if with_entry else FeeKind.ROYALTY,
        amount=entry,
        due_at_start=entry,
        due_days=form.due_days.data if with_entry else None,
        rate=rate,
        base=form.base.data,
        annual_cap=cap,
    )
