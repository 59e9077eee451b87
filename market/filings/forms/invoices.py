"""Forms of requests for invoices."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from market.core.form import Form, choices, stripped
from market.core.money import Money
from market.filings.forms.fields import TOO_LONG, an_amount, kept, scan
from market.filings.rules.invoices import KIND_NAMES, Kind
from market.filings.service.invoices import Issued, Wanted


class AskForm(Form):
    """What the payer wants on its invoice."""

    once = HiddenField(default=lambda: secrets.token_hex(16), validators=[Length(min=8, max=40)])
    title = StringField(
        _l("Made out to"),
        [DataRequired(_l("Enter the name that the invoice is made out to.")), Length(max=120, message=TOO_LONG)],
        filters=[stripped],
    )
    tax_number = StringField(
        _l("Tax number"), [DataRequired(_l("Enter the Unified Social Credit Code.")), Length(max=40)], [stripped]
    )
    kind = RadioField(_l("Kind of invoice"), [InputRequired(_l("Choose the kind of invoice."))])
    amount = StringField(_l("Amount"), [DataRequired(_l("Enter the amount.")), an_amount])
    details = StringField(
        _l("Address, telephone, bank and account number"), [Optional(), Length(max=300, message=TOO_LONG)], [stripped]
    )
    email = StringField(
        _l("Send it to this email address"),
        [Optional(), Email(_l("Enter an email address such as name@example.com.")), Length(max=254)],
        [stripped],
    )

    def offer(self, kinds: Sequence[Kind]) -> None:
        """Offer these kinds; the only one is chosen."""
        self.kind.choices = choices({kind: KIND_NAMES[kind] for kind in kinds})
        if len(kinds) == 1 and not self.kind.data:
            self.kind.data = kinds[0].value

    def value(self, currency: str, receipt_id: int | None) -> Wanted:
        """What was entered, once it is valid."""
        return Wanted(
            once=self.once.data or "",
            title=self.title.data or "",
            tax_number=self.tax_number.data or "",
            kind=self.kind.data or "",
            amount=Money.parse(self.amount.data or "", currency),
            receipt_id=receipt_id,
            details=self.details.data or "",
            email=self.email.data or "",
        )


class IssueForm(Form):
    """An invoice as issued."""

    number = StringField(_l("Invoice number"), [DataRequired(_l("Enter the number.")), Length(max=40)], [stripped])
    on = DateField(_l("Issued on"), [InputRequired(_l("Enter the day of issue."))])
    file = scan(_l("Invoice file"))

    def value(self) -> Issued:
        """What was entered, once it is valid, with the file kept on disk."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return Issued(self.number.data or "", self.on.data, kept(self.file))


class ReverseForm(Form):
    """A red-letter invoice that cancels an issued one."""

    number = StringField(
        _l("Number of the red-letter invoice"), [DataRequired(_l("Enter the number.")), Length(max=40)], [stripped]
    )
    on = DateField(_l("Issued on"), [InputRequired(_l("Enter the day of issue."))])
    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why; the payer will read it.")), Length(max=500)], [stripped]
    )
    file = scan(_l("Invoice file"))

    def value(self) -> Issued:
        """What was entered, once it is valid, with the file kept on disk."""
        if self.on.data is None:
            raise ValueError("read only after validation")
        return Issued(self.number.data or "", self.on.data, kept(self.file), self.reason.data or "")


class DeclineForm(Form):
    """Why no invoice is issued."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why; the payer will read it.")), Length(max=500)], [stripped]
    )


@dataclass(frozen=True)
class Said:
    """What a licensor says of its invoices."""

    exempt: bool
    note: str


class TermsForm(Form):
    """Whether a licensor claims the exemption."""

    exempt = BooleanField(_l("We claim the VAT exemption for technology transfer"))
    note = StringField(_l("What payers should know"), [Optional(), Length(max=300, message=TOO_LONG)], [stripped])

    def value(self) -> Said:
        """What was entered."""
        return Said(bool(self.exempt.data), self.note.data or "")
