"""Pages of listings: who sees them, what they keep, what they say."""

import json
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from market.accounts.models import Organisation
from market.core import clock
from market.core.calendar import add_months
from market.core.db import db, transaction
from market.listings import service
from market.listings.models import Listing
from market.listings.views.steps import STEPS
from tests.factories import accounts
from tests.factories import listings as make


@pytest.fixture
def university(app: Flask) -> Organisation:
    """A vetted university."""
    return accounts.organisation("university")


@pytest.fixture
def desk(client: FlaskClient, university: Organisation) -> FlaskClient:
    """A browser in which the university's manager is signed in, in English."""
    accounts.sign_in(client, accounts.user(university, role="manager"))
    client.get("/?lang=en")
    return client


def form_of(page: str) -> dict[str, str]:
    """The version a step's page carries."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    return {"version": found.group(1)} if found else {}


def edit(listing: Listing, step: str) -> str:
    """The address of a step."""
    return f"/listings/{listing.id}/edit/{step}"


# ---- the public page ----
def test_the_public_page_tells_everything(client: FlaskClient, university: Organisation) -> None:
    listing = make.announced_listing(university)
    page = client.get(f"/listings/{listing.id}?lang=en").text
    for piece in (
        "Pressure control for low-pressure casting",
        "CNY 30,000",
        "plus 1.5% of net sales",
        "6.8% → 2.9%",
        "Patent Law Art. 51",
        listing.announcement_number,
        "国家专利登记簿",
        make.FEE_TEXT,
        "An entry fee of CNY 30,000, paid within",
        "a running royalty of 1.5 % of the net sales",
    ):
        assert piece in page
    assert "ZL" + listing.patents[0].patent.application_number in page


def test_structured_data_can_be_read(client: FlaskClient, university: Organisation) -> None:
    with transaction():
        university.name = "大学</script><b>"
    listing = make.announced_listing(university, fee=make.ONE_OFF)
    page = client.get(f"/listings/{listing.id}?lang=en").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found.group(1))
    assert data["@type"] == "Product"
    assert data["offers"]["price"] == "30000.00"
    assert data["offers"]["seller"]["name"] == "大学</script><b>"
    assert data["url"] == f"http://localhost/listings/{listing.id}?lang=en"
    assert f'<link rel="canonical" href="http://localhost/listings/{listing.id}?lang=en">' in page
    assert 'hreflang="zh-CN"' in page


def test_a_running_royalty_claims_no_price(client: FlaskClient, university: Organisation) -> None:
    listing = make.announced_listing(university)
    page = client.get(f"/listings/{listing.id}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert "price" not in json.loads(found.group(1))["offers"]


def test_strangers_do_not_see_drafts_and_suspended_listings(client: FlaskClient, university: Organisation) -> None:
    hidden = [make.draft_listing(university), make.declared_listing(university), make.suspended_listing(university)]
    for listing in hidden:
        assert client.get(f"/listings/{listing.id}").status_code == 404
    accounts.sign_in(client, accounts.user(accounts.organisation("university")))
    for listing in hidden:
        assert client.get(f"/listings/{listing.id}").status_code == 404
    accounts.sign_in(client, accounts.user(university))
    for listing in hidden:
        assert client.get(f"/listings/{listing.id}").status_code == 200


def test_a_withdrawn_listing_stays_readable_without_an_action(client: FlaskClient, university: Organisation) -> None:
    listing = make.withdrawn_listing(university)
    page = client.get(f"/listings/{listing.id}?lang=en").text
    assert "No new licences are given" in page
    assert "Take this licence" not in page


@pytest.mark.rule("R29")
def test_a_dead_patent_is_not_called_a_patent(client: FlaskClient, university: Organisation) -> None:
    patent = make.granted_patent(university)
    listing = make.announced_listing(university, patent)
    with transaction():
        patent.status, patent.status_detail = "dead", "lapsed"
    page = client.get(f"/listings/{listing.id}?lang=en").text
    assert "ZL" + patent.application_number not in page
    assert "Take this licence" not in page
    assert "cannot be taken at the moment" in page


def test_texts_are_escaped(client: FlaskClient, university: Organisation) -> None:
    listing = make.announced_listing(university)
    with transaction():
        listing.summary = "<script>alert(1)</script>"
        listing.fee_text = "<b>x</b>"
    page = client.get(f"/listings/{listing.id}").text
    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page


def test_documents_are_shown_to_whom_they_concern(client: FlaskClient, university: Organisation) -> None:
    listing = make.announced_listing(university)
    public, consent = make.document(listing, "public"), make.document(listing, "co_owner_consent")
    with client.get(f"/listings/{listing.id}/documents/{public}") as answer:
        assert answer.data.startswith(b"%PDF")
    assert client.get(f"/listings/{listing.id}/documents/{consent}").status_code == 404
    accounts.sign_in(client, accounts.user(university))
    with client.get(f"/listings/{listing.id}/documents/{consent}") as answer:
        assert answer.status_code == 200


def test_sitemap_and_robots(client: FlaskClient, university: Organisation) -> None:
    announced, draft = make.announced_listing(university), make.draft_listing(university)
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    places = [found.text for found in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"http://localhost/listings/{announced.id}" in places
    assert f"http://localhost/listings/{draft.id}" not in places
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


# ---- the steps ----
def test_from_the_choice_of_a_patent_to_the_declaration(desk: FlaskClient, university: Organisation) -> None:
    patent = make.granted_patent(university)
    answer = desk.post("/listings/new", data={"patents": [patent.id]})
    listing = db.session.query(Listing).one()
    assert answer.location == edit(listing, "eligibility")
    term = add_months(clock.today(), 36)
    answers: dict[str, dict[str, object]] = {
        "eligibility": {},
        "fee": {"kind": "one_off", "one_off-amount": "12,000", "one_off-due_days": "20"},
        "term": {"term_end": term.isoformat(), "notes": "不含技术秘密"},
        "description": {
            "title": "压力控制",
            "summary": "铝液自下而上充满模具。",
            "application": "铝合金铸造",
            "products": "轮毂",
            "industry": "C33",
            "benefits-0-name": "废品率",
            "benefits-0-value": "2.9%",
        },
        "documents": {"no_exclusive": "y", "no_dispute": "y", "annuities": "y", "truth": "y"},
    }
    names = list(STEPS)
    for step, data in answers.items():
        page = desk.get(edit(listing, step)).text
        answer = desk.post(edit(listing, step), data={**form_of(page), **data})
        assert answer.location == edit(listing, names[names.index(step) + 1]), (step, answer.text[:2000])
    page = desk.get(edit(listing, "review")).text
    assert "Everything the law asks for is there." in page
    answer = desk.post(f"/listings/{listing.id}/declare", data=form_of(page))
    assert answer.location == f"/listings/{listing.id}/declared"
    assert listing.reference in desk.get(answer.location).text
    listing = make.refresh(listing)
    assert listing.state == "declared"
    assert listing.fee_text == "许可使用费 12,000 元，一次总付，自权利人收到书面通知之日起 20 日内付清。"
    assert (listing.amount_minor, listing.due_at_start_minor, listing.term_end) == (1_200_000, 1_200_000, term)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_shows_itself(desk: FlaskClient, university: Organisation, step: str) -> None:
    listing = make.draft_listing(university)
    page = desk.get(edit(listing, step))
    assert page.status_code == 200
    assert listing.reference in page.text


def test_an_error_loses_nothing(desk: FlaskClient, university: Organisation) -> None:
    listing = make.draft_listing(university)
    page = desk.get(edit(listing, "fee")).text
    data = {
        **form_of(page),
        "kind": "entry_royalty",
        "entry_royalty-amount": "a lot",
        "entry_royalty-due_days": "",
        "entry_royalty-rate": "28",
        "entry_royalty-base": "net_sales",
        "fee_text": "我写的文字",
    }
    answer = desk.post(edit(listing, "fee"), data=data)
    assert answer.status_code == 422
    assert "Some answers need to be put right" in answer.text
    for typed in ("a lot", "28", "我写的文字", 'href="#entry_royalty-amount"', 'href="#entry_royalty-due_days"'):
        assert typed in answer.text


@pytest.mark.parametrize(
    ("data", "marked"),
    [
        ({"kind": "instalments", "instalments-parts-0-amount": "10", "instalments-parts-0-months": "0"}, "parts-0"),
        ({"kind": "instalments", "instalments-parts-1-amount": "10"}, "parts-1"),
        ({"kind": "royalty", "royalty-rate": "0", "royalty-base": "profit"}, "royalty-rate"),
        ({"kind": "royalty", "royalty-rate": "NaN", "royalty-base": "profit"}, "royalty-rate"),
        ({"kind": "one_off", "one_off-amount": "-5", "one_off-due_days": "10"}, "one_off-amount"),
        ({"kind": "one_off", "one_off-amount": "5", "one_off-due_days": "9999"}, "one_off-due_days"),
        ({}, "kind"),
    ],
)
def test_wrong_prices_are_marked(
    desk: FlaskClient, university: Organisation, data: dict[str, str], marked: str
) -> None:
    listing = make.draft_listing(university)
    answer = desk.post(edit(listing, "fee"), data={"version": listing.version, **data})
    assert answer.status_code == 422
    assert marked in re.sub(r"(?s)^.*mk-summary", "", answer.text).split("</div>")[0]


def test_instalments_are_stored(desk: FlaskClient, university: Organisation) -> None:
    listing = make.draft_listing(university)
    data = {
        "version": listing.version,
        "kind": "instalments",
        "instalments-parts-0-amount": "20,000",
        "instalments-parts-0-months": "12",
        "instalments-parts-1-amount": "10,000",
        "instalments-parts-1-months": "0",
        "instalments-due_days": "15",
    }
    assert desk.post(edit(listing, "fee"), data=data).status_code == 302
    listing = make.refresh(listing)
    assert [(part.amount_minor, part.months) for part in listing.instalments] == [(1_000_000, 0), (2_000_000, 12)]
    assert (listing.amount_minor, listing.due_at_start_minor) == (3_000_000, 1_000_000)


def test_a_second_tab_keeps_what_was_typed(desk: FlaskClient, university: Organisation) -> None:
    listing = make.draft_listing(university)
    old = form_of(desk.get(edit(listing, "term")).text)
    with transaction():
        service.set_term(make.manager(university), listing.id, listing.version, listing.term_end, "第一个")
    answer = desk.post(edit(listing, "term"), data={**old, "term_end": "2030-01-01", "notes": "第二个窗口里写的"})
    assert answer.status_code == 409
    assert "第二个窗口里写的" in answer.text
    assert "saved from another window" in answer.text
    again = {**form_of(answer.text), "term_end": "2030-01-01", "notes": "第二个窗口里写的"}
    assert desk.post(edit(listing, "term"), data=again).status_code == 302
    assert make.refresh(listing).notes == "第二个窗口里写的"


def test_an_incomplete_declaration_comes_back_with_its_checklist(desk: FlaskClient, university: Organisation) -> None:
    patent = make.granted_patent(university, kind="utility_model", expiry_date=None)
    listing = make.draft_listing(university, patent)
    page = desk.get(edit(listing, "review")).text
    answer = desk.post(f"/listings/{listing.id}/declare", data=form_of(page))
    assert answer.status_code == 422
    assert "evaluation report of" in answer.text
    assert make.refresh(listing).state == "draft"


def test_files_are_added_and_taken_off(desk: FlaskClient, university: Organisation) -> None:
    listing = make.draft_listing(university)
    address = f"/listings/{listing.id}/documents"
    wrong = {"kind": "public", "file": (BytesIO(b"MZ"), "bad.exe"), "patent": "", "conclusion": "", "note": "说明书"}
    answer = desk.post(address, data=wrong)
    assert answer.status_code == 422
    assert "说明书" in answer.text
    right = {**wrong, "file": (BytesIO(b"%PDF"), "good.pdf")}
    assert desk.post(address, data=right).status_code == 302
    document = make.refresh(listing).documents[0]
    assert document.file.filename == "good.pdf"
    assert desk.post(f"{address}/{document.id}/remove").status_code == 302
    assert make.refresh(listing).documents == []


def test_searching_in_the_own_patents_keeps_the_choice(desk: FlaskClient, university: Organisation) -> None:
    first = make.granted_patent(university, title="甲方法")
    make.granted_patent(university, title="乙装置")
    make.granted_patent(accounts.organisation("university"), title="乙装置别人的")
    page = desk.post("/listings/new", data={"patents": [first.id], "q": "乙装置", "find": "1"}).text
    assert "甲方法" in page
    assert "乙装置" in page
    assert "别人的" not in page
    assert desk.post("/listings/new", data={}).status_code == 422


# ---- lists and deeds ----
def test_advice_on_an_announced_listing_leads_to_pages_that_are_there(
    desk: FlaskClient, university: Organisation
) -> None:
    listing = make.announced_listing(university)
    page = desk.get(edit(listing, "description")).text
    links = {link for link in re.findall(r'href="(/listings/[^"#?]+)"', page) if f"/{listing.id}/" in link}
    assert links
    assert {link: desk.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_lists_filter_sort_and_export(desk: FlaskClient, university: Organisation) -> None:
    make.draft_listing(university)
    dangerous = make.announced_listing(university, fee=make.FREE)
    with transaction():
        dangerous.title = "=1+1"
    make.announced_listing(accounts.organisation("university"))
    page = desk.get("/listings/mine").text
    assert page.count("GP-") == 2
    assert desk.get("/listings/mine?state=announced&sort=fee&q=1%2B1").text.count("GP-") == 1
    assert desk.get("/listings/mine?sort=nonsense&state=x&page=99").status_code == 200
    text = desk.get("/listings/mine?format=csv").get_data(as_text=True)
    assert len(text.splitlines()) == 3
    assert "'=1+1" in text
    assert desk.get("/listings/mine?format=xlsx&state=draft").data.startswith(b"PK")


def test_the_deeds_of_a_declared_listing(desk: FlaskClient, university: Organisation) -> None:
    listing = make.declared_listing(university)
    address = f"/listings/{listing.id}"
    assert "Record the filing" in desk.get(f"{address}/manage").text
    today = clock.today().isoformat()
    assert desk.post(f"{address}/do/record_filing", data={"filing_number": "F1", "filed_at": today}).status_code == 302
    later = (clock.today() + timedelta(days=1)).isoformat()
    answer = desk.post(f"{address}/do/announce", data={"announcement_number": "A1", "announced_at": later})
    assert answer.status_code == 422
    assert "lies in the future" in answer.text
    assert "A1" in answer.text
    assert (
        desk.post(f"{address}/do/announce", data={"announcement_number": "A1", "announced_at": today}).status_code
        == 302
    )
    assert desk.post(f"{address}/do/suspend", data={"reason": "年费待核实"}).status_code == 302
    assert "年费待核实" in desk.get(f"{address}/manage").text
    assert desk.post(f"{address}/do/resume").status_code == 302
    assert desk.post(f"{address}/do/publish", data={"platform": "省平台", "on": today}).status_code == 302
    assert desk.post(f"{address}/do/publish", data={"platform": "省平台", "on": today}).status_code == 409
    answer = desk.post(f"{address}/do/withdraw", data={"reason": "技术路线调整", "withdrawn_at": today})
    assert answer.status_code == 422
    data = {"reason": "技术路线调整", "withdrawn_at": today, "unconditional": "y"}
    assert desk.post(f"{address}/do/withdraw", data=data).status_code == 302
    assert make.refresh(listing).state == "withdrawn"
    assert desk.post(f"{address}/do/resume").status_code == 409
    assert desk.get(f"{address}/do/nonsense").status_code == 404


def test_others_find_nothing(client: FlaskClient, university: Organisation) -> None:
    listing = make.announced_listing(university)
    draft = make.draft_listing(university)
    pages = [f"/listings/{listing.id}/manage", edit(draft, "fee"), f"/listings/{listing.id}/do/suspend"]
    for page in pages:
        assert client.get(page).status_code in (302, 401)
    accounts.sign_in(client, accounts.user(accounts.organisation("university")))
    for page in pages:
        assert client.get(page).status_code == 404
        assert client.post(page.replace("/manage", "/do/suspend"), data={"reason": "我不喜欢"}).status_code == 404
    accounts.sign_in(client, accounts.user(accounts.organisation("firm")))
    for page in pages:
        assert client.get(page).status_code == 404
    assert make.refresh(listing).state == "announced"


def test_finance_people_prepare_nothing(client: FlaskClient, university: Organisation) -> None:
    listing = make.draft_listing(university)
    accounts.sign_in(client, accounts.user(university, role="finance"))
    assert client.get(edit(listing, "fee")).status_code == 403
    accounts.sign_in(client, accounts.user(university, role="member"))
    assert client.get(edit(listing, "fee")).status_code == 200
    assert client.post(f"/listings/{listing.id}/declare", data={"version": listing.version}).status_code == 403


def test_the_operator_sees_all_but_drafts(client: FlaskClient, university: Organisation) -> None:
    make.draft_listing(university)
    declared = make.declared_listing(university)
    accounts.sign_in(client, accounts.user(accounts.organisation("operator")))
    assert client.get("/desk/listings").text.count("GP-") == 1
    today = clock.today().isoformat()
    answer = client.post(
        f"/listings/{declared.id}/do/announce", data={"announcement_number": "A1", "announced_at": today}
    )
    assert answer.status_code == 302
    assert make.refresh(declared).state == "announced"
