"""Forms of patents; each hands over one value."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from market.core import clock
from market.core.errors import Invalid
from market.core.form import Form as CoreForm
from market.core.i18n import N_, current_language, translate
from market.patents.models import ImportRun, Patent
from market.patents.rules import industry
from market.patents.rules.columns import DATE_FIELDS, FIELD_NAMES, Field
from market.patents.rules.dates import Order
from market.patents.rules.identifiers import (
    PatentType,
    parse_application_number,
    parse_publication_number,
)
from market.patents.rules.legal import Statement
from market.patents.rules.rows import Facts, Reading, read_row
from market.patents.rules.status import DETAIL_NAMES, Detail
from market.patents.rules.symbols import parse_ipc_list, parse_locarno_list
from market.patents.service.encodings import CHOICES
from market.patents.service.records import Description

ENCODING_NAMES = {
    "utf-8": N_("Unicode (UTF-8)"),
    "gb18030": N_("Chinese, simplified (GB18030, GBK)"),
    "utf-16-le": N_("Unicode (UTF-16, little-endian)"),
    "utf-16-be": N_("Unicode (UTF-16, big-endian)"),
    "big5": N_("Chinese, traditional (Big5)"),
    "cp932": N_("Japanese (Shift-JIS)"),
    "cp1252": N_("Western European (Windows-1252)"),
}
ORDER_NAMES = {
    Order.MONTH_FIRST: N_("Month first: 6/7/95 is 7 June 1995"),
    Order.DAY_FIRST: N_("Day first: 6/7/95 is 6 July 1995"),
}


def filled() -> InputRequired:
    """Something must be entered."""
    return InputRequired(_l("Fill this in."))


def readable(parse: Callable[[str], object]) -> Callable[[Any, Any], None]:
    """A validator that reads the text by a rule and shows the rule's own sentence when it cannot."""

    def check(_form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            return
        try:
            parse(field.data)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None

    return check


class Form(CoreForm):
    """What all forms here share."""

    def refuse(self, error: Invalid) -> None:
        """Show a service's refusal at its fields, or above the form."""
        try:
            super().refuse(error)
        except Invalid:
            self.form_errors = [str(error)]


class UploadForm(Form):
    """A spreadsheet to import."""

    file = FileField(
        _l("File"),
        validators=[FileRequired(_l("Choose a file."))],
        description=_l("Excel (.xlsx, .xls) or text (.csv, .tsv), at most 20 MB and 20,000 rows."),
    )
    owner = StringField(
        _l("Owner of rows that name nobody"),
        validators=[Optional(), Length(max=200)],
        description=_l("A name or a Unified Social Credit Code. Rows that name an owner keep it."),
    )


class MappingForm(Form):
    """How a file is to be read; the choices for columns and dates are added by `mapping_form`."""

    status_as_of = DateField(_l("The statuses in the file were true on"), validators=[Optional()])

    def chosen_columns(self) -> dict[str, int]:
        """Field name to column for each field that has one."""
        chosen = {name.value: int(self[f"column_{name.value}"].data or -1) for name in Field}
        return {name: place for name, place in chosen.items() if place >= 0}

    def chosen_orders(self) -> dict[str, str]:
        """The order of day and month for each date column where one was chosen."""
        names = [name for name in DATE_FIELDS if f"order_{name.value}" in self]
        return {name.value: self[f"order_{name.value}"].data for name in names if self[f"order_{name.value}"].data}

    def choice(self, name: str) -> str:
        """The text chosen in a field that is there only for some files."""
        return str(self[name].data or "") if name in self else ""


def mapping_form(run: ImportRun) -> MappingForm:
    """The mapping form for one import, filled with what was recognised or chosen before."""
    found = run.found
    columns = [SelectChoice("-1", translate(N_("(not in the file)")))]
    columns += [SelectChoice(str(at), header or f"#{at + 1}") for at, header in enumerate(found["headers"])]

    class Form(MappingForm):
        """The form of this file."""

    for name in Field:
        chosen = run.mapping["columns"].get(name.value, -1)
        label = translate(FIELD_NAMES[name])
        setattr(Form, f"column_{name.value}", SelectField(label, choices=columns, default=str(chosen)))
    for name, order in found["orders"].items():
        if order in (Order.UNKNOWN, Order.MIXED):
            _add_order(Form, Field(name), run.mapping["orders"].get(name, ""))
    if len(found["sheets"]) > 1:
        sheets = [SelectChoice(entry["name"], f"{entry['name']} ({entry['rows']})") for entry in found["sheets"]]
        Form.sheet = SelectField(_l("Sheet"), choices=sheets, default=run.sheet)
    if found["kind"] == "text":
        _add_encoding(Form, run)
    return Form(status_as_of=date.fromisoformat(run.mapping["status_as_of"]))


def _add_order(form: type[MappingForm], name: Field, chosen: str) -> None:
    label = translate(N_("%(field)s: order of day and month"), field=translate(FIELD_NAMES[name]))
    orders = [SelectChoice(order.value, translate(text)) for order, text in ORDER_NAMES.items()]
    field = RadioField(label, choices=orders, default=chosen, validators=[Optional()])
    setattr(form, f"order_{name.value}", field)


def _add_encoding(form: type[MappingForm], run: ImportRun) -> None:
    names = [SelectChoice(code, translate(ENCODING_NAMES[code])) for code in CHOICES]
    sure = run.found.get("encoding_sure", True)
    current = run.encoding.removesuffix("-sig") if sure else ""
    if current not in CHOICES:
        label = translate(N_("Recognised: %(name)s"), name=run.encoding) if sure else translate(N_("Please choose"))
        names.insert(0, SelectChoice("", label))
    form.encoding = SelectField(_l("Encoding of the text"), choices=names, default=current)


class PatentForm(Form):
    """One patent entered by hand."""

    application_number = StringField(
        _l("Application or patent number"), validators=[filled(), readable(parse_application_number)]
    )
    title = StringField(_l("Patent title"), validators=[filled(), Length(max=500)])
    owner = StringField(_l("Owner"), validators=[Optional(), Length(max=200)])
    applicants = TextAreaField(_l("All applicants or owners"), validators=[Optional(), Length(max=2000)])
    inventors = TextAreaField(_l("Inventors"), validators=[Optional(), Length(max=2000)])
    filing_date = DateField(_l("Filing date"), validators=[InputRequired(_l("Give the date."))])
    classes = StringField(_l("Classes"), validators=[Optional(), Length(max=500)])
    publication_number = StringField(
        _l("Publication number"), validators=[Optional(), readable(parse_publication_number)]
    )
    publication_date = DateField(_l("Publication date"), validators=[Optional()])
    grant_number = StringField(
        _l("Grant announcement number"), validators=[Optional(), readable(parse_publication_number)]
    )
    grant_date = DateField(_l("Grant date"), validators=[Optional()])
    abstract = TextAreaField(_l("Abstract"), validators=[Optional(), Length(max=20_000)])
    keywords = StringField(_l("Keywords"), validators=[Optional(), Length(max=500)])

    def validate_classes(self, field: Any) -> None:
        """IPC symbols, or Locarno classes for a design."""
        try:
            design = parse_application_number(self.application_number.data).type is PatentType.DESIGN
        except Invalid:
            return
        readable(parse_locarno_list if design else parse_ipc_list)(self, field)

    def facts(self) -> Facts:
        """The facts entered; raises Invalid where they contradict each other."""
        columns = (
            Field.APPLICATION_NUMBER, Field.TITLE, Field.APPLICANTS, Field.INVENTORS, Field.FILING_DATE,
            Field.CLASSES, Field.PUBLICATION_NUMBER, Field.PUBLICATION_DATE, Field.GRANT_NUMBER,
            Field.GRANT_DATE, Field.ABSTRACT, Field.KEYWORDS,
        )  # fmt: skip
        cells = [self[name.value].data for name in columns]
        reading = Reading({name: place for place, name in enumerate(columns)}, today=clock.today())
        return read_row(cells, reading)


class DescriptionForm(Form):
    """What an owner says about a patent."""

    title = StringField(_l("Patent title"), validators=[filled(), Length(max=500)])
    title_en = StringField(_l("Title in English"), validators=[Optional(), Length(max=500)])
    abstract = TextAreaField(_l("Abstract"), validators=[Optional(), Length(max=20_000)])
    industry = SelectField(_l("Industry"), validators=[Optional()])
    keywords = StringField(_l("Keywords"), validators=[Optional(), Length(max=500)])
    secret = BooleanField(_l("Secret or defence patent: show it to nobody else"))

    def __init__(self, patent: Patent) -> None:
        super().__init__(obj=patent)
        self.industry.choices = [("", translate(N_("(not chosen)"))), *industry.choices(current_language())]

    def description(self) -> Description:
        """The value to keep."""
        return Description(
            title=(self.title.data or "").strip(),
            title_en=(self.title_en.data or "").strip(),
            abstract=(self.abstract.data or "").strip(),
            industry=self.industry.data or "",
            keywords=(self.keywords.data or "").strip(),
            secret=bool(self.secret.data),
        )


class StatusForm(Form):
    """A statement on a patent's legal situation."""

    detail = SelectField(_l("Legal status"))
    source = StringField(_l("Source"), validators=[filled(), Length(max=120)])
    as_of = DateField(_l("The source was true on"), validators=[InputRequired(_l("Give the date."))])
    annuity_paid_to_year = IntegerField(
        _l("Annuities paid up to year"), validators=[Optional(), NumberRange(0, 20, _l("A figure from 0 to 20."))]
    )
    pledged = BooleanField(_l("The patent is pledged"))
    pledgee_consent = BooleanField(_l("The pledgee's written consent to licensing is on file"))
    preserved = BooleanField(_l("Preservation by a court, or suspended procedure"))
    disputed = BooleanField(_l("Ownership is in dispute"))
    exclusive_until = DateField(_l("Exclusive or sole licence in force until"), validators=[Optional()])
    evaluation = RadioField(_l("Patent evaluation report"), default="")
    evaluation_date = DateField(_l("Date of the evaluation report"), validators=[Optional()])
    report = FileField(_l("Evaluation report as a file"))

    def __init__(self, patent: Patent) -> None:
        stored = {"detail": patent.detail.value, "source": patent.status_source, "as_of": patent.status_as_of}
        super().__init__(obj=patent, data=stored)
        self.detail.choices = [(detail.value, translate(name)) for detail, name in DETAIL_NAMES.items()]
        self.evaluation.choices = [
            ("", translate(N_("None, or not known"))),
            ("positive", translate(N_("Positive conclusion"))),
            ("negative", translate(N_("Negative conclusion"))),
        ]

    def statement(self) -> Statement:
        """The value to keep."""
        return Statement(
            detail=Detail(self.detail.data),
            source=self.source.data or "",
            as_of=self.as_of.data,
            annuity_paid_to_year=self.annuity_paid_to_year.data,
            pledged=bool(self.pledged.data),
            pledgee_consent=bool(self.pledgee_consent.data),
            preserved=bool(self.preserved.data),
            disputed=bool(self.disputed.data),
            exclusive_until=self.exclusive_until.data,
            evaluation=self.evaluation.data or "",
            evaluation_date=self.evaluation_date.data,
        )


class ClaimForm(Form):
    """A claim that an owner's name is one's own."""

    name = StringField(_l("Owner's name"), validators=[filled(), Length(max=200)])
    reason = TextAreaField(
        _l("Why is this your organisation?"),
        validators=[filled(), Length(max=2000)],
        description=_l("For example: former name until 1999, or a department of ours."),
    )


class DecisionForm(Form):
    """The operator's decision on a claim."""

    message = StringField(_l("Message to the organisation"), validators=[Optional(), Length(max=500)])
