"""What an answer can be narrowed and sorted by."""

from enum import StrEnum


class Group(StrEnum):
    """A group of filters on the page."""

    KIND = "kind"
    TYPE = "type"
    SECTION = "section"
    CLASS = "class"
    OWNER = "owner"
    FEE = "fee"
    REGION = "region"
    STATUS = "status"


class Sort(StrEnum):
    """The order of an answer."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"
