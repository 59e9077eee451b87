"""Importing a list of needs: every row ends imported, updated, unchanged or refused with a sentence."""

import hashlib
import re
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from market.accounts.models import Organisation
from market.core import clock
from market.core.db import db, forget, transaction
from market.core.i18n import N_, translate
from market.core.outbox import emit
from market.needs.events import NeedChanged, NeedsImported
from market.needs.models import Need
from market.needs.rules.content import has_figures
from market.needs.rules.oddities import first_like, fold_name, oddities
from market.needs.rules.states import ON_BOARD, State
from market.needs.rules.validity import read_date, read_validity
from market.needs.service.lists import Record, read_list
from market.needs.service.posting import flag, number, read_texts

Progress = Callable[[int, int], None]
CHUNK = 100

NO_TITLE = N_("Row %(row)s: the title is missing.")
NO_FIRM = N_("Row %(row)s: the firm's name is missing.")
TOO_LONG = N_("Row %(row)s: an entry is longer than %(most)s characters.")
LENGTHS = {
    "title": 200, "firm_name": 120, "industry_text": 120, "cooperation_text": 120, "budget_text": 80,
    "region_text": 120, "validity_text": 80, "contact_name": 60, "contact_phone": 60,
}  # fmt: skip
COPIED = (
    "title", "industry_text", "background", "indicators", "problem", "present_state", "cooperation_text",
    "budget_text", "region_text", "validity_text", "contact_name", "contact_phone",
)  # fmt: skip

COOPERATION_WORDS = {
    "licence": r"许可|licen[cs]e",
    "transfer": r"转让|购买|买断|transfer|purchase",
    "development": r"开发|研发|攻关|合作|委托|定制|develop",
    "service": r"服务|咨询|service",
    "equity": r"入股|股权|equity",
}
INDUSTRY_WORDS = (
    (r"农产品加工|食品", "C14"), (r"农业|养殖|种植", "A"), (r"医疗器械|智慧医疗|医学", "C35"), (r"医药|生物", "C27"),
    (r"化工", "C26"), (r"建材|建筑", "C30"), (r"半导体|电子信息|集成电路", "C39"), (r"电气|新能源", "C38"),
    (r"工业软件|工业互联网", "I65"), (r"制造", "C"), (r"软件|人工智能|信息", "I65"), (r"节能|环保", "N77"),
    (r"物流|低空", "G"), (r"数字消费", "F"), (r"科技服务", "M"),
)  # fmt: skip
"""Fields as needs name them, and the industry (GB/T 4754-2017) they belong to; the first that is found counts."""


@dataclass
class Tally:
    """What has come of the rows so far."""

    rows: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    flagged: int = 0
    refusals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One row with its identity: the same firm and title is the same need, counted in the order of the file."""

    line: int
    key: str
    values: Record


def import_file(path: Path, dry_run: bool = False, progress: Progress | None = None) -> dict[str, Any]:
    """Read a list and store its needs for the operator's review; repeating it changes nothing.

    Returns rows, imported, updated, unchanged, refused, flagged, seconds and the sentences of the refused rows.
    """
    started = time.monotonic()
    tally = Tally()
    rows = _identified(read_list(path), tally)
    report = progress or (lambda _done, _total: None)
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        if dry_run:
            _count(chunk, tally)
            forget()
        else:
            with transaction():
                _store(chunk, tally)
        report(start + len(chunk), len(rows))
    if not dry_run and tally.imported + tally.updated:
        with transaction():
            emit(NeedsImported(count=tally.imported + tally.updated))
    return vars(tally) | {"seconds": round(time.monotonic() - started, 2)}


def _identified(records: Sequence[tuple[int, Record]], tally: Tally) -> list[Row]:
    """The acceptable rows with their keys; the others are counted as refused."""
    seen: Counter[str] = Counter()
    rows = []
    for line, values in records:
        tally.rows += 1
        if sentence := _refusal(line, values):
            tally.refused += 1
            tally.refusals.append(sentence)
            continue
        same = fold_name(values["firm_name"]) + "|" + "".join(values["title"].lower().split())
        seen[same] += 1
        digest = hashlib.sha256(f"{same}|{seen[same]}".encode()).hexdigest()
        rows.append(Row(line, f"list:{digest[:40]}", values))
    return rows


def _refusal(line: int, values: Record) -> str:
    if not values["title"]:
        return translate(NO_TITLE, row=line)
    if not values["firm_name"]:
        return translate(NO_FIRM, row=line)
    for name, most in LENGTHS.items():
        if len(values[name]) > most:
            return translate(TOO_LONG, row=line, most=most)
    return ""


def _known(rows: Sequence[Row]) -> dict[str, Need]:
    keys = [row.key for row in rows]
    return {str(need.source_key): need for need in db.session.scalars(select(Need).where(Need.source_key.in_(keys)))}


def _count(rows: Sequence[Row], tally: Tally) -> None:
    """What storing would do."""
    known = _known(rows)
    for row in rows:
        need = known.get(row.key)
        if need is None:
            tally.imported += 1
            tally.flagged += bool(_flags(row.values))
        elif need.raw == row.values:
            tally.unchanged += 1
        else:
            tally.updated += 1


def _store(rows: Sequence[Row], tally: Tally) -> None:
    known = _known(rows)
    firms = Firms(row.values["firm_name"] for row in rows)
    for row in rows:
        need = known.get(row.key)
        if need is not None and need.raw == row.values:
            tally.unchanged += 1
        elif need is not None:
            _update(need, row.values)
            tally.updated += 1
        else:
            need = _new(row, firms)
            tally.imported += 1
            tally.flagged += bool(need.flags)


class Firms:
    """Organisations and earlier needs of the firms that a part of a file names."""

    def __init__(self, names: Any) -> None:
        wanted = set(names)
        found = db.session.scalars(
            select(Organisation).where(Organisation.name.in_(wanted), Organisation.kind == "firm")
        )
        self.organisations = {organisation.name: organisation.id for organisation in found}
        self.earlier: dict[str, list[tuple[int, str]]] = defaultdict(list)
        rows = db.session.execute(
            select(Need.id, Need.title, Need.firm_name).where(Need.firm_name.in_(wanted)).order_by(Need.id)
        )
        for row in rows:
            self.earlier[fold_name(row.firm_name)].append((row.id, row.title))


def _new(row: Row, firms: Firms) -> Need:
    """Store one need, for the operator's review; one whose time has run out goes to the ended ones at once."""
    values = row.values
    need = Need(
        source="list",
        source_key=row.key,
        reference=secrets.token_hex(8),
        firm_name=values["firm_name"],
        organisation_id=firms.organisations.get(values["firm_name"]),
        state=State.SUBMITTED,
        submitted_at=clock.now(),
    )
    _fill(need, values)
    if read_validity(values["validity_text"], clock.today()).over:
        need.state, need.closed_how, need.closed_at = State.EXPIRED, "expired", clock.now()
    firm = fold_name(values["firm_name"])
    need.repeats_id = first_like(values["title"], firms.earlier[firm])
    need.flags = (["repeat"] if need.repeats_id else []) + _flags(values)
    db.session.add(need)
    db.session.flush()
    number(need)
    firms.earlier[firm].append((need.id, need.title))
    return need


def _fill(need: Need, values: Record) -> None:
    """Write the row's texts and, beside them, what can be read from them."""
    for name in COPIED:
        setattr(need, name, values[name])
    need.raw = dict(values)
    need.cooperation = [
        form for form, words in COOPERATION_WORDS.items() if re.search(words, values["cooperation_text"], re.I)
    ]
    field_text = values["industry_text"]
    need.industry = next((code for words, code in INDUSTRY_WORDS if re.search(words, field_text)), "")
    base = read_date(values["updated_text"]) or clock.today()
    need.valid_until = read_validity(values["validity_text"], base).until
    need.updated_at = clock.now()
    read_texts(need)


def _update(need: Need, values: Record) -> None:
    """Take over a changed row; a need on the board stays there and is shown to the operator as changed."""
    _fill(need, values)
    if need.state in ON_BOARD:
        flag(need, "changed")
        emit(NeedChanged(need_id=need.id))


def _flags(values: Record) -> list[str]:
    return oddities(
        values["title"],
        values["kind"],
        values["cooperation_text"],
        values["firm_name"],
        values["firm_kind"],
        has_figures(values["indicators"]),
    )
