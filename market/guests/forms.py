"""Forms about registrations; each hands over one value."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from market.core.form import Form, choices, tidy
from market.guests.models import Registration
from market.guests.rules.applications import LONGEST_QUESTION, Application
from market.guests.rules.states import ROLE_NAMES, WAY_NAMES, Role, Way
from market.guests.rules.terms import Terms
from market.pitches.models import Pitch


class RegistrationForm(Form):
    """Two minutes on a telephone: how, as what, what for, one question, consent."""

    way = RadioField(_l("How will you take part?"), validators=[InputRequired(_l("Choose one."))])
    role = RadioField(_l("As what do you come?"), validators=[InputRequired(_l("Choose one."))])
    interests = SelectMultipleField(_l("Which pitches interest you?"), [Optional()], coerce=int, validate_choice=False)
    question = TextAreaField(
        _l("Your question beforehand"),
        [Optional(), Length(max=LONGEST_QUESTION, message=_l("Use at most %(max)d characters."))],
        filters=[tidy],
    )
    consent = BooleanField(_l("I agree that my data is used as described here"))

    def offer(
        self, ways: Sequence[Way], roles: Sequence[Role], pitches: Sequence[Pitch], language: str
    ) -> "RegistrationForm":
        """The form with what can be chosen at this roadshow by this person."""
        self.way.choices = choices({way: WAY_NAMES[way] for way in ways})
        self.role.choices = choices({role: ROLE_NAMES[role] for role in roles})
        self.interests.choices = [(pitch.id, pitch.name(language)) for pitch in pitches]
        if not self.is_submitted():
            self.way.data = self.way.data or ways[0]
            self.role.data = self.role.data or (roles[0] if roles else None)
        return self

    @classmethod
    def of(cls, found: Registration | None) -> "RegistrationForm":
        """The form, filled with the registration that stands when there is one."""
        if found is None:
            return cls(formdata=None)
        interests = [pitch.id for pitch in found.interests]
        return cls(formdata=None, way=found.way, role=found.role, interests=interests, question=found.question)

    def value(self) -> Application:
        """What is asked for, once it is valid."""
        return Application(
            way=self.way.data,
            role=self.role.data,
            interests=tuple(self.interests.data or ()),
            question=self.question.data or "",
            consent=bool(self.consent.data),
        )


def some_hours(_form: Any, field: Any) -> None:
    """Whole numbers with commas between; the service looks at how large they are."""
    if any(not part.strip().isdecimal() or len(part.strip()) > 4 for part in _parts(field.data)):
        raise ValidationError(_("Enter whole numbers of hours with commas between, like 168, 24, 1."))


def _parts(text: str | None) -> list[str]:
    return [part for part in (text or "").replace("，", ",").replace("、", ",").split(",") if part.strip()]


class TermsForm(Form):
    """How people register for one roadshow."""

    automatic = BooleanField(_l("Admit people of vetted organisations without my approval"))
    online = BooleanField(_l("One can take part online"))
    per_organisation = IntegerField(
        _l("People of one organisation at most"), [InputRequired(_l("Enter a number from 0 to 500; 0 sets no limit."))]
    )
    offer_hours = IntegerField(
        _l("How long a free place is kept for the next in line"),
        [InputRequired(_l("Enter a number of hours from 1 to 336."))],
    )
    remind_hours = StringField(_l("Remind guests before it begins"), [some_hours], filters=[tidy])

    @classmethod
    def of(cls, terms: Terms) -> "TermsForm":
        """The form, filled with what holds now."""
        hours = ", ".join(str(one) for one in terms.remind_hours)
        return cls(
            formdata=None,
            automatic=terms.automatic,
            online=terms.online,
            per_organisation=terms.per_organisation,
            offer_hours=terms.offer_hours,
            remind_hours=hours,
        )

    def value(self) -> Terms:
        """The terms, once they are valid."""
        return Terms(
            automatic=bool(self.automatic.data),
            per_organisation=int(self.per_organisation.data or 0),
            offer_hours=int(self.offer_hours.data or 0),
            online=bool(self.online.data),
            remind_hours=tuple(int(part) for part in _parts(self.remind_hours.data)),
        )
