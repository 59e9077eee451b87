"""Spreadsheets out."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from flask import Flask

from market.core import sheets
from market.core.money import Money
from market.core.sheets import csv_text, workbook

PAYLOADS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_live(payload: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([payload], [[payload]], "list"))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    rows = list(csv.reader(io.StringIO(csv_text([payload], [[payload]]).removeprefix("\ufeff"))))
    assert all(cell.startswith("'") for row in rows for cell in row)


def test_numbers_stay_numbers_and_dates_read_well() -> None:
    row = [3, Money(123456), date(2026, 11, 22), datetime(2026, 11, 22, 20, 30, tzinfo=UTC), None, "明契"]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(["a"] * 6, [row], "list"))).active
    assert sheet is not None
    assert [cell.value or "" for cell in sheet[2]] == [3, 1234.56, "2026-11-22", "2026-11-23 04:30", "", "明契"]
    assert "3,1234.56,2026-11-22,2026-11-23 04:30,,明契" in csv_text(["a"] * 6, [row])


def test_csv_opens_as_utf8_everywhere() -> None:
    assert csv_text(["单位"], []).encode().startswith(b"\xef\xbb\xbf")


def test_a_file_that_is_cut_says_so_and_a_whole_one_does_not(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        cut = sheets.send("list", ["Name"], [["a"], ["b"]], "csv", total=7).get_data(as_text=True)
        whole = sheets.send("list", ["Name"], [["a"], ["b"]], "csv", total=2).get_data(as_text=True)
    assert cut.splitlines()[-1].startswith("This file ends after 2 of 7 rows.")
    assert whole.splitlines()[1:] == ["a", "b"]
