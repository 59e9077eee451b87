"""Lists of needs from files: what comes in, what is refused, and that repeating changes nothing."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from market.core.actor import SYSTEM
from market.core.context import act_as
from market.core.db import db, transaction
from market.core.errors import TooLarge
from market.core.outbox import EventRow
from market.needs import service
from market.needs.errors import UnreadableFile
from market.needs.models import Need
from market.needs.service.lists import ALIASES
from tests.factories import accounts

HEADS = {name: aliases[0] for name, aliases in ALIASES.items()}


def row(**over: str) -> dict[str, str]:
    """One need of an invented list."""
    values = {
        "title": "烘干塔余热回收改造",
        "firm_name": "云溪饲料有限公司",
        "industry_text": "农产品加工",
        "background": "烘干塔排气温度高，热量没有利用。",
        "indicators": "能耗降低20%",
        "budget_text": "30-50万元",
        "region_text": "山东省淄博市",
        "validity_text": "长期",
        "cooperation_text": "技术开发",
    }
    return {**dict.fromkeys(HEADS, ""), **values, **over}


def write(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A file of rows with Chinese headers."""
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(HEADS.values())
        writer.writerows([values[name] for name in HEADS] for values in rows)
    return path


def all_needs() -> list[Need]:
    """What is stored, in order."""
    db.session.rollback()
    return list(db.session.scalars(select(Need).order_by(Need.id)))


def counts(result: dict[str, Any]) -> tuple[int, ...]:
    """rows, imported, updated, unchanged, refused."""
    return tuple(result[name] for name in ("rows", "imported", "updated", "unchanged", "refused"))


def test_rows_keep_their_texts_beside_what_was_read(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    path = write(tmp_path / "a.csv", [row(), row(title="面议的需求一项", budget_text="面议", validity_text="剩余20天")])
    assert counts(service.import_file(path)) == (2, 2, 0, 0, 0)
    one, two = all_needs()
    assert (one.budget_text, one.budget_max_minor, one.region, one.industry) == (
        "30-50万元",
        5 * 10**7,
        "370300",
        "C14",
    )
    assert (one.state, one.source, one.firm_name, one.cooperation) == (
        "submitted", "list", "云溪饲料有限公司", ["development"],
    )  # fmt: skip
    assert (two.budget_min_minor, two.validity_text) == (None, "剩余20天")
    assert two.valid_until is not None
    assert one.valid_until is None


def test_importing_again_changes_nothing_and_a_change_updates(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    path = write(tmp_path / "a.csv", [row(), row(title="另一项技术需求")])
    service.import_file(path)
    assert counts(service.import_file(path)) == (2, 0, 0, 2, 0)
    path = write(tmp_path / "b.csv", [row(budget_text="80万元"), row(title="另一项技术需求")])
    assert counts(service.import_file(path)) == (2, 0, 1, 1, 0)
    assert all_needs()[0].budget_max_minor == 8 * 10**7
    names = db.session.scalars(select(EventRow.name).where(EventRow.name == "needs.NeedsImported")).all()
    assert len(names) == 2


def test_a_dry_run_stores_nothing(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    seen: list[tuple[int, int]] = []
    path = write(tmp_path / "a.csv", [row()])
    result = service.import_file(path, True, lambda done, total: seen.append((done, total)))
    assert counts(result) == (1, 1, 0, 0, 0)
    assert seen == [(1, 1)]
    assert all_needs() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(app: Flask, tmp_path: Path, encoding: str, delimiter: str) -> None:
    act_as(SYSTEM)
    path = write(tmp_path / "a.csv", [row(background="一；二;三, 四")], encoding, delimiter)
    assert counts(service.import_file(path)) == (1, 1, 0, 0, 0)
    assert all_needs()[0].background == "一；二;三, 四"


def test_json_lines_and_csv_are_the_same_needs(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    service.import_file(write(tmp_path / "a.csv", [row()]))
    names = {"title": "name", "firm_name": "company"}
    item = {names.get(name, ALIASES[name][0]): value for name, value in row().items()}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(item | {"id": 7}, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert counts(service.import_file(path)) == (1, 0, 0, 1, 0)


def test_reposts_and_what_is_no_need_are_flagged_not_dropped(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    rows = [
        row(),
        row(background="换了一种说法。"),
        row(title="烘干塔余热的回收改造"),
        row(title="智慧养殖平台天使轮融资", firm_name="别家公司", kind="项目融资"),
        row(title="一种检测方法", firm_name="某大学", firm_kind="高校", cooperation_text="许可转让"),
    ]
    result = service.import_file(write(tmp_path / "a.csv", rows))
    assert counts(result) == (5, 5, 0, 0, 0)
    assert result["flagged"] == 4
    found = all_needs()
    assert [need.repeats_id for need in found[:3]] == [None, found[0].id, found[0].id]
    assert [need.flags for need in found] == [[], ["repeat"], ["repeat"], ["finance"], ["offer"]]


def test_what_has_run_out_is_not_offered_for_review(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    service.import_file(write(tmp_path / "a.csv", [row(validity_text="已过期")]))
    assert all_needs()[0].state == "expired"


def test_bad_rows_are_refused_with_a_sentence(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    rows = [row(), row(title=""), row(firm_name=" "), row(title="长" * 201)]
    result = service.import_file(write(tmp_path / "a.csv", rows))
    assert counts(result) == (4, 1, 0, 0, 3)
    assert len(result["refusals"]) == 3
    assert "3" in result["refusals"][0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00"),
        ("a.csv", "姓名,电话\n某人,1\n".encode()),
        ("a.csv", b""),
        ("a.csv", '需求名称,单位名称\n"没有结束的引号,1\n'.encode()),
        ("a.jsonl", b"{broken"),
        ("a.jsonl", b"[1, 2]"),
        ("a.jsonl", b"[" * 100_000),
    ],
)
def test_a_file_that_is_no_list_is_refused(app: Flask, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        service.import_file(path)
    assert all_needs() == []


def test_a_file_beyond_the_limit_is_refused(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as out:
        out.truncate(app.extensions["settings"].upload_limit + 1)
    with pytest.raises(TooLarge):
        service.import_file(path)


def test_a_firm_with_an_account_owns_its_imported_need(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    firm = accounts.organisation("firm", name="云溪饲料有限公司")
    service.import_file(write(tmp_path / "a.csv", [row()]))
    assert all_needs()[0].organisation_id == firm.id


def test_an_imported_need_is_published_and_changed_by_a_later_file(app: Flask, tmp_path: Path) -> None:
    act_as(SYSTEM)
    service.import_file(write(tmp_path / "a.csv", [row()]))
    operator = accounts.actor("operator")
    need = all_needs()[0]
    with transaction():
        service.publish(operator, need)
    service.import_file(write(tmp_path / "a.csv", [row(indicators="能耗降低25%")]))
    need = all_needs()[0]
    assert (need.state, need.flags, need.indicators) == ("published", ["changed"], "能耗降低25%")


@pytest.mark.realdata
def test_the_real_list(app: Flask, real_data: Path) -> None:
    act_as(SYSTEM)
    folder = real_data / "needs"
    assert counts(service.import_file(folder / "needs_zh_headers.csv", True)) == (49, 49, 0, 0, 0)
    assert counts(service.import_file(folder / "needs_zh_headers.csv")) == (49, 49, 0, 0, 0)
    assert counts(service.import_file(folder / "needs_zh_headers.csv")) == (49, 0, 0, 49, 0)
    assert counts(service.import_file(folder / "needs.jsonl")) == (49, 0, 0, 49, 0)
    found = all_needs()
    texts = {need.budget_text for need in found}
    assert {"面议", "50-100万元", "5～10万元", "50万元以下", "500万元以上"} <= texts
    assert sum("repeat" in need.flags for need in found) == 2
    assert any("finance" in need.flags for need in found)
    assert sum(need.state == "expired" for need in found) == 7
    unread = {need.budget_text for need in found if need.budget == (None, None)}
    assert unread == {"面议", "未说明", "未注明"}
    assert {need.region_text for need in found if not need.region} == {"", "未说明", "未注明"}
