"""The smaller steps of the declaration: patents, term, statements, files."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired

from market.core.form import Form, choices
from market.core.i18n import N_, translate
from market.core.intake import LARGEST_ROW_NUMBER
from market.listings.forms.fields import day, line, paragraph
from market.listings.models import Listing
from market.listings.rules.offer import DOCUMENT_NAMES

FILE_KINDS = ("pdf", "png", "jpg", "jpeg", "webp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "zip")
NOTHING_CHOSEN = N_("Choose at least one patent.")
ALL_PATENTS = N_("All patents of this listing")
CONCLUSION_MISSING = N_("Say what the report concludes.")
PATENT_MISSING = N_("Say which patent the report is about.")
CONCLUSIONS = {
    "": N_("Not an evaluation report"),
    "positive": N_("The conditions of grant are met"),
    "negative": N_("The conditions of grant are not met"),
}


class StepForm(Form):
    """A saved step: it carries the version of the listing it was opened with."""

    version = HiddenField()

    def seen(self) -> int:
        """The version the reader saw; 0 for a spoiled field, which no listing has."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class PatentsForm(StepForm):
    """Which patents are declared together."""

    patents = SelectMultipleField(_l("Patents"), coerce=int, validate_choice=False)

    def chosen(self) -> list[int]:
        """The ids chosen; what can be no row's number is left out."""
        return [number for number in self.patents.data or [] if 0 < number <= LARGEST_ROW_NUMBER]

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one."""
        if not super().validate(extra_validators):
            return False
        if not self.patents.data:
            self.patents.errors = [translate(NOTHING_CHOSEN)]
            return False
        return True


class TermForm(StepForm):
    """How long licences run, and other matters to be declared."""

    term_end = day(_l("Last day of the licence term"))
    notes = paragraph(_l("Other matters to be declared"), 2000)


class StatementsForm(StepForm):
    """The four statements, each with a box of its own."""

    no_exclusive = BooleanField(
        _l("No exclusive or sole licence of these patents is in force, and none will be given while this one is open.")
    )
    no_dispute = BooleanField(
        _l("There is no dispute over ownership, no court preservation and no pledge without the pledgee's consent.")
    )
    annuities = BooleanField(_l("The annuities are paid as prescribed; none is in the period with surcharge."))
    truth = BooleanField(_l("Everything stated is true and nothing material is concealed."))

    @classmethod
    def showing(cls, listing: Listing) -> "StatementsForm":
        """All ticked when they were confirmed before."""
        given = listing.statements_at is not None
        names = ("no_exclusive", "no_dispute", "annuities", "truth")
        return cls(data=dict.fromkeys(names, given))

    def confirmed(self) -> bool:
        """Whether all four are ticked."""
        return all((self.no_exclusive.data, self.no_dispute.data, self.annuities.data, self.truth.data))


class UploadForm(Form):
    """One file for the listing."""

    kind = SelectField(_l("What is it?"), validators=[DataRequired(_l("Choose one."))])
    patent = SelectField(_l("Which patent is it about?"))
    conclusion = SelectField(_l("Conclusion of the evaluation report"))
    note = line(_l("Name shown to readers"), 200)
    file = FileField(
        _l("File"),
        validators=[
            FileRequired(_l("Choose a file.")),
            FileAllowed(FILE_KINDS, _l("This kind of file is not accepted. Use PDF, a picture or an office file.")),
        ],
    )

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(DOCUMENT_NAMES)
        self.several = len(listing.patents) > 1
        self.patent.choices = [
            ("", translate(ALL_PATENTS)),
            *((str(row.patent_id), f"{row.patent.application_number} {row.patent.title}") for row in listing.patents),
        ]
        self.conclusion.choices = choices(CONCLUSIONS)

    def validate(self, extra_validators: Any = None) -> bool:
        """An evaluation report needs its patent and its conclusion."""
        right = bool(super().validate(extra_validators))
        if self.kind.data == "evaluation" and not self.conclusion.data:
            self.conclusion.errors = [translate(CONCLUSION_MISSING)]
            right = False
        if self.kind.data == "evaluation" and not self.patent.data and self.several:
            self.patent.errors = [translate(PATENT_MISSING)]
            right = False
        return right

    def patent_id(self) -> int | None:
        """The patent it is about, None for all."""
        return int(self.patent.data) if self.patent.data else None
