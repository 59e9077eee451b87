"""The search page, its downloads and suggestions, in both languages and with every state of the index."""

import csv
import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.core import outbox
from market.core.db import transaction
from market.core.settings import settings
from market.search.index import upkeep
from market.search.index.shelves import forget
from market.search.views.marking import marked, snippet, spans
from tests.factories import accounts
from tests.factories import listings as making
from tests.search.test_hostile import HOSTILE


@pytest.fixture
def market(app: Flask) -> Flask:
    """One listing, three patents, one of them with a wicked title."""
    with transaction():
        university = accounts.organisation(kind="university", state="approved", name="云州理工大学")
    making.announced_listing(university, making.granted_patent(university))
    making.granted_patent(university, title="玉米收获机的摘穗装置", title_en="Corn picker", ipc=["A01D 45/02"])
    making.granted_patent(
        university, title="玉米<script>alert(1)</script>脱粒", kind="utility_model", abstract="<b>玉米</b>"
    )
    making.granted_patent(university, title='=cmd|"/c calc"!A1 玉米', secret=False)
    outbox.drain()
    upkeep.refresh()
    return app


def page(client: FlaskClient, **args: object) -> str:
    response = client.get("/search", query_string=args)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_both_languages(market: Flask, client: FlaskClient) -> None:
    chinese = page(client, q="玉米", lang="zh")
    assert "3 件" in chinese
    assert "<mark>玉米</mark>收获机" in chinese
    english = page(client, q="corn", lang="en")
    assert "<mark>Corn</mark> picker" in english
    assert "1 result" in english


def test_a_listing_shows_its_fee_and_leads_to_its_page(market: Flask, client: FlaskClient) -> None:
    text = page(client, q="低压铸造", lang="zh")
    assert "/listings/" in text or "listing" in text
    assert "30,000" in text
    assert "1.5%" in text


def test_markup_in_titles_stays_text(market: Flask, client: FlaskClient) -> None:
    text = page(client, q="玉米")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<b>" not in text
    reflected = page(client, q='"><script>alert(2)</script>')
    assert "<script>alert" not in reflected


def test_filters_narrow_and_can_be_taken_away(market: Flask, client: FlaskClient) -> None:
    text = page(client, q="玉米", type="utility_model", lang="en")
    assert "1 result" in text
    assert "mk-chip" in text
    assert 'value="utility_model" checked' in text
    assert 'name="type" value="invention"' in text
    assert "A01 " in page(client, q="玉米", lang="zh")
    assert "No patents" not in page(client, type="nonsense", lang="en")


def test_near_matches_stand_apart(market: Flask, client: FlaskClient) -> None:
    text = page(client, q="玉米 摘穗 量子", lang="en")
    assert "near matches" in text
    assert 'Near: <span lang="zh-CN">玉米</span>' in text
    assert "mk-near" in text
    assert "mk-near" not in page(client, q="玉米 摘穗 量子", exact="1", lang="en")


def test_nothing_found_says_what_to_do(market: Flask, client: FlaskClient) -> None:
    text = page(client, q="qwertzuiop", lang="en")
    assert "Nothing found" in text
    assert "Write a need from this search" in text


def test_sorting_and_pages_take_nonsense(market: Flask, client: FlaskClient) -> None:
    for args in (
        {"sort": "newest"},
        {"sort": "x'"},
        {"page": "99999"},
        {"page": "-1"},
        {"page": "9" * 50},
        {"type": "x" * 999},
    ):
        page(client, q="玉米", **args)


def test_csv_is_what_is_shown_and_harmless(market: Flask, client: FlaskClient) -> None:
    response = client.get("/search", query_string={"q": "玉米", "format": "csv", "lang": "en"})
    rows = list(csv.reader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == 4
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows[1:] for cell in row)
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_xlsx_is_what_is_shown_and_harmless(market: Flask, client: FlaskClient) -> None:
    response = client.get("/search", query_string={"format": "xlsx", "lang": "zh"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.data)).worksheets[0]
    assert sheet.max_row == 5
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.cell(1, 4).value == "名称"


def test_suggestions_are_a_list(market: Flask, client: FlaskClient) -> None:
    found = client.get("/search/suggest", query_string={"q": "玉"}).get_json()
    assert any("玉米" in word for word in found)
    assert client.get("/search/suggest").get_json() == []


def test_without_an_index_the_page_answers_and_asks_for_one(market: Flask, client: FlaskClient) -> None:
    shutil.rmtree(settings().index)
    forget(settings().index)
    for _ in range(3):
        text = page(client, q="玉米", lang="en")
        assert "3 results" in text
        assert "being rebuilt" in text
    assert client.get("/search/suggest?q=玉").get_json() == []
    assert outbox.drain() == 1
    text = page(client, q="玉米", lang="en")
    assert "being rebuilt" not in text
    assert "3 results" in text


def test_a_damaged_index_is_no_error(market: Flask, client: FlaskClient) -> None:
    for path in settings().index.rglob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    forget(settings().index)
    assert "3 results" in page(client, q="玉米", lang="en")


def test_what_was_withdrawn_since_is_not_shown(market: Flask, client: FlaskClient) -> None:
    """The index is a few seconds old, the page is not."""
    with transaction() as session:
        for patent in session.query(making.Patent).filter(making.Patent.title.startswith("玉米收获机")):
            patent.secret = True
    assert "收获机的" not in page(client, q="玉米")


def test_every_hostile_question_is_a_page(market: Flask, client: FlaskClient) -> None:
    for name, line in HOSTILE.items():
        text = line[:3000].encode("utf-8", "ignore").decode()
        assert client.get("/search", query_string={"q": text}, follow_redirects=True).status_code == 200, name


def test_marking_escapes_every_piece() -> None:
    assert marked("<a>&玉米", ["玉米", "a"]) == "&lt;<mark>a</mark>&gt;&amp;<mark>玉米</mark>"
    assert marked("Treated WATERS", ["treat", "water"]) == "<mark>Treated</mark> <mark>WATERS</mark>"
    assert spans("ＡＢＣ ㎏", ["abc", "kg"]) == [(0, 3), (4, 5)]
    assert marked("x" * 5, []) == "xxxxx"


def test_a_snippet_holds_the_words() -> None:
    text = "甲" * 300 + "玉米收获机" + "乙" * 300
    found = snippet(text, ["玉米", "收获机"])
    assert "<mark>玉米收获机</mark>" in found
    assert found.startswith("…")
    assert len(found) < 120


def test_templates_have_no_inline_code() -> None:
    for path in Path("templates/search").glob("*.html"):
        text = path.read_text()
        assert "<script" not in text
        assert "style=" not in text
