"""Forms of accounts; each hands over one value. Texts are translated when they are shown."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
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
from wtforms.validators import URL, Email, InputRequired, Length, Optional, StopValidation

from market.accounts.models import Organisation, User
from market.accounts.rules import bank_accounts as bank_rules
from market.accounts.rules import organisations as rules
from market.accounts.rules import roles
from market.accounts.rules.passwords import LONGEST
from market.accounts.rules.vetting import NOTE_ONLY
from market.accounts.service import BankDetails, Details, Identity, Person
from market.core.form import Form, stripped
from market.core.i18n import N_, current_language, translate
from market.core.money import CURRENCIES

LANGUAGE_NAMES: Any = {"zh": "中文", "en": "English"}


NOT_AN_ADDRESS = _l("This is not an email address. It looks like name@example.cn.")


def plain_letters(_form: Any, field: Any) -> None:
    """Refuse addresses with other than ASCII signs: every mail to them would fail, for good."""
    if not (field.data or "").isascii():
        raise ValidationError(str(NOT_AN_ADDRESS))


def one_line(_form: Any, field: Any) -> None:
    """Refuse line breaks and control signs, which could add headers to a mail or lines to a log."""
    if any(not char.isprintable() for char in field.data or ""):
        raise ValidationError(translate(N_("Use letters, figures and ordinary signs only.")))


class Given:
    """Something must be entered; the refusal names the field, as the summary lists sentences only."""

    field_flags = {"required": True}

    def __init__(self, sentence: str = N_("Fill in: %(label)s"), *, blanks_count: bool = False) -> None:
        self.sentence, self.blanks_count = sentence, blanks_count

    def __call__(self, _form: Any, field: Any) -> None:
        given = field.data if self.blanks_count or not isinstance(field.data, str) else field.data.strip()
        if not given:
            field.errors[:] = []
            raise StopValidation(translate(self.sentence, label=field.label.text))


def filled() -> Given:
    """Something other than blanks."""
    return Given()


def chosen() -> Given:
    """One of the choices."""
    return Given(N_("Choose: %(label)s"))


def short(limit: int) -> list[Any]:
    """One line of at most `limit` characters."""
    return [Length(max=limit, message=_l("Use at most %(max)d characters.")), one_line]


def choices(names: Mapping[str, str], *, empty: str = "") -> Any:
    """Choices with translated names, with an empty one first when its label is given."""
    found = {value: translate(name) for value, name in names.items()}
    return {"": empty, **found} if empty else found


def email_field(label: Any) -> EmailField:
    """An address field; written in any case of letters."""
    return EmailField(
        label,
        filters=[stripped],
        validators=[filled(), *short(254), Email(NOT_AN_ADDRESS), plain_letters],
    )


def password_field(label: Any) -> PasswordField:
    """A field for an existing password: taken as typed, blanks included."""
    return PasswordField(
        label,
        validators=[
            Given(blanks_count=True),
            Length(max=4 * LONGEST, message=_l("Use at most %(max)d characters.")),
        ],
    )


class SignInForm(Form):
    """Address and password."""

    email = email_field(_l("Email address"))
    password = password_field(_l("Password"))


def new_password_field(label: Any) -> PasswordField:
    """A field for a new password; how strong it must be is decided by the service."""
    return PasswordField(
        label,
        description=_l("At least 10 characters. A sentence of several words is best; every sign counts."),
        validators=[
            Given(blanks_count=True),
            Length(max=4 * LONGEST, message=_l("Use at most %(max)d characters.")),
        ],
    )


def code_field() -> StringField:
    """A Unified Social Credit Code with its check character looked at."""

    def right(_form: Any, field: Any) -> None:
        if refusal := rules.uscc_refusal(field.data or ""):
            raise ValidationError(translate(refusal))

    return StringField(
        _l("Unified Social Credit Code"),
        description=_l("The 18 characters on the licence or the certificate of the body."),
        filters=[stripped],
        validators=[filled(), *short(40), right],
    )


def required_for_firms(form: Any, field: Any) -> None:
    """Companies state their size and industry; others do not."""
    if form.firm and not field.data:
        raise ValidationError(translate(N_("Choose: %(label)s"), label=field.label.text))


class IdentityForm(Form):
    """What the operator vets."""

    kind = RadioField(_l("Kind of organisation"), validators=[chosen()])
    name = StringField(
        _l("Name of the organisation"),
        description=_l("Exactly as on the licence or the certificate."),
        filters=[stripped],
        validators=[filled(), *short(120)],
    )
    name_en = StringField(_l("English name"), filters=[stripped], validators=[Optional(), *short(160)])
    uscc = code_field()
    sme_class = SelectField(_l("Size of the company"), validators=[required_for_firms])
    industry = SelectField(_l("Industry"), validators=[required_for_firms])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices({kind: rules.KINDS[kind] for kind in rules.KINDS_OPEN_TO_SIGN_UP})
        self.sme_class.choices = choices(rules.SME_CLASSES, empty=translate(N_("Choose ...")))
        self.industry.choices = industries()

    @property
    def firm(self) -> bool:
        """Whether the form is about a company."""
        return bool(self.kind.data == "firm")

    def identity(self) -> Identity:
        """The organisation as the operator will vet it."""
        return Identity(self.kind.data, self.name.data or "", self.uscc.data or "", self.name_en.data or "")


def industries() -> Any:
    """The sections of the industry classification, with their letters."""
    named = {letter: f"{letter} {translate(name)}" for letter, name in rules.INDUSTRIES.items()}
    return {"": translate(N_("Choose ...")), **named}


class SignUpForm(IdentityForm):
    """An organisation and its first member."""

    person_name = StringField(_l("Your name"), filters=[stripped], validators=[filled(), *short(60)])
    phone = StringField(
        _l("Your telephone number"),
        description=_l("The operator may call back when something on the form is unclear."),
        filters=[stripped],
        validators=[filled(), *short(40)],
    )
    email = email_field(_l("Email address"))
    password = new_password_field(_l("Password"))
    entitled = BooleanField(
        _l("I may act for this organisation, and what I have written here is right."),
        validators=[InputRequired(_l("Tick the box to go on."))],
    )

    def details(self) -> Details:
        """What else the form says about the organisation."""
        return Details(
            sme_class=self.sme_class.data if self.firm else "",
            industry=self.industry.data if self.firm else "",
            contact_name=self.person_name.data or "",
            contact_phone=self.phone.data or "",
            contact_email=(self.email.data or "").lower(),
        )

    def person(self) -> Person:
        """Its first member."""
        return Person(self.person_name.data or "", self.email.data or "", current_language())


class ProfileForm(IdentityForm):
    """One's own organisation; the identity is shown for correction only before it has been vetted."""

    district = StringField(
        _l("District or city"),
        description=_l("Taken from the code when left empty."),
        filters=[stripped],
        validators=[Optional(), *short(60)],
    )
    address = StringField(_l("Postal address"), filters=[stripped], validators=[Optional(), *short(200)])
    profile = TextAreaField(
        _l("About the organisation"),
        description=_l("What you do, for whom, and what you are looking for or offer. Everybody can read this."),
        filters=[stripped],
        validators=[Optional(), Length(max=4000, message=_l("Use at most %(max)d characters."))],
    )
    website = StringField(
        _l("Website"),
        filters=[stripped],
        validators=[Optional(), *short(200), URL(message=_l("This is no web address. It begins with https://."))],
    )
    contact_name = StringField(_l("Contact person"), filters=[stripped], validators=[Optional(), *short(60)])
    contact_phone = StringField(_l("Telephone"), filters=[stripped], validators=[Optional(), *short(40)])
    contact_email = EmailField(
        _l("Email address for enquiries"),
        filters=[stripped],
        validators=[Optional(), *short(254), Email(NOT_AN_ADDRESS), plain_letters],
    )

    def __init__(self, organisation: Organisation, identity_open: bool, **kwargs: Any) -> None:
        super().__init__(obj=organisation, **kwargs)
        self.settled_kind = "" if identity_open else organisation.kind
        if self.settled_kind:
            for name in ("kind", "name", "name_en", "uscc"):
                del self[name]

    @property
    def firm(self) -> bool:
        """Whether the form is about a company."""
        return self.settled_kind == "firm" if self.settled_kind else super().firm

    def validate_website(self, field: Any) -> None:
        """Only addresses of the web: a link must never run a script."""
        if field.data and not field.data.lower().startswith(("http://", "https://")):
            raise ValidationError(translate(N_("This is no web address. It begins with https://.")))

    def details(self) -> Details:
        """What the organisation says about itself."""
        names = ["district", "address", "profile", "website", "contact_name", "contact_phone", "contact_email"]
        if self.firm:
            names += ["sme_class", "industry"]
        return Details(**{name: self[name].data or "" for name in names})

    def corrected_identity(self) -> Identity | None:
        """The corrected identity, None once it has been vetted."""
        return None if self.settled_kind else self.identity()


class ForgottenForm(Form):
    """Whose password was forgotten."""

    email = email_field(_l("Email address"))


class ChoosePasswordForm(Form):
    """A new password, after a reset link."""

    password = new_password_field(_l("New password"))


class ChangePasswordForm(ChoosePasswordForm):
    """A new password, with the present one as proof."""

    current = password_field(_l("Current password"))


class MeForm(Form):
    """One's own name and language."""

    name = StringField(_l("Your name"), filters=[stripped], validators=[filled(), *short(60)])
    language = RadioField(
        _l("Language of pages and mails"),
        choices=LANGUAGE_NAMES,
        validators=[chosen()],
    )


class InviteForm(Form):
    """Whom to invite, as what, and in which language to write."""

    email = email_field(_l("Email address"))
    role = RadioField(_l("Role"), validators=[chosen()])
    language = RadioField(_l("Language of the invitation"), choices=LANGUAGE_NAMES, default="zh")

    def __init__(self, manageable: frozenset[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices({role: name for role, name in roles.ROLES.items() if role in manageable})


class JoinForm(Form):
    """Somebody new who accepts an invitation."""

    name = StringField(_l("Your name"), filters=[stripped], validators=[filled(), *short(60)])
    password = new_password_field(_l("Password"))


class DecisionForm(Form):
    """The operator's decision on an organisation."""

    decision = RadioField(_l("Decision"), validators=[chosen()])
    message = TextAreaField(
        _l("Message to the organisation"),
        description=_l("Sent by mail and shown on its page. Needed unless you approve."),
        filters=[stripped],
        validators=[Optional(), Length(max=2000, message=_l("Use at most %(max)d characters."))],
    )
    private_note = TextAreaField(
        _l("Private note"),
        description=_l("Only operators see it."),
        filters=[stripped],
        validators=[Optional(), Length(max=2000, message=_l("Use at most %(max)d characters."))],
    )

    def __init__(self, decisions: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = choices({**decisions, "note": NOTE_ONLY})

    def accept_any(self) -> None:
        """Leave it to the service whether the decision is possible: the state may have changed meanwhile."""
        self.decision.validate_choice = False


def personal_words(user: User) -> tuple[str, ...]:
    """Words that must not make up a person's password."""
    organisation = user.organisation
    return (user.email, user.name, *((organisation.name, organisation.name_en) if organisation else ()))


class BankAccountForm(Form):
    """A bank account of one's own organisation."""

    holder = StringField(_l("Account name"), filters=[stripped], validators=[filled(), *short(120)])
    number = StringField(_l("Account number"), filters=[stripped], validators=[filled(), *short(60)])
    bank = StringField(_l("Bank"), filters=[stripped], validators=[filled(), *short(120)])
    branch = StringField(_l("Branch of the bank"), filters=[stripped], validators=[Optional(), *short(120)])
    currency = SelectField(_l("Currency"), choices={each: each for each in CURRENCIES}, default="CNY")
    purpose = RadioField(_l("Used for"), default="all", validators=[chosen()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose.choices = choices(bank_rules.PURPOSES)

    def validate_number(self, field: Any) -> None:
        """Only what can be an account number."""
        if not bank_rules.is_number(bank_rules.clean_number(field.data or "")):
            raise ValidationError(translate(N_("Enter the account number in figures, as on the bank's letter.")))

    def details(self) -> BankDetails:
        """What was entered, once it is valid."""
        names = ("bank", "branch", "holder", "number", "currency", "purpose")
        return BankDetails(**{name: self[name].data or "" for name in names})
