"""Forms about effects; each hands over one value."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from market.core.form import Form, choices, tidy
from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money, WrongMoney
from market.effects.rules.reporting import MOST_JOBS, Effect
from market.payments.rules import is_voucher

TOO_LONG = _l("Use at most %(max)d characters.")
YES, NO = "yes", "no"
MADE = {YES: N_("Yes, it is in production or use"), NO: N_("None yet")}
DECISIONS = {"verified": N_("Right: it counts as verified"), "queried": N_("Ask back: it does not count")}


def an_amount(_form: Any, field: Any) -> None:
    """Zero or more yuan with at most two decimals; empty means zero."""
    if not field.data:
        return
    try:
        money = Money.parse(field.data)
    except WrongMoney:
        raise ValidationError(_("Enter an amount in yuan, like 120,000.00, or leave it empty.")) from None
    if not 0 <= money.minor <= LARGEST_MINOR:
        raise ValidationError(_("Enter an amount of zero or more."))


def amount(label: Any) -> StringField:
    """An amount in yuan that may be left empty."""
    return StringField(label, [Optional(), an_amount], filters=[tidy])


def one_file(_form: Any, field: Any) -> None:
    """Only a PDF, JPEG or PNG that is what its name says."""
    if not field.data:
        return
    head = field.data.stream.read(16)
    field.data.stream.seek(0)
    if not is_voucher(field.data.filename or "", head):
        raise ValidationError(_("The file must be a PDF, JPEG or PNG."))


class EffectForm(Form):
    """What came of the licence in one year: three minutes on a telephone."""

    made = RadioField(
        _l("Do you make something with the licensed technique?"),
        validators=[InputRequired(_l("Choose one of the two; none yet is a good answer too."))],
    )
    product = StringField(_l("Product"), [Length(max=200, message=TOO_LONG)], filters=[tidy])
    sales = amount(_l("Sales of the product in the year"))
    exports = amount(_l("Of this, exports"))
    tax = amount(_l("Tax paid on it"))
    savings = amount(_l("Costs saved by the technique"))
    jobs = IntegerField(_l("New jobs"), [Optional(), NumberRange(0, MOST_JOBS)])
    note = TextAreaField(_l("Remark"), [Optional(), Length(max=1000, message=TOO_LONG)], filters=[tidy])
    evidence = FileField(_l("Evidence"), [one_file, Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.made.choices = choices(MADE)

    @classmethod
    def of(cls, effect: Effect | None) -> "EffectForm":
        """The form, filled with the version before when there is one."""
        if effect is None:
            return cls(formdata=None)
        money = {
            name: f"{value.major:,.2f}"
            for name in ("sales", "exports", "tax", "savings")
            if (value := getattr(effect, name))
        }
        made = YES if effect.made else NO
        return cls(
            formdata=None, made=made, product=effect.product, jobs=effect.jobs or None, note=effect.note, **money
        )

    def value(self) -> Effect:
        """The report, once it is valid."""
        return Effect(
            made=self.made.data == YES,
            product=self.product.data or "",
            sales=Money.parse(self.sales.data or "0"),
            exports=Money.parse(self.exports.data or "0"),
            tax=Money.parse(self.tax.data or "0"),
            savings=Money.parse(self.savings.data or "0"),
            jobs=self.jobs.data or 0,
            note=self.note.data or "",
        )


class DecisionForm(Form):
    """The operator's look at a report."""

    decision = RadioField(
        _l("Decision"),
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    note = TextAreaField(
        _l("What was checked, or what is to be explained"),
        [Optional(), Length(max=1000, message=TOO_LONG)],
        filters=[tidy],
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.decision.choices = choices(DECISIONS)
