"""Forms about money; each hands over one value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from market.core import clock
from market.core.form import Form, stripped
from market.core.money import LARGEST_MINOR, Money, WrongMoney
from market.payments import rules

T = TypeVar("T")
FOREIGN_SIGNS = ("USD", "US$", "$", "美元", "HKD", "港元", "EUR", "€", "欧元")
YUAN_SIGNS = ("CNY", "RMB", "¥", "\uffe5", "元")
LONGEST_REFERENCE = 50
METHOD_NAMES = {"card": _l("Bank card"), "alipay": _l("Alipay"), "wechat_pay": _l("WeChat Pay")}
TOO_LONG = _l("Use at most %(max)d characters.")


@dataclass(frozen=True)
class BankReceipt:
    """What a person read off the bank's statement."""

    money: Money
    received_on: date
    payer_name: str
    bank_reference: str
    note: str


@dataclass(frozen=True)
class Returned:
    """How a surplus went back."""

    given_on: date
    bank_reference: str
    note: str


def entered(value: T | None) -> T:
    """The value of a field that validation has found filled."""
    if value is None:
        raise ValueError("read only after validation")
    return value


def past_day(_form: Any, field: Any) -> None:
    """Refuse days to come, and years that are a slip of the finger."""
    if field.data and field.data > clock.today():
        raise ValidationError(_("This day is still to come. Enter the day on the bank's statement."))
    if field.data and field.data.year < 2000:
        raise ValidationError(_("Check the year."))


def one_voucher(_form: Any, field: Any) -> None:
    """Refuse files that are no PDF, JPEG or PNG."""
    if not field.data:
        return
    head = field.data.stream.read(16)
    field.data.stream.seek(0)
    if not rules.is_voucher(field.data.filename or "", head):
        raise ValidationError(_("The voucher must be a PDF, JPEG or PNG file."))


def reference_field() -> StringField:
    """The bank's own number of a transfer: the key under which it is booked once."""
    return StringField(
        _l("Transaction number of the bank"),
        [
            DataRequired(_l("Enter the transaction number. It makes sure that nothing is booked twice.")),
            Length(max=LONGEST_REFERENCE, message=TOO_LONG),
            short_enough,
        ],
        filters=[stripped],
    )


def short_enough(_form: Any, field: Any) -> None:
    """Refuse signs that become many in the key under which the transfer is booked."""
    if len(rules.bank_key(0, field.data or "")) > LONGEST_REFERENCE + len("0:"):
        raise ValidationError(_("Use at most %(max)d characters.", max=LONGEST_REFERENCE))


def note_field() -> TextAreaField:
    """A remark for the books."""
    return TextAreaField(_l("Remark"), [Optional(), Length(max=1000, message=TOO_LONG)], filters=[stripped])


def voucher_field() -> FileField:
    """The bank's slip."""
    return FileField(_l("Voucher"), [one_voucher, Optional()])


def an_amount(_form: Any, field: Any) -> None:
    """Refuse what is no amount above zero with at most two decimals; nothing at all passes."""
    if not field.data:
        return
    try:
        money = Money.parse(field.data)
    except WrongMoney:
        raise ValidationError(_("Enter an amount in yuan, like 3,000.00.")) from None
    if not 0 < money.minor <= LARGEST_MINOR:
        raise ValidationError(_("The amount must be above zero."))


def reason_field() -> TextAreaField:
    """Why something is done, for the books and for whoever asks later."""
    return TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Enter the reason.")), Length(max=1000, message=TOO_LONG)],
        filters=[stripped],
    )


class OnlineForm(Form):
    """How much to pay online now, and by which method."""

    amount = StringField(_l("Amount to pay now"), [Optional(), an_amount], filters=[stripped])
    method = RadioField(_l("Way of payment"), validate_choice=False)

    def __init__(self, *args: Any, offered: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = [(name, METHOD_NAMES[name]) for name in offered]
        self.offered = offered
        if not self.method.data and offered:
            self.method.data = offered[0]

    def validate_method(self, field: Any) -> None:
        """Only what is offered here."""
        if field.data and self.offered and field.data not in self.offered:
            raise ValidationError(_("This way of payment is not offered here."))

    def part(self, currency: str) -> Money | None:
        """The amount entered, once it is valid; None for all that is open."""
        return Money.parse(self.amount.data, currency) if self.amount.data else None


class RefundForm(Form):
    """How much of a receipt goes back, why, and how."""

    amount = StringField(
        _l("Amount to send back"), [InputRequired(_l("Enter the amount.")), an_amount], filters=[stripped]
    )
    reason = reason_field()
    by_bank = BooleanField(_l("Send it by bank transfer instead of back to the card"))


class ReasonForm(Form):
    """A deed that must be explained."""

    reason = reason_field()


class BankReceiptForm(Form):
    """A bank transfer that came in, in the currency of the amount due."""

    amount = StringField(_l("Amount received"), [InputRequired(_l("Enter the amount."))], filters=[stripped])
    received_on = DateField(_l("Day of receipt"), [InputRequired(_l("Enter the day the money came in.")), past_day])
    payer_name = StringField(
        _l("Payer as on the statement"),
        [DataRequired(_l("Enter who paid.")), Length(max=120, message=TOO_LONG)],
        filters=[stripped],
    )
    bank_reference = reference_field()
    voucher = voucher_field()
    note = note_field()
    voucher_id = HiddenField()

    def __init__(self, *args: Any, currency: str = "CNY", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def validate_amount(self, field: Any) -> None:
        """Only the currency of the amount due, above zero, with at most two decimals."""
        text, yuan = (field.data or "").upper(), self.currency == "CNY"
        if any(sign in text for sign in (FOREIGN_SIGNS if yuan else YUAN_SIGNS)):
            if yuan:
                raise ValidationError(_("This amount is due in yuan. Enter what reached the account in yuan."))
            raise ValidationError(
                _("This amount is due in %(currency)s. Enter what reached the account.", currency=self.currency)
            )
        an_amount(self, field)

    def value(self) -> BankReceipt:
        """What was entered, once it is valid."""
        return BankReceipt(
            money=Money.parse(entered(self.amount.data), self.currency),
            received_on=entered(self.received_on.data),
            payer_name=entered(self.payer_name.data),
            bank_reference=entered(self.bank_reference.data),
            note=self.note.data or "",
        )


class GiveBackForm(Form):
    """A surplus that went back by bank transfer."""

    given_on = DateField(_l("Day of the transfer"), [InputRequired(_l("Enter the day of the transfer.")), past_day])
    bank_reference = reference_field()
    voucher = voucher_field()
    note = note_field()
    voucher_id = HiddenField()

    def value(self) -> Returned:
        """What was entered, once it is valid."""
        return Returned(entered(self.given_on.data), entered(self.bank_reference.data), self.note.data or "")
