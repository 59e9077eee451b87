"""Forms about roadshows; each hands over one value. Times are those of Shanghai's clock, whatever the browser says."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from market.core import clock
from market.core.clock import SHANGHAI
from market.core.form import Form, choices, tidy
from market.core.i18n import N_, current_language, translate
from market.core.money import LARGEST_MINOR, Money, WrongMoney
from market.patents.rules import industry
from market.roadshows.rules.plans import Body, Plan
from market.roadshows.rules.series import Series
from market.roadshows.rules.states import KIND_NAMES, Part

TOO_LONG = _l("Use at most %(max)d characters.")
FILL_IN = _l("Fill this in.")
MOST_PEOPLE, MOST_VIEWERS = 100_000, 10_000_000
BAR = "|"
"""Between a body's Chinese and English name."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
INSTANT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class ShanghaiField(DateTimeLocalField):
    """A day and an hour of Shanghai's clock; its data is an aware instant."""

    def __init__(self, label: Any, validators: Iterable[Any] = (), **values: Any) -> None:
        super().__init__(label, list(validators), format=INSTANT_FORMATS, **values)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; seconds are no part of it."""
        super().process_formdata(valuelist)
        if self.data is None:
            return
        if not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(_("Enter a day between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
        self.data = self.data.replace(tzinfo=SHANGHAI).astimezone(UTC)


def line(label: Any, most: int, *more: Any) -> StringField:
    """One line of text of at most so many characters, that may be left empty unless `more` says otherwise."""
    return StringField(label, [*(more or (Optional(),)), Length(max=most, message=TOO_LONG)], filters=[tidy])


def text(label: Any, most: int, *more: Any) -> TextAreaField:
    """Several lines of text."""
    return TextAreaField(label, [*(more or (Optional(),)), Length(max=most, message=TOO_LONG)], filters=[tidy])


def number(label: Any, most: int) -> IntegerField:
    """A count; empty means zero."""
    wrong = _l("Enter a whole number of zero or more.")
    return IntegerField(label, [Optional(), NumberRange(0, most, message=wrong)])


def an_amount(_form: Any, field: Any) -> None:
    """Zero or more yuan with at most two decimals; empty means zero."""
    if not field.data:
        return
    try:
        money = Money.parse(field.data)
    except WrongMoney:
        raise ValidationError(_("Enter an amount in yuan, like 120,000.00, or leave it empty.")) from None
    if not 0 <= money.minor <= LARGEST_MINOR:
        raise ValidationError(_("Enter an amount of zero or more."))


def amount(label: Any) -> StringField:
    """An amount in yuan that may be left empty."""
    return StringField(label, [Optional(), an_amount], filters=[tidy])


NUMBERS = frozenset({"capacity", "online_capacity"})
MONEY = frozenset({"target_amount", "budget"})
PARTS = tuple(str(part) for part in Part)


class PlanForm(Form):
    """All that is entered about a roadshow; what its state keeps closed is taken off."""

    kind = RadioField(_l("Kind"), validators=[InputRequired(FILL_IN)])
    series_id = SelectField(_l("Series"), coerce=int)
    title = line(_l("Title in Chinese"), 120, InputRequired(FILL_IN))
    title_en = line(_l("Title in English"), 160)
    summary = text(_l("Summary in Chinese"), 2000)
    summary_en = text(_l("Summary in English"), 3000)
    chain = line(_l("Industry chain"), 60)
    industry = SelectField(_l("Industry"))
    starts_at = ShanghaiField(_l("Begins at"), [InputRequired(FILL_IN)])
    ends_at = ShanghaiField(_l("Ends at"), [InputRequired(FILL_IN)])
    place = line(_l("Place in Chinese"), 160)
    place_en = line(_l("Place in English"), 200)
    address = line(_l("Street address"), 200)
    stream_url = line(_l("Link to the live stream"), 300)
    meeting_url = line(_l("Link to the online meeting"), 300)
    replay_url = line(_l("Link to the recording"), 300)
    contact = line(_l("Contact for questions"), 120)
    capacity = number(_l("Places on site"), MOST_PEOPLE)
    online_capacity = number(_l("Places online"), MOST_VIEWERS)
    call_opens_at = ShanghaiField(_l("Call for pitches opens"), [Optional()])
    call_closes_at = ShanghaiField(_l("Call for pitches closes"), [Optional()])
    register_opens_at = ShanghaiField(_l("Registration opens"), [Optional()])
    register_closes_at = ShanghaiField(_l("Registration closes"), [Optional()])
    files_due_at = ShanghaiField(_l("Slides and videos due"), [Optional()])
    target_pitches = number(_l("Pitches"), MOST_PEOPLE)
    target_firms = number(_l("Firms"), MOST_PEOPLE)
    target_viewers = number(_l("Viewers"), MOST_VIEWERS)
    target_intents = number(_l("Intents"), MOST_PEOPLE)
    target_signed = number(_l("Contracts signed"), MOST_PEOPLE)
    target_amount = amount(_l("Value of contracts"))
    budget = amount(_l("Budget"))
    budget_note = text(_l("What it is for"), 1000)
    host = text(_l("Host"), 2000)
    organiser = text(_l("Organiser"), 2000)
    co_organiser = text(_l("Co-organiser"), 2000)
    supporter = text(_l("Supported by"), 2000)

    def __init__(self, *args: Any, may: frozenset[str], series: Mapping[int, str] | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = choices(KIND_NAMES)
        self.series_id.choices = [(0, translate(N_("No series"))), *(series or {}).items()]
        self.industry.choices = industries(values.get("industry") or "")
        shown = may | (set(PARTS) if "bodies" in may else set())
        for name in [field.name for field in self if field.name != "csrf_token" and field.name not in shown]:
            del self[name]

    @classmethod
    def of(cls, plan: Plan, may: frozenset[str], series: Mapping[int, str]) -> "PlanForm":
        """The form, filled with a plan."""
        values = {one.name: getattr(plan, one.name) for one in fields(Plan) if one.name != "bodies"}
        values |= {name: f"{values[name].major:,.2f}" if values[name] else "" for name in MONEY}
        values |= {name: value or None for name, value in values.items() if _counts(name)}
        values["series_id"] = plan.series_id or 0
        for part in PARTS:
            values[part] = "\n".join(_written(body) for body in plan.bodies if body.part == part)
        return cls(formdata=None, may=may, series=series, **values)

    def value(self, before: Plan) -> Plan:
        """The plan, once the form is valid; what it does not ask stays as it was."""
        entered: dict[str, Any] = {}
        for one in fields(Plan):
            if one.name in self:
                entered[one.name] = self._read(one.name)
        if Part.HOST in self:
            entered["bodies"] = tuple(body for part in PARTS for body in bodies_in(part, self[part].data or ""))
        return replace(before, **entered)

    def _read(self, name: str) -> Any:
        data = self[name].data
        if name in MONEY:
            return Money.parse(data or "0")
        if name == "series_id":
            return data or None
        if _counts(name):
            return data or 0
        return data if name.endswith("_at") else data or ""


def _counts(name: str) -> bool:
    return name in NUMBERS or (name.startswith("target_") and name not in MONEY)


def _written(body: Body) -> str:
    return f"{body.name} {BAR} {body.name_en}" if body.name_en else body.name


def bodies_in(part: str, written: str) -> list[Body]:
    """Bodies written one to a line, with the English name after a bar; a full-width bar will do."""
    found = []
    for one in written.replace("\uff5c", BAR).splitlines():
        name, _bar, english = one.partition(BAR)
        if name.strip():
            found.append(Body(part, name.strip(), english.strip()))
    return found


def industries(kept: str) -> list[tuple[str, str]]:
    """The sections of GB/T 4754-2017 and the divisions of manufacturing; a finer code stored before stays."""
    language = current_language()
    found = [("", translate(N_("Not chosen yet")))]
    for letter, section in industry.SECTIONS.items():
        found.append((letter, f"{letter} {section[language]}"))
        for code, division in industry.DIVISIONS.items():
            if industry.section_of(code) == letter:
                found.append((letter + code, f"{letter}{code} {division[language]}"))
    if kept and kept not in dict(found):
        found.insert(1, (kept, kept))
    return found


class SeriesForm(Form):
    """A series of roadshows."""

    title = line(_l("Title in Chinese"), 120, InputRequired(FILL_IN))
    title_en = line(_l("Title in English"), 160)
    summary = text(_l("Summary in Chinese"), 2000)
    summary_en = text(_l("Summary in English"), 3000)

    def value(self) -> Series:
        """The series, once it is valid."""
        words = (self.title, self.title_en, self.summary, self.summary_en)
        return Series(*(field.data or "" for field in words))


class CloneForm(Form):
    """When the copy of an earlier roadshow is to begin."""

    starts_at = ShanghaiField(_l("The new one begins"), [InputRequired(FILL_IN)])

    def value(self) -> datetime:
        """The new beginning."""
        found = self.starts_at.data
        return found if found is not None else clock.now()


class ReasonForm(Form):
    """Why a roadshow is called off."""

    reason = text(_l("Reason"), 2000, InputRequired(_l("Say why; everybody concerned will read it.")))


APPROVE, RETURN = "approve", "return"
DECISIONS = {APPROVE: N_("Approve the plan"), RETURN: N_("Return it for revision")}


class DecisionForm(Form):
    """What the bureau says of a plan."""

    decision = RadioField(_l("Decision on the plan"), validators=[InputRequired(_l("Choose one of the two."))])
    reason = text(_l("Your words to the organiser"), 2000)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.decision.choices = choices(DECISIONS)
