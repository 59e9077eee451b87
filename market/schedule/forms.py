"""Forms about the programme; each hands over one value. Times of day are those of Shanghai's clock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from market.core.clock import SHANGHAI, local_date
from market.core.form import Form, choices, tidy
from market.core.i18n import current_language, translate
from market.schedule.models import ScheduleItem, ScheduleRoom
from market.schedule.rules.items import KIND_NAMES, Item, Kind, Wanted, WantedRoom, hour
from market.schedule.rules.template import MINUTES, WORDS

TOO_LONG = _l("Use at most %(max)d characters.")
FILL_IN = _l("Fill this in.")
MOST_MINUTES = 12 * 60
FULL_ADDRESS = _l("Enter a full web address that begins with https://.")
WHOLE_MINUTES = _l("Enter whole minutes, from 1 to %(max)d.")


def line(label: Any, most: int, *more: Any) -> StringField:
    """One line of text that may be left empty unless `more` says otherwise."""
    return StringField(label, [*(more or (Optional(),)), Length(max=most, message=TOO_LONG)], filters=[tidy])


class ItemForm(Form):
    """One item of the draft; what a pitch says itself stands there already."""

    seen = HiddenField()
    kind = SelectField(_l("Kind"))
    title = line(_l("Title"), 200, InputRequired(FILL_IN))
    title_en = line(_l("Title in English"), 240)
    minutes = IntegerField(_l("Minutes"), [InputRequired(FILL_IN), NumberRange(1, MOST_MINUTES, WHOLE_MINUTES)])
    answer_minutes = IntegerField(_l("Of these for questions"), [Optional(), NumberRange(0, MOST_MINUTES)])
    fixed_at = TimeField(_l("Fixed start"), [Optional()])
    speaker = line(_l("Speaker"), 120)
    backup = line(_l("Backup"), 120)
    responsible = line(_l("Responsible"), 60)
    cue = line(_l("Cue"), 120)
    note = TextAreaField(_l("Notes"), [Optional(), Length(max=1000, message=TOO_LONG)], filters=[tidy])

    def __init__(self, *args: Any, kinds: Mapping[str, str] = KIND_NAMES, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind.choices = choices(kinds)

    @classmethod
    def of(cls, row: ScheduleItem) -> "ItemForm":
        """The form, filled with an item as it stands."""
        item = row.item
        local = row.starts_at.astimezone(SHANGHAI).time() if row.fixed else None
        return cls(
            formdata=None,
            kinds=kinds_of(row),
            seen=str(row.version),
            kind=row.kind,
            title=item.title,
            title_en=item.title_en,
            minutes=row.minutes,
            answer_minutes=row.answer_minutes or None,
            fixed_at=local,
            speaker=item.speaker,
            backup=row.stand_in,
            responsible=row.responsible,
            cue=row.cue,
            note=row.note,
        )

    @classmethod
    def new(cls, kind: Kind) -> "ItemForm":
        """The form for one more item, with the words and minutes that its kind usually has."""
        title, title_en = WORDS.get(kind, ("", ""))
        return cls(
            formdata=None, kinds=FREE_KINDS, kind=kind, title=title, title_en=title_en, minutes=MINUTES.get(kind, 10)
        )

    def value(self, day: datetime) -> Wanted:
        """What is wanted, once it is valid; `day`: an instant of the day that a fixed start belongs to."""
        fixed = self.fixed_at.data
        moment = datetime.combine(local_date(day), fixed, SHANGHAI).astimezone(UTC) if fixed else None
        return Wanted(
            kind=Kind(self.kind.data),
            minutes=self.minutes.data or 1,
            answer_minutes=self.answer_minutes.data or 0,
            title=self.title.data or "",
            title_en=self.title_en.data or "",
            speaker=self.speaker.data or "",
            backup=self.backup.data or "",
            responsible=self.responsible.data or "",
            cue=self.cue.data or "",
            note=self.note.data or "",
            fixed_at=moment,
        )


FREE_KINDS: Mapping[str, str] = {kind: name for kind, name in KIND_NAMES.items() if kind != Kind.PITCH}
"""The kinds an editor may choose: a pitch is put on from the list of those selected."""


def kinds_of(row: ScheduleItem) -> Mapping[str, str]:
    """The kinds an item may have: a pitch stays one."""
    return {Kind.PITCH: KIND_NAMES[Kind.PITCH]} if row.pitch_id is not None else FREE_KINDS


class RoomForm(Form):
    """A room on site or online."""

    seen = HiddenField()
    name = line(_l("Name of the room"), 60, InputRequired(FILL_IN))
    name_en = line(_l("Name in English"), 80)
    stream_url = line(_l("Link of this room"), 300, Optional(), Regexp(r"https://\S+\.\S+\Z", message=FULL_ADDRESS))

    @classmethod
    def of(cls, room: ScheduleRoom) -> "RoomForm":
        """The form, filled with a room as it stands."""
        return cls(formdata=None, obj=room, seen=str(room.version))

    def value(self) -> WantedRoom:
        """What is wanted, once it is valid."""
        return WantedRoom(self.name.data or "", self.name_en.data or "", self.stream_url.data or "")


class FillForm(Form):
    """How the template lays the pitches out."""

    pause = BooleanField(_l("With a break before people sit longer than two hours"), default=True)
    spread = BooleanField(_l("Share the pitches out over all rooms, side by side"))


class SwapForm(Form):
    """Two items that take each other's place."""

    seen = HiddenField()
    one = SelectField(_l("This item"), coerce=int)
    other = SelectField(_l("changes places with"), coerce=int)

    def __init__(self, *args: Any, rows: Sequence[ScheduleItem] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.one.choices = self.other.choices = [(row.id, named(row.item)) for row in rows]
        if self.other.data is None and len(rows) > 1:
            self.other.data = rows[1].id


def named(item: Item) -> str:
    """An item in a list of choices: time, room and title."""
    language = current_language()
    return f"{hour(item.starts_at)} {item.place(language)} · {item.name(language) or translate(KIND_NAMES[item.kind])}"


class ReleaseForm(Form):
    """A word to go with a version."""

    seen = HiddenField()
    note = TextAreaField(_l("Note for readers"), [Optional(), Length(max=500, message=TOO_LONG)], filters=[tidy])
