"""Forms after a roadshow: replay, questions of the survey, an answer, the operator's words in the report."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from market.core.form import Form, choices, tidy
from market.core.i18n import N_, current_language, translate
from market.outcomes.rules import survey as rules
from market.outcomes.rules.report import Words
from market.outcomes.rules.survey import KIND_NAMES, USUAL, Kind, Question
from market.pitches.models import Pitch

TOO_LONG = _l("Use at most %(max)d characters.")
REPLAY_FOR = {"registered": N_("Those registered"), "public": N_("Everybody")}
STEPS = {
    "5": N_("5: very useful"),
    "4": "4",
    "3": "3",
    "2": "2",
    "1": N_("1: not at all"),
}
YES_NO = {"yes": N_("Yes"), "no": N_("No")}


def an_address(_form: Any, field: Any) -> None:
    """An address of the web, nothing else."""
    if field.data:
        parts = urlsplit(field.data)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValidationError(_("Enter a whole address that begins with https://"))


class ReplayForm(Form):
    """Where the replay is, and for whom."""

    link = StringField(
        _l("Address of the replay"), [Optional(), Length(max=300, message=TOO_LONG), an_address], filters=[tidy]
    )
    replay_for = RadioField(_l("Who may watch it"), validators=[InputRequired(_l("Choose one of the two."))])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.replay_for.choices = choices(REPLAY_FOR)


class WordsForm(Form):
    """What the operator writes himself into the report."""

    note = TextAreaField(_l("Remark on this version, in Chinese"), [Length(max=2000, message=TOO_LONG)], filters=[tidy])
    note_en = TextAreaField(
        _l("Remark on this version, in English"), [Length(max=3000, message=TOO_LONG)], filters=[tidy]
    )
    press = TextAreaField(_l("Words for the press, in Chinese"), [Length(max=4000, message=TOO_LONG)], filters=[tidy])
    press_en = TextAreaField(
        _l("Words for the press, in English"), [Length(max=6000, message=TOO_LONG)], filters=[tidy]
    )
    photos_url = StringField(
        _l("Address of the pictures"), [Optional(), Length(max=300, message=TOO_LONG), an_address], filters=[tidy]
    )

    def value(self) -> Words:
        """What was written."""
        return Words(
            self.note.data or "",
            self.note_en.data or "",
            self.press.data or "",
            self.press_en.data or "",
            self.photos_url.data or "",
        )


def wording(question: Question) -> str:
    """A question in the reader's language: the operator's words, else the usual ones."""
    own = question.own_words(current_language())
    return own or translate(USUAL[question.key][1])


def questions_form(questions: Sequence[Question]) -> Form:
    """The form that chooses what is asked: the usual questions with a tick, and room for some of one's own."""
    standing = {it.key: it for it in questions}
    own = [it for it in questions if it.key not in USUAL]

    class QuestionsForm(Form):
        """One field per question; named like them."""

    for key, (_kind, text) in USUAL.items():
        known = standing.get(key)
        words = translate(text)
        setattr(QuestionsForm, f"ask_{key}", BooleanField(words, default=known is not None))
        setattr(QuestionsForm, f"zh_{key}", _text(_("Other wording, in Chinese"), known.title if known else ""))
        setattr(QuestionsForm, f"en_{key}", _text(_("Other wording, in English"), known.title_en if known else ""))
    for place in range(rules.MOST_OWN):
        mine = own[place] if place < len(own) else None
        setattr(QuestionsForm, f"zh_own{place}", _text(_("Own question, in Chinese"), mine.title if mine else ""))
        setattr(QuestionsForm, f"en_own{place}", _text(_("Own question, in English"), mine.title_en if mine else ""))
        kind = SelectField(_("Answered with"), default=str(mine.kind if mine else Kind.SCALE))
        setattr(QuestionsForm, f"kind_own{place}", kind)
    form = QuestionsForm()
    for place in range(rules.MOST_OWN):
        form[f"kind_own{place}"].choices = choices(KIND_NAMES)
    return form


def _text(label: str, value: str) -> StringField:
    return StringField(label, [Length(max=200, message=TOO_LONG)], filters=[tidy], default=value)


def chosen_questions(form: Form) -> list[Question]:
    """What the operator chose."""
    found = [
        Question(key, kind, form[f"zh_{key}"].data or "", form[f"en_{key}"].data or "")
        for key, (kind, _text) in USUAL.items()
        if form[f"ask_{key}"].data
    ]
    for place in range(rules.MOST_OWN):
        title, title_en = form[f"zh_own{place}"].data or "", form[f"en_own{place}"].data or ""
        if title or title_en:
            found.append(Question(f"own{place}", Kind(form[f"kind_own{place}"].data), title, title_en))
    return found


def answer_form(questions: Sequence[Question], pitches: Sequence[Pitch]) -> Form:
    """The survey itself: one field per question, none of them obligatory."""

    class AnswerForm(Form):
        """One field per question; named like them."""

    for it in questions:
        setattr(AnswerForm, it.key, _field(it))
    form = AnswerForm()
    options = [(str(it.id), it.name(current_language())) for it in pitches]
    for it in questions:
        if it.kind != Kind.TEXT:
            form[it.key].choices = {Kind.SCALE: choices(STEPS), Kind.YES_NO: choices(YES_NO)}.get(it.kind, options)
    return form


def _field(question: Question) -> Any:
    label = wording(question)
    if question.kind in (Kind.SCALE, Kind.YES_NO):
        return RadioField(label, [Optional()])
    if question.kind == Kind.PITCHES:
        return SelectMultipleField(label, [Optional()])
    return TextAreaField(label, [Optional(), Length(max=rules.LONGEST, message=TOO_LONG)], filters=[tidy])


def given(form: Form, questions: Sequence[Question]) -> dict[str, Any]:
    """The answers as plain values: whole numbers, true or false, lists of pitches, texts."""
    found: dict[str, Any] = {}
    for it in questions:
        data = form[it.key].data
        if not data:
            continue
        if it.kind == Kind.SCALE:
            found[it.key] = int(data)
        elif it.kind == Kind.YES_NO:
            found[it.key] = data == "yes"
        elif it.kind == Kind.PITCHES:
            found[it.key] = [int(one) for one in data]
        else:
            found[it.key] = data
    return found
