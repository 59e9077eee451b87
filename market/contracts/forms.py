"""Forms of contracts: details of a side, additional clauses, signing, verification, and the operator's templates."""

from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, PasswordField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from market.contracts.rules.wording import LONGEST_TEMPLATE
from market.contracts.service.drawing import LONGEST_ADDITION
from market.core.form import Form, tidy
from market.payments.rules import is_voucher

TOO_LONG = _l("Use at most %(max)d characters.")
HEX_LENGTH = 64


def _short(label: Any, longest: int, needed: Any = None) -> StringField:
    first = DataRequired(needed) if needed else Optional()
    return StringField(label, [first, Length(max=longest, message=TOO_LONG)], filters=[tidy])


@dataclass(frozen=True)
class Details:
    """What a side says about itself."""

    legal_representative: str
    agent: str
    contact: str
    address: str
    postcode: str
    phone: str
    email: str
    bank: str
    account: str
    background: str

    def plain(self) -> dict[str, str]:
        """By name."""
        return asdict(self)


class DetailsForm(Form):
    """The header fields of one side that no record holds."""

    legal_representative = _short(_l("Legal representative"), 60, _l("Enter the legal representative."))
    agent = _short(_l("Authorised agent"), 60)
    contact = _short(_l("Contact person"), 60, _l("Enter who can be asked about the contract."))
    address = _short(_l("Address (seat)"), 200, _l("Enter the address as registered."))
    postcode = _short(_l("Postcode"), 12)
    phone = _short(_l("Telephone"), 40, _l("Enter a telephone number."))
    email = _short(_l("Email"), 254)
    bank = _short(_l("Bank"), 120)
    account = _short(_l("Account number"), 60)
    background = TextAreaField(
        _l("About your organisation, for the preamble"),
        [Optional(), Length(max=600, message=TOO_LONG)],
        filters=[tidy],
    )

    def value(self) -> Details:
        """What was entered, once it is valid."""
        return Details(**{name: str(self[name].data or "") for name in Details.__dataclass_fields__})


@dataclass(frozen=True)
class Drawing:
    """What a new text adds to the template, and which text it replaces."""

    seen: int
    additional_zh: str
    additional_en: str
    place: str


class DrawForm(Form):
    """Place of signing and what the sides agree beyond the model text."""

    seen = HiddenField()
    place = _short(_l("Place of signing"), 60)
    additional_zh = TextAreaField(
        _l("Additional clauses in Chinese"),
        [Optional(), Length(max=LONGEST_ADDITION, message=TOO_LONG)],
        filters=[tidy],
    )
    additional_en = TextAreaField(
        _l("Additional clauses in English"),
        [Optional(), Length(max=LONGEST_ADDITION, message=TOO_LONG)],
        filters=[tidy],
    )

    def value(self) -> Drawing:
        """What was entered, once it is valid."""
        seen = str(self.seen.data or "0")
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else -1
        return Drawing(number, self.additional_zh.data or "", self.additional_en.data or "", self.place.data or "")


class HashForm(Form):
    """Names the text that is agreed to or signed."""

    text_hash = HiddenField()

    def named(self) -> str:
        """The hash as sent."""
        return str(self.text_hash.data or "")[:HEX_LENGTH]


class SignForm(HashForm):
    """Acceptance by click: the password once more."""

    password = PasswordField(
        _l("Your password"), [InputRequired(_l("Enter your password: it stands for your signature."))]
    )
    accepted = BooleanField(
        _l("I have read this text, I may act for my organisation, and I accept it with binding effect."),
        [InputRequired(_l("Tick this if you want to sign."))],
    )


class ScanForm(HashForm):
    """The signed and sealed copy as a file."""

    scan = FileField(_l("Signed and sealed copy"))

    def validate_scan(self, field: Any) -> None:
        """Only a PDF, JPEG or PNG that is what its name says."""
        if not field.data:
            raise ValidationError(_("Choose the scanned copy."))
        head = field.data.stream.read(16)
        field.data.stream.seek(0)
        if not is_voucher(field.data.filename or "", head):
            raise ValidationError(_("The signed copy must be a PDF, JPEG or PNG file."))


class ReasonForm(Form):
    """Why something is not accepted or given up."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why; the other side will read it.")), Length(max=500, message=TOO_LONG)],
        filters=[tidy],
    )

    def value(self) -> str:
        """The reason, once it is valid."""
        return self.reason.data or ""


class VerifyForm(Form):
    """A file or a hash to be recognised."""

    file = FileField(_l("The file you have received"))
    code = StringField(_l("Or the check code printed on it (SHA-256)"), filters=[tidy])

    def validate_code(self, field: Any) -> None:
        """One of the two is needed; a code has 64 hexadecimal digits, blanks do not count."""
        plain = "".join(str(field.data or "").split()).lower()
        if not plain and not self.file.data:
            raise ValidationError(_("Choose a file or enter the check code."))
        if plain and (len(plain) != HEX_LENGTH or not set(plain) <= set("0123456789abcdef")):
            raise ValidationError(_("A check code has 64 characters, 0 to 9 and a to f."))

    def sha256(self) -> str:
        """The code that was entered, without blanks; empty when a file was chosen."""
        return "".join(str(self.code.data or "").split()).lower()


@dataclass(frozen=True)
class Wording:
    """A template's two bodies, and what is new."""

    seen: int
    body_zh: str
    body_en: str
    note: str


class TemplateForm(Form):
    """The operator's editor."""

    seen = HiddenField()
    note = _short(_l("What is new in this version"), 300)
    body_zh = TextAreaField(
        _l("Chinese text"),
        [DataRequired(_l("Enter the text.")), Length(max=LONGEST_TEMPLATE, message=TOO_LONG)],
    )
    body_en = TextAreaField(
        _l("English text"),
        [DataRequired(_l("Enter the text.")), Length(max=LONGEST_TEMPLATE, message=TOO_LONG)],
    )

    def value(self) -> Wording:
        """What was entered, once it is valid."""
        seen = str(self.seen.data or "0")
        number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1
        bodies = [str(it.data or "").replace("\r\n", "\n") for it in (self.body_zh, self.body_en)]
        return Wording(number, bodies[0], bodies[1], self.note.data or "")
