"""What separates the columns of a text file: the mark under which the header row is best recognised."""

import csv
from itertools import islice
from typing import TextIO

from market.patents.rules.columns import HEADER_ROWS_SEARCHED, find_header, recognise

MARKS = (",", "\t", ";", "|")
LONGEST_CELL = 2_000_000


def choose(stream: TextIO) -> str:
    """The separator of a text: where a header is found the best one, else the one that makes most columns."""
    text = "".join(islice(stream, HEADER_ROWS_SEARCHED * 4))
    return max(MARKS, key=lambda mark: _score(text, mark))


def _score(text: str, mark: str) -> tuple[int, int]:
    rows = _rows(text, mark)
    place = find_header(rows)
    named = len(recognise(rows[place])) if place is not None else 0
    return named, max((len(row) for row in rows), default=0)


def _rows(text: str, mark: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = text.splitlines(keepends=True)
        return list(islice(csv.reader(lines, delimiter=mark), HEADER_ROWS_SEARCHED))
    except csv.Error:
        return []


def first_rows(stream: TextIO) -> list[list[str]]:
    """The first rows of a text by its best separator; empty when it is no table."""
    text = "".join(islice(stream, HEADER_ROWS_SEARCHED * 4))
    return _rows(text, max(MARKS, key=lambda mark: _score(text, mark)))
