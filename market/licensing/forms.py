"""Forms of notice, recordal and decision; each hands over one value."""

import secrets
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from market.core.form import Form, stripped

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
