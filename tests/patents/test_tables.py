"""Files as tables: every form and encoding read right, every hostile or broken file refused in bounded time."""

import io
import os
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import psutil
import pytest
import xlsxwriter
import xlwt

from market.patents.errors import UnreadableFile
from market.patents.service.tables import Limits, Unreal, open_table, sniff
from tests.factories.patents import HEADERS, csv_bytes, rows, xlsx

LIMITS = Limits()
SHEET = """<?xml version="1.0" encoding="UTF-8"?><worksheet
xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>"""


def read(content: bytes, name: str, folder: Path, encoding: str = "") -> list[list[list[object]]]:
    """Every sheet's rows."""
    path = folder / "upload"
    path.write_bytes(content)
    with open_table(path, name, encoding, limits=LIMITS) as table:
        return [[list(row) for row in sheet.rows()] for sheet in table.sheets]


def exhaust(path: Path, name: str, limits: Limits) -> None:
    """Read every row of every sheet."""
    with open_table(path, name, limits=limits) as table:
        for sheet in table.sheets:
            list(sheet.rows())


def refused(content: bytes, name: str, folder: Path, limits: Limits = LIMITS) -> str:
    """The code with which a file is refused."""
    path = folder / "upload"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        exhaust(path, name, limits)
    assert str(caught.value)
    return caught.value.code


class TestWorkbooks:
    def test_cells_come_with_their_types(self, tmp_path: Path) -> None:
        content = xlsx([["文字", 3.5, 7, date(2015, 11, 23), "=1+1"]], headers=None)
        ((row,),) = read(content, "a.xlsx", tmp_path)
        assert row == ["文字", 3.5, 7, date(2015, 11, 23), "=1+1"]

    def test_formulas_are_read_as_their_values(self, tmp_path: Path) -> None:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            book.add_worksheet().write_formula("A1", '="a"&"b"', None, "ab")
        assert read(out.getvalue(), "a.xlsx", tmp_path) == [[["ab"]]]

    def test_infinity_is_no_value(self, tmp_path: Path) -> None:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            book.add_worksheet().write_formula("A1", "=1", None, 1)
        content = rezip(out.getvalue(), {"xl/worksheets/sheet1.xml": lambda text: text.replace(b"<v>1<", b"<v>1e999<")})
        ((row,),) = read(content, "a.xlsx", tmp_path)
        assert row == [Unreal("inf")]

    def test_old_workbooks(self, tmp_path: Path) -> None:
        book = xlwt.Workbook()
        sheet = book.add_sheet("专利")
        for column, value in enumerate(["申请号", 12.0, date(2010, 11, 19)]):
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd") if isinstance(value, date) else xlwt.easyxf()
            sheet.write(2, column, value, style)
        out = io.BytesIO()
        book.save(out)
        (found,) = read(out.getvalue(), "a.xls", tmp_path)
        assert found[2] == ["申请号", 12.0, date(2010, 11, 19)]
        assert len(found) == 3

    def test_openpyxl_files_with_inline_strings(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook(write_only=True)
        book.create_sheet("x").append(["申请号", None, "摘要"])
        out = io.BytesIO()
        book.save(out)
        assert read(out.getvalue(), "a.xlsx", tmp_path) == [[["申请号", "", "摘要"]]]


ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
LATIN_HEADERS = ("Title", "Application number", "Applicant", "Filing date", "IPC", "Abstract")


class TestEncodings:
    @pytest.mark.parametrize("count", [1, 10, 300])
    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("headers", [HEADERS, LATIN_HEADERS], ids=["zh", "en"])
    def test_chinese_text_is_read_without_being_asked(
        self, encoding: str, count: int, headers: tuple[str, ...], tmp_path: Path
    ) -> None:
        table = rows(count)
        path = tmp_path / "a.csv"
        path.write_bytes(csv_bytes(table, encoding, headers))
        with open_table(path, "a.csv", limits=LIMITS) as found:
            assert found.encoding_sure
            assert list(found.sheets[0].rows()) == [list(headers), *table]

    @pytest.mark.parametrize(
        ("encoding", "headers", "text"),
        [
            ("big5", ("專利名稱", "申請號", "申請人", "申請日"), "一種感測器支架，便於拆裝"),
            ("cp932", ("発明の名称", "出願番号", "出願人", "出願日"), "センサーの支持具に関する発明"),
            ("cp1252", LATIN_HEADERS[:4], "Müller & Söhne: Gehäuse für Kühlgeräte, Größe verstellbar"),
        ],
    )
    def test_other_scripts(self, encoding: str, headers: tuple[str, ...], text: str, tmp_path: Path) -> None:
        table = [[text, "CN201920000001", text, "2019-05-06"]] * 20
        path = tmp_path / "a.csv"
        path.write_bytes(csv_bytes(table, encoding, headers))
        with open_table(path, "a.csv", limits=LIMITS) as found:
            assert found.encoding_sure
            assert list(found.sheets[0].rows()) == [list(headers), *table]
        assert read(path.read_bytes(), "a.csv", tmp_path, encoding)[0][1] == table[0]

    def test_unproved_letters_are_said_to_be_so(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"Title,Application number\nBr\xed_nnstr\xed_m \xb3\xd0,1\n")
        with open_table(path, "a.csv", limits=LIMITS) as found:
            assert not found.encoding_sure

    @pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
    def test_separators(self, mark: str, tmp_path: Path) -> None:
        text = f'申请号{mark}名称{mark}摘要\n1{mark}"a{mark}b"{mark}"两\n行"\n'
        (found,) = read(text.encode(), "a.tsv", tmp_path)
        assert found == [["申请号", "名称", "摘要"], ["1", f"a{mark}b", "两\n行"]]

    def test_binary_rubbish_is_no_table(self, tmp_path: Path) -> None:
        assert refused(b"\x00\x01\x02\x00\x00" * 200, "a.csv", tmp_path) == "not_text"


def rezip(content: bytes, changes: dict[str, Callable[[bytes], bytes]], extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook with some of its parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, changes.get(entry.filename, lambda text: text)(data))
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def with_sheet(body: str) -> bytes:
    """A workbook whose only sheet has this body."""
    return rezip(xlsx([["x"]], headers=None), {"xl/worksheets/sheet1.xml": lambda _old: SHEET.format(body).encode()})


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
PLAIN = xlsx([["x"]], headers=None)


class TestHostile:
    @pytest.mark.parametrize(
        ("content", "name", "codes"),
        [
            (b"", "a.xlsx", {"empty"}),
            (with_sheet(FAR), "a.xlsx", {"too_many_columns"}),
            (with_sheet(FAR.replace("XFD1048576", "A1048576")), "a.xlsx", {"too_many_rows"}),
            (with_sheet(FAR.replace("<c r", "<x:c s='1'\n r")), "a.xlsx", {"too_many_columns"}),
            (with_sheet(FAR.replace("XFD", "&#88;FD")), "a.xlsx", {"broken"}),
            (with_sheet('<row r="1"><c r="CW1"><v>1</v></c></row>'), "a.xlsx", {"too_many_columns"}),
            (rezip(PLAIN, {}, {f"x{n}.txt": b"" for n in range(600)}), "a.xlsx", {"too_many_entries"}),
            (rezip(PLAIN, {}, {"../evil.txt": b"x"}), "a.xlsx", {"bad_entry"}),
            (rezip(PLAIN, {}, {"xl/z.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "a.xlsx", {"doctype"}),
            (rezip(PLAIN, {}, {"xl/big.xml": b"<a>" + b" " * (60 << 20)}), "a.xlsx", {"bomb"}),
            (PLAIN[: len(PLAIN) // 2], "a.xlsx", {"broken"}),
            (PLAIN, "a.csv", {"misnamed"}),
            (PLAIN, "a.xls", {"misnamed"}),
            (b"<html><table><tr><td>1</td></tr></table>", "a.xlsx", {"misnamed"}),
            (b"<!DOCTYPE html><p>", "a.xls", {"misnamed"}),
            (b"%PDF-1.7 ...", "a.xlsx", {"misnamed"}),
            (b"MZ\x90\x00" + b"\x00" * 100, "a.xlsx", {"misnamed"}),
            ("申请号,名称\n".encode(), "a.xlsx", {"misnamed"}),
            (PLAIN, "a.exe", {"suffix"}),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(4000), "a.xls", {"broken", "too_much"}),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", {"password"}),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xls", {"password"}),
            ("申请号,名称\n".encode() + b"1," + b"x" * 2_500_000, "a.csv", {"cell_too_long"}),
            (b"a," * 150 + b"\n", "a.csv", {"too_many_columns"}),
            (b"a,b\n" * 20_100, "a.csv", {"too_many_rows"}),
        ],
    )  # fmt: skip
    def test_is_refused_in_time_and_memory(self, content: bytes, name: str, codes: set[str], tmp_path: Path) -> None:
        before, begun = psutil.Process().memory_info().rss, time.monotonic()
        assert refused(content, name, tmp_path) in codes
        assert time.monotonic() - begun < 60
        assert psutil.Process().memory_info().rss - before < 50 << 20

    def test_a_lying_size_does_not_help(self, tmp_path: Path) -> None:
        content = bytearray(rezip(PLAIN, {}, {"xl/big.xml": b"<a>" + b" " * (60 << 20)}))
        end = content.rindex(b"PK\x01\x02")
        content[end + 24 : end + 28] = struct.pack("<I", 100)
        assert refused(bytes(content), "a.xlsx", tmp_path) in {"broken", "bomb"}

    def test_larger_than_allowed(self, tmp_path: Path) -> None:
        assert refused(PLAIN, "a.xlsx", tmp_path, Limits(packed=100)) == "too_large"
        assert refused(PLAIN, "a.xlsx", tmp_path, Limits(unpacked=100)) == "too_large_unpacked"

    def test_a_reader_that_hangs_is_killed(self, tmp_path: Path) -> None:
        assert refused(PLAIN, "a.xlsx", tmp_path, Limits(wall_seconds=0.01)) == "too_much"

    def test_a_reader_without_memory_gives_up(self, tmp_path: Path) -> None:
        content = with_sheet("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_000)))
        content = rezip(content, {}, {"xl/filler.bin": os.urandom(15 << 20)})
        assert refused(content, "a.xlsx", tmp_path, Limits(memory=1 << 20)) in {"too_much", "broken"}

    def test_the_largest_allowed_file_is_read(self, tmp_path: Path) -> None:
        content = xlsx([[f"{place}-{column}" for column in range(3)] for place in range(20_000)])
        (found,) = read(content, "a.xlsx", tmp_path)
        assert len(found) == 20_001


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"PK\x03\x04", "xlsx"), (b"\xef\xbb\xbf <HTML>", "html"), (b"<?xml version='1.0'?>", "xml"), (b"a,b", "text")],
)
def test_sniffing(head: bytes, kind: str) -> None:
    assert sniff(head) == kind
