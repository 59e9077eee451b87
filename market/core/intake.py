"""What no page could use is turned away at the door: row numbers and text that the databases cannot hold."""

from urllib.parse import urlencode

from flask import Flask, redirect, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, ValidationError
from werkzeug.wrappers import Response

LARGEST_ROW_NUMBER = 2**31 - 1
"""A primary key is a four-byte number on PostgreSQL; comparing it with a larger one is an error there."""
UNSTORABLE = "\x00"
"""PostgreSQL keeps no such character in text, and nobody types it."""


class RowNumber(IntegerConverter):
    """The number of a row in an address; a number that no row can have makes it the address of no page."""

    def to_python(self, value: str) -> int:
        """The number; raises ValidationError when no row can have it."""
        if len(value) > len(str(LARGEST_ROW_NUMBER)):
            raise ValidationError
        number = int(super().to_python(value))
        if number > LARGEST_ROW_NUMBER:
            raise ValidationError
        return number


def turn_away_unstorable() -> Response | None:
    """Refuse a path or form with text that cannot be stored (BadRequest); a mere question is asked again without it."""
    form = (text for name, texts in request.form.lists() for text in (name, *texts))
    if UNSTORABLE in request.path or any(UNSTORABLE in text for text in form):
        raise BadRequest
    asked = [(name, text) for name, texts in request.args.lists() for text in texts]
    if not any(UNSTORABLE in name + text for name, text in asked):
        return None
    if request.method != "GET":
        raise BadRequest
    clean = [(name.replace(UNSTORABLE, ""), text.replace(UNSTORABLE, "")) for name, text in asked]
    return redirect(f"{request.path}?{urlencode(clean)}")


def init_app(app: Flask) -> None:
    """Guard every route; to be called before the first one is added."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(turn_away_unstorable)
