"""What the forms of filings share: an upload that is what its name says, and an amount of money."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import ValidationError
from wtforms.validators import Optional

from market.core import files
from market.core.files import StoredFile
from market.core.money import Money, WrongMoney
from market.core.web import current_actor
from market.payments.rules import VOUCHER_LIMIT, is_voucher

TOO_LONG = _l("Use at most %(max)d characters.")


def scanned(_form: Any, field: Any) -> None:
    """Only a PDF, JPEG or PNG that is what its name says."""
    if not field.data:
        return
    head = field.data.stream.read(16)
    field.data.stream.seek(0)
    if not is_voucher(field.data.filename or "", head):
        raise ValidationError(_("The file must be a PDF, JPEG or PNG."))


def scan(label: str) -> FileField:
    """An upload that may be left out."""
    return FileField(label, [Optional(), scanned])


def kept(field: Any) -> StoredFile | None:
    """The uploaded file, written to disk for the acting person's organisation; None when there is none."""
    if not field.data:
        return None
    owner = current_actor().organisation_id
    return files.keep(field.data.stream, field.data.filename or "file", owner, limit=VOUCHER_LIMIT)


def an_amount(_form: Any, field: Any) -> None:
    """An amount of money as people type it."""
    try:
        Money.parse(field.data or "")
    except WrongMoney:
        raise ValidationError(_("Enter an amount such as 30,000 or 1500.50.")) from None
