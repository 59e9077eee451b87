"""What the operator types about a difference."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from market.core.form import Form, tidy


class ExplainForm(Form):
    """Why the two sides differ, in words that another person understands."""

    note = TextAreaField(
        _l("Explanation"),
        filters=[tidy],
        validators=[DataRequired(_l("Write down why the two sides differ.")), Length(max=2000)],
    )

    def value(self) -> str:
        """The words."""
        return str(self.note.data)
