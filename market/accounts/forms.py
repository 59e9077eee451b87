"""Forms of accounts; each hands over one value. Texts are translated when they are shown."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import URL, DataRequired, Email, InputRequired, Length, Optional

from market.accounts.models import Organisation, User
from market.accounts.rules import organisations as rules
from market.accounts.rules import roles
from market.accounts.rules.passwords import LONGEST
from market.accounts.service import Details, Identity, Person
from market.core.errors import Invalid
from market.core.i18n import current_language, translate
from market.core.web import invalid_fields


def stripped(value: str | None) -> str | None:
    """The text without blanks around it."""
    return value.strip() if isinstance(value, str) else value


def one_line(_form: Any, field: Any) -> None:
    """Refuse line breaks and control signs, which could add headers to a mail or lines to a log."""
    if any(not char.isprintable() for char in field.data or ""):
        raise ValidationError(translate("Use letters, figures and ordinary signs only."))


def filled() -> DataRequired:
    """Something other than blanks."""
    return DataRequired(_l("Fill this in."))


def short(limit: int) -> list[Any]:
    """One line of at most `limit` characters."""
    return [Length(max=limit, message=_l("Use at most %(max)d characters.")), one_line]


def choices(names: Mapping[str, str], *, empty: str = "") -> list[tuple[str, str]]:
    """Choices with translated names, with an empty one first when its label is given."""
    found = [(value, translate(name)) for value, name in names.items()]
    return [("", empty), *found] if empty else found


class Form(FlaskForm):  # type: ignore[misc]
    """What all forms here share."""

    def refuse(self, error: Invalid) -> None:
        """Show a service's refusal at its fields; raises it again when it names none of them."""
        known = {name: text for name, text in invalid_fields(error).items() if name in self}
        if not known:
            raise error
        for name, text in known.items():
            self[name].errors = [text]


def email_field(label: Any) -> EmailField:
    """An address field; written in any case of letters."""
    return EmailField(
        label,
        filters=[stripped],
        validators=[filled(), *short(254), Email(_l("This is not an email address. It looks like name@example.cn."))],
    )


def password_field(label: Any) -> PasswordField:
    """A field for an existing password: taken as typed, blanks included."""
    return PasswordField(
        label,
        validators=[
            InputRequired(_l("Fill this in.")),
            Length(max=4 * LONGEST, message=_l("Use at most %(max)d characters.")),
        ],
    )


class SignInForm(Form):
    """Address and password."""

    email = email_field(_l("Email address"))
    password = password_field(_l("Password"))
