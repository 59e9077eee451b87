"""Forms of notice, recordal and decision; each hands over one value."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from market.core.form import Form, stripped
from market.payments.rules import is_voucher

TOO_LONG = _l("Use at most %(max)d characters.")


@dataclass(frozen=True)
class Wishes:
    """What a firm adds to its notice."""

    once: str
    product: str
    place: str
    remark: str


class NoticeForm(Form):
    """The written notice: what is to be made and where, and that the terms are accepted."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    product = StringField(_l("Product you want to make"), [Optional(), Length(max=300, message=TOO_LONG)], [stripped])
    place = StringField(_l("Place of exploitation"), [Optional(), Length(max=120, message=TOO_LONG)], [stripped])
    remark = TextAreaField(
        _l("Remark to the licensor"), [Optional(), Length(max=1000, message=TOO_LONG)], filters=[stripped]
    )
    accepted = BooleanField(
        _l("We are willing to exploit these patents and accept the announced method and standard of payment."),
        [InputRequired(_l("Without this statement it is no notice. Tick it if you agree."))],
    )

    def value(self) -> Wishes:
        """What was entered, once it is valid."""
        return Wishes(self.once.data or "", self.product.data or "", self.place.data or "", self.remark.data or "")


@dataclass(frozen=True)
class Recordal:
    """What stands on the certificate."""

    number: str
    on: date


class RecordalForm(Form):
    """That CNIPA recorded the licence."""

    number = StringField(
        _l("Recordal number"),
        [DataRequired(_l("Enter the number as it stands on the certificate.")), Length(max=40, message=TOO_LONG)],
        filters=[stripped],
    )
    on = DateField(_l("Day of recordal"), [InputRequired(_l("Enter the day as it stands on the certificate."))])
    certificate = FileField(_l("Certificate"), [Optional()])

    def validate_certificate(self, field: Any) -> None:
        """Only a PDF, JPEG or PNG that is what its name says."""
        if not field.data:
            return
        head = field.data.stream.read(16)
        field.data.stream.seek(0)
        if not is_voucher(field.data.filename or "", head):
            raise ValidationError(_("The certificate must be a PDF, JPEG or PNG file."))

    def value(self) -> Recordal:
        """What was entered, once it is valid."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return Recordal(self.number.data or "", self.on.data)


class CloseForm(Form):
    """Why a held request is closed without a licence."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why; both sides will read it.")), Length(max=1000, message=TOO_LONG)],
        filters=[stripped],
    )

    def value(self) -> str:
        """The reason, once it is valid."""
        return self.reason.data or ""
