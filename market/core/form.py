"""What forms of every feature share: clean texts, and a service's refusal shown at the fields it names."""

from collections.abc import Mapping

from flask_wtf import FlaskForm

from market.core.errors import Invalid
from market.core.i18n import translate
from market.core.web import invalid_fields


def stripped(value: str | None) -> str | None:
    """The text without blanks around it."""
    return value.strip() if isinstance(value, str) else value


def tidy(value: str | None) -> str:
    """The text without blanks around it and without control characters."""
    kept = (char for char in value or "" if char in "\n\t" or char.isprintable() or char == "\u3000")
    return "".join(kept).strip()


def choices(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Choices with their names in the reader's language."""
    return [(str(value), translate(name)) for value, name in names.items()]


class Form(FlaskForm):  # type: ignore[misc]
    """A form that can take a service's refusal."""

    def refuse(self, error: Invalid) -> None:
        """Show a service's refusal at its fields; raises it again when it names none of them."""
        known = {name: text for name, text in invalid_fields(error).items() if name in self}
        if not known:
            raise error
        for name, text in known.items():
            self[name].errors = [text]
