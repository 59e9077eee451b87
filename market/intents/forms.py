"""Forms about intents; each hands over one value."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from market.accounts.models import User
from market.core.form import Form, choices, tidy
from market.core.i18n import N_
from market.core.money import LARGEST_MINOR, Money, WrongMoney
from market.intents.models import Intent, OutsideContract
from market.intents.rules import Wish
from market.intents.rules.closing import REASONS
from market.intents.rules.entering import HOW_NAMES, LONGEST_NAME, LONGEST_WORDS, Said
from market.intents.rules.outside import CONTRACT_NAMES, LONGEST_NUMBER, LONGEST_TERMS, Signed
from market.intents.rules.states import KIND_NAMES, Source
from market.intents.rules.wishes import LONGEST_NOTE
from market.payments.rules import is_voucher

TOO_LONG = _l("Use at most %(max)d characters.")
CURRENCY_NAMES = {"CNY": N_("yuan"), "USD": N_("US dollars"), "HKD": N_("Hong Kong dollars")}
ANSWERS = {"yes": N_("Yes, they agreed"), "no": N_("No, the operator stands between")}


def an_amount(_form: Any, field: Any) -> None:
    """Zero or more yuan with at most two decimals, or nothing."""
    if not field.data:
        return
    try:
        money = Money.parse(field.data)
    except WrongMoney:
        raise ValidationError(_("Enter an amount in yuan, like 120,000, or leave it empty.")) from None
    if not 0 <= money.minor <= LARGEST_MINOR:
        raise ValidationError(_("Enter an amount of zero or more."))


def one_proof(_form: Any, field: Any) -> None:
    """Only a PDF, JPEG or PNG that is what its name says."""
    if not field.data:
        return
    head = field.data.stream.read(16)
    field.data.stream.seek(0)
    if not is_voucher(field.data.filename or "", head):
        raise ValidationError(_("The file must be a PDF, JPEG or PNG."))


class WishForm(Form):
    """What is wanted of a pitch: half a minute on a telephone."""

    kind = RadioField(
        _l("What are you interested in?"), validators=[InputRequired(_l("Choose what you are interested in."))]
    )
    low = StringField(_l("Lower amount"), [Optional(), an_amount], filters=[tidy])
    high = StringField(_l("Upper amount"), [Optional(), an_amount], filters=[tidy])
    note = TextAreaField(
        _l("A word to the other side"), [Optional(), Length(max=LONGEST_NOTE, message=TOO_LONG)], filters=[tidy]
    )
    consent = BooleanField(_l("The other side may see my name, telephone and mail, for talks about this pitch only"))

    def __init__(self, kinds: Mapping[str, str] = KIND_NAMES, **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = choices(kinds)

    @classmethod
    def of(cls, kinds: Mapping[str, str], intent: Intent | None, kind: str) -> "WishForm":
        """The form as it stands: the intent declared before, or a chosen kind."""
        if intent is None:
            return cls(kinds, formdata=None, kind=kind or None)
        low, high = (f"{money.major:,.2f}" if money is not None else "" for money in intent.amount)
        consent = intent.consent_at is not None
        return cls(kinds, formdata=None, kind=intent.kind, low=low, high=high, note=intent.note, consent=consent)

    def value(self) -> Wish:
        """The wish, once it is valid."""
        low, high = (Money.parse(field.data) if field.data else None for field in (self.low, self.high))
        return Wish(self.kind.data, low, high, self.note.data or "", bool(self.consent.data))


class EntryForm(WishForm):
    """What somebody wrote on paper or said aloud, as the operator enters it."""

    guest = SelectField(_l("For whom"), [InputRequired(_l("Choose a person whose registration is confirmed."))])
    agreed = RadioField(
        _l("May the other side see this person's name, telephone and mail?"),
        validators=[InputRequired(_l("Say what the firm answered: yes or no."))],
    )
    how = RadioField(_l("How was it said?"), validators=[InputRequired(_l("Choose how it was said."))])
    said_by = StringField(
        _l("Who signed or said it"),
        [InputRequired(_l("Say who said or signed it.")), Length(max=LONGEST_NAME, message=TOO_LONG)],
        filters=[tidy],
    )
    said_note = StringField(
        _l("Remark on the form or the talk"),
        [Optional(), Length(max=LONGEST_WORDS, message=TOO_LONG)],
        filters=[tidy],
    )

    def __init__(self, kinds: Mapping[str, str], guests: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(kinds, **values)
        self.guest.choices = [("", _("Choose a person")), *guests]
        self.agreed.choices = choices(ANSWERS)
        self.how.choices = choices(HOW_NAMES)

    def value(self) -> Wish:
        """The wish, with consent as it was answered."""
        return replace(super().value(), consent=self.agreed.data == "yes", source=Source.OPERATOR)

    def said(self) -> Said:
        """By whom and how it was said."""
        return Said(self.how.data, self.said_by.data or "", self.said_note.data or "")


class StepForm(Form):
    """The next stage, with a word."""

    move = RadioField(_l("What has happened?"), validators=[InputRequired(_l("Choose what has happened."))])
    note = TextAreaField(_l("A word on it"), [Optional(), Length(max=2000, message=TOO_LONG)], filters=[tidy])
    shared = BooleanField(_l("Both sides may read this"))

    def __init__(self, moves: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.move.choices = choices(moves)


class OutsideForm(Form):
    """A contract signed elsewhere, as it is reported."""

    kind = SelectField(_l("Kind of contract"), [InputRequired(_l("Choose the kind of contract."))])
    signed_on = DateField(_l("Signed on"), [InputRequired(_l("Enter the day it was signed."))])
    amount = StringField(
        _l("Fixed amount"), [InputRequired(_l("Enter an amount, 0 where nothing is fixed."))], filters=[tidy]
    )
    currency = SelectField(_l("Currency"))
    terms = StringField(
        _l("Running royalty or other terms"), [Optional(), Length(max=LONGEST_TERMS, message=TOO_LONG)], filters=[tidy]
    )
    number = StringField(
        _l("The parties' contract number"), [Optional(), Length(max=LONGEST_NUMBER, message=TOO_LONG)], filters=[tidy]
    )
    recordal = StringField(_l("Recordal number"), [Optional(), Length(max=40, message=TOO_LONG)], filters=[tidy])
    proof = FileField(_l("Proof"), [one_proof, Optional()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = [("", _("Choose")), *choices(CONTRACT_NAMES)]
        self.currency.choices = choices(CURRENCY_NAMES)

    @classmethod
    def of(cls, found: OutsideContract | None) -> "OutsideForm":
        """The form as it stands: the earlier report, or empty."""
        if found is None:
            return cls(formdata=None)
        begun = {
            name: getattr(found, name) for name in ("kind", "signed_on", "currency", "terms", "number", "recordal")
        }
        return cls(formdata=None, **begun, amount=f"{found.amount.major:,.2f}")

    def validate_amount(self, field: Any) -> None:
        """Zero or more, with at most two decimals."""
        try:
            self.money()
        except WrongMoney:
            raise ValidationError(_("Enter an amount of zero or more.")) from None

    def money(self) -> Money:
        """The amount in its currency."""
        return Money.parse(self.amount.data or "", self.currency.data or "CNY")

    def value(self) -> Signed:
        """The contract, once the form is valid."""
        return Signed(
            self.kind.data,
            self.signed_on.data or date.min,
            self.money(),
            self.terms.data or "",
            self.number.data or "",
            self.recordal.data or "",
        )


class WordForm(Form):
    """A word for the log."""

    text = TextAreaField(
        _l("Write a word"),
        [InputRequired(_l("Write a few words.")), Length(max=2000, message=TOO_LONG)],
        filters=[tidy],
    )
    shared = BooleanField(_l("Both sides may read this"))


class CloseForm(Form):
    """Why nothing comes of it."""

    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason."))])
    text = TextAreaField(_l("In your words"), [Optional(), Length(max=2000, message=TOO_LONG)], filters=[tidy])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.choices = choices(REASONS)


class PlanForm(Form):
    """The next date and step, and who looks after it."""

    next_on = DateField(_l("Next date"), [Optional()])
    next_step = StringField(_l("Step to take"), [Optional(), Length(max=200, message=TOO_LONG)], filters=[tidy])
    owner = SelectField(_l("Looked after by"), [Optional()], coerce=int)

    def __init__(self, people: Sequence[User], **values: Any) -> None:
        super().__init__(**values)
        self.owner.choices = [(0, _("Nobody yet")), *((person.id, named(person)) for person in people)]


class AssignForm(Form):
    """To whom the chosen intents are handed over, and when they come up next."""

    owner = SelectField(_l("Hand over to"), [Optional()], coerce=int)
    next_on = DateField(_l("Next date"), [Optional()])

    def __init__(self, people: Sequence[tuple[int, str]], **values: Any) -> None:
        super().__init__(**values)
        self.owner.choices = [(0, _("Leave as it is")), *people]


def named(person: User) -> str:
    """A person with the organisation, as lists to choose from show it."""
    organisation = person.organisation
    return f"{person.name} ({organisation.name})" if organisation is not None else person.name
