"""The plain texts of a listing: what it does, where it is used, what it brings, how far it is."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, RadioField, SelectField
from wtforms.validators import Optional

from market.core.form import choices
from market.core.i18n import N_, current_language, translate
from market.listings.forms.fields import line, paragraph
from market.listings.forms.steps import StepForm
from market.listings.models import Listing
from market.listings.rules.offer import MATURITY_NAMES, Description
from market.patents.rules import industry

BENEFIT_ROWS = 4
INCOMPLETE = N_("Give both what was measured and its value.")


class BenefitForm(Form):
    """One measured figure and its source."""

    name = line(_l("What was measured"), 60, required=None)
    value = line(_l("Value"), 60, required=None)
    source = line(_l("Source, or “not tested”"), 120, required=None)


class DescriptionForm(StepForm):
    """Texts that readers understand without reading the patent."""

    title = line(_l("Title in everyday words"), 200, required=True)
    summary = paragraph(_l("What it does, in plain words"), 3000, required=None)
    application = paragraph(_l("Where it is used"), 1000, required=None)
    products = line(_l("Products"), 500, required=None)
    industry = SelectField(_l("Industry"))
    maturity = RadioField(_l("How far it is"), validators=[Optional()])
    maturity_note = line(_l("What that rests on"), 300)
    not_for = paragraph(_l("What it is not suitable for"), 500)
    benefits = FieldList(FormField(BenefitForm), min_entries=BENEFIT_ROWS, max_entries=12)
    title_en = line(_l("Title in English"), 300)
    summary_en = paragraph(_l("Summary in English"), 5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.industry.choices = industry_choices()
        self.maturity.choices = choices(MATURITY_NAMES)

    @classmethod
    def showing(cls, listing: Listing) -> "DescriptionForm":
        """The form filled with what is stored."""
        return cls(
            data={
                "title": listing.title,
                "summary": listing.summary,
                "application": listing.application,
                "products": listing.products,
                "industry": full_code(listing.industry),
                "maturity": listing.maturity,
                "maturity_note": listing.maturity_note,
                "not_for": listing.not_for,
                "title_en": listing.title_en,
                "summary_en": listing.summary_en,
                "benefits": [
                    {"name": item.name, "value": item.value, "source": item.source} for item in listing.benefits
                ],
            }
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """A figure needs both its name and its value."""
        right = bool(super().validate(extra_validators))
        for row in self.benefits:
            given = (row.form.name.data, row.form.value.data)
            if any((*given, row.form.source.data)) and not all(given):
                (row.form.value if row.form.name.data else row.form.name).errors = [translate(INCOMPLETE)]
                right = False
        self.benefits.errors = [row.errors for row in self.benefits] if not right else []
        return right

    def description(self) -> Description:
        """What was typed, as one value."""
        names = Description.__dataclass_fields__.keys() - {"benefits"}
        texts = {name: self[name].data or "" for name in names}
        rows = (
            (row.form.name.data or "", row.form.value.data or "", row.form.source.data or "") for row in self.benefits
        )
        return Description(**texts, benefits=tuple(row for row in rows if row[0] and row[1]))


def full_code(code: str) -> str:
    """An industry code with its section letter: "33" becomes "C33"."""
    return industry.section_of(code) + code if code[:1].isdigit() else code


def industry_choices() -> dict[str, list[tuple[str, str]]]:
    """Sections as groups, each with itself and its divisions (GB/T 4754-2017)."""
    language = current_language()
    result: dict[str, list[tuple[str, str]]] = {"": [("", translate(N_("Choose an industry")))]}
    whole = translate(N_("whole section"))
    for letter, section in industry.SECTIONS.items():
        result[f"{letter} {section[language]}"] = [(letter, f"{letter} {section[language]} ({whole})")]
    for code, division in industry.DIVISIONS.items():
        letter = industry.section_of(code)
        group = f"{letter} {industry.SECTIONS[letter][language]}"
        result[group].append((letter + code, f"{letter}{code} {division[language]}"))
    return result
