"""Forms about meetings; each hands over one value."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional

from market.core.clock import SHANGHAI
from market.core.form import Form, choices, tidy
from market.meetings.models import MeetingPlan, MeetingSession, MeetingTable
from market.meetings.rules.circles import CIRCLE_NAMES, DEFAULT, written
from market.meetings.rules.drafting import SECONDS, Options
from market.meetings.rules.planning import LONGEST_REASON, SHORTEST_REASON, Rules, SessionTimes, TableFacts
from market.meetings.rules.states import DECLINE_NAMES, OUTCOME_NAMES

TOO_LONG = _l("Use at most %(max)d characters.")
NUMBER = _l("Enter a whole number from %(min)s to %(max)s.")
NEEDED = _l("Fill this in.")


def whole(label: Any, least: int, most: int, default: int) -> IntegerField:
    """A whole number within bounds."""
    return IntegerField(
        label, [InputRequired(NEEDED), NumberRange(least, most, message=NUMBER)], default=default
    )


def this_century(_form: Any, field: Any) -> None:
    """A day that a roadshow can be on."""
    if field.data is not None and not 2000 <= field.data.year < 2100:
        raise ValidationError(_("Enter a day of this century."))


def number(field: IntegerField) -> int:
    """The number of a valid field."""
    return int(field.data or 0)


class RulesForm(Form):
    """The rules of a roadshow's meetings."""

    pairs = SelectMultipleField(_l("Who may ask whom"), choices=[], validate_choice=True)
    most_open = whole(_l("Requests without an answer, at most"), 1, 50, 5)
    most_meetings = whole(_l("Meetings of one organisation, at most"), 1, 60, 6)
    rest_slots = whole(_l("Free slots between two meetings"), 0, 5, 0)
    answer_hours = whole(_l("Hours to answer"), 1, 720, 72)
    threshold = whole(_l("Propose pairs from a matching score of"), 0, 100, 50)
    open = BooleanField(_l("People may ask each other now"))

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.pairs.choices = [
            (written(one, two), written(one, two)) for one in CIRCLE_NAMES for two in CIRCLE_NAMES
        ]

    @classmethod
    def of(cls, plan: MeetingPlan | None) -> "RulesForm":
        """The form with the rules that hold, or with the usual ones."""
        if plan is None:
            return cls(formdata=None, pairs=list(DEFAULT), open=True)
        return cls(formdata=None, obj=plan)

    def value(self) -> Rules:
        """The rules, once they are valid."""
        return Rules(
            tuple(sorted(self.pairs.data or ())),
            number(self.most_open),
            number(self.most_meetings),
            number(self.rest_slots),
            number(self.answer_hours),
            number(self.threshold),
            bool(self.open.data),
        )


class SessionForm(Form):
    """A further session, in Shanghai time."""

    name = StringField(_l("Name of the session"), [Optional(), Length(max=60, message=TOO_LONG)], filters=[tidy])
    day = DateField(_l("Day"), [InputRequired(NEEDED), this_century])
    begins = TimeField(_l("Begins at"), [InputRequired(NEEDED)])
    ends = TimeField(_l("Ends at"), [InputRequired(NEEDED)])
    slot_minutes = whole(_l("Minutes of a meeting"), 5, 240, 20)
    pause_minutes = whole(_l("Minutes between two slots"), 0, 60, 5)

    def value(self) -> SessionTimes:
        """The session, once it is valid."""
        return SessionTimes(
            self.name.data or "",
            self._at(self.begins.data),
            self._at(self.ends.data),
            number(self.slot_minutes),
            number(self.pause_minutes),
        )

    def _at(self, moment: time | None) -> datetime:
        return datetime.combine(self.day.data or date.min, moment or time.min, SHANGHAI)


class TablesForm(Form):
    """So many further tables."""

    count = whole(_l("How many more tables"), 1, 200, 10)
    room = StringField(_l("Room"), [Optional(), Length(max=60, message=TOO_LONG)], filters=[tidy])


class TableForm(Form):
    """One table or room of a meeting tool."""

    number = whole(_l("Number"), 1, 999, 1)
    name = StringField(_l("Name"), [Optional(), Length(max=60, message=TOO_LONG)], filters=[tidy])
    room = StringField(_l("Room"), [Optional(), Length(max=60, message=TOO_LONG)], filters=[tidy])
    link = StringField(
        _l("Link of the online meeting"),
        [Optional(), Length(max=300, message=TOO_LONG), URL(message=_l("Enter a full address, with https://."))],
        filters=[tidy],
    )
    session_id = SelectField(_l("Only in one session"), [Optional()], choices=[], coerce=str)
    closed = BooleanField(_l("Not in use"))

    def __init__(self, sessions: Iterable[MeetingSession] = (), *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        named = [(str(one.id), one.name or f"{one.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}") for one in sessions]
        self.session_id.choices = [("", _l("In every session")), *named]

    @classmethod
    def of(cls, table: MeetingTable, sessions: Iterable[MeetingSession]) -> "TableForm":
        """The form, filled with a table."""
        return cls(sessions, formdata=None, obj=table, session_id=str(table.session_id or ""))

    def value(self) -> TableFacts:
        """The table, once it is valid."""
        chosen = self.session_id.data
        return TableFacts(
            number(self.number),
            self.name.data or "",
            self.room.data or "",
            self.link.data or "",
            int(chosen) if chosen else None,
            bool(self.closed.data),
        )


class TimesForm(Form):
    """In which slots one can meet, and what one looks for."""

    slots = SelectMultipleField(_l("When you can meet"), coerce=int, choices=[])
    says = StringField(
        _l("What you look for or offer"), [Optional(), Length(max=300, message=TOO_LONG)], filters=[tidy]
    )

    def __init__(self, every: Mapping[int, str], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.slots.choices = list(every.items())


class AskForm(Form):
    """A request with its reason."""

    reason = TextAreaField(
        _l("Why do you want to meet?"),
        [
            InputRequired(NEEDED),
            Length(SHORTEST_REASON, LONGEST_REASON, message=_l("Use %(min)d to %(max)d characters.")),
        ],
        filters=[tidy],
    )
    pitch_id = SelectField(_l("About which pitch"), [Optional()], choices=[], coerce=str)

    def __init__(self, pitches: Mapping[int, str], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.pitch_id.choices = [("", _l("None in particular")), *((str(key), name) for key, name in pitches.items())]

    def about(self) -> int | None:
        """The pitch it is about."""
        return int(self.pitch_id.data) if self.pitch_id.data else None


class SlotForm(Form):
    """One slot out of those in which both sides are free."""

    slot_id = RadioField(
        _l("Time"), [InputRequired(_l("Choose a time."))], coerce=int, choices=[], validate_choice=False
    )

    def __init__(self, slots: Mapping[int, str], *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.slot_id.choices = list(slots.items())


class DeclineForm(Form):
    """No, with a reason."""

    code = SelectField(_l("Why do you decline?"), choices=[])
    note = StringField(_l("A word to the other side"), [Optional(), Length(max=300, message=TOO_LONG)], filters=[tidy])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.code.choices = [("", _l("Please choose")), *choices(DECLINE_NAMES)]


class ResultForm(Form):
    """What came of a meeting."""

    outcome = RadioField(_l("What came of it?"), [InputRequired(_l("Choose what came of it."))], choices=[])
    note = StringField(_l("Remark"), [Optional(), Length(max=500, message=TOO_LONG)], filters=[tidy])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.outcome.choices = choices(OUTCOME_NAMES)


class ArrangeForm(Form):
    """What the automatic timetable takes up."""

    with_open = BooleanField(_l("Requests that are not answered yet"), default=True)
    with_matches = BooleanField(_l("Pairs that fit and have not asked each other"), default=True)
    threshold = whole(_l("Pairs from a matching score of"), 0, 100, 50)
    seconds = whole(_l("Try for at most (seconds)"), 1, 60, SECONDS)

    def value(self) -> Options:
        """The options, once they are valid."""
        return Options(
            bool(self.with_open.data), bool(self.with_matches.data), number(self.threshold), number(self.seconds)
        )
