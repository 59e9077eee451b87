"""The form of an offer: what is offered, the price, term and scope."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, HiddenField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from market.core.errors import Invalid
from market.core.form import Form, choices
from market.core.web import invalid_fields
from market.licensing.rules.fees import FeePlan
from market.negotiation.forms.fee import FeePlanForm, shown
from market.negotiation.forms.fields import day, line, paragraph
from market.negotiation.models import Deal
from market.negotiation.rules.offers import Terms
from market.negotiation.rules.processes import KIND_NAMES, LICENCES, Kind


class OfferForm(Form):
    """One numbered offer."""

    seen = IntegerField(widget=HiddenInput(), default=0)
    kind = RadioField(_l("What is offered"), validators=[InputRequired(_l("Choose one."))])
    patents = SelectMultipleField(_l("Patents"), coerce=int)
    fee = FormField(FeePlanForm)
    term_start = day(_l("Licence begins"))
    term_end = day(_l("Last day of the licence"))
    territory = line(_l("Territory"), 120)
    field = line(_l("Field of use"), 300)
    manner = line(_l("Manner of exploitation"), 200)
    product = line(_l("Product"), 300)
    sublicense = BooleanField(_l("The licensee may grant sub-licences"))
    share = line(_l("Share of the company"), 8)
    company = line(_l("Company that takes the patent in"), 120)
    notes = paragraph(_l("Other terms"), 2000)
    valid_until = day(_l("The offer stands until"))
    note = paragraph(_l("Message to the other side"), 2000)
    once = HiddenField()

    def __init__(self, deal: Deal, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(KIND_NAMES)
        self.patents.choices = [
            (link.patent_id, f"{link.patent.display_number} {link.patent.title}") for link in deal.patents
        ]

    @classmethod
    def showing(cls, deal: Deal) -> "OfferForm":
        """The form filled with the latest offer, or with what the talks began with."""
        latest = deal.offers[-1] if deal.offers else None
        if latest is None:
            ids = [link.patent_id for link in deal.patents]
            return cls(deal, data={"kind": deal.kind, "patents": ids, "seen": 0, "fee": {"currency": "CNY"}})
        terms = Terms.read(latest.terms)
        data = {name: getattr(terms, name) for name in SAME}
        data |= {"patents": list(terms.patent_ids), "fee": shown(FeePlan.read(terms.fee)), "seen": latest.number}
        data["territory"] = "" if terms.territory == "CN" else terms.territory
        return cls(deal, data=data)

    def value(self) -> Terms:
        """What was entered, once it is valid; fields that do not belong to the kind are left out."""
        plan, kind = self.fee.form.plan, self.kind.data
        if plan is None:
            raise ValueError("read only after validation")
        licence, equity = kind in LICENCES, kind == Kind.EQUITY
        return Terms(
            kind=kind,
            patent_ids=tuple(sorted(self.patents.data or ())),
            fee=plan.to_plain(),
            term_start=self.term_start.data if licence else None,
            term_end=self.term_end.data if licence else None,
            territory=(self.territory.data or "CN") if licence else "CN",
            field=(self.field.data or "") if licence else "",
            manner=(self.manner.data or "") if licence else "",
            product=(self.product.data or "") if licence else "",
            sublicense=bool(self.sublicense.data) and licence,
            share=(self.share.data or "").removesuffix("%").strip() if equity else "",
            company=(self.company.data or "") if equity else "",
            notes=self.notes.data or "",
            valid_until=self.valid_until.data,
        )

    def refuse(self, error: Invalid) -> None:
        """Show a refusal at its fields; what concerns the price stands at its kind."""
        sentences = invalid_fields(error)
        if "fee" in sentences:
            self.fee.form.kind.errors = [sentences["fee"]]
        rest = {name: text for name, text in error.fields.items() if name != "fee"}
        if rest or not sentences:
            super().refuse(Invalid(error.sentence, rest, **error.values))


SAME = ("kind", "term_start", "term_end", "field", "manner", "product", "sublicense", "share", "company", "notes")
"""What a counter-offer takes over from the offer before; a day it stands until is given anew."""
