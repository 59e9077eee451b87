"""The deeds on a declared listing, each a short form of its own."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from market.core import clock
from market.core.form import Form, choices
from market.listings.forms.fields import day, line, paragraph
from market.listings.rules.states import END_REASONS


class DeedForm(Form):
    """A deed that asks for nothing but its confirmation."""


class FilingForm(DeedForm):
    """Number and date of the filing on the patent office's system."""

    filing_number = line(_l("Number of the filing"), 40, required=True)
    filed_at = day(_l("Date of the filing"), default=clock.today)


class AnnounceForm(DeedForm):
    """Number and date of the announcement."""

    announcement_number = line(_l("Number of the announcement"), 40, required=True)
    announced_at = day(_l("Date of the announcement"))


class TakeBackForm(DeedForm):
    """Back to draft."""


class SuspendForm(DeedForm):
    """Why no licence can be taken for now."""

    reason = paragraph(_l("Reason"), 500, required=True)


class ResumeForm(DeedForm):
    """Open again."""


class WithdrawForm(DeedForm):
    """Reason, day of announcement, consents (R17)."""

    reason = paragraph(_l("Reason for the withdrawal"), 1000, required=True)
    withdrawn_at = day(
        _l("Date on which the withdrawal is announced"),
        description=_l("The withdrawal takes effect on this day. Until then licences can be taken."),
    )
    unconditional = BooleanField(_l("The withdrawal has no conditions attached."))
    consents = BooleanField(_l("All owners have agreed to the withdrawal in writing."))


class EndForm(DeedForm):
    """Why the listing is over."""

    reason = SelectField(_l("Why it is over"), validators=[InputRequired(_l("Choose one."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = choices(END_REASONS)


class PublishForm(DeedForm):
    """A further platform and the date of publication there."""

    platform = line(_l("Name of the platform"), 80, required=True)
    on = day(_l("Date of publication"), default=clock.today)
