"""Forms about invitations."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from market.core.form import Form, choices, tidy
from market.invitations.models import RoadshowInvitation
from market.invitations.rules.states import ANSWER_NAMES, REASONS
from market.invitations.service import Letter
from market.pitches.models import Pitch

TOO_LONG = _l("Use at most %(max)d characters.")
LANGUAGES = [("zh", "中文"), ("en", "English")]


class LetterForm(Form):
    """Contact, first words and the pitches an invitation names."""

    contact_name = StringField(_l("Contact person"), [Length(max=60, message=TOO_LONG)], filters=[tidy])
    contact_phone = StringField(_l("Telephone"), [Length(max=60, message=TOO_LONG)], filters=[tidy])
    contact_email = StringField(
        _l("Mail address"),
        [Optional(), Length(max=254, message=TOO_LONG), Email(_l("Enter a mail address like name@example.com."))],
        filters=[tidy],
    )
    language = SelectField(_l("Language of the invitation"))
    opening = TextAreaField(_l("Own first words"), [Optional(), Length(max=600, message=TOO_LONG)], filters=[tidy])
    pitches = SelectMultipleField(_l("Pitches it names"), coerce=int)

    def __init__(self, *args: Any, known: list[Pitch], language: str = "zh", **values: Any) -> None:
        super().__init__(*args, **values)
        self.language.choices = LANGUAGES
        self.pitches.choices = [(pitch.id, pitch.name(language)) for pitch in known]

    @classmethod
    def of(cls, invitation: RoadshowInvitation, known: list[Pitch], language: str) -> "LetterForm":
        """The form as the invitation stands."""
        return cls(
            formdata=None,
            known=known,
            language=language,
            data={
                "contact_name": invitation.contact_name,
                "contact_phone": invitation.contact_phone,
                "contact_email": invitation.contact_email,
                "language": invitation.language,
                "opening": invitation.opening,
                "pitches": [row.pitch_id for row in invitation.pitches],
            },
        )

    def value(self) -> Letter:
        """What was entered."""
        return Letter(
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            contact_email=self.contact_email.data or "",
            language=self.language.data,
            opening=self.opening.data or "",
        )


class AnswerForm(Form):
    """What an invited organisation says."""

    answer = RadioField(_l("Will you come?"), [InputRequired(_l("Choose one of the three."))])
    reason = SelectField(_l("Why not?"), [Optional()])
    remark = TextAreaField(
        _l("A word to the organiser"), [Optional(), Length(max=1000, message=TOO_LONG)], filters=[tidy]
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.answer.choices = choices(ANSWER_NAMES)
        self.reason.choices = [("", "–"), *choices(REASONS)]
