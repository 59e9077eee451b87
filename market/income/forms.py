"""Forms about income; each hands over one value."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from market.core import clock
from market.core.form import Form as MarketForm
from market.core.form import choices, tidy
from market.core.money import LARGEST_MINOR, Money, WrongMoney
from market.income.rules import policy, states
from market.income.rules.policy import Policy
from market.income.rules.shares import percent
from market.income.rules.wishes import Owned, Sharer, Wishes
from market.income.service.keeping import CostData, PersonData
from market.income.service.paying import Paid
from market.payments.rules import is_voucher

TOO_LONG = _l("Use at most %(max)d characters.")
MOST_ROWS = 60
PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


def line(label: Any, most: int, *validators: Any) -> StringField:
    """One line of text; optional unless a validator says otherwise."""
    return StringField(label, [*(validators or (Optional(),)), Length(max=most, message=TOO_LONG)], filters=[tidy])


def one_file(_form: Any, field: Any) -> None:
    """Only a PDF, JPEG or PNG that is what its name says."""
    if not field.data:
        return
    head = field.data.stream.read(16)
    field.data.stream.seek(0)
    if not is_voucher(field.data.filename or "", head):
        raise ValidationError(_("The file must be a PDF, JPEG or PNG."))


def past_day(_form: Any, field: Any) -> None:
    """Refuse days to come, and years that are a slip of the finger."""
    if field.data and not date(2000, 1, 1) <= field.data <= clock.today():
        raise ValidationError(_("Enter a day up to today."))


def a_percentage(_form: Any, field: Any) -> None:
    """Refuse what is no percentage from 0 to 100 with at most two decimals."""
    if weight_of(field.data) is None:
        raise ValidationError(_("Enter a percentage from 0 to 100, like 33.33."))


def weight_of(text: str | None) -> int | None:
    """A typed percentage in hundredths of a per cent; None when it is none."""
    plain = (text or "").strip().removesuffix("%").strip()
    if not PERCENT.fullmatch(plain):
        return None
    weight = int(Decimal(plain) * 100)
    return weight if weight <= 10_000 else None


def rate_of(text: str | None) -> Decimal:
    """A typed percentage as a fraction, once it is valid."""
    return Decimal(weight_of(text) or 0) / 10_000


class PolicyForm(MarketForm):
    """How an institution divides its income."""

    established = RadioField(_l("Who established the institution"), validators=[InputRequired()])
    house_rules = line(_l("House rules or agreement with the inventors"), 200)
    inventors = StringField(_l("Inventors"), [a_percentage])
    college = StringField(_l("College"), [a_percentage])
    office = StringField(_l("Transfer office"), [a_percentage])
    cost_kinds = SelectMultipleField(_l("Costs that are deducted first"))
    notice = RadioField(_l("Public notice of a split"), validators=[InputRequired()])
    notice_days = IntegerField(
        _l("Length of the notice in days"), [InputRequired(_l("Enter a number of days.")), NumberRange(1, 365)]
    )
    notice_place = RadioField(_l("Where the notice stands"), validators=[InputRequired()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.established.choices = choices(policy.ESTABLISHED)
        self.notice.choices = choices(policy.NOTICE_RULES)
        self.notice_place.choices = choices(policy.NOTICE_PLACES)
        self.cost_kinds.choices = choices(policy.COST_KINDS)

    @classmethod
    def of(cls, terms: Policy) -> "PolicyForm":
        """The form filled with a policy."""
        rates = {name: percent(int(getattr(terms, name) * 10_000)) for name in ("inventors", "college", "office")}
        return cls(formdata=None, **{**terms.to_plain(), **rates})

    def value(self) -> Policy:
        """The policy, once it is valid; its region is the institution's own."""
        return Policy(
            region="",
            established=self.established.data,
            house_rules=self.house_rules.data or "",
            inventors=rate_of(self.inventors.data),
            college=rate_of(self.college.data),
            office=rate_of(self.office.data),
            notice=self.notice.data,
            notice_days=self.notice_days.data or 0,
            notice_place=self.notice_place.data,
            cost_kinds=tuple(self.cost_kinds.data or ()),
        )


class PersonForm(MarketForm):
    """Somebody who shares."""

    name = line(_l("Name of the person"), 80, DataRequired(_l("Enter the name.")))
    college = line(_l("College"), 120)
    leader = BooleanField(_l("A leader of the institution"))
    contact = line(_l("Telephone or email"), 200)
    bank_name = line(_l("Bank"), 120)
    bank_account = line(_l("Account number"), 40)

    def value(self) -> PersonData:
        """What was entered, once it is valid."""
        return PersonData(
            name=self.name.data or "",
            college=self.college.data or "",
            leader=bool(self.leader.data),
            contact=self.contact.data or "",
            bank_name=self.bank_name.data or "",
            bank_account=self.bank_account.data or "",
        )


class OwnerRow(Form):
    """One owner's part."""

    name = HiddenField(filters=[tidy])
    own = HiddenField()
    percent = StringField(_l("Percent"), [a_percentage])


class InventorRow(Form):
    """One inventor's part; a row without a name is left out."""

    name = line(_l("Name of the person"), 80)
    percent = StringField(_l("Percent"), filters=[tidy])
    leader = BooleanField(_l("Leader"))

    def validate_percent(self, field: Any) -> None:
        """Whoever is named needs a percentage."""
        if self.name.data:
            a_percentage(self, field)


class DivideForm(MarketForm):
    """Whose parts, by which agreement."""

    owners = FieldList(FormField(OwnerRow), max_entries=MOST_ROWS)
    agreement = line(_l("Agreement of the co-owners"), 200)
    agreement_file = FileField(_l("The agreement as a file"), [one_file, Optional()])
    inventors = FieldList(FormField(InventorRow), max_entries=MOST_ROWS)
    college = line(_l("College of the inventors"), 120)
    pledge_answer = RadioField(_l("The pledgee's right to the proceeds"), validators=[Optional()])
    pledge_note = line(_l("Remark on it"), 300)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.pledge_answer.choices = [("", _("Not settled yet")), *choices(states.PLEDGE_ANSWERS)]

    @classmethod
    def of(cls, wishes: Wishes, blank: int = 3) -> "DivideForm":
        """The form filled with a proposal, with rows left blank for others."""
        owners = [
            {"name": it.name, "own": "1" if it.own else "", "percent": percent(it.weight)} for it in wishes.owners
        ]
        inventors: list[dict[str, Any]] = [
            {"name": it.name, "percent": percent(it.weight), "leader": it.leader} for it in wishes.inventors
        ]
        inventors += [{} for _row in range(min(blank, MOST_ROWS - len(inventors)))]
        return cls(
            formdata=None,
            owners=owners,
            inventors=inventors,
            agreement=wishes.agreement,
            college=wishes.college,
            pledge_answer="",
        )

    def value(self) -> Wishes:
        """What was entered, once it is valid."""
        return Wishes(
            owners=tuple(
                Owned(row.form.name.data or "", weight_of(row.form.percent.data) or 0, row.form.own.data == "1")
                for row in self.owners
            ),
            inventors=tuple(
                Sharer(row.form.name.data, weight_of(row.form.percent.data) or 0, bool(row.form.leader.data))
                for row in self.inventors
                if row.form.name.data
            ),
            agreement=self.agreement.data or "",
            college=self.college.data or "",
            pledge_answer=self.pledge_answer.data or "",
            pledge_note=self.pledge_note.data or "",
        )


class CostForm(MarketForm):
    """A cost with its voucher, in the receipt's currency."""

    kind = SelectField(_l("Kind of cost"))
    amount = StringField(_l("Amount"), [InputRequired(_l("Enter the amount."))], filters=[tidy])
    spent_on = DateField(_l("Day"), [InputRequired(_l("Enter the day.")), past_day])
    note = line(_l("Remark"), 300)
    voucher = FileField(_l("Voucher"), [one_file, Optional()])
    receipt_only = BooleanField(_l("For this receipt only; otherwise for the whole deal"))

    def __init__(self, kinds: Sequence[str], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = choices({kind: policy.COST_KINDS[kind] for kind in kinds if kind in policy.COST_KINDS})

    def validate_amount(self, field: Any) -> None:
        """Above zero, with at most two decimals."""
        try:
            money = Money.parse(field.data or "")
        except WrongMoney:
            raise ValidationError(_("Enter an amount, like 1,800.00.")) from None
        if not 0 < money.minor <= LARGEST_MINOR:
            raise ValidationError(_("The amount must be above zero."))

    def value(self, currency: str) -> CostData:
        """The cost, once it is valid."""
        if self.spent_on.data is None:
            raise ValueError("read only after validation")
        money = Money.parse(self.amount.data or "", currency)
        return CostData(self.kind.data, money, self.spent_on.data, self.note.data or "", bool(self.receipt_only.data))


class NoticeForm(MarketForm):
    """What came of a public notice."""

    result = RadioField(_l("Result"), validators=[InputRequired(_l("Choose the result."))])
    objections = TextAreaField(
        _l("Objections and how they were settled"), [Optional(), Length(max=2000, message=TOO_LONG)], filters=[tidy]
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.result.choices = choices(states.NOTICE_RESULTS)


class PledgeForm(MarketForm):
    """How the pledgee's right to the proceeds was met."""

    pledge_answer = RadioField(_l("The pledgee's right to the proceeds"), validators=[InputRequired(_l("Choose one."))])
    pledge_note = line(_l("Remark on it"), 300)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.pledge_answer.choices = choices(states.PLEDGE_ANSWERS)


class DropForm(MarketForm):
    """Why a draft is withdrawn."""

    reason = line(_l("Reason"), 300)


class PayForm(MarketForm):
    """How the chosen shares were paid."""

    paid_on = DateField(_l("Day of payment"), [InputRequired(_l("Enter the day.")), past_day])
    bank_reference = line(_l("Transaction number of the bank"), 60)

    def value(self) -> Paid:
        """How it was paid, once it is valid."""
        if self.paid_on.data is None:
            raise ValueError("read only after validation")
        return Paid(self.paid_on.data, self.bank_reference.data or "")
