"""Forms of filings with the patent office."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from market.core.form import Form, choices, stripped
from market.filings.forms.fields import TOO_LONG, kept, scan, scanned
from market.filings.rules.papers import PAPER_NAMES
from market.filings.rules.precheck import GROUNDS
from market.filings.rules.states import KIND_NAMES, OTHER_GROUND, Kind
from market.filings.service.recordals import Result

NOT_THE_GROUND = {key: ground.must for key, ground in GROUNDS.items()}


@dataclass(frozen=True)
class Beginning:
    """Which filing is taken on, and what it is about."""

    kind: str
    what: str
    agent: str


class BeginForm(Form):
    """"We file": the kind, what changes, and the agency when one files."""

    kind = RadioField(_l("What do you file?"), default=Kind.RECORDAL.value)
    what = TextAreaField(
        _l("What has changed, or why is it cancelled?"), [Optional(), Length(max=1000, message=TOO_LONG)], [stripped]
    )
    agent = StringField(_l("Agency and agent"), [Optional(), Length(max=120, message=TOO_LONG)], [stripped])

    def offer(self, kinds: list[Kind]) -> None:
        """Offer these kinds only."""
        self.kind.choices = choices({kind: KIND_NAMES[kind] for kind in kinds})
        if kinds and self.kind.data not in kinds:
            self.kind.data = kinds[0].value

    def value(self) -> Beginning:
        """What was entered, once it is valid."""
        return Beginning(self.kind.data or "", self.what.data or "", self.agent.data or "")


@dataclass(frozen=True)
class Submission:
    """When it went to the office, and the office's receipt number."""

    on: date
    receipt_number: str


class SubmitForm(Form):
    """That the papers went to the office."""

    submitted_on = DateField(_l("Filed on"), [InputRequired(_l("Enter the day you sent it."))])
    receipt_number = StringField(
        _l("Number of the receipt"), [Optional(), Length(max=40, message=TOO_LONG)], [stripped]
    )

    def value(self) -> Submission:
        """What was entered, once it is valid."""
        return Submission(_day(self.submitted_on.data), self.receipt_number.data or "")


class ResultForm(Form):
    """That the office recorded it."""

    number = StringField(
        _l("Recordal number"),
        [DataRequired(_l("Enter the number as it stands on the certificate.")), Length(max=40, message=TOO_LONG)],
        filters=[stripped],
    )
    on = DateField(_l("Day of recordal"), [InputRequired(_l("Enter the day as it stands on the certificate."))])
    certificate = scan(_l("Certificate"))

    def value(self) -> Result:
        """What was entered, once it is valid, with the certificate kept on disk."""
        return Result(self.number.data or "", _day(self.on.data), kept(self.certificate))


@dataclass(frozen=True)
class Refused:
    """What the office answered."""

    on: date
    ground: str
    text: str


class RefusedForm(Form):
    """That the office refused, and why."""

    refused_on = DateField(_l("Refused on"), [InputRequired(_l("Enter the day as it stands on the notice."))])
    ground = SelectField(_l("Condition not met"), [InputRequired()])
    refusal = TextAreaField(_l("What the office wrote"), [Optional(), Length(max=2000, message=TOO_LONG)], [stripped])

    def offer(self) -> None:
        """Offer the eight grounds, and others."""
        self.ground.choices = [*choices(NOT_THE_GROUND), (OTHER_GROUND, _l("Something else"))]

    def value(self) -> Refused:
        """What was entered, once it is valid."""
        return Refused(_day(self.refused_on.data), self.ground.data or "", self.refusal.data or "")


class PaperForm(Form):
    """One paper."""

    paper = SelectField(_l("What is it?"), [InputRequired()])
    file = FileField(_l("File"), [FileRequired(_l("Choose a file.")), scanned])

    def offer(self, first: str = "") -> None:
        """Offer every kind of paper, beginning with the one that is missing."""
        self.paper.choices = choices(PAPER_NAMES)
        if first and not self.paper.data:
            self.paper.data = first


def _day(value: date | None) -> date:
    if value is None:
        raise ValueError("read only after validation")
    return value
