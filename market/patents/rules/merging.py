"""What a row changes in a kept record: blanks never erase, a grant outranks a publication, the newer status wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from market.core.errors import Invalid
from market.core.i18n import N_
from market.patents.rules.rows import Facts
from market.patents.rules.status import LEVEL_OF, Level
from market.patents.rules.terms import expiry_date

NO_TITLE = N_("The title is missing; a new record needs one.")
CONTRADICTS = N_("Row %(row)s of this file already gives other data for application number %(number)s.")
FOREIGN_RECORD = N_("Patent %(number)s is kept with other owners. Ask the operator to check the ownership.")
NOT_YOURS = N_("The row names %(names)s, not your organisation, as the applicant or owner.")

FOLLOWING = {"title", "abstract", "applicants", "inventors", "ipc", "ipc_main", "locarno", "keywords", "region"}
Values = dict[str, Any]


@dataclass(frozen=True)
class Stated:
    """Where and when the statuses of a file hold good (rule R33)."""

    source: str
    as_of: date


def values_of(facts: Facts, stated: Stated) -> Values:
    """The columns of a record that a row speaks of, with what follows from them; nothing the row leaves open."""
    number = facts.number
    values: Values = {
        "title": facts.title,
        "abstract": facts.abstract,
        "applicants": list(facts.applicants),
        "inventors": list(facts.inventors),
        "filing_date": facts.filing_date,
        "publication_number": facts.publication_number,
        "publication_date": facts.publication_date,
        "grant_number": facts.grant_number,
        "grant_date": facts.grant_date,
        "ipc": list(facts.ipc),
        "ipc_main": facts.ipc[0] if facts.ipc else "",
        "locarno": list(facts.locarno),
        "keywords": facts.keywords,
        "region": facts.region,
    }
    if facts.filing_date is not None:
        values["expiry_date"] = expiry_date(number.type, facts.filing_date)
    if facts.status_text:
        values |= _status_values(facts, stated)
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _status_values(facts: Facts, stated: Stated) -> Values:
    level = LEVEL_OF[facts.status] if facts.status is not None else Level.UNKNOWN
    return {
        "status": level.value,
        "status_detail": facts.status.value if facts.status is not None else facts.status_text,
        "status_source": stated.source,
        "status_as_of": stated.as_of,
    }


def new_record(facts: Facts, stated: Stated) -> Values:
    """The values of a record not kept before; raises Invalid when it has no title."""
    if not facts.title:
        raise Invalid(NO_TITLE)
    return {
        "application_number": facts.number.canonical,
        "kind": facts.number.type.value,
        **values_of(facts, stated),
    }


def changes(kept: Mapping[str, Any], facts: Facts, stated: Stated, earlier_row: int | None = None) -> Values:
    """What a row changes in a kept record; {} when nothing.

    `earlier_row` is the row of the same file that spoke of the same application before: what both say must agree,
    except that the announcement of the grant outranks the publication of the application. Raises Invalid.
    """
    said = {name: value for name, value in values_of(facts, stated).items() if kept.get(name) != value}
    said = _newer_status_only(kept, said)
    if kept.get("grant_number") and facts.publication_number and not facts.grant_number:
        said = {name: value for name, value in said.items() if name not in FOLLOWING or not kept.get(name)}
    if earlier_row is not None and not facts.grant_number:
        contradicted = [name for name in said if kept.get(name) and not name.startswith("status")]
        if contradicted:
            raise Invalid(CONTRADICTS, row=earlier_row, number=facts.number.canonical)
    return said


def _newer_status_only(kept: Mapping[str, Any], said: Values) -> Values:
    """A status takes the place of an older one; the same status again changes nothing, not even its date."""
    said_of_status = {name for name in said if name.startswith("status")}
    if not said_of_status:
        return said
    known = kept.get("status_as_of")
    newer = known is None or ("status_as_of" in said and said["status_as_of"] > known)
    same = not ({"status", "status_detail"} & said_of_status)
    if newer and not same:
        return said
    return {name: value for name, value in said.items() if name not in said_of_status}
