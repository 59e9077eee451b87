"""The short forms of a deal: asking, answering, writing, giving a reason, confirming, steps, documents, notices."""

import secrets
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from market.core.form import Form, choices
from market.negotiation.forms.fields import day, document, documents, line, paragraph
from market.negotiation.rules.owners import DOCUMENT_KINDS, RESULTS
from market.negotiation.rules.processes import KIND_NAMES


def _fresh() -> str:
    return secrets.token_hex(16)


class AskForm(Form):
    """A firm's first question to an owner."""

    once = HiddenField(default=_fresh)
    kind = RadioField(_l("What are you thinking of?"), validators=[InputRequired(_l("Choose one."))])
    text = paragraph(_l("Your question"), 4000, True)
    files = documents(_l("Files"))

    def __init__(self, kinds: Any = KIND_NAMES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(kinds)


class AnswerForm(AskForm):
    """A university's answer to a posted need."""

    patents = SelectMultipleField(_l("Your patents for this need"), coerce=int)

    def __init__(self, offered: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.label.text = _l("What do you propose?")
        self.text.label.text = _l("Your answer")
        self.patents.choices = offered


class MessageForm(Form):
    """A message to the other side."""

    text = paragraph(_l("Write to the other side"), 4000, True)
    files = documents(_l("Files"))


class ReasonForm(Form):
    """Why something is declined, rejected, set back."""

    reason = paragraph(_l("Reason"), 2000, True)
    move = HiddenField()
    number = HiddenField()


class ForceForm(Form):
    """What the operator does, and why."""

    move = SelectField(_l("Step"))
    reason = paragraph(_l("Reason, for both sides"), 2000, True)

    def __init__(self, moves: Any = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.move.choices = moves


class ConfirmForm(Form):
    """The contract signed on paper."""

    number = line(_l("Number of the contract"), 60, True)
    on = day(_l("Day of the last signature"), True)
    copy = document(_l("Scan of the signed contract"))

    def value(self) -> tuple[str, date]:
        """Number and day, once valid."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return self.number.data or "", self.on.data


class StepForm(Form):
    """A step of the checklist that is done."""

    number = line(_l("Number"), 60)
    on = day(_l("Day"), True)
    proof = document(_l("File"))

    def value(self) -> tuple[str, date]:
        """Number and day, once valid."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return self.number.data or "", self.on.data


class DocumentForm(Form):
    """A consent or another document."""

    kind = SelectField(_l("What it is"))
    file = document(_l("File"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(DOCUMENT_KINDS)


class ResultForm(Form):
    """What came of a public notice."""

    result = RadioField(_l("Result of the public notice"), validators=[InputRequired(_l("Choose one."))])
    text = paragraph(_l("How objections were examined"), 2000)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.result.choices = choices(RESULTS)
        self.text.id = "result-text"  # the letter to the other side on the same page is called text too


class ObjectionForm(Form):
    """What somebody has against an agreed price."""

    name = line(_l("Your name or unit"), 80, True)
    contact = line(_l("How you can be reached"), 120, True)
    text = paragraph(_l("Your objection"), 2000, True)


class RuleForm(Form):
    """Whether and how long an organisation notices agreed prices."""

    required = BooleanField(_l("We publicly notice agreed prices before signing"))
    days = IntegerField(
        _l("Days"),
        [
            InputRequired(_l("Enter a number of days.")),
            NumberRange(15, 90, message=_l("A public notice runs for 15 days at least and 90 at most.")),
        ],
    )
    contact = line(_l("Where objections may also be sent"), 200)
