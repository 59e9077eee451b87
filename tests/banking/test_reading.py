"""Files of every kind and encoding as they are read, and files that mean harm."""

import time
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from market.accounts.models import BankAccount
from market.banking.rules.entries import Entry
from market.banking.service import Choice, Reading, read
from market.core.errors import Refusal
from market.core.money import Money
from tests.factories import banking as make
from tests.factories.banking import DAY, Line

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Nothing here is stored; one database is enough."""
ACCOUNT = BankAccount(number="37001000000000000123", currency="CNY")
LINES = [
    Line("3000", "山东测试有限公司", "许可费 FK26 0000 0112", "LS0001", number="6222020000001234567"),
    Line("0.01", "李四", "试", "LS0002"),
    Line("0.01", "李四", "试", "LS0003"),
    Line("-15.50", "建设银行", "手续费", "LS0004"),
]


def reading(folder: Path, content: bytes, filename: str = "a.csv", choice: Choice | None = None) -> Reading:
    path = folder / filename
    path.write_bytes(content)
    return read(path, filename, ACCOUNT, choice)


def facts(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    return [(e.booked_on, e.incoming, e.money, e.name, e.text, e.reference) for e in entries]


EXPECTED = [(DAY, line.incoming, line.money, line.name, line.text, line.reference) for line in LINES]


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_encoding(app: Flask, tmp_path: Path, encoding: str) -> None:
    found = reading(tmp_path, make.csv(LINES, encoding))
    assert not found.problems
    assert found.encoding_sure
    assert facts(found.entries) == EXPECTED
    assert (found.continuity.opening, found.continuity.closing) == (Money.of(10000), Money.of("12984.52"))


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_other_separators(app: Flask, tmp_path: Path, mark: str) -> None:
    rows = [[cell.replace(",", "") for cell in row] for row in make.table(LINES)]
    text = "\n".join(mark.join(row) for row in rows)
    assert facts(reading(tmp_path, text.encode("gb18030"), "a.txt").entries) == EXPECTED


def test_a_workbook(app: Flask, tmp_path: Path) -> None:
    found = reading(tmp_path, make.xlsx(LINES), "a.xlsx")
    assert facts(found.entries) == EXPECTED
    assert found.sheets == ("流水",)


@pytest.mark.parametrize("version", ["02", "08"])
def test_camt_053(app: Flask, tmp_path: Path, version: str) -> None:
    found = reading(tmp_path, make.camt(LINES, version=version), "a.xml")
    assert not found.problems
    assert facts(found.entries) == EXPECTED
    assert found.entries[0].number == "6222020000001234567"
    assert (found.continuity.opening, found.continuity.breaks) == (Money.of(10000), ())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_mt940(app: Flask, tmp_path: Path, encoding: str) -> None:
    found = reading(tmp_path, make.mt940(LINES, encoding=encoding), "a.sta")
    assert not found.problems
    assert [entry[:4] for entry in facts(found.entries)] == [entry[:4] for entry in EXPECTED]
    assert [entry.reference for entry in found.entries] == [line.reference for line in LINES]
    assert all(line.text in entry.text for line, entry in zip(LINES, found.entries, strict=True))
    assert (found.continuity.opening, found.continuity.breaks) == (Money.of(10000), ())


def test_a_reversed_credit_is_money_out(app: Flask, tmp_path: Path) -> None:
    content = make.mt940(LINES[:1]).replace(b"C3000,00NTRF", b"RC3000,00NTRF").replace(b"CNY13000.00", b"CNY7000,00")
    assert not reading(tmp_path, content, "a.sta").entries[0].incoming


def test_a_batch_of_camt_is_divided_when_its_parts_add_up(app: Flask, tmp_path: Path) -> None:
    part = "<TxDtls><Amt Ccy='CNY'>{0}</Amt><RltdPties><Dbtr><Pty><Nm>{1}</Nm></Pty></Dbtr></RltdPties></TxDtls>"
    for second, names in (("20.00", ["甲", "乙"]), ("19.00", [""])):
        details = f"<NtryDtls>{part.format('10.00', '甲')}{part.format(second, '乙')}</NtryDtls>"
        content = make.camt([Line("30", "丙")]).decode()
        start, end = content.index("<NtryDtls>"), content.index("</NtryDtls>") + len("</NtryDtls>")
        found = reading(tmp_path, (content[:start] + details + content[end:]).encode(), "a.xml")
        assert [entry.name for entry in found.entries] == names
        assert sum(entry.money.minor for entry in found.entries) == 3000


def test_pending_entries_are_left_out(app: Flask, tmp_path: Path) -> None:
    content = make.camt(LINES).replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>", 1)
    assert len(reading(tmp_path, content, "a.xml").entries) == len(LINES) - 1


def test_balances_that_do_not_follow_are_told(app: Flask, tmp_path: Path) -> None:
    rows = make.table(LINES)
    del rows[2]
    assert reading(tmp_path, make.as_csv(rows)).continuity.breaks
    content = make.camt(LINES).replace(b"12984.52", b"12984.53")
    assert reading(tmp_path, content, "a.xml").continuity.breaks == (0,)


def test_a_statement_of_another_account_is_refused(app: Flask, tmp_path: Path) -> None:
    for content, name in (
        (make.camt(LINES, account="6222029999999999"), "a.xml"),
        (make.mt940(LINES, account="6222029999999999"), "a.sta"),
    ):
        assert any("%(found)s" in sentence for sentence, _values in reading(tmp_path, content, name).problems)
    own = make.camt(LINES, account="1000000000000123")
    assert not reading(tmp_path, own, "a.xml").problems


def test_one_row_that_cannot_be_read_holds_all_back(app: Flask, tmp_path: Path) -> None:
    rows = make.table(LINES)
    rows[2][2] = "12,3"
    found = reading(tmp_path, make.as_csv(rows))
    assert found.problems
    assert [row.line for row in found.bad_rows] == [3]


ENTITY = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Document>&x;</Document>"
LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '" + b"&a;" * 1000 + b"'>]><Document>&b;</Document>"
)
CAMT = make.camt(LINES)
DEEP = b"<?xml version='1.0'?>" + b"<a>" * 200_000
SWIFT = make.mt940(LINES)


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    return out.getvalue()


HOSTILE = {
    "entity.xml": ENTITY,
    "laughs.xml": LAUGHS,
    "laughs16.xml": LAUGHS.decode().encode("utf-16"),
    "deep.xml": DEEP,
    "cut.xml": CAMT[: len(CAMT) // 2],
    "other.xml": CAMT.replace(b"camt.053", b"camt.054"),
    "no_amount.xml": CAMT.replace(b"<Amt Ccy='CNY'>3000.00</Amt>", b""),
    "no_side.xml": CAMT.replace(b"CRDT", b"XXXX"),
    "huge_number.xml": CAMT.replace(b"3000.00", b"9" * 400),
    "nan.xml": CAMT.replace(b">3000.00<", b">NaN<"),
    "day.xml": CAMT.replace(b"2026-11-20", b"2026-99-99"),
    "money.xml": CAMT.replace(b"'CNY'>3000", b"'XXX'>3000"),
    "cut.sta": SWIFT[: len(SWIFT) // 2],
    "no_end.sta": SWIFT.replace(b":62F:", b":99F:"),
    "broken.sta": SWIFT.replace(b"C3000,00", b"C3000,00,00"),
    "day.sta": SWIFT.replace(b":61:261120", b":61:269920"),
    "line.sta": SWIFT + b":86:" + b"a" * 2_000_000,
    "rows.sta": SWIFT.replace(b":62F:", b":61:2611201120C1,00NTRFX\r\n" * 30_000 + b":62F:"),
    "lost.sta": SWIFT.replace(b":61:2611201120D", b":61:rubbish\r\n:61:2611201120D"),
    "bytes.sta": b":20:X\n:25:1\n" + bytes(range(128, 256)) * 50,
    "empty.csv": b"",
    "nul.csv": b"\x00" * 5000,
    "program.csv": b"MZ\x90\x00" + b"\x00" * 100,
    "page.csv": b"<html><body>login</body></html>",
    "bomb.xlsx": bomb(),
    "broken.xlsx": b"PK\x03\x04" + b"\xff" * 500,
    "quotes.csv": "交易日期,收入,支出\n".encode() + b'"' + b"a," * 3_000_000,
    "columns.csv": ("交易日期,收入,支出" + "," * 500 + "\n2026-11-20,1,\n").encode(),
    "rows.csv": ("交易日期,收入,支出\n" + "2026-11-20,1,\n" * 25_000).encode(),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_with_a_sentence_in_time(app: Flask, tmp_path: Path, name: str) -> None:
    begun = time.monotonic()
    with suppress(Refusal):
        assert reading(tmp_path, HOSTILE[name], name).problems
    assert time.monotonic() - begun < 15


def test_nothing_of_the_machine_gets_into_a_statement(app: Flask, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    external = f"<!DOCTYPE d [<!ENTITY x SYSTEM 'file://{secret}'>]>".encode()
    content = CAMT.replace(b"<Document", external + b"<Document", 1).replace("试".encode(), b"&x;")
    with pytest.raises(Refusal):
        reading(tmp_path, content, "a.xml")
