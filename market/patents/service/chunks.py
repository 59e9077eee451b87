"""A few hundred rows of an import in one transaction: compared with what is kept, written in bulk, accounted for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select, update

from market.accounts.models import Organisation
from market.accounts.rules.organisations import clean_uscc
from market.core import clock
from market.core.db import db
from market.core.errors import Conflict, Invalid
from market.core.i18n import N_
from market.core.outbox import emit
from market.patents.events import PatentStatusChanged
from market.patents.models import ImportRow, ImportRun, Owner, Patent
from market.patents.rules.merging import FOREIGN_RECORD, NOT_YOURS, Stated, Values, changes, new_record
from market.patents.rules.rows import Facts, text_of
from market.patents.service.ownership import names_of_organisation, organisations_coded, organisations_named

COMPARED = (
    "id", "title", "abstract", "applicants", "inventors", "filing_date", "publication_number", "publication_date",
    "grant_number", "grant_date", "ipc", "ipc_main", "locarno", "keywords", "region", "expiry_date", "status",
    "status_detail", "status_source", "status_as_of",
)  # fmt: skip

UNKNOWN_CODE = N_("No approved organisation has the credit code %(code)s; please give the owner's name as well.")


@dataclass(frozen=True)
class Read:
    """One row after reading: its facts, or the reason why there are none."""

    number: int
    cells: Sequence[object]
    facts: Facts | None = None
    refusal: Invalid | None = None


@dataclass(frozen=True)
class Terms:
    """What holds for every row of an import: whose it is, who owns rows that name nobody, and what statuses hold."""

    import_id: int
    stated: Stated
    organisation: Organisation | None = None
    owner_name: str = ""


@dataclass
class Plan:
    """What a chunk will do to the database."""

    kept: dict[str, Values]
    owners: dict[int, set[int]]
    earlier: dict[str, int]
    new: dict[str, Values] = field(default_factory=dict)
    changed: dict[str, Values] = field(default_factory=dict)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    old_statuses: dict[str, str] = field(default_factory=dict)
    links: dict[str, dict[str, int]] = field(default_factory=dict)

    def remembering(self, earlier: "Plan") -> "Plan":
        """This plan with what a dry run has imagined so far in place of what is kept."""
        self.new = earlier.new
        self.kept = {**self.kept, **{number: earlier.kept[number] for number in earlier.kept.keys() & self.kept.keys()}}
        return self

    def counts(self) -> Counter[str]:
        """How many rows ended in each way."""
        return Counter(row["outcome"] for row in self.outcomes)


def store(rows: Sequence[Read], terms: Terms, done_before: int, imagined: Plan | None = None) -> Plan:
    """Write one chunk inside the running transaction; raises Conflict when somebody else has already done it.

    In a dry run (`imagined` is the plan so far) nothing but the account of the rows is written.
    """
    dry = imagined is not None
    plan = load(rows, terms)
    if imagined is not None:
        plan = plan.remembering(imagined)
    own = names_of_organisation(terms.organisation) if terms.organisation is not None else set()
    for row in rows:
        _decide(row, terms, plan, own)
    if not dry:
        _insert_new(plan, terms)
        _write_changed(plan)
    _account(plan, terms, done_before, len(rows), dry)
    return plan


def load(rows: Sequence[Read], terms: Terms) -> Plan:
    """What is kept of the applications that these rows speak of, and which rows of this import did so before."""
    numbers = {row.facts.number.canonical for row in rows if row.facts is not None}
    columns = [getattr(Patent, name) for name in COMPARED]
    found = db.session.execute(
        select(Patent.application_number, *columns).where(Patent.application_number.in_(numbers))
    )
    kept = {row[0]: dict(zip(COMPARED, row[1:], strict=True)) for row in found}
    owners: dict[int, set[int]] = {values["id"]: set() for values in kept.values()}
    for patent_id, organisation_id in db.session.execute(
        select(Owner.patent_id, Owner.organisation_id).where(Owner.patent_id.in_(owners))
    ):
        owners[patent_id].add(organisation_id or 0)
    earlier = db.session.execute(
        select(ImportRow.application_number, ImportRow.number).where(
            ImportRow.import_id == terms.import_id,
            ImportRow.application_number.in_(numbers),
            ImportRow.outcome != "refused",
        )
    )
    return Plan(kept, owners, {row.application_number: row.number for row in earlier})


def _decide(row: Read, terms: Terms, plan: Plan, own: set[str]) -> None:
    """Settle one row: refused with its sentence, or imported, updated, unchanged."""
    try:
        if row.facts is None:
            raise row.refusal or Invalid()
        facts = _with_owner(row.facts, terms, own)
        outcome = _merge(facts, terms, plan)
    except Invalid as refusal:
        plan.outcomes.append(_refused(row, terms, refusal))
        return
    number = facts.number.canonical
    plan.earlier.setdefault(number, row.number)
    if facts.owner_codes:
        plan.links[number] = _coded_links(facts)
    plan.outcomes.append(_outcome(row, terms, outcome, number))


def _with_owner(facts: Facts, terms: Terms, own: set[str]) -> Facts:
    """The row with an owner where it names none; a university's row must name the university. Raises Invalid."""
    named = facts.applicants
    if not named and facts.owner_codes:
        coded = organisations_coded(facts.owner_codes)
        for code in facts.owner_codes:
            if clean_uscc(code) not in coded:
                raise Invalid(UNKNOWN_CODE, code=code)
        named = tuple(entry.name for entry in coded.values())
    if terms.organisation is not None:
        if not named:
            named = (terms.organisation.name,)
        elif not own & set(named) and terms.organisation.uscc not in facts.owner_codes:
            raise Invalid(NOT_YOURS, names="；".join(named))
    elif not named and terms.owner_name:
        named = (terms.owner_name,)
    return facts if named == facts.applicants else Facts(**{**vars(facts), "applicants": named})


def _coded_links(facts: Facts) -> dict[str, int]:
    """Owners' names by the organisation that their credit code belongs to; only where each name has its code."""
    if len(facts.applicants) != len(facts.owner_codes):
        return {}
    coded = organisations_coded(facts.owner_codes)
    pairs = zip(facts.applicants, map(clean_uscc, facts.owner_codes), strict=True)
    return {name: coded[code].id for name, code in pairs if code in coded}


def _merge(facts: Facts, terms: Terms, plan: Plan) -> str:
    number = facts.number.canonical
    if number in plan.new:
        said = changes(plan.new[number], facts, terms.stated, plan.earlier.get(number))
        plan.new[number] |= said
        return "updated" if said else "unchanged"
    kept = plan.kept.get(number)
    if kept is None:
        plan.new[number] = new_record(facts, terms.stated)
        return "imported"
    holders = plan.owners.get(kept["id"], set())
    if terms.organisation is not None and holders and terms.organisation.id not in holders:
        raise Invalid(FOREIGN_RECORD, number=number)
    said = changes(kept, facts, terms.stated, plan.earlier.get(number))
    if not said:
        return "unchanged"
    if "status" in said:
        plan.old_statuses.setdefault(number, kept["status"])
    kept |= said
    plan.changed[number] = {**plan.changed.get(number, {}), **said}
    return "updated"


def _outcome(row: Read, terms: Terms, outcome: str, number: str) -> dict[str, Any]:
    return {
        "import_id": terms.import_id,
        "number": row.number,
        "outcome": outcome,
        "application_number": number,
        "patent_id": None,
        "sentence": "",
        "values": {},
        "cells": [],
    }


def _refused(row: Read, terms: Terms, refusal: Invalid) -> dict[str, Any]:
    number = row.facts.number.canonical if row.facts is not None else ""
    return _outcome(row, terms, "refused", number) | {
        "sentence": refusal.sentence,
        "values": {name: str(value) for name, value in refusal.values.items()},
        "cells": [text_of(cell) for cell in row.cells],
    }


def _insert_new(plan: Plan, terms: Terms) -> None:
    if not plan.new:
        return
    moment = clock.now()
    defaults: Mapping[str, Any] = {"import_id": terms.import_id, "created_at": moment, "updated_at": moment}
    blank = dict.fromkeys(("filing_date", "publication_date", "grant_date", "expiry_date", "status_as_of"))
    texts = dict.fromkeys(
        (
            "abstract", "publication_number", "grant_number", "ipc_main", "keywords", "region", "status_detail",
            "status_source",
        ),
        "",
    )
    lists: dict[str, list[str]] = {name: [] for name in ("applicants", "inventors", "ipc", "locarno")}
    rows = [{**blank, **texts, **lists, "status": "unknown", **defaults, **v} for v in plan.new.values()]
    made = db.session.execute(insert(Patent).returning(Patent.id, Patent.application_number), rows)
    ids = {number: patent_id for patent_id, number in made}
    for number, patent_id in ids.items():
        plan.kept[number] = {"id": patent_id, **plan.new[number]}
    _write_owners({number: values.get("applicants", []) for number, values in plan.new.items()}, plan)


def _write_changed(plan: Plan) -> None:
    owners: dict[str, Sequence[str]] = {}
    for number, values in plan.changed.items():
        patent_id = plan.kept[number]["id"]
        db.session.execute(
            update(Patent)
            .where(Patent.id == patent_id)
            .values(**values, updated_at=clock.now(), version=Patent.version + 1)
            .execution_options(synchronize_session=False)
        )
        if "applicants" in values:
            owners[number] = values["applicants"]
        if "status" in values:
            emit(PatentStatusChanged(patent_id, plan.old_statuses[number], values["status"]))
    if owners:
        ids = [plan.kept[number]["id"] for number in owners]
        db.session.execute(delete(Owner).where(Owner.patent_id.in_(ids)))
        _write_owners(owners, plan)


def _write_owners(names: Mapping[str, Sequence[str]], plan: Plan) -> None:
    known = organisations_named({name for each in names.values() for name in each})
    rows = []
    for number, each in names.items():
        links = known | plan.links.get(number, {})
        for place, name in enumerate(each):
            owner = {"position": place, "name": name, "organisation_id": links.get(name)}
            rows.append({"patent_id": plan.kept[number]["id"], **owner})
    if rows:
        db.session.execute(insert(Owner), rows)


def _account(plan: Plan, terms: Terms, done_before: int, rows: int, dry: bool) -> None:
    """Note the outcome of each row and move the import on, unless another process has done so already."""
    for row in plan.outcomes:
        kept = plan.kept.get(row["application_number"])
        row["patent_id"] = kept["id"] if kept is not None and row["outcome"] != "refused" and not dry else None
    db.session.execute(insert(ImportRow), plan.outcomes)
    counts = plan.counts()
    moved = db.session.execute(
        update(ImportRun)
        .where(ImportRun.id == terms.import_id, ImportRun.done_rows == done_before, ImportRun.state == "running")
        .values(
            done_rows=done_before + rows,
            imported=ImportRun.imported + counts["imported"],
            updated=ImportRun.updated + counts["updated"],
            unchanged=ImportRun.unchanged + counts["unchanged"],
            refused=ImportRun.refused + counts["refused"],
        )
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict
