"""Fields that several forms of listings share: texts, amounts, percentages, days."""

from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation

from market.core.form import tidy
from market.core.i18n import N_, translate
from market.core.money import Money, WrongMoney


def line(label: Any, most: int, required: bool | None = False, **more: Any) -> StringField:
    """One line of text; `required` None means that a draft may lack it, so it is not called optional."""
    return StringField(label, filters=[tidy], validators=[*_presence(required), _at_most(most)], **more)


def paragraph(label: Any, most: int, required: bool | None = False, **more: Any) -> TextAreaField:
    """A longer text; `required` as for a line."""
    return TextAreaField(label, filters=[tidy], validators=[*_presence(required), _at_most(most)], **more)


def day(label: Any, required: bool = True, **more: Any) -> DateField:
    """A date."""
    return DateField(label, validators=_presence(required), **more)


def days(label: Any) -> IntegerField:
    """A number of days for payment."""
    return IntegerField(
        label,
        validators=[Empty(), NumberRange(1, 365, message=_l("Enter a number of days from 1 to 365."))],
    )


def _presence(required: bool | None) -> list[Any]:
    if required is None:
        return []
    return [DataRequired(_l("Fill this in."))] if required else [Optional()]


def _at_most(most: int) -> Length:
    return Length(max=most, message=_l("Use at most %(max)d characters."))


def read_money(field: Any, sentence: str = "") -> Money | None:
    """The amount typed into a field; an error is put at the field and None given back when it cannot be read."""
    try:
        found = Money.parse(field.data or "")
    except WrongMoney:
        field.errors = [translate(sentence) if sentence and not field.data else translate(_NOT_AN_AMOUNT)]
        return None
    if found.minor <= 0:
        field.errors = [translate(_NOT_POSITIVE)]
        return None
    return found


def read_percent(field: Any) -> Decimal | None:
    """The percentage typed into a field, as a fraction; an error is put at the field when it cannot be read."""
    plain = normalize("NFKC", field.data or "").strip().removesuffix("%").strip()
    try:
        found = Decimal(plain)
    except InvalidOperation:
        field.errors = [translate(_NOT_A_PERCENTAGE)]
        return None
    if not found.is_finite() or not 0 < found <= 100 or found != found.quantize(Decimal("0.0001")):
        field.errors = [translate(_NOT_A_PERCENTAGE)]
        return None
    return found / 100


_NOT_AN_AMOUNT = N_("Enter an amount in yuan, for example 30,000 or 30000.50.")
_NOT_POSITIVE = N_("The amount must be more than 0. Choose “Free of charge” if nothing is to be paid.")
_NOT_A_PERCENTAGE = N_("Enter a percentage above 0 and up to 100, for example 1.5.")


class Empty:
    """Lets an empty field pass its other validators, without calling it optional: another answer may demand it."""

    def __call__(self, form: Any, field: Any) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation
