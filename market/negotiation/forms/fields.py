"""Fields that the forms of negotiation share: texts, days, amounts, percentages, documents."""

from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from market.core.form import tidy
from market.core.money import Money, WrongMoney

KINDS_OF_FILE = {
    ".pdf": b"%PDF",
    ".png": b"\x89PNG",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".docx": b"PK",
    ".xlsx": b"PK",
}
ACCEPT = ",".join(KINDS_OF_FILE)
FILE_LIMIT = 20 * 1024 * 1024
MOST_FILES = 5


def line(label: Any, most: int, required: bool = False) -> StringField:
    """One line of text."""
    return StringField(label, filters=[tidy], validators=[*_presence(required), _at_most(most)])


def paragraph(label: Any, most: int, required: bool = False) -> TextAreaField:
    """A longer text."""
    return TextAreaField(label, filters=[tidy], validators=[*_presence(required), _at_most(most)])


def day(label: Any, required: bool = False) -> DateField:
    """A date."""
    return DateField(label, validators=_presence(required))


def _presence(required: bool) -> list[Any]:
    return [DataRequired(_l("Fill this in."))] if required else [Optional()]


def _at_most(most: int) -> Length:
    return Length(max=most, message=_l("Use at most %(max)d characters."))


def a_document(_form: Any, field: Any) -> None:
    """Only files that are what their name says: PDF, pictures, Word, Excel."""
    uploads = field.data if isinstance(field.data, list) else [field.data]
    chosen = [one for one in uploads if one and getattr(one, "filename", "")]
    if len(chosen) > MOST_FILES:
        raise ValidationError(_("At most five files at a time."))
    for upload in chosen:
        head = upload.stream.read(8)
        upload.stream.seek(0)
        name = upload.filename.lower()
        known = next((sign for ending, sign in KINDS_OF_FILE.items() if name.endswith(ending)), None)
        if known is None or not head.startswith(known):
            raise ValidationError(_("Choose PDF, JPEG, PNG, Word or Excel files."))


def document(label: Any) -> FileField:
    """One file, optional."""
    return FileField(label, [Optional(), a_document])


def documents(label: Any) -> MultipleFileField:
    """Up to five files, optional."""
    return MultipleFileField(label, [Optional(), a_document])


def read_money(field: Any, currency: str, none_is: int | None = None) -> Money | None:
    """The amount typed into a field, above 0; an error is put at the field and None given back otherwise.

    With `none_is` an empty field means so many minor units.
    """
    text = (field.data or "").strip()
    if not text and none_is is not None:
        return Money(none_is, currency)
    try:
        found = Money.parse(text, currency)
    except WrongMoney:
        found = Money.zero(currency)
    if found.minor <= 0:
        field.errors = [_("Enter an amount above 0, for example 30,000 or 30000.50.")]
        return None
    return found


def read_number(field: Any, most: Decimal, places: int = 4) -> Decimal | None:
    """A number above 0 and up to `most`; an error is put at the field and None given back otherwise."""
    plain = normalize("NFKC", field.data or "").strip().removesuffix("%").strip()
    try:
        found = Decimal(plain)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 0 < found <= most or found != found.quantize(Decimal(1).scaleb(-places)):
        field.errors = [_("Enter a number above 0 and up to %(most)s, for example 1.5.", most=most)]
        return None
    return found
