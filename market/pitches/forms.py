"""Forms about pitches; each hands over one value."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from market.core import clock
from market.core.form import Form, choices, tidy
from market.core.i18n import N_, translate
from market.payments.rules import is_voucher
from market.pitches.rules import terms as calling
from market.pitches.rules.application import (
    LONGEST_SUMMARY,
    MOST_ANSWER_MINUTES,
    MOST_MINUTES,
    Application,
)
from market.pitches.rules.checks import SUBJECT_NAMES
from market.pitches.rules.processes import DECISIONS, MOVES
from market.pitches.rules.review import CRITERIA, MOST_WEIGHT, SCORE_NAMES, Criterion, Verdict
from market.pitches.rules.states import TIER_NAMES, Tier
from market.pitches.rules.terms import MOST_CRITERIA, Terms
from market.pitches.service import Invited

TOO_LONG = _l("Use at most %(max)d characters.")
FILL_IN = _l("Fill this in.")
ACCEPT = ".pdf,.jpg,.jpeg,.png"
LANGUAGES = {"zh": N_("Chinese"), "en": N_("English")}


def line(label: Any, most: int, *validators: Any) -> StringField:
    """One line of text; optional unless a validator says otherwise."""
    return StringField(label, [*(validators or (Optional(),)), Length(max=most, message=TOO_LONG)], filters=[tidy])


def paragraph(label: Any, most: int) -> TextAreaField:
    """A longer text that may be left out."""
    return TextAreaField(label, [Optional(), Length(max=most, message=TOO_LONG)], filters=[tidy])


def what_its_name_says(_form: Any, field: Any) -> None:
    """Only a PDF, JPEG or PNG that is what its name says."""
    if not field.data:
        return
    head = field.data.stream.read(16)
    field.data.stream.seek(0)
    if not is_voucher(field.data.filename or "", head):
        raise ValidationError(_("The file must be a PDF, JPEG or PNG."))


class ApplicationForm(Form):
    """An application: what is shown, who speaks, for how long."""

    title = StringField(_l("Title"), [InputRequired(FILL_IN), Length(max=200, message=TOO_LONG)], filters=[tidy])
    title_en = line(_l("Title in English"), 240)
    summary = TextAreaField(
        _l("What the audience will see"), [Length(max=LONGEST_SUMMARY, message=TOO_LONG)], filters=[tidy]
    )
    summary_en = paragraph(_l("The same in English"), LONGEST_SUMMARY)
    speaker = StringField(_l("Speaker"), [Length(max=60, message=TOO_LONG)], filters=[tidy])
    speaker_title = line(_l("Title or position of the speaker"), 60)
    speaker_phone = StringField(_l("Phone on the day"), [Length(max=40, message=TOO_LONG)], filters=[tidy])
    backup_speaker = line(_l("Who speaks if the speaker cannot"), 60)
    video_url = line(_l("Address of a video"), 300)
    minutes = IntegerField(
        _l("Speaking time"), [InputRequired(_l("Enter a number of minutes.")), NumberRange(1, MOST_MINUTES)]
    )
    answer_minutes = IntegerField(
        _l("Time for questions"),
        [InputRequired(_l("Enter a number of minutes.")), NumberRange(0, MOST_ANSWER_MINUTES)],
    )

    @classmethod
    def of(cls, application: Application) -> "ApplicationForm":
        """The form, filled in."""
        return cls(formdata=None, **vars(application))

    def keep(self, names: Sequence[str]) -> "ApplicationForm":
        """The form with only these fields: what may still be changed."""
        for name in [field.name for field in self if field.name not in (*names, "csrf_token")]:
            delattr(self, name)
        return self

    def value(self, before: Application | None = None) -> Application:
        """The application, once it is valid; what the form does not ask stays as it was before."""
        old: Mapping[str, Any] = vars(before) if before else vars(Application())
        given = {name: self[name].data for name in old if name in self}
        return Application(**{**old, **{name: old[name] if one is None else one for name, one in given.items()}})


class FileForm(Form):
    """A file of a pitch, and who may open it."""

    file = FileField(_l("File"), [what_its_name_says])
    tier = RadioField(_l("Who may open it"), validators=[InputRequired(_l("Choose who may open it."))])
    slides = BooleanField(_l("These are the slides for the day"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **{"tier": Tier.REGISTERED.value, **values})
        self.tier.choices = choices(TIER_NAMES)

    def validate_file(self, field: Any) -> None:
        """There must be one."""
        if not field.data:
            raise ValidationError(_("Choose a file."))


class DecisionForm(Form):
    """A decision about one pitch or many; the applicant reads the reason."""

    decision = RadioField(_l("Decision"), validators=[InputRequired(_l("Choose a decision."))])
    reason = TextAreaField(
        _l("Reason, or what is to be mended"),
        [Optional(), Length(max=1000, message=TOO_LONG)],
        filters=[tidy],
    )

    def __init__(self, *args: Any, names: Sequence[str] = DECISIONS, **values: Any) -> None:
        super().__init__(*args, **values)
        self.decision.choices = [(name, translate(MOVES[name].label)) for name in names]


class ExpertForm(Form):
    """An expert to be invited."""

    name = line(_l("Name of the expert"), 60, InputRequired(FILL_IN))
    email = line(
        _l("Mail address"), 254, InputRequired(FILL_IN), Email(_l("Enter a mail address like name@example.org."))
    )
    body = line(_l("Organisation of the expert"), 120)
    language = RadioField(_l("Language of the mail"), validators=[InputRequired()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **{"language": "zh", **values})
        self.language.choices = choices(LANGUAGES)

    def value(self) -> Invited:
        """The expert."""
        return Invited(self.name.data or "", self.email.data or "", self.body.data or "", self.language.data or "zh")


class ReviewForm(Form):
    """An expert's answer about one pitch; the fields of the criteria are made by `of`."""

    comment = paragraph(_l("Comment for the organiser"), 2000)
    conflict = BooleanField(_l("I have a conflict of interest and abstain"))
    conflict_reason = line(_l("Which one"), 200)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for field in self.scores:
            field.choices = choices(
                {"": N_("Please choose"), **{str(number): name for number, name in SCORE_NAMES.items()}}
            )

    @classmethod
    def of(cls, criteria: Sequence[Criterion], verdict: Verdict | None = None, sent: bool = False) -> "ReviewForm":
        """The form for these criteria; filled with an earlier answer unless `sent`."""
        kind: Any = type("ReviewForm", (cls,), {f"score_{one.key}": _score(one) for one in criteria})
        if sent:
            return kind()  # type: ignore[no-any-return]
        values: dict[str, Any] = {}
        if verdict is not None:
            values = {f"score_{key}": str(points) for key, points in verdict.scores.items()}
            values |= {name: getattr(verdict, name) for name in ("comment", "conflict", "conflict_reason")}
        return kind(formdata=None, **values)  # type: ignore[no-any-return]

    @property
    def scores(self) -> list[Any]:
        """The fields of the criteria."""
        return [field for field in self if field.name.startswith("score_")]

    def value(self) -> Verdict:
        """The answer, once it is valid."""
        scores = {field.name.removeprefix("score_"): int(field.data) for field in self.scores if field.data}
        conflict = bool(self.conflict.data)
        return Verdict(scores, self.comment.data or "", conflict, self.conflict_reason.data or "")


def _score(criterion: Criterion) -> SelectField:
    return SelectField(translate(criterion.name))


class TermsForm(Form):
    """What a call asks for. Criteria are typed one per line: name and weight."""

    takes = SelectMultipleField(_l("What may be pitched"))
    asked = paragraph(_l("What is asked for"), 3000)
    asked_en = paragraph(_l("The same in English"), 3000)
    who = paragraph(_l("Who may apply"), 1000)
    who_en = paragraph(_l("The same in English"), 1000)
    minutes = IntegerField(_l("Usual speaking time"), [InputRequired(FILL_IN), NumberRange(1, MOST_MINUTES)])
    answer_minutes = IntegerField(
        _l("Usual time for questions"), [InputRequired(FILL_IN), NumberRange(0, MOST_ANSWER_MINUTES)]
    )
    criteria = TextAreaField(_l("Criteria of the experts"), [InputRequired(FILL_IN)], filters=[tidy])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.takes.choices = choices(SUBJECT_NAMES)

    @classmethod
    def of(cls, terms: Terms) -> "TermsForm":
        """The form, filled with what the call says now."""
        lines = "\n".join(f"{translate(one.name)} {one.weight}" for one in terms.criteria)
        return cls(formdata=None, **{**vars(terms), "takes": list(terms.takes), "criteria": lines})

    def validate_criteria(self, field: Any) -> None:
        """Every line is a name and a weight."""
        if not self._criteria(field.data):
            raise ValidationError(_("Write one criterion per line with its weight at the end, like: Maturity 20"))

    def _criteria(self, text: str | None) -> tuple[Criterion, ...]:
        lines = [row.split() for row in (text or "").splitlines() if row.strip()]
        good = all(len(row) > 1 and row[-1].isdecimal() and len(row[-1]) < 4 for row in lines)
        if not good or not 0 < len(lines) <= MOST_CRITERIA:
            return ()
        weights = [int(row[-1]) for row in lines]
        if not all(1 <= weight <= MOST_WEIGHT for weight in weights):
            return ()
        return calling.named([_untranslated(" ".join(row[:-1])[:60]) for row in lines], weights)

    def value(self) -> Terms:
        """The terms, once they are valid."""
        texts = {name: getattr(self, name).data or "" for name in ("asked", "asked_en", "who", "who_en")}
        return Terms(
            takes=tuple(self.takes.data or ()),
            criteria=self._criteria(self.criteria.data),
            minutes=self.minutes.data or 1,
            answer_minutes=self.answer_minutes.data or 0,
            **texts,
        )


def _untranslated(name: str) -> str:
    """One of the usual criteria by its English name, however the reader sees it; anything else as it was typed."""
    return next((one.name for one in CRITERIA if name in (one.name, translate(one.name))), name)


class DrawForm(Form):
    """Announcing a draw."""

    held_from = DateTimeLocalField(_l("Drawn at (Beijing time)"), [Optional()], format="%Y-%m-%dT%H:%M")
    salt_source = line(_l("Public number that will be added"), 200)
    why = line(_l("Why there is another draw"), 300)

    def moment(self) -> datetime | None:
        """When it is to be held, as an instant."""
        typed: datetime | None = self.held_from.data
        return typed.replace(tzinfo=clock.SHANGHAI) if typed else None


class HoldForm(Form):
    """Holding an announced draw."""

    salt = line(_l("The public number"), 200)


class CallOffForm(Form):
    """Calling an announced draw off."""

    reason = line(_l("Reason"), 300, InputRequired(FILL_IN))
