"""The groups of filters beside the hits, with names in the reader's language, and the chips of those chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from market.accounts.rules.regions import english_name, region_name
from market.core.i18n import N_, current_language, translate
from market.core.web import query_values
from market.listings.rules.offer import FEE_KIND_NAMES
from market.patents.rules import ipc_names
from market.patents.rules.identifiers import TYPE_NAMES
from market.patents.rules.status import LEVEL_NAMES
from market.search.forms import Asked
from market.search.rules.choices import Group
from market.search.views.finding import Finding

AT_ONCE = 8
MOST = 40

KIND_NAMES = {"listing": N_("Open licence"), "patent": N_("Patent without offer")}
GROUP_NAMES: dict[Group, str] = {
    Group.KIND: N_("Offer"),
    Group.TYPE: N_("Type"),
    Group.SECTION: N_("IPC section"),
    Group.CLASS: N_("IPC class"),
    Group.FEE: N_("Fee"),
    Group.OWNER: N_("Owner"),
    Group.REGION: N_("Region"),
    Group.STATUS: N_("Legal status"),
}
_FIXED: dict[Group, Mapping[str, str]] = {
    Group.KIND: KIND_NAMES,
    Group.TYPE: {str(code): name for code, name in TYPE_NAMES.items()},
    Group.FEE: {str(code): name for code, name in FEE_KIND_NAMES.items()},
    Group.STATUS: {str(code): name for code, name in LEVEL_NAMES.items()},
}


@dataclass(frozen=True)
class Choice:
    """One box to tick: what is sent, what is read, how many there would be."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One group: the first few choices, and the rest behind a fold."""

    name: str
    label: str
    first: list[Choice]
    rest: list[Choice]


def facets(found: Finding) -> list[Facet]:
    """Every group that has something to choose."""
    return [facet for group in GROUP_NAMES if (facet := _facet(group, found)).first]


def _facet(group: Group, found: Finding) -> Facet:
    counts = found.counts.get(group, {})
    chosen = found.asked.choices.get(group, frozenset())
    values = {*counts, *chosen, *(_FIXED.get(group, {}) if counts else ())}
    choices = [Choice(v, label(group, v), counts.get(v, 0), v in chosen) for v in values]
    choices.sort(key=lambda c: (not c.chosen, c.count == 0, _order(group)(c)))
    return Facet(group, translate(GROUP_NAMES[group]), choices[:AT_ONCE], choices[AT_ONCE:MOST])


def _order(group: Group) -> Callable[[Choice], tuple[int, str]]:
    """Sections stand by letter, everything else by number of hits."""
    if group is Group.SECTION:
        return lambda choice: (0, choice.value)
    return lambda choice: (-choice.count, choice.value)


def label(group: Group, value: str) -> str:
    """What a value is called."""
    if group is Group.SECTION:
        return f"{value} {ipc_names.section_name(value, current_language())}"
    if group is Group.CLASS:
        return f"{value} {ipc_names.class_name(value, current_language())}"
    if group is Group.REGION:
        return place(value)
    known = _FIXED.get(group, {}).get(value)
    return translate(known) if known else value


def place(code: str) -> str:
    """A place by its name in the reader's language; a code that is not known stands as it is."""
    return (region_name(code)[0] if current_language() == "zh" else english_name(code)) or code


def chips(asked: Asked) -> list[tuple[str, str]]:
    """Each chosen filter with the address that leaves it out."""
    return [
        (f"{translate(GROUP_NAMES[group])}: {label(group, value)}", _without(group, value))
        for group in GROUP_NAMES
        for value in sorted(asked.choices.get(group, ()))
    ]


def _without(group: Group, value: str) -> str:
    values: dict[str, Any] = query_values()
    values.pop("page", None)
    values[group] = [v for v in request.args.getlist(group) if v != value]
    return url_for("search.search", **values)
