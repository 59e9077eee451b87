"""Forms of needs: the firm's in four steps, the operator's decisions. Each hands over one value."""

from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed, MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from market.accounts.rules.organisations import INDUSTRIES
from market.core.form import Form, choices, tidy
from market.core.i18n import N_, translate
from market.needs.rules.content import COOPERATION, Details
from market.needs.rules.states import HOW, HOW_FIRM, HOW_OPERATOR

FILE_KINDS = ("pdf", "png", "jpg", "jpeg", "webp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "dwg", "dxf")
LONG = 4000


def line(label: Any, most: int) -> StringField:
    """One line of text that may stay empty for now."""
    return StringField(label, filters=[tidy], validators=[Length(max=most)])


def paragraph(label: Any, most: int = LONG) -> TextAreaField:
    """A longer text that may stay empty for now."""
    return TextAreaField(label, filters=[tidy], validators=[Length(max=most)])


class Step(Form):
    """One step of the firm's form."""

    @classmethod
    def showing(cls, details: Details) -> "Step":
        """The step filled with what is stored; with what was sent when something was."""
        return cls(data=asdict(details))

    def onto(self, details: Details) -> Details:
        """The details with this step's answers in place of the earlier ones."""
        known = asdict(details).keys()
        given = {field.name: field.data for field in self if field.name in known}
        if "cooperation" in given:
            given["cooperation"] = tuple(given["cooperation"] or ())
        return replace(details, **given)


class ProblemStep(Step):
    """What is wanted, and why."""

    title = line(_l("What do you need, in one line?"), 200)
    industry = SelectField(_l("Industry"), validate_choice=True)
    industry_text = line(_l("Product or industry chain"), 120)
    problem = paragraph(_l("The technical problem"))
    background = paragraph(_l("Background"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(code, f"{code} {translate(name)}") for code, name in INDUSTRIES.items()]
        stored = self.industry.object_data or ""
        kept = [(stored, stored)] if len(stored) > 1 else []
        self.industry.choices = [("", translate(N_("Not chosen yet"))), *kept, *sections]


class SolutionStep(Step):
    """What a solution must reach."""

    indicators = paragraph(_l("Technical indicators"))
    present_state = paragraph(_l("Where you stand today"))
    tried = paragraph(_l("What you have tried"))


class TermsStep(Step):
    """Money, time, form of co-operation."""

    budget_text = line(_l("Budget"), 80)
    cooperation = SelectMultipleField(_l("Form of co-operation"))
    deadline = DateField(_l("Solution wanted by"), validators=[Optional()])
    ip_wish = paragraph(_l("Who is to own the result?"), 1000)
    region_text = line(_l("Place"), 120)
    valid_until = DateField(_l("Show this need until"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cooperation.choices = choices(COOPERATION)


class PrivateStep(Step):
    """Who is asked, and what stays hidden."""

    contact_name = line(_l("Whom may the operator ask?"), 60)
    contact_phone = line(_l("Phone or mail address"), 60)
    decision_maker = line(_l("Who decides in your firm?"), 60)
    show_name = BooleanField(_l("Show the name of our firm on the needs board"))
    confidential = paragraph(_l("What must not become public"))
    files = MultipleFileField(
        _l("Drawings, photographs, reports"),
        validators=[Optional(), FileAllowed(FILE_KINDS, _l("Use PDF, pictures, office documents or drawings."))],
    )
    files_public = BooleanField(_l("These files may be shown to signed-in readers"))


STEPS: dict[str, type[Step]] = {
    "problem": ProblemStep,
    "solution": SolutionStep,
    "terms": TermsStep,
    "private": PrivateStep,
}


class CloseForm(Form):
    """How a need ended."""

    how = RadioField(_l("How did it end?"))

    def __init__(self, *args: Any, operator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = choices({how: HOW[how] for how in (HOW_OPERATOR if operator else HOW_FIRM)})


class ReturnForm(Form):
    """The operator asks for changes."""

    message = paragraph(_l("What should the firm change?"), 2000)


class NoteForm(Form):
    """The operator's private note."""

    private_note = paragraph(_l("Private note"), 2000)
