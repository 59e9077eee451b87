"""What no page could use is turned away at the door: row numbers and text that the databases cannot hold."""

from collections.abc import Iterator

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, ValidationError

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


def turn_away_unstorable() -> None:
    """Refuse a request whose address or form holds text that cannot be stored; raises BadRequest."""
    if any(UNSTORABLE in text for text in _texts()):
        raise BadRequest


def _texts() -> Iterator[str]:
    yield request.path
    for values in (request.args, request.form):
        for name, texts in values.lists():
            yield name
            yield from texts


def init_app(app: Flask) -> None:
    """Guard every route; to be called before the first one is added."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(turn_away_unstorable)
