"""The form of a registered technology contract."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from market.core.form import Form, stripped
from market.core.money import Money
from market.filings.forms.fields import TOO_LONG, an_amount, kept, scan
from market.filings.service.registrations import Entry


class RegistrationForm(Form):
    """What stands on the certificate of registration."""

    number = StringField(
        _l("Registration number"),
        [
            DataRequired(_l("Enter the registration number as it stands on the certificate.")),
            Length(max=40, message=TOO_LONG),
        ],
        filters=[stripped],
    )
    amount = StringField(_l("Amount of the contract"), [DataRequired(_l("Enter the amount.")), an_amount])
    technology = StringField(
        _l("Of which technology transaction"), [DataRequired(_l("Enter the amount; 0 is possible.")), an_amount]
    )
    office = StringField(
        _l("Registry"), [DataRequired(_l("Enter the registry.")), Length(max=120, message=TOO_LONG)], [stripped]
    )
    on = DateField(_l("Day of registration"), [InputRequired(_l("Enter the day as it stands on the certificate."))])
    certificate = scan(_l("Certificate of registration"))

    def value(self, currency: str) -> Entry:
        """What was entered, once it is valid, with the certificate kept on disk."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return Entry(
            number=self.number.data or "",
            amount=Money.parse(self.amount.data or "", currency),
            technology=Money.parse(self.technology.data or "", currency),
            office=self.office.data or "",
            on=self.on.data,
            certificate=kept(self.certificate),
        )


class WaiveForm(Form):
    """Why a contract is not registered."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why, in a few words.")), Length(max=500, message=TOO_LONG)], [stripped]
    )
