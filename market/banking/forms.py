"""Forms of banking; each hands over one value."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from market.accounts.models import BankAccount
from market.banking.rules.columns import FIELDS, PRESETS
from market.banking.service import Choice, Reading
from market.banking.service.reading import ENCODINGS
from market.core import clock
from market.core.form import Form, stripped
from market.core.i18n import translate
from market.core.money import LARGEST_MINOR, Money, WrongMoney

NO_COLUMN = "-1"
TOO_LONG = _l("Use at most %(max)d characters.")


def account_choices(accounts: Sequence[BankAccount]) -> Any:
    """Accounts as a person tells them apart."""
    return {str(each.id): f"{each.bank} {each.short_number} {each.currency}" for each in accounts}


class UploadForm(Form):
    """A statement and the account it is of."""

    account = SelectField(_l("Bank account"), validators=[InputRequired(_l("Choose the account."))])
    file = FileField(_l("Statement"), [FileRequired(_l("Choose the file of the statement."))])

    def __init__(self, accounts: Sequence[BankAccount], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account.choices = account_choices(accounts)


class ReadingForm(Form):
    """How a table is read: its encoding, sheet, bank, and what each column holds."""

    encoding = SelectField(_l("Encoding of the text"), validate_choice=False)
    sheet = SelectField(_l("Sheet"), validate_choice=False)
    preset = SelectField(_l("Columns as written by"), validate_choice=False)

    def choice(self, reading: Reading, form: Mapping[str, str]) -> Choice:
        """What was chosen: another bank's heads go before single columns, another encoding or sheet begins anew."""
        encoding = self.encoding.data if self.encoding.data in ENCODINGS else ""
        sheet = self.sheet.data or reading.sheet
        anew = sheet != reading.sheet or encoding not in ("", reading.encoding)
        if anew or (self.preset.data in PRESETS and self.preset.data != reading.preset):
            return Choice(encoding, sheet, self.preset.data if self.preset.data in PRESETS else "")
        return Choice(encoding, sheet, columns=chosen_columns(form))


def reading_form(reading: Reading) -> ReadingForm:
    """The form filled with how the file is read now."""
    form = ReadingForm(formdata=None, encoding=reading.encoding, sheet=reading.sheet, preset=reading.preset)
    return with_choices(form, reading)


def with_choices(form: ReadingForm, reading: Reading) -> ReadingForm:
    """Give a form its choices."""
    recognised = _("recognised: %(name)s", name=reading.encoding)
    presets = {key: translate(preset.name) for key, preset in PRESETS.items()}
    fields: Any = (form.encoding, form.sheet, form.preset)
    fields[0].choices = {"": recognised, **{each: each for each in ENCODINGS}}
    fields[1].choices = {name: name for name in reading.sheets}
    fields[2].choices = {"": _("No bank of these: as chosen below"), **presets}
    return form


def chosen_columns(form: Mapping[str, str]) -> dict[str, int]:
    """The column of each field as chosen on the page: field names in the form are "column-<field>"."""
    found = {}
    for field in FIELDS:
        text = form.get(f"column-{field}", NO_COLUMN)
        if text.isdecimal() and len(text) < 4:
            found[field] = int(text)
    return found


class WrongShare(ValueError):
    """An amount of the split form that cannot be read; carries the amount due it stands at."""

    def __init__(self, receivable_id: int) -> None:
        super().__init__(str(receivable_id))
        self.receivable_id = receivable_id


def shares(form: MultiDict[str, str], currency: str) -> list[tuple[int, Money]]:
    """The parts entered for a row: fields "amount-<amount due>"; empty ones are none. Raises WrongShare."""
    found = []
    for name, text in form.items():
        number = name.removeprefix("amount-")
        if name == number or not number.isdecimal() or len(number) > 10 or not text.strip():
            continue
        try:
            money = Money.parse(text, currency)
        except WrongMoney as error:
            raise WrongShare(int(number)) from error
        if not 0 <= money.minor <= LARGEST_MINOR or int(number) >= 2**31:
            raise WrongShare(int(number))
        found.append((int(number), money))
    return found


class ReasonForm(Form):
    """Why a row is ignored, or a part taken back."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give a reason. It stays with the row.")), Length(max=500, message=TOO_LONG)],
        filters=[stripped],
    )


class DoneForm(Form):
    """A transfer of a list that has left the account."""

    done_on = DateField(_l("Day of the transfer"), [InputRequired(_l("Enter the day of the transfer."))])
    bank_reference = StringField(
        _l("Transaction number of the bank"), [Optional(), Length(max=60, message=TOO_LONG)], filters=[stripped]
    )

    def validate_done_on(self, field: Any) -> None:
        """No day to come, and no slip of the finger."""
        if field.data and (field.data > clock.today() or field.data.year < 2000):
            raise ValidationError(_("This day is still to come, or long past."))
