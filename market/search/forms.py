"""What the address of the search page says, as one value."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from market.core.i18n import N_
from market.search.rules.asking import LONGEST, Question, read
from market.search.rules.choices import Group, Sort

MOST_CHOICES = 20
_LONGEST_CHOICE = 200

SORT_NAMES: dict[Sort, str] = {
    Sort.RELEVANCE: N_("Best match"),
    Sort.NEWEST: N_("Newest first"),
    Sort.OLDEST: N_("Oldest first"),
    Sort.CHEAPEST: N_("Due at start, lowest first"),
    Sort.DEAREST: N_("Due at start, highest first"),
}


@dataclass(frozen=True)
class Asked:
    """A question with its filters, order, and whether near matches are wanted."""

    text: str = ""
    question: Question = field(default_factory=lambda: Question(()))
    choices: dict[Group, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    exact: bool = False

    @property
    def filtered(self) -> bool:
        """Whether any filter is chosen."""
        return any(self.choices.values())


def asked(args: "MultiDict[str, str]") -> Asked:
    """Read the address; whatever is not understood counts as not said."""
    text = args.get("q", "").strip()[: LONGEST + 1]
    sort = args.get("sort", "")
    question = read(text)
    return Asked(
        text=text,
        question=question,
        choices={group: _some(args.getlist(group)) for group in Group},
        sort=Sort(sort) if sort in set(Sort) else _usual(question),
        exact=args.get("exact") == "1",
    )


def _usual(question: Question) -> Sort:
    """Without words there is no best match: the newest come first."""
    return Sort.RELEVANCE if question else Sort.NEWEST


def _some(values: Iterable[Any]) -> frozenset[str]:
    return frozenset([v for v in values if 0 < len(v) <= _LONGEST_CHOICE][:MOST_CHOICES])
