"""Forms of the day; each hands over one value. `key` makes a deed that is sent twice happen once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from market.core.form import Form, choices, tidy
from market.core.money import LARGEST_MINOR, Money, WrongMoney
from market.intents.rules.states import KIND_NAMES, Kind, Source
from market.intents.rules.wishes import Wish
from market.live.rules.talking import LONGEST_ANSWER, LONGEST_QUESTION, MOST_OPTIONS

TOO_LONG = _l("Use at most %(max)d characters.")
SAY_IT = _l("Fill this in.")
KEY = [Optional(), Length(max=40)]


class AskForm(Form):
    """A question from the floor."""

    text = StringField(
        _l("Ask the speaker"),
        [DataRequired(SAY_IT), Length(max=LONGEST_QUESTION, message=TOO_LONG)],
        filters=[tidy],
    )
    pitch = IntegerField(validators=[Optional(), NumberRange(1, 2**31 - 1)])
    key = HiddenField(validators=KEY)


class IntentForm(Form):
    """What a firm wants of the pitch that is on."""

    kind = RadioField(_l("Kind of intent"), [InputRequired(_l("Choose what you are interested in."))])
    low = StringField(_l("From, yuan"), [Optional()], filters=[tidy])
    high = StringField(_l("To, yuan"), [Optional()], filters=[tidy])
    consent = BooleanField(_l("Share my contact for talks about this item only"))
    key = HiddenField(validators=KEY)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = choices(KIND_NAMES)
        if self.kind.data is None:
            self.kind.data = str(Kind.LICENCE)

    def validate_low(self, field: Any) -> None:
        """An amount in yuan, or nothing."""
        _amount(field)

    def validate_high(self, field: Any) -> None:
        """An amount in yuan, or nothing."""
        _amount(field)

    def value(self) -> Wish:
        """The wish, once the form is valid."""
        low, high = _amount(self.low), _amount(self.high)
        return Wish(self.kind.data, low, high, consent=bool(self.consent.data), source=Source.LIVE)


def _amount(field: Any) -> Money | None:
    if not field.data:
        return None
    try:
        money = Money.parse(field.data)
    except WrongMoney:
        raise ValidationError(_l("Enter an amount in yuan, like 120,000, or leave it empty.")) from None
    if not 0 <= money.minor <= LARGEST_MINOR:
        raise ValidationError(_l("Enter an amount of zero or more."))
    return money


class MessageForm(Form):
    """A line to everybody; empty takes the last one down."""

    text = StringField(_l("Message to all"), [Optional(), Length(max=200, message=TOO_LONG)], filters=[tidy])


class ReplyForm(Form):
    """A written answer, or a few words on what was said on stage."""

    text = TextAreaField(
        _l("Answer"), [Optional(), Length(max=LONGEST_ANSWER, message=TOO_LONG)], filters=[tidy]
    )


class NewPollForm(Form):
    """A poll: its question, and an option a line."""

    text = StringField(
        _l("Question of the poll"), [DataRequired(SAY_IT), Length(max=200, message=TOO_LONG)], filters=[tidy]
    )
    options = TextAreaField(_l("Options, one a line"), [DataRequired(SAY_IT)], filters=[tidy])

    def lines(self) -> list[str]:
        """The options as typed, each once."""
        return list(dict.fromkeys(line.strip() for line in (self.options.data or "").splitlines() if line.strip()))

    def validate_options(self, _field: Any) -> None:
        """Two options at least, a few at most, short ones."""
        lines = self.lines()
        if not 2 <= len(lines) <= MOST_OPTIONS or any(len(line) > 80 for line in lines):
            raise ValidationError(_l("Give two to eight options, each of at most 80 characters."))
